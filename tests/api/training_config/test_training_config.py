"""The shared training configuration through the API, in front of a real API server of Airflow."""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
import sqlalchemy as sa

from tests.support.airflow_server import AirflowServer
from vn30.database.warehouse import make_engine
from vn30.names import CONFIG_VARIABLE
from vn30.pipelines.airflow_api import AirflowApi
from vn30.pipelines.airflow_api.dags import read_variable, write_variable
from vn30.settings import Settings
from vn30.training_config.document import default_document
from vn30.users.accounts import seed_demo_accounts

CONFIG = "/api/v1/features/config"
VERSIONS = f"{CONFIG}/versions"
VALIDATE = "/api/v1/features/validate"
SMALL = {"universe": {"useAllVn30": False, "tickers": ["FPT"]}, "models": {"svr": {"enabled": False}}}


@dataclass(frozen=True)
class Platform:
    """Two data scientists, one of them at an API that cannot reach Airflow, and Airflow itself."""

    engine: sa.Engine
    airflow: AirflowApi
    ds1: httpx.Client
    ds2: httpx.Client
    offline: httpx.Client

    def active(self, client: httpx.Client | None = None) -> dict[str, Any]:
        configuration: dict[str, Any] = (client or self.ds1).get(CONFIG).raise_for_status().json()
        return configuration

    def variable(self) -> dict[str, Any]:
        text = read_variable(self.airflow, CONFIG_VARIABLE)
        assert text is not None
        document: dict[str, Any] = json.loads(text)
        return document

    def seeds(self) -> list[tuple[int, str, int]]:
        """Version, author and seed of every version, newest first."""
        rows = self.ds1.get(VERSIONS, params={"pageSize": 200}).raise_for_status().json()["data"]
        contents = [self.ds1.get(f"{VERSIONS}/{row['version']}").json() for row in rows]
        return [
            (version["version"], version["author"], version["config"]["reproducibility"]["seed"])
            for version in contents
        ]


def seeded(seed: int) -> dict[str, Any]:
    return {**SMALL, "reproducibility": {"seed": seed}}


@pytest.fixture(scope="module")
def shared_platform(
    make_database: Callable[..., str],
    airflow_server: AirflowServer,
    airflow_settings: dict[str, str],
    airflow_is_down: dict[str, str],
    api_settings: Callable[..., Settings],
    serve: Callable[[Settings], httpx.Client],
    sign_in: Callable[..., httpx.Client],
) -> Iterator[Platform]:
    url = make_database("features")
    engine = make_engine(api_settings(url))
    with engine.begin() as connection:
        seed_demo_accounts(connection)
    online = serve(api_settings(url, **airflow_settings))
    offline = serve(api_settings(url, **airflow_is_down))
    airflow = AirflowApi(airflow_server.url, airflow_server.username, airflow_server.password)
    yield Platform(engine, airflow, sign_in(online, "ds1"), sign_in(online, "ds2"), sign_in(offline, "ds1"))
    engine.dispose()


@pytest.fixture
def platform(shared_platform: Platform) -> Platform:
    """As on the first day: nothing is saved, and Airflow has the defaults."""
    with shared_platform.engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM training_configs"))
    write_variable(shared_platform.airflow, CONFIG_VARIABLE, json.dumps(default_document()))
    return shared_platform


def test_defaults_until_first_save(platform: Platform) -> None:
    """The defaults are served until a configuration is saved in both places."""
    before = platform.active()
    same = {"state": "same", "differences": [], "blockers": []}
    unsaved = {"configId": None, "version": 0, "author": None, "savedAt": None}
    assert before == {**unsaved, "config": default_document(), "airflowVariable": same}
    saved = platform.ds1.post(CONFIG, json=SMALL, params={"basedOnVersion": 0}).raise_for_status().json()
    after = platform.active(platform.ds2)
    # Airflow's own configuration, not saved before, is version 1.
    assert (saved["version"], saved["author"]) == (2, "ds1")
    assert {name: after[name] for name in saved} == saved
    assert after["airflowVariable"] == same
    assert platform.variable() == after["config"]
    assert after["config"] == {
        **default_document(),
        "universe": SMALL["universe"],
        "models": {
            **default_document()["models"],
            "svr": {**default_document()["models"]["svr"], "enabled": False},
        },
    }


def test_edit_in_airflow(platform: Platform) -> None:
    """An edit in Airflow is reported, and kept when another version is saved."""
    platform.ds1.post(CONFIG, json=seeded(1)).raise_for_status()
    edited = {**platform.variable(), "scaling": "none", "reproducibility": {"seed": 5}}
    write_variable(platform.airflow, CONFIG_VARIABLE, json.dumps(edited))
    assert platform.active()["airflowVariable"] == {
        "state": "edited",
        "differences": ["reproducibility.seed", "scaling"],
        "blockers": [],
    }
    assert platform.active()["config"]["reproducibility"]["seed"] == 1
    platform.ds2.post(CONFIG, json=seeded(2)).raise_for_status()
    assert platform.seeds() == [(4, "ds2", 2), (3, "airflow", 5), (2, "ds1", 1), (1, "airflow", 42)]
    assert platform.active()["airflowVariable"]["state"] == "same"


def test_invalid_edit_in_airflow(platform: Platform) -> None:
    """An invalid edit is reported with its faults."""
    write_variable(platform.airflow, CONFIG_VARIABLE, '{"models": {"ridge": {"alpha": -1}}}')
    variable = platform.active()["airflowVariable"]
    assert (variable["state"], variable["blockers"][0]["fieldPath"]) == ("invalid", "models.ridge.alpha")
    platform.ds1.post(CONFIG, json=SMALL).raise_for_status()
    assert platform.active()["airflowVariable"]["state"] == "same"


