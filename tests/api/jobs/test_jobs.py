"""Jobs of all kinds through the API, before a real API server of Airflow, where they stay queued."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
import sqlalchemy as sa
from pydantic import SecretStr

from api.jobs.service import end_by_speed
from tests.support.airflow_server import AirflowServer
from tests.support.stored_market import SESSIONS, store_market
from tests.support.stored_simulations import DOCUMENT
from vn30.database.warehouse import make_engine
from vn30.ingestion import gaps
from vn30.ingestion.gaps import Gap
from vn30.names import CRAWLER_DAG, INTRADAY_DAG
from vn30.pipelines.airflow_api import AirflowApi
from vn30.portfolio.sample import add_sample
from vn30.settings import Settings
from vn30.training_config.document import default_document
from vn30.users.accounts import seed_demo_accounts

V1 = "/api/v1"
JOBS, CRAWLS = f"{V1}/jobs", f"{V1}/data-quality/crawls"
FIRST, LAST = str(SESSIONS[-40]), str(SESSIONS[-21])
GAP = {"kind": "daily", "tickers": ["VCB", "fpt"], "from": FIRST, "to": LAST}


class Office:
    """Users at an API with Airflow, a data scientist at one that cannot reach it, and the database."""

    def __init__(self, airflow: AirflowApi, clients: dict[str, httpx.Client], database: sa.Engine):
        self.airflow, self.clients, self.database = airflow, clients, database

    def crawl(self, key: str | None = None, client: str = "ds1", **change: Any) -> httpx.Response:
        headers = {} if key is None else {"Idempotency-Key": key}
        return self.clients[client].post(CRAWLS, json={**GAP, **change}, headers=headers)

    def job(self, job_id: str, client: str = "ds1") -> dict[str, Any]:
        job: dict[str, Any] = self.clients[client].get(f"{JOBS}/{job_id}").raise_for_status().json()
        return job

    def listed(self, client: str, **query: Any) -> dict[str, Any]:
        page: dict[str, Any] = self.clients[client].get(JOBS, params=query).raise_for_status().json()
        return page

    def cancel(self, job_id: str, client: str = "ds1") -> httpx.Response:
        return self.clients[client].post(f"{JOBS}/{job_id}/cancel")

    def write(self, statement: str, **values: Any) -> None:
        with self.database.begin() as connection:
            connection.execute(sa.text(statement), values)

    def trail(self, subject: str) -> list[str]:
        statement = sa.text("SELECT action FROM audit_entries WHERE subject = :subject ORDER BY id")
        with self.database.connect() as connection:
            return list(connection.scalars(statement, {"subject": subject}))


@pytest.fixture(scope="module")
def office(
    make_database: Callable[..., str],
    airflow_server: AirflowServer,
    airflow_settings: dict[str, Any],
    airflow_is_down: dict[str, Any],
    api_settings: Callable[..., Settings],
    serve: Callable[[Settings], httpx.Client],
    sign_in: Callable[..., httpx.Client],
) -> Iterator[Office]:
    url = make_database("jobs")
    database = make_engine(Settings(database_url=SecretStr(url)))
    with database.begin() as connection:
        seed_demo_accounts(connection)
        store_market(connection, ("FPT", "HPG", "VCB", "VNM"))
        connection.exec_driver_sql("UPDATE market_state SET market = 'simulated'")
        assert add_sample(connection)
    online, offline = (
        serve(api_settings(url, **airflow_settings)),
        serve(api_settings(url, **airflow_is_down)),
    )
    clients = {name: sign_in(online, name) for name in ("ds1", "ds2", "admin1", "enduser1", "enduser2")}
    clients["offline"] = sign_in(offline, "ds1")
    airflow = AirflowApi(airflow_server.url, airflow_server.username, airflow_server.password)
    yield Office(airflow, clients, database)
    database.dispose()


@pytest.fixture(autouse=True)
def finished(office: Office) -> Iterator[None]:
    """No test finds unfinished crawls of another, of which a user has a limited number."""
    yield
    office.write(
        "UPDATE crawl_requests SET state = 'done', finished_at = now() WHERE state IN ('queued', 'running')"
    )


@pytest.fixture(scope="module")
def of_each_kind(office: Office) -> dict[str, str]:
    """The ids of a job of each kind, requested through its own resource."""
    ds1, owner = office.clients["ds1"], office.clients["enduser1"]
    saved = ds1.post(f"{V1}/features/config", json=default_document()).raise_for_status().json()
    request = {"configId": saved["configId"], "scope": "selected", "tickers": ["FPT", "VCB"]}
    training = ds1.post(f"{V1}/experiments/run", json=request).raise_for_status().json()["runId"]
    grid = {"document": DOCUMENT, "axes": [{"field": "portfolio.maximumNames", "values": [1, 2]}]}
    batch = ds1.post(f"{V1}/simulations/batches", json={**grid, "name": "Two"}).raise_for_status().json()
    portfolio = owner.get(f"{V1}/portfolios").json()[0]["id"]
    body = {"methods": ["minimum_variance", "risk_parity"], "lookback": 120, "years": 1}
    walk = owner.post(f"{V1}/portfolios/{portfolio}/walk-forwards", json=body).raise_for_status().json()
    return {"training": training, "simulations": batch["batchId"], "walk_forward": walk["id"]}


def test_one_shape(office: Office, of_each_kind: dict[str, str]) -> None:
    """Subject, unit and number; the link of each job leads to its own resource."""
    shown = {
        kind: office.job(job_id, "enduser1" if kind == "walk_forward" else "ds1")
        for kind, job_id in of_each_kind.items()
    }
    assert {kind: (job["subject"], job["total"], job["unit"]) for kind, job in shown.items()} == {
        "training": ("FPT, VCB, configuration 2", 0, "tickers"),
        "simulations": ("Two: 2 simulations", 2, "simulations"),
        "walk_forward": ("Sample of simulated trades: 2 methods", 2, "methods"),
    }
    for kind, job in shown.items():
        assert (job["id"], job["kind"]) == (of_each_kind[kind], kind)
        assert (job["state"], job["progress"], job["eta"], job["isCancellable"]) == ("queued", 0, None, True)
        client = office.clients[job["requestedBy"]]
        assert of_each_kind[kind] in client.get(job["resource"]).raise_for_status().text
        assert of_each_kind[kind] in job["page"]


def test_jobs_that_a_user_may_see(office: Office, of_each_kind: dict[str, str]) -> None:
    """Portfolios are private: a walk-forward is its owner's alone. The rest is data scientists'."""
    walk = of_each_kind["walk_forward"]
    shared = {of_each_kind["training"], of_each_kind["simulations"]}

    def ids(client: str, **query: Any) -> set[str]:
        return {job["id"] for job in office.listed(client, **query)["data"]}

    assert ids("enduser1") == {walk}
    assert ids("enduser2") == set()
    for client in ("ds1", "ds2", "admin1"):
        assert ids(client) >= shared
        assert walk not in ids(client)
    assert ids("ds2", mine=True) == set()
    assert ids("ds1", mine=True) >= shared
    assert ids("ds2", kind="simulations") == {of_each_kind["simulations"]}
    assert ids("ds2", state="done", kind="training") == set()
    page = office.listed("ds2", kind="simulations", state="done")["meta"]
    assert page["total"] == 0
    assert page["unfinished"] >= 2
    for client, hidden in (("admin1", [walk]), ("enduser1", shared), ("enduser2", [walk, *shared])):
        for job_id in hidden:
            for answer in (office.clients[client].get(f"{JOBS}/{job_id}"), office.cancel(job_id, client)):
                assert (answer.status_code, answer.json()["code"]) == (404, "unknown_job")


def test_a_run_by_schedule_is_no_job(office: Office, of_each_kind: dict[str, str]) -> None:
    office.write(
        "INSERT INTO experiment_runs (config_id, owner_user_id, airflow_run_id, scope, state) SELECT "
        "config_id, owner_user_id, 'scheduled__2025', scope, 'running' FROM experiment_runs WHERE id = :id",
        id=of_each_kind["training"],
    )
    trainings = office.listed("ds1", kind="training")
    assert [job["id"] for job in trainings["data"]] == [of_each_kind["training"]]
    assert trainings["meta"]["total"] == 1


@pytest.mark.parametrize(
    ("kind", "entries"),
    [
        ("training", ["start_training", "cancel_training"]),
        ("simulations", ["start_simulations", "cancel_simulations"]),
        ("walk_forward", ["start_walk_forward", "cancel_walk_forward"]),
    ],
)
def test_cancel(office: Office, of_each_kind: dict[str, str], kind: str, entries: list[str]) -> None:
    """As the job's own resource does it, with its entry in the audit trail; a second time changes nothing."""
    job_id, owner = of_each_kind[kind], "enduser1" if kind == "walk_forward" else "ds1"
    if kind == "simulations":
        assert office.job(job_id, "ds2")["isCancellable"] is False
        assert office.cancel(job_id, "ds2").json()["code"] == "not_owner"
    for _ in range(2):
        answer = office.cancel(job_id, owner).raise_for_status().json()
        assert (answer["state"], answer["isCancellable"]) == ("cancelled", False)
    assert office.trail(job_id) == entries or office.trail(job_id) == [*entries, entries[-1]]
    office_kind = {"training": "vn30_model_training", "simulations": "vn30_simulation"}.get(
        kind, "vn30_walk_forward"
    )
    assert office.airflow.run_progress(office_kind, f"api__{job_id}").state == "failed"


