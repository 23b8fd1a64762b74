"""Training runs through the API, in front of a real API server of Airflow: no task of a run begins here."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Thread
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
import sqlalchemy as sa

from tests.support.airflow_server import AirflowServer
from vn30.database.warehouse import make_engine
from vn30.experiments.record import write_line
from vn30.experiments.state import reopen_experiment
from vn30.names import TRAINING_DAG
from vn30.pipelines.airflow_api import AirflowApi
from vn30.settings import Settings
from vn30.training_config.document import default_document
from vn30.training_config.versions import save_version
from vn30.users.accounts import seed_demo_accounts

RUNS = "/api/v1/experiments"


class Office:
    """A data scientist at an API with Airflow and at one that cannot reach it, and what both write to."""

    def __init__(self, engine: sa.Engine, airflow: AirflowApi, online: httpx.Client, offline: httpx.Client):
        self.engine, self.airflow, self.online, self.offline = engine, airflow, online, offline
        with engine.begin() as connection:
            self.config_id = save_version(connection, default_document(), "ds2").id

    def ask(self, client: httpx.Client | None = None, key: str | None = None, **body: Any) -> httpx.Response:
        """Ask for a run of all VN30."""
        headers = {} if key is None else {"Idempotency-Key": key}
        request = {"configId": self.config_id, "scope": "all_vn30", **body}
        return (client or self.online).post(f"{RUNS}/run", json=request, headers=headers)

    def start(self, **body: Any) -> str:
        return str(self.ask(**body).raise_for_status().json()["runId"])

    def run(self, run_id: str) -> dict[str, Any]:
        run: dict[str, Any] = self.online.get(f"{RUNS}/{run_id}").raise_for_status().json()
        return run

    def in_airflow(self, run_id: str) -> str:
        return self.airflow.run_progress(TRAINING_DAG, f"api__{run_id}").state

    def airflow_conf(self, run_id: str) -> dict[str, Any]:
        run = self.online.get(f"/api/v1/pipeline/runs/api__{run_id}").raise_for_status().json()
        conf: dict[str, Any] = run["conf"]
        return conf

    def lines(self, run_id: str) -> list[str]:
        tail = self.online.get(f"{RUNS}/{run_id}/logs/tail").raise_for_status().json()
        return [entry["message"] for entry in tail["entries"]]


@pytest.fixture(scope="module")
def office(
    make_database: Callable[..., str],
    airflow_server: AirflowServer,
    airflow_settings: dict[str, str],
    airflow_is_down: dict[str, str],
    api_settings: Callable[..., Settings],
    serve: Callable[[Settings], httpx.Client],
    sign_in: Callable[..., httpx.Client],
) -> Iterator[Office]:
    url = make_database("experiments")
    engine = make_engine(api_settings(url))
    with engine.begin() as connection:
        seed_demo_accounts(connection)
    yield Office(
        engine,
        AirflowApi(airflow_server.url, airflow_server.username, airflow_server.password),
        sign_in(serve(api_settings(url, **airflow_settings)), "ds1"),
        sign_in(serve(api_settings(url, **airflow_is_down)), "ds1"),
    )
    engine.dispose()


def test_race_with_one_key(office: Office) -> None:
    """Concurrent requests with one key make one run, here and in Airflow."""
    key = str(uuid4())
    with ThreadPoolExecutor(4) as racing:
        answers = list(racing.map(lambda _: office.ask(key=key, notes="once"), range(4)))
    assert [answer.status_code for answer in answers] == [202] * 4
    (run_id,) = {answer.json()["runId"] for answer in answers}
    noted = [run["runId"] for run in office.online.get(f"{RUNS}/runs").json()["data"] if run["notes"]]
    assert noted == [run_id]
    assert office.in_airflow(run_id) == "queued"
    other = office.ask(key=key, notes="something else")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    assert office.start(notes="once", key=str(uuid4())) != run_id


def test_requested_run(office: Office) -> None:
    """A run records the request and waits for Airflow."""
    request = {"scope": "selected", "tickers": ["vcb", "FPT"], "seeds": {"globalSeed": 7}, "notes": "Two"}
    run_id = office.start(**request)
    run = office.run(run_id)
    assert run.pop("createdAt")
    assert run == {
        "runId": run_id,
        "state": "pending",
        "progressPct": 0.0,
        "eta": None,
        "startedAt": None,
        "finishedAt": None,
        "scope": "selected",
        "tickers": ["FPT", "VCB"],
        "globalSeed": 7,
        "notes": "Two",
        "asOf": None,
        "pricesKnownAt": None,
        "owner": "ds1",
        "configId": office.config_id,
        "configVersion": 1,
        "configSummary": "v1: FPT VCB, 7/15/30 sessions, random_forest + gradient_boosting + svr + ridge + "
        "pooled, weighted, seed 7",
        "airflowRunId": f"api__{run_id}",
        "tickersDone": 0,
        "tickersTotal": 0,
        "scores": {},
        "suspicions": [],
        "targetKind": None,
        "targetColumn": None,
        "timeframe": None,
        "isResearch": False,
        "groupId": None,
        "direction": {},
        "lambdaRank": {},
        "parentRunId": None,
        "hasSelected": False,
    }
    pages = [
        office.online.get(f"{RUNS}/runs", params={"state": "pending", "pageSize": 1, "page": page}).json()
        for page in (1, 2)
    ]
    assert pages[0]["data"][0]["runId"] == run_id != pages[1]["data"][0]["runId"]
    assert pages[0]["meta"]["total"] > 1
    assert office.online.get(f"{RUNS}/runs", params={"state": "success"}).json()["data"] == []


def test_group(office: Office) -> None:
    """One request starts a run a price under one group; the same key starts no other."""
    key, columns = str(uuid4()), ["open", "close", "high", "low"]
    answer = office.ask(key=key, targets=columns).raise_for_status().json()
    assert answer["runId"] == answer["runIds"][0]
    runs = [office.run(run_id) for run_id in answer["runIds"]]
    assert [run["targetColumn"] for run in runs] == columns
    assert [run["isResearch"] for run in runs] == [True, False, True, True]
    assert {run["groupId"] for run in runs} == {answer["groupId"]}
    assert "logReturn of the high" in runs[2]["configSummary"]
    assert [office.in_airflow(run_id) for run_id in answer["runIds"]] == ["queued"] * 4
    assert office.ask(key=key, targets=columns).json() == answer
    total = office.online.get(f"{RUNS}/runs").json()["meta"]["total"]
    for others in (None, columns[:1], columns[:3], ["open", "high"]):
        reused = office.ask(key=key, **({} if others is None else {"targets": others}))
        assert (reused.status_code, reused.json()["code"]) == (422, "idempotency_key_reused")
    assert office.online.get(f"{RUNS}/runs").json()["meta"]["total"] == total


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"targets": ["open", "open"]}, 422, "validation_error"),
        ({"targets": ["volume"]}, 422, "validation_error"),
        ({"configId": str(uuid4())}, 404, "unknown_config"),
        ({"scope": "selected"}, 422, "invalid_config"),
        ({"scope": "selected", "tickers": ["NOPE"]}, 422, "invalid_config"),
        ({"tickers": ["FPT"]}, 422, "validation_error"),
        ({"notes": "\x00"}, 422, "validation_error"),
    ],
)
def test_refused_request(office: Office, body: dict[str, Any], status: int, code: str) -> None:
    """A request that cannot be trained is refused, and leaves no run."""
    before = office.online.get(f"{RUNS}/runs").json()["meta"]["total"]
    answer = office.ask(**body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert office.online.get(f"{RUNS}/runs").json()["meta"]["total"] == before


def test_request_without_airflow(office: Office) -> None:
    """With Airflow down, no run stays pending, and the same key starts it later."""
    key = str(uuid4())
    down = office.ask(office.offline, key, notes="later")
    assert (down.status_code, down.json()["code"]) == (503, "airflow_unavailable")
    newest = office.offline.get(f"{RUNS}/runs").json()["data"][0]
    assert (newest["notes"], newest["state"], newest["startedAt"]) == ("later", "failed", None)
    assert "not started" in office.lines(newest["runId"])[-1]
    assert office.ask(office.online, key, notes="later").json()["runIds"] == [newest["runId"]]
    assert office.run(newest["runId"])["state"] == "pending"
    assert office.in_airflow(newest["runId"]) == "queued"


@pytest.mark.parametrize(("ended", "state"), [(False, "pending"), (True, "failed")])
def test_lost_answer(office: Office, ended: bool, state: str) -> None:
    """A run that Airflow accepted with a lost response is found by its key."""
    key = str(uuid4())
    office.ask(office.offline, key)
    run_id = office.offline.get(f"{RUNS}/runs").json()["data"][0]["runId"]
    office.airflow.trigger(TRAINING_DAG, {"experiment_id": run_id}, run_id=f"api__{run_id}")
    if ended:
        office.airflow.stop_run(TRAINING_DAG, f"api__{run_id}")
    assert office.start(key=key) == run_id
    assert office.run(run_id)["state"] == state


def test_cancel(office: Office) -> None:
    """Cancelling stops the run here and in Airflow. A second cancellation is no error."""
    run_id = office.start()
    cancelled = {"runId": run_id, "state": "cancelled"}
    late = office.offline.post(f"{RUNS}/{run_id}/cancel")
    assert (late.status_code, late.json()) == (200, {**cancelled, "stoppedInAirflow": False})
    assert office.in_airflow(run_id) == "queued"
    # Airflow starts the run before the cancellation reaches it.
    with office.engine.begin() as connection:
        reopen_experiment(connection, f"api__{run_id}")
    for _ in range(2):
        answer = office.online.post(f"{RUNS}/{run_id}/cancel")
        assert (answer.status_code, answer.json()) == (200, {**cancelled, "stoppedInAirflow": True})
    assert office.in_airflow(run_id) == "failed"
    assert office.run(run_id)["state"] == "cancelled"
    assert office.lines(run_id) == ["Requested by ds1", "Cancelled by ds1"]


def test_repeat(office: Office) -> None:
    """A run is repeated with the conf of its Airflow run."""
    request = {"scope": "selected", "tickers": ["FPT"], "seeds": {"globalSeed": 7}, "notes": "Again"}
    first = office.start(**request)
    conf = office.airflow_conf(first)
    trigger = f"/api/v1/pipeline/dags/{TRAINING_DAG}/trigger"
    answer = office.online.post(trigger, json={"conf": conf})
    assert answer.status_code == 201
    second = answer.json()["runId"].removeprefix("api__")
    assert office.in_airflow(second) == "queued"
    assert office.airflow_conf(second) == {"experiment_id": second}
    of_its_own = {"runId", "airflowRunId", "createdAt"}
    original, repeated = (
        {k: v for k, v in office.run(r).items() if k not in of_its_own} for r in (first, second)
    )
    assert original == repeated
    assert office.lines(second) == [f"Requested by ds1, repeating {first}"]
    for odd in ({"experiment_id": str(uuid4())}, {"experiment_id": 7}, {**conf, "tickers": ["VCB"]}):
        refused = office.online.post(trigger, json={"conf": odd})
        assert (refused.status_code, refused.json()["code"]) == (422, "invalid_conf")


def test_refused_cancel(office: Office) -> None:
    """An ended or unknown run cannot be cancelled."""
    run_id = office.start()
    with office.engine.begin() as connection:
        connection.execute(
            sa.text("UPDATE experiment_runs SET state = 'success' WHERE id = :id"), {"id": run_id}
        )
    over = office.online.post(f"{RUNS}/{run_id}/cancel")
    assert (over.status_code, over.json()["code"]) == (409, "run_is_over")
    for path in ("cancel", "logs/tail", "artifacts", ""):
        method = "POST" if path == "cancel" else "GET"
        answer = office.online.request(method, f"{RUNS}/{uuid4()}/{path}".rstrip("/"))
        assert (answer.status_code, answer.json()["code"]) == (404, "unknown_run")


def test_log_under_concurrent_writes(office: Office) -> None:
    """A log is read without loss while concurrent transactions write it."""
    run_id = office.start()
    read: list[str] = []
    cursor: str | None = None

    def read_logs(limit: int = 100) -> dict[str, Any]:
        nonlocal cursor
        params = {"limit": limit} if cursor is None else {"limit": limit, "cursor": cursor}
        tail: dict[str, Any] = office.online.get(f"{RUNS}/{run_id}/logs/tail", params=params).json()
        read.extend(entry["message"] for entry in tail["entries"])
        cursor = tail["nextCursor"]
        return tail

    def write(message: str) -> None:
        with office.engine.begin() as connection:
            write_line(connection, run_id, "INFO", message)

    with office.engine.begin() as slow:
        write_line(slow, run_id, "INFO", "first")
        beside = Thread(target=write, args=("second",))
        beside.start()
        beside.join(0.5)
        assert read_logs()["ended"] is False
    beside.join()
    assert read_logs(limit=1)["hasMore"] is True
    assert read_logs(limit=1)["hasMore"] is False
    write("third")
    read_logs()
    read_logs()
    assert read == ["Requested by ds1", "first", "second", "third"]
    office.online.post(f"{RUNS}/{run_id}/cancel")
    assert read_logs()["ended"] is True


@pytest.mark.parametrize("cursor", ["", "x", "bGluZSAt", "bGluZSA5OTk5OTk5OTk5OTk5OTk5OTk5OTk=", "ÿ"])
def test_a_cursor_of_no_answer_is_refused(office: Office, cursor: str) -> None:
    answer = office.online.get(f"{RUNS}/{UUID(int=0)}/logs/tail", params={"cursor": cursor})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_cursor")


def test_lambdarank(office: Office) -> None:
    """A run that compares LambdaRank has both rank ICs with their errors, by horizon."""
    run_id = office.start()
    with office.engine.begin() as connection:
        connection.execute(
            sa.text(
                "INSERT INTO ranker_scores VALUES "
                "(:run, 15, 'lambdarank', 1110, 0.0521, 0.0184, 0.0547, 0.0216, -0.0026, 0.0107)"
            ),
            {"run": run_id},
        )
    assert office.run(run_id)["lambdaRank"] == {
        "15d": {
            "sessions": 1110,
            "rankIc": 0.0521,
            "rankIcError": 0.0184,
            "pooledRankIc": 0.0547,
            "pooledRankIcError": 0.0216,
            "gain": -0.0026,
            "gainError": 0.0107,
        }
    }


def test_features_and_child(office: Office) -> None:
    """Importances and selections are counted by model; a run without a selection is no parent."""
    parent = office.start()
    child = {"parentRunId": parent}
    refused = office.ask(**child)
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid_parent")
    assert "selection.parent" in refused.json()["message"]
    add_importance = (
        "INSERT INTO feature_importances (run_id, ticker, horizon_days, model, method, regime, feature, "
        "importance, std_error) VALUES (:run, :ticker, 7, :model, 'permutation', 'all', 'rsi_14', :size, 0.5)"
    )
    add_selection = (
        "INSERT INTO feature_selections (run_id, ticker, horizon_days, known_before, is_final, features) "
        "VALUES (:run, :ticker, 7, '2026-01-02', :final, :features)"
    )
    with office.engine.begin() as connection:
        for ticker, model, size in ((None, "pooled", 2.0), ("FPT", "ridge", 1.0), ("VCB", "ridge", 3.0)):
            row = {"run": parent, "ticker": ticker, "model": model, "size": size}
            connection.execute(sa.text(add_importance), row)
        for ticker, final, features in (
            (None, False, ["rsi_14", "atr_14"]),
            (None, True, ["rsi_14"]),
            ("FPT", False, ["rsi_14"]),
            ("FPT", True, ["atr_14"]),
            ("VCB", True, ["atr_14"]),
        ):
            row = {"run": parent, "ticker": ticker, "final": final, "features": features}
            connection.execute(sa.text(add_selection), row)
        connection.execute(
            sa.text("UPDATE experiment_runs SET state = 'success' WHERE id = :run"), {"run": parent}
        )
    found = office.online.get(f"{RUNS}/{parent}/features").raise_for_status().json()
    assert [(row["model"], row["importance"], row["stdError"]) for row in found["importances"]] == [
        ("pooled", 2.0, 0.5),
        ("ridge", 2.0, pytest.approx(1.0)),
    ]
    assert (found["pooledFolds"], found["tickerFolds"], found["tickers"]) == (1, 1, 2)
    assert [
        (row["feature"], row["pooledFolds"], row["pooledFinal"], row["tickerFolds"], row["tickerFinals"])
        for row in found["selected"]
    ] == [("rsi_14", 1, True, 1, 0), ("atr_14", 1, False, 0, 2)]
    other = office.online.get(f"{RUNS}/{parent}/features", params={"horizonDays": 15}).json()
    assert other["importances"] == []
    assert office.online.get(f"{RUNS}/{uuid4()}/features").status_code == 404

    child_id = office.start(**child)
    assert office.run(child_id)["parentRunId"] == parent
    assert office.run(parent)["hasSelected"] is True
    with office.engine.begin() as connection:
        connection.execute(
            sa.text("UPDATE experiment_runs SET state = 'failed' WHERE id = :run"), {"run": parent}
        )