def test_save_over_unseen_version(platform: Platform) -> None:
    """A save over an unseen version is refused."""
    first = platform.ds1.post(CONFIG, json=seeded(1)).raise_for_status().json()["version"]
    with ThreadPoolExecutor(4) as racing:
        based_on = {"basedOnVersion": first}
        answers = list(
            racing.map(
                lambda seed: platform.ds2.post(CONFIG, json=seeded(seed), params=based_on), range(10, 14)
            )
        )
    statuses = sorted(answer.status_code for answer in answers)
    assert statuses == [200, 409, 409, 409]
    assert {answer.json().get("code") for answer in answers} == {None, "version_conflict"}
    active = platform.active()
    assert (active["version"], active["airflowVariable"]["state"]) == (first + 1, "same")


def test_with_airflow_down_it_is_read_and_nothing_is_saved(platform: Platform) -> None:
    platform.ds1.post(CONFIG, json=seeded(1)).raise_for_status()
    before = platform.active(platform.offline)
    assert before["airflowVariable"]["state"] == "unknown"
    refused = platform.offline.post(CONFIG, json=seeded(2))
    assert (refused.status_code, refused.json()["code"]) == (503, "airflow_unavailable")
    assert platform.active(platform.offline) == before
    assert platform.variable() == before["config"]


def test_invalid_configuration(platform: Platform) -> None:
    """An invalid configuration is refused with the path of every fault."""
    wrong = {"targets": {"horizons": [8]}, "models": {"lightGbm": {}}}
    refused = platform.ds1.post(CONFIG, json=wrong)
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid_config")
    paths = {fault["fieldPath"] for fault in refused.json()["blockers"]}
    assert paths >= {"targets.horizons.0", "models.lightGbm"}
    assert platform.active()["version"] == 0
    assert platform.variable() == default_document()


def test_an_old_version_is_restored_as_a_new_one(platform: Platform) -> None:
    for seed in (1, 2):
        platform.ds1.post(CONFIG, json=seeded(seed)).raise_for_status()
    restored = platform.ds2.post(f"{VERSIONS}/2/restore").raise_for_status().json()
    assert (restored["version"], restored["author"]) == (4, "ds2")
    assert platform.variable()["reproducibility"]["seed"] == 1
    first = platform.ds1.get(VERSIONS, params={"pageSize": 1}).json()
    assert first["meta"] == {"page": 1, "pageSize": 1, "total": 4}
    assert first["data"][0] == {**restored, "isActive": True, "description": "restored from version 2"}
    for path in ("99", "99/restore"):
        answer = platform.ds1.request("POST" if "/" in path else "GET", f"{VERSIONS}/{path}")
        assert (answer.status_code, answer.json()["code"]) == (404, "unknown_version")
    late = platform.ds1.post(f"{VERSIONS}/2/restore", params={"basedOnVersion": 3})
    assert (late.status_code, late.json()["code"]) == (409, "version_conflict")


def test_review(data_scientist: httpx.Client) -> None:
    """A review lists faults, warnings and the estimated run time."""
    three = {"universe": {"useAllVn30": False, "tickers": ["FPT", "VCB", "SSI"]}, "scaling": "none"}
    review = data_scientist.post(VALIDATE, json=three).raise_for_status().json()
    assert (review["isValid"], review["blockers"]) == (True, [])
    assert "scaling" in {warning["fieldPath"] for warning in review["warnings"]}
    preview = review["runPreview"]
    assert preview.pop("estRuntimeMinutes") > 0
    assert preview == {
        "basis": "prior",
        "estCost": None,
        "tickers": 2,
        "withoutPrices": ["SSI"],
        "horizons": [7, 15, 30],
        "models": ["random_forest", "gradient_boosting", "svr", "ridge", "pooled"],
        "fits": 0,
    }
    active = data_scientist.get(CONFIG).json()["configId"]
    saved = data_scientist.post(VALIDATE, json={"configId": active}).raise_for_status().json()
    assert saved["isValid"] is True
    wrong = data_scientist.post(VALIDATE, json={"models": {"ridge": {"alpha": "x"}}}).raise_for_status()
    assert (wrong.json()["isValid"], wrong.json()["runPreview"]) == (False, None)
    assert wrong.json()["blockers"][0]["fieldPath"] == "models.ridge.alpha"


@pytest.mark.parametrize("config_id", ["00000000-0000-0000-0000-000000000000", "x\x00", 7, None, {"a": 1}])
def test_what_names_no_configuration_is_not_found(data_scientist: httpx.Client, config_id: Any) -> None:
    answer = data_scientist.post(VALIDATE, json={"configId": config_id})
    assert (answer.status_code, answer.json()["code"]) == (404, "unknown_config")


@pytest.mark.parametrize(
    "body",
    ['{"scaling": "\\ud800"}', '{"\\u0000": 1}', '{"x": 1e999}', '{"x":' * 150 + "1" + "}" * 150],
    ids=["lone surrogate", "NUL", "infinity", "deep"],
)
def test_odd_documents_are_invalid_and_no_more(data_scientist: httpx.Client, body: str) -> None:
    answer = data_scientist.post(VALIDATE, content=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["isValid"]) == (200, False)


def test_a_form_can_be_built_on_the_schema(data_scientist: httpx.Client) -> None:
    form = data_scientist.get(f"{CONFIG}/schema").raise_for_status().json()
    assert form["defaults"] == default_document()
    assert form["schema"]["properties"].keys() == form["defaults"].keys()
