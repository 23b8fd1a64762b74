"""Simulations through the API, in front of a real API server of Airflow; the test makes the runs itself."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import httpx
import jsonschema
import pytest

from tests.support.airflow_server import AirflowServer
from tests.support.stored_market import store_market
from tests.support.stored_simulations import DOCUMENT
from vn30.backtesting import steps
from vn30.database import warehouse
from vn30.database.warehouse import make_engine
from vn30.names import SIMULATION_DAG
from vn30.pipelines.airflow_api import AirflowApi
from vn30.settings import Settings, get_settings
from vn30.storage.artifacts import open_store
from vn30.users.accounts import seed_demo_accounts

SIMULATIONS = "/api/v1/simulations"
NAMES = {"field": "portfolio.maximumNames", "values": [1, 2]}


class Office:
    """Two data scientists and an administrator at an API with Airflow, and one that cannot reach it."""

    def __init__(self, airflow: AirflowApi, clients: dict[str, httpx.Client], settings: Settings):
        self.airflow, self.clients, self.settings = airflow, clients, settings
        self.ds1 = clients["ds1"]

    def ask(self, path: str = "", client: str = "ds1", key: str | None = None, **body: Any) -> httpx.Response:
        headers = {} if key is None else {"Idempotency-Key": key}
        request = {"document": DOCUMENT, **body}
        return self.clients[client].post(f"{SIMULATIONS}{path}", json=request, headers=headers)

    def start(self, path: str = "", **body: Any) -> dict[str, Any]:
        answer = self.ask(path, **body)
        assert answer.status_code == 202, answer.text
        started: dict[str, Any] = answer.json()
        return started

    def get(self, path: str, **query: Any) -> Any:
        return self.ds1.get(f"{SIMULATIONS}{path}", params=query).raise_for_status().json()

    def run(self, batch_id: str) -> None:
        """Do what the tasks of the batch's run do."""
        params = {"batch_id": batch_id, "preset": "momentum", "document": None, "axes": None}
        for part in steps.plan(params, f"api__{batch_id}", None):
            steps.simulate(open_store(self.settings), part)
        steps.finish(batch_id)


@pytest.fixture(scope="module")
def office(
    make_database: Callable[..., str],
    airflow_server: AirflowServer,
    airflow_settings: dict[str, str],
    airflow_is_down: dict[str, str],
    api_settings: Callable[..., Settings],
    serve: Callable[[Settings], httpx.Client],
    sign_in: Callable[..., httpx.Client],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Office]:
    url = make_database("simulations")
    folder = tmp_path_factory.mktemp("simulations")
    settings = api_settings(url, artifact_store=folder.as_uri(), **airflow_settings)
    with make_engine(settings).begin() as connection:
        seed_demo_accounts(connection)
        store_market(connection)
    online = serve(settings)
    offline = serve(api_settings(url, artifact_store=folder.as_uri(), **airflow_is_down))
    clients = {name: sign_in(online, name) for name in ("ds1", "ds2", "admin1", "enduser1")}
    clients["offline"] = sign_in(offline, "ds1")
    airflow = AirflowApi(airflow_server.url, airflow_server.username, airflow_server.password)
    patch = pytest.MonkeyPatch()
    # The library reads the settings of the process.
    patch.setenv("VN30_DATABASE_URL", url)
    get_settings.cache_clear()
    warehouse.engine.cache_clear()
    yield Office(airflow, clients, settings)
    warehouse.engine().dispose()
    patch.undo()
    get_settings.cache_clear()
    warehouse.engine.cache_clear()


def test_form(office: Office) -> None:
    """Its presets are valid by its own schema, and its grid fields are fields of the schema."""
    form = office.get("/form")
    validator = jsonschema.Draft202012Validator(form["jsonSchema"])
    for preset in form["presets"]:
        validator.validate(preset["document"])
    definitions = form["jsonSchema"]["$defs"]
    parts = {"filters": "FilterConfig", "portfolio": "PortfolioConfig", "execution": "ExecutionConfig"}
    for field in form["gridFields"]:
        part, _, name = field["field"].partition(".")
        if part in parts:
            assert definitions[parts[part]]["properties"][name]["title"] == field["title"]


def test_one_from_start_to_deletion(office: Office) -> None:
    """Queued here and in Airflow; its figures, equity, trades and files; its trial outlives it."""
    started = office.start(name="Weekly")
    path = f"/{started['simulationId']}"
    assert office.airflow.run_progress(SIMULATION_DAG, f"api__{started['batchId']}").state == "queued"
    queued = office.get(path)
    assert (queued["state"], queued["figures"], queued["owner"]) == ("queued", None, "ds1")
    assert office.get(f"{path}/equity")["sessions"] == []

    office.run(started["batchId"])
    done = office.get(path)
    assert done["state"] == "done", done["error"]
    assert done["document"] == queued["document"]
    assert done["figures"]["luck"]["trials"] == 1
    assert done["annualReturn"] == done["figures"]["strategy"]["annualReturn"]
    equity = office.get(f"{path}/equity")
    assert len(equity["sessions"]) == done["figures"]["sessions"]
    assert equity["equity"][0] == 1e9
    page = office.get(f"{path}/trades", pageSize=2, page=2)
    assert page["meta"]["total"] == done["trades"]
    assert [trade["number"] for trade in page["data"]] == [2, 3]
    log = office.get(f"/batches/{started['batchId']}/logs/tail")
    assert log["ended"]
    assert log["entries"][-1]["message"] == "Ended: 1 done, 0 failed"
    (family,) = office.get("/ledger")["families"]
    assert (family["family"], family["trials"]) == ("formulas", 1)

    files = {file["type"]: file["url"] for file in done["files"]}
    assert set(files) >= {"trades_csv", "equity_parquet"}
    answer = office.ds1.get(files["trades_csv"])
    assert answer.headers["content-type"].startswith("text/csv")
    assert answer.text.count("\n") == done["trades"] + 1

    assert office.clients["ds2"].delete(f"{SIMULATIONS}{path}").status_code == 403
    assert office.ds1.delete(f"{SIMULATIONS}{path}").status_code == 204
    assert office.ds1.get(f"{SIMULATIONS}{path}").status_code == 404
    assert office.ds1.get(files["trades_csv"]).status_code == 404
    assert office.get("/ledger")["families"] == [family]