def test_a_crawl_to_its_end(office: Office) -> None:
    """Queued here and in Airflow; progress and ETA by the tickers that are loaded; then done."""
    started = office.crawl().raise_for_status().json()
    job_id, run_id = started["jobId"], started["airflowRunId"]
    assert (started["dagId"], run_id) == (CRAWLER_DAG, f"api__{job_id}")
    assert office.airflow.run_progress(CRAWLER_DAG, run_id).state == "queued"
    conf = office.clients["ds1"].get(f"{V1}/pipeline/runs/{run_id}").json()["conf"]
    assert conf == {"tickers": ["FPT", "VCB"], "start": FIRST, "end": LAST}
    queued = office.job(job_id)
    assert queued["subject"] == f"Daily bars of FPT, VCB, {FIRST} to {LAST}"
    assert (queued["state"], queued["done"], queued["total"]) == ("queued", 0, 2)
    assert office.clients["ds1"].get(queued["resource"]).json()["runId"] == run_id

    with office.database.begin() as connection:
        gaps.begin(connection, run_id)
    office.write(
        "WITH crawl AS (INSERT INTO crawl_runs (airflow_run_id, source, as_of_date) VALUES "
        "(:run, 'csv', :day) RETURNING id) INSERT INTO crawl_tickers (crawl_id, ticker, state) "
        "SELECT id, ticker, state FROM crawl, "
        "(VALUES ('FPT', 'loaded'), ('VCB', 'planned')) AS loads (ticker, state)",
        run=run_id,
        day=SESSIONS[-1],
    )
    office.write(
        "UPDATE crawl_requests SET started_at = now() - INTERVAL '1 minute' WHERE id = :id", id=job_id
    )
    running = office.job(job_id)
    assert (running["state"], running["progress"], running["done"]) == ("running", 0.5, 1)
    left = (datetime.fromisoformat(running["eta"]) - datetime.now(UTC)).total_seconds()
    assert 30 < left < 90, "the second ticker takes as long as the first"

    office.write("UPDATE crawl_tickers SET state = 'loaded' WHERE ticker = 'VCB'")
    with office.database.begin() as connection:
        gaps.end(connection, run_id, "success", "")
    done = office.job(job_id)
    assert (done["state"], done["progress"], done["eta"], done["error"]) == ("done", 1, None, None)
    over = office.cancel(job_id)
    assert (over.status_code, over.json()["code"]) == (409, "run_is_over")


