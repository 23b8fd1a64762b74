"""The profiles saved through the API, in front of a real API server of Airflow."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from tests.support.airflow_server import AirflowServer
from vn30.database.warehouse import make_engine
from vn30.names import PROFILES_VARIABLE
from vn30.pipelines.airflow_api import AirflowApi
from vn30.pipelines.airflow_api.dags import read_variable, write_variable
from vn30.recommendations.profiles import default_document
from vn30.settings import Settings
from vn30.users.accounts import seed_demo_accounts

PROFILES = "/api/v1/profiles"


@dataclass(frozen=True)
class Platform:
    """A data scientist, the same one at an API that cannot reach Airflow, and Airflow itself."""

    airflow: AirflowApi
    ds1: httpx.Client
    offline: httpx.Client

    def variable(self) -> dict[str, Any]:
        document: dict[str, Any] = json.loads(read_variable(self.airflow, PROFILES_VARIABLE) or "")
        return document


@pytest.fixture
def platform(
    make_database: Callable[..., str],
    airflow_server: AirflowServer,
    airflow_settings: dict[str, str],
    airflow_is_down: dict[str, str],
    api_settings: Callable[..., Settings],
    serve: Callable[[Settings], httpx.Client],
    sign_in: Callable[..., httpx.Client],
) -> Platform:
    url = make_database("profiles")
    engine = make_engine(api_settings(url))
    with engine.begin() as connection:
        seed_demo_accounts(connection)
    engine.dispose()
    airflow = AirflowApi(airflow_server.url, airflow_server.username, airflow_server.password)
    write_variable(airflow, PROFILES_VARIABLE, json.dumps(default_document()))
    online = serve(api_settings(url, **airflow_settings))
    offline = serve(api_settings(url, **airflow_is_down))
    return Platform(airflow, sign_in(online, "ds1"), sign_in(offline, "ds1"))


def bolder(names: int) -> dict[str, Any]:
    """The default profiles, of which the aggressive one buys other numbers of names."""
    document = default_document()
    return {**document, "aggressive": {**document["aggressive"], "maximumNames": names}}


def test_saves(platform: Platform) -> None:
    """A save is the next version and the Variable; not over an unseen version, and not twice."""
    saved = platform.ds1.put(PROFILES, json=bolder(9)).raise_for_status().json()
    # Airflow's own profiles, not saved before, are version 1.
    assert (saved["version"], saved["author"]) == (2, "ds1")
    assert platform.variable() == platform.ds1.get(PROFILES).json()["profiles"] == bolder(9)
    stale = platform.ds1.put(PROFILES, json=bolder(7), params={"basedOnVersion": 1})
    assert (stale.status_code, stale.json()["code"]) == (409, "version_conflict")
    assert platform.ds1.put(PROFILES, json=bolder(9)).json()["version"] == 2
    versions = platform.ds1.get(f"{PROFILES}/versions").json()["data"]
    assert [(version["version"], version["author"]) for version in versions] == [(2, "ds1"), (1, "airflow")]


def test_without_airflow(platform: Platform) -> None:
    """Nothing is saved that the next run would not read."""
    refused = platform.offline.put(PROFILES, json=bolder(9))
    assert (refused.status_code, refused.json()["code"]) == (503, "airflow_unavailable")
    assert platform.offline.get(PROFILES).json()["version"] == 0
    assert platform.variable() == default_document()