def test_a_batch(office: Office) -> None:
    """A simulation for each combination, listed by a figure and compared; PBO over the batch."""
    started = office.start("/batches", name="How many", axes=[NAMES])
    assert started["simulations"] == 2
    office.run(started["batchId"])
    batch = office.get(f"/batches/{started['batchId']}")
    assert (batch["state"], batch["progressPct"], batch["done"]) == ("done", 100, 2)
    assert 0 <= batch["overfitting"] <= 1
    listed = office.get("", batchId=started["batchId"], sort="sharpe")["data"]
    assert listed[0]["sharpe"] >= listed[1]["sharpe"]
    assert {row["label"] for row in listed} == {"Names 1", "Names 2"}
    assert office.get("", search="how MANY", ticker="hpg")["meta"]["total"] == 2
    assert office.get("", signal="champion")["data"] == []
    compared = office.get("/comparison", simulationId=[row["simulationId"] for row in listed])
    assert compared["differences"] == [
        {"fieldPath": "portfolio.maximumNames", "values": [int(row["label"][-1]) for row in listed]}
    ]
    assert compared["isSamePeriod"]
    assert [each["simulation"] for each in compared["simulations"]] == listed


def test_cancel(office: Office) -> None:
    """By its owner or an administrator; the last one of a batch stops its Airflow run."""
    started = office.start("/batches", axes=[NAMES])
    batch = started["batchId"]
    ids = [row["simulationId"] for row in office.get("", batchId=batch)["data"]]
    first, second = (f"{SIMULATIONS}/{simulation_id}/cancel" for simulation_id in ids)
    assert office.clients["ds2"].post(first).json()["code"] == "not_owner"
    deleted = office.ds1.delete(f"{SIMULATIONS}/{ids[0]}")
    assert deleted.json()["code"] == "simulation_is_running"
    assert office.ds1.post(first).json()["stoppedInAirflow"] is False
    assert office.get(f"/batches/{batch}")["state"] == "queued"
    assert office.clients["admin1"].post(second).json()["stoppedInAirflow"] is True
    assert office.get(f"/batches/{batch}")["state"] == "cancelled"
    assert office.airflow.run_progress(SIMULATION_DAG, f"api__{batch}").state == "failed"
    assert office.ds1.post(f"{SIMULATIONS}/batches/{batch}/cancel").status_code == 200


def test_refusals(office: Office) -> None:
    """Each names the field; nothing is recorded."""
    before = office.get("/batches")["meta"]["total"]
    wrong = {**DOCUMENT, "portfolio": {"maximumNames": 0}, "tickers": ["FPT"]}
    answer = office.ask(document=wrong)
    assert answer.status_code == 422
    assert [fault["fieldPath"] for fault in answer.json()["blockers"]] == ["portfolio.maximumNames"]
    answer = office.ask(document={**DOCUMENT, "execution": {"fill": "next_session"}})
    assert [fault["fieldPath"] for fault in answer.json()["blockers"]] == ["execution.minutes"]
    assert "FPT" in office.ask(document={"tickers": ["FTP"]}).json()["message"]
    axes = [{"field": "portfolio.maximumNames", "values": list(range(1, 31))}] * 2
    assert "named twice" in office.ask("/batches", axes=axes).json()["message"]
    many = [
        axes[0],
        {"field": "portfolio.bufferNames", "values": list(range(31))},
        {"field": "execution.fill", "values": ["next_open", "next_close"]},
    ]
    assert "at most 1000" in office.ask("/batches", axes=many).json()["message"]
    assert office.ask("/batches", allVersions=True).json()["code"] == "no_versions"
    assert office.ask(client="enduser1").status_code == 403
    assert office.get("/batches")["meta"]["total"] == before


def test_keys_and_an_outage(office: Office) -> None:
    """One key is one batch, also in a race; a lost answer is completed by the same request."""
    key = str(uuid4())
    with ThreadPoolExecutor(4) as racing:
        answers = list(racing.map(lambda _: office.ask(key=key, name="once"), range(4)))
    assert len({answer.json()["batchId"] for answer in answers}) == 1
    assert office.ask(key=key, name="other").json()["code"] == "idempotency_key_reused"

    lost = office.ask(client="offline", key="lost", name="lost")
    assert lost.status_code == 503
    (row,) = office.get("", search="lost")["data"]
    assert row["state"] == "failed"
    assert "Airflow could not be reached" in row["error"]
    again = office.start(key="lost", name="lost")
    assert again["simulationId"] == row["simulationId"]
    assert office.get(f"/{row['simulationId']}")["state"] == "queued"