def test_one_key_is_one_crawl(office: Office) -> None:
    """Also of two requests at once; another gap under the key is refused; no key is another crawl."""
    with ThreadPoolExecutor(2) as threads:
        answers = list(threads.map(lambda _: office.crawl(key="one"), range(2)))
    assert [answer.status_code for answer in answers] == [202, 202], [answer.text for answer in answers]
    assert answers[0].json() == answers[1].json()
    assert office.trail(answers[0].json()["jobId"]) == ["start_crawl"]
    other = office.crawl(key="one", tickers=["HPG"])
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    assert "Idempotency-Key" in other.json()["message"]
    assert office.crawl(key="one", client="ds2").json()["jobId"] != answers[0].json()["jobId"]
    assert office.crawl().json()["jobId"] != answers[0].json()["jobId"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"tickers": ["FTP"]}, "tickers: not in the VN30 at any time"),
        ({"tickers": []}, "tickers"),
        ({"tickers": ["FPT"] * 31}, "tickers"),
        ({"from": LAST, "to": FIRST}, "from: "),
        ({"to": str(SESSIONS[-1] + timedelta(days=1))}, "to: the newest closed session"),
        ({"from": "2014-12-31"}, "from: prices are stored from"),
        (
            {"kind": "minutes", "from": str(SESSIONS[-1] - timedelta(days=90)), "to": str(SESSIONS[-1])},
            "to: 91",
        ),
        ({"kind": "minutes", "tickers": ["VNINDEX"]}, "tickers: not in the VN30"),
        ({"kind": "hourly"}, "kind"),
        ({"until": LAST}, "until"),
    ],
)
def test_refused_gaps(office: Office, change: dict[str, Any], words: str) -> None:
    before = office.listed("ds1")["meta"]["total"]
    refused = office.crawl(**change)
    assert refused.status_code == 422, refused.text
    assert words in refused.json()["message"]
    assert office.listed("ds1")["meta"]["total"] == before


def test_a_user_has_five_unfinished_crawls(office: Office) -> None:
    for _ in range(gaps.MAX_UNFINISHED):
        office.crawl().raise_for_status()
    refused = office.crawl()
    assert (refused.status_code, refused.json()["code"]) == (409, "too_many")
    assert office.crawl(client="ds2").status_code == 202


def test_without_airflow(office: Office) -> None:
    """503 and a failed job that says why; the same key starts it, and a cancel waits for Airflow."""
    unavailable = office.crawl(key="down", client="offline")
    assert (unavailable.status_code, unavailable.json()["code"]) == (503, "airflow_unavailable")
    failed = office.listed("ds1", kind="crawl")["data"][0]
    assert (failed["state"], failed["error"]) == (
        "failed",
        "Airflow could not be reached: the run was not started",
    )
    again = office.crawl(key="down").raise_for_status().json()
    assert again["jobId"] == failed["id"]
    assert office.job(failed["id"])["state"] == "queued"
    assert office.cancel(failed["id"], "offline").status_code == 503
    assert office.job(failed["id"])["state"] == "queued"
    for _ in range(2):
        assert office.cancel(failed["id"]).json()["state"] == "cancelled"
    assert office.trail(failed["id"]) == ["start_crawl", "cancel_crawl"]
    assert office.airflow.run_progress(CRAWLER_DAG, f"api__{failed['id']}").state == "failed"


def test_an_api_that_dies_after_the_record(office: Office) -> None:
    """The repeated request starts the run; one that nobody repeats can be cancelled, or fails after a day."""
    gap = Gap("minutes", ("FPT",), SESSIONS[-40], SESSIONS[-21])
    with office.database.begin() as connection:
        user = connection.execute(sa.text("SELECT id FROM users WHERE username = 'ds1'")).scalar_one()
        recorded, lost, unsent = (
            gaps.request_gap(connection, gap, UUID(str(user)), key) for key in ("killed", None, None)
        )
    answer = office.crawl(key="killed", kind="minutes", tickers=["FPT"]).raise_for_status().json()
    assert answer["jobId"] == str(recorded.id)
    assert office.airflow.run_progress(INTRADAY_DAG, recorded.airflow_run_id).state == "queued"

    assert office.cancel(str(unsent.id)).json()["state"] == "cancelled"

    office.write(
        "UPDATE crawl_requests SET requested_at = now() - INTERVAL '25 hours' WHERE id = :id", id=lost.id
    )
    with office.database.begin() as connection:
        assert gaps.close_lost(connection) == 1
    job = office.job(str(lost.id))
    assert (job["state"], job["error"]) == (
        "failed",
        "The run ended without a result. Request the period again.",
    )


def test_eta_by_speed() -> None:
    now = datetime(2026, 1, 1, 12, tzinfo=UTC)
    began = now - timedelta(minutes=10)
    assert end_by_speed(began, 2, 6, now) == now + timedelta(minutes=20)
    assert end_by_speed(began, 0, 6, now) is None
    assert end_by_speed(began, 6, 6, now) is None
    assert end_by_speed(None, 2, 6, now) is None
