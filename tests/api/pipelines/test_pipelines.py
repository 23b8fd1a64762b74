"""The pipelines: at Airflow's real API server, where runs stay queued, and on the mirror without Airflow."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx
import pytest
import sqlalchemy as sa
from airflow_client.client import ApiClient
from pydantic import SecretStr

from api.auth.audit import Audit
from api.auth.users import User
from api.core.errors import ApiError
from api.pipelines import controls, settings
from api.pipelines.reading import Pipelines
from api.pipelines.schemas import SettingsChange, Source
from tests.support.airflow_server import AirflowServer
from vn30.database.warehouse import make_engine
from vn30.names import (
    CRAWLER_DAG,
    CRAWLER_SETTINGS_VARIABLE,
    FUNDAMENTALS_DAG,
    INTRADAY_DAG,
    LAKE_DAG,
    LOOKAHEAD_DAG,
    NEWS_DAG,
    NEWS_SETTINGS_VARIABLE,
    RECOMMENDATIONS_DAG,
    RISK_DAG,
    TRAINING_DAG,
    TRAINING_SETTINGS_VARIABLE,
)
from vn30.pipelines import mirror
from vn30.pipelines.airflow_api import AirflowApi, AirflowRefused, AirflowUnavailable
from vn30.pipelines.models import DagRun, LogLine, TaskInstance, TaskNode
from vn30.settings import Settings
from vn30.users.accounts import seed_demo_accounts
from vn30.users.audit_trail import Actor

ROOT = "/api/v1/pipeline"
CRAWLER = f"{ROOT}/dags/{CRAWLER_DAG}"
TRAINING = f"{ROOT}/dags/{TRAINING_DAG}"
START = datetime(2026, 11, 20, 10, tzinfo=UTC)
EARLY = datetime(2024, 2, 20, 11, tzinfo=UTC)
USER = User(UUID(int=0), "ds1", "data_scientist", "", "", True)
AUDIT = Audit(USER, Actor(USER.id, USER.username, "127.0.0.1"))


@pytest.fixture(scope="module")
def pipelines(
    airflow_server: AirflowServer,
    api_settings: Callable[..., Settings],
    serve: Callable[[Settings], httpx.Client],
    sign_in: Callable[..., httpx.Client],
) -> httpx.Client:
    """A data scientist at an API that is connected to Airflow."""
    url = airflow_server.environment["VN30_DATABASE_URL"]
    engine = make_engine(Settings(database_url=SecretStr(url)))
    with engine.begin() as connection:
        seed_demo_accounts(connection)
    engine.dispose()
    settings = api_settings(
        url,
        airflow_url=airflow_server.url,
        airflow_username=airflow_server.username,
        airflow_password=SecretStr(airflow_server.password),
        airflow_apply_seconds=0,
    )
    return sign_in(serve(settings), "ds1")


def run_path(run_id: str, part: str = "") -> str:
    return f"{ROOT}/runs/{quote(run_id, safe='')}{part}"


def test_the_catalog_and_the_details_are_airflows_own(pipelines: httpx.Client) -> None:
    dags = pipelines.get(f"{ROOT}/dags").json()
    assert [dag["dagId"] for dag in dags] == [
        CRAWLER_DAG,
        TRAINING_DAG,
        INTRADAY_DAG,
        FUNDAMENTALS_DAG,
        LAKE_DAG,
        LOOKAHEAD_DAG,
        RECOMMENDATIONS_DAG,
        RISK_DAG,
        NEWS_DAG,
    ]
    crawler, training, intraday, fundamentals, lake, lookahead, recommendations, risk, news = dags
    assert (fundamentals["trigger"], fundamentals["scheduleCron"]) == ("prices", "45 17 * * *")
    assert (news["trigger"], news["scheduleCron"]) == ("cron", "0 0,2,4,6-22 * * *")
    assert (risk["trigger"], risk["scheduleCron"]) == ("prices", "15 18 * * *")
    assert (recommendations["trigger"], recommendations["scheduleCron"]) == ("prices", "30 19 * * *")
    assert (lookahead["scheduleCron"], lookahead["trigger"]) == ("0 20 * * 5", "cron")
    assert (intraday["scheduleCron"], intraday["scheduleLabel"]) == (
        "30 17 * * *",
        "At 17:30 on HOSE sessions",
    )
    assert (lake["trigger"], lake["scheduleCron"], lake["nextRunAt"]) == ("prices", "30 18 * * *", None)
    assert crawler["scheduleCron"] == "0 17 * * *"
    assert crawler["scheduleLabel"] == "At 17:00 on HOSE sessions"
    assert crawler["source"] == "airflow"
    detail = pipelines.get(TRAINING).json()
    assert {**detail, **training} == detail
    assert (detail["owner"], detail["tags"]) == ("vn30", ["forecasts", "vn30"])
    assert (detail["timezone"], detail["catchup"], detail["maxActiveRuns"]) == ("Asia/Ho_Chi_Minh", False, 1)
    assert (detail["retries"], detail["retryDelayMinutes"], detail["trigger"]) == (4, 0.1, "cron")
    unknown = pipelines.get(f"{ROOT}/dags/example_dag")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "unknown_dag")


def test_a_run_is_triggered_found_and_stopped(pipelines: httpx.Client) -> None:
    pipelines.post(f"{CRAWLER}/pause", json={"paused": True}).raise_for_status()
    started = pipelines.post(f"{CRAWLER}/trigger", json={"conf": {"tickers": ["FPT"]}})
    assert started.status_code == 201
    run_id = started.json()["runId"]
    assert "+" in run_id
    assert started.json()["waitsForResume"] is True

    run = pipelines.get(run_path(run_id)).json()
    assert (run["state"], run["triggeredBy"], run["conf"]) == ("queued", "ds1", {"tickers": ["FPT"]})
    listed = pipelines.get(f"{CRAWLER}/runs", params={"state": "Queued", "searchRunId": run_id[8:]}).json()
    assert [run["runId"] for run in listed["data"]] == [run_id]
    assert listed["meta"] == {"page": 1, "pageSize": 20, "total": 1, "source": "airflow"}

    stopped = pipelines.post(f"{CRAWLER}/stopRun", json={"runId": run_id})
    assert (stopped.status_code, stopped.json()["state"]) == (200, "cancelled")
    assert pipelines.get(run_path(run_id)).json()["state"] == "cancelled"
    for state, expected in (("cancelled", [run_id]), ("failed", []), ("queued", [])):
        query = {"state": state, "searchRunId": run_id}
        runs = pipelines.get(f"{CRAWLER}/runs", params=query).json()["data"]
        assert [run["runId"] for run in runs] == expected
    again = pipelines.post(f"{CRAWLER}/stopRun", json={"runId": run_id})
    assert (again.status_code, again.json()["code"]) == (409, "run_is_over")
    nowhere = pipelines.post(f"{TRAINING}/stopRun", json={"runId": run_id})
    assert (nowhere.status_code, nowhere.json()["code"]) == (404, "unknown_run")


@pytest.fixture
def platform(airflow_server: AirflowServer) -> Iterator[Pipelines]:
    """Airflow and its mirror without the API's routes."""
    airflow = AirflowApi(airflow_server.url, airflow_server.username, airflow_server.password)
    url = airflow_server.environment["VN30_DATABASE_URL"]
    engine = make_engine(Settings(database_url=SecretStr(url)))
    yield Pipelines(airflow, engine)
    engine.dispose()


def test_stop_of_ending_run(pipelines: httpx.Client, platform: Pipelines) -> None:
    """A run that ends during the stop request does not count as stopped."""
    run_id = pipelines.post(f"{CRAWLER}/trigger").json()["runId"]
    read_before = platform.run(run_id, CRAWLER_DAG)
    pipelines.post(f"{CRAWLER}/stopRun", json={"runId": run_id}).raise_for_status()
    _mirror_says(platform, run_id, "failed")

    class Late(Pipelines):
        """What is read has changed by the time that it is acted on."""

        def run(self, run_id: str, dag_id: str | None) -> tuple[DagRun, Source]:
            return read_before

    assert platform.airflow is not None
    with pytest.raises(ApiError, match="has ended") as refused:
        controls.stop(Late(platform.airflow, platform.engine), platform.airflow, AUDIT, CRAWLER_DAG, run_id)
    assert refused.value.code == "run_is_over"
    assert pipelines.get(run_path(run_id)).json()["state"] == "failed"


def test_missed_end_reaches_mirror(pipelines: httpx.Client, platform: Pipelines) -> None:
    """The next read brings a missed end into the mirror."""
    run_id = pipelines.post(f"{CRAWLER}/trigger").json()["runId"]
    pipelines.post(f"{CRAWLER}/stopRun", json={"runId": run_id}).raise_for_status()
    _mirror_says(platform, run_id, "running")
    assert pipelines.get(run_path(run_id)).json()["state"] == "failed"
    with platform.engine.connect() as connection:
        (mirrored,) = mirror.find_run(connection, [CRAWLER_DAG], run_id)
    assert (mirrored.state, mirrored.end is None, mirrored.triggered_by) == ("failed", False, "ds1")


def _mirror_says(platform: Pipelines, run_id: str, state: str) -> None:
    with platform.engine.begin() as connection:
        connection.execute(
            sa.text("UPDATE pipeline_runs SET state = :state, end_time = NULL WHERE run_id = :run_id"),
            {"state": state, "run_id": run_id},
        )


@pytest.mark.parametrize(
    ("conf", "named"),
    [
        ({"start": "yesterday"}, "start"),
        ({"ticker": ["FPT"]}, "ticker"),
        ({"tickers": ["F\x00"]}, "NUL"),
        ({"tickers": ["F" * 30_000]}, "20000"),
    ],
)
def test_a_trigger_names_what_is_wrong_with_its_values(
    pipelines: httpx.Client, conf: dict[str, object], named: str
) -> None:
    answer = pipelines.post(f"{CRAWLER}/trigger", json={"conf": conf})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_conf")
    assert named in answer.json()["message"]


@pytest.mark.parametrize(
    ("dag", "tickers", "named"),
    [
        (CRAWLER, ["FPT", "VBC"], "'VBC' (did you mean "),
        (TRAINING, ["FTP"], "'FTP' (did you mean TPB or FPT?)"),
        (TRAINING, ["VNINDEX"], "VNINDEX"),
        (TRAINING, [""], "''"),
    ],
)
def test_unknown_tickers(pipelines: httpx.Client, dag: str, tickers: list[str], named: str) -> None:
    """They are refused at the trigger, with suggestions, and not by a run that fails later."""
    before = pipelines.get(f"{dag}/runs").json()["meta"]["total"]
    answer = pipelines.post(f"{dag}/trigger", json={"conf": {"tickers": tickers}})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_conf")
    assert answer.json()["message"].startswith("conf: tickers: ")
    assert named in answer.json()["message"]
    assert pipelines.get(f"{dag}/runs").json()["meta"]["total"] == before


def test_tickers_as_users_write_them(pipelines: httpx.Client) -> None:
    started = pipelines.post(f"{CRAWLER}/trigger", json={"conf": {"tickers": [" fpt", "vnindex", "FPT"]}})
    run_id = started.raise_for_status().json()["runId"]
    assert pipelines.get(run_path(run_id)).json()["conf"] == {"tickers": ["FPT", "VNINDEX"]}
    pipelines.post(f"{CRAWLER}/stopRun", json={"runId": run_id}).raise_for_status()


def test_airflow_itself_refuses_unknown_tickers(airflow_server: AirflowServer) -> None:
    """As for a run that is triggered on Airflow's own pages."""
    airflow = AirflowApi(airflow_server.url, airflow_server.username, airflow_server.password)
    for dag_id in (CRAWLER_DAG, TRAINING_DAG, INTRADAY_DAG):
        with pytest.raises(AirflowRefused, match="FTP"):
            airflow.trigger(dag_id, {"tickers": ["FTP"]})


def test_a_dag_is_paused_and_resumed(pipelines: httpx.Client) -> None:
    for paused, status in ((False, "active"), (True, "paused")):
        assert pipelines.post(f"{TRAINING}/pause", json={"paused": paused}).json()["status"] == status
        shown = pipelines.get(TRAINING).json()
        assert shown["status"] == status
        assert (shown["nextRunAt"] is None) == paused


def test_settings_go_into_the_variable_field_by_field(
    pipelines: httpx.Client, airflow_server: AirflowServer
) -> None:
    edit = {"scheduleCron": "30  16 * * 1-5", "catchup": True, "trigger": "prices"}
    first = pipelines.patch(f"{TRAINING}/settings", json=edit)
    assert first.status_code == 200, first.text
    # No process parses the file again here.
    assert first.json()["applied"] is False
    assert first.json()["scheduleCron"] == "0 18 * * *"
    pipelines.patch(f"{TRAINING}/settings", json={"defaultArgs": {"retries": 1, "tags": ["a", "b", "a"]}})
    stored = _variable(airflow_server, TRAINING_SETTINGS_VARIABLE)
    assert stored["scheduleCron"] == "30 16 * * 1-5"
    assert (stored["retries"], stored["tags"], stored["trigger"]) == (1, ["a", "b"], "prices")
    since = datetime.fromisoformat(stored["catchupFrom"])
    assert timedelta() < datetime.now(UTC) - since < timedelta(minutes=5)


def test_promotion_policy(pipelines: httpx.Client, airflow_server: AirflowServer) -> None:
    """The policy of the training is edited as its other settings; other DAGs have none."""
    assert pipelines.get(CRAWLER).json()["promotion"] is None
    wanted = {"promotion": "rule", "promotionEvidence": "test", "promotionSessions": 250}
    changed = pipelines.patch(f"{TRAINING}/settings", json=wanted).raise_for_status().json()
    assert {name: changed[name] for name in wanted} == wanted
    stored = _variable(airflow_server, TRAINING_SETTINGS_VARIABLE)
    assert {name: stored[name] for name in wanted} == wanted
    back = pipelines.patch(f"{TRAINING}/settings", json={"promotion": "newest"}).json()
    assert (back["promotion"], back["promotionSessions"]) == ("newest", 250)


def test_feeds(pipelines: httpx.Client, airflow_server: AirflowServer) -> None:
    """The feeds of the crawler of news are edited as a whole; other DAGs have none."""
    news = f"{ROOT}/dags/{NEWS_DAG}"
    detail = pipelines.get(news).json()
    assert [feed["name"] for feed in detail["feeds"]] == ["CafeF", "Vietstock", "VnExpress"]
    assert pipelines.get(CRAWLER).json()["feeds"] is None
    wanted = {
        "feeds": [{"name": "Tin", "url": "https://news.example/rss", "on": False}],
        "companyNews": False,
    }
    changed = pipelines.patch(f"{news}/settings", json=wanted).raise_for_status().json()
    assert {name: changed[name] for name in wanted} == wanted
    stored = _variable(airflow_server, NEWS_SETTINGS_VARIABLE)
    assert {name: stored[name] for name in wanted} == wanted
    refused = pipelines.patch(f"{news}/settings", json={"feeds": [{"name": "Tin", "url": "ftp://x.example"}]})
    assert refused.status_code == 422
    assert refused.json()["message"].startswith("feeds.url: ")


def test_airflow_dies_during_save(platform: Pipelines, airflow_server: AirflowServer) -> None:
    """Settings that were saved before Airflow died are not reported as refused."""

    class Dying(AirflowApi):
        """It dies as soon as the Variable is written."""

        def ask(self, call: Callable[[ApiClient], Any], user: str | None = None) -> Any:
            if _variable(airflow_server, CRAWLER_SETTINGS_VARIABLE)["owner"] == "the last":
                raise AirflowUnavailable("dead")
            return super().ask(call, user)

    airflow = Dying(airflow_server.url, airflow_server.username, airflow_server.password)
    wanted = SettingsChange.model_validate({"defaultArgs": {"owner": "the last"}})
    changed = settings.edit(
        Pipelines(airflow, platform.engine), airflow, AUDIT, CRAWLER_DAG, wanted, patience=0
    )
    assert (changed.applied, changed.source) == (False, "mirror")


def _variable(airflow: AirflowServer, name: str) -> dict[str, object]:
    signed_in = {"username": airflow.username, "password": airflow.password}
    token = httpx.post(f"{airflow.url}/auth/token", json=signed_in).json()["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    variable: dict[str, object] = httpx.get(f"{airflow.url}/api/v2/variables/{name}", headers=headers).json()
    return dict(httpx.Response(200, text=str(variable["value"])).json())


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"scheduleCron": "61 17 * * *"}, "scheduleCron"),
        ({"scheduleCron": "@daily"}, "scheduleCron"),
        ({"scheduleCron": "* * * * 6,0"}, "scheduleCron"),
        ({"scheduleCron": "0 0 30 2 *"}, "scheduleCron"),
        ({"scheduleCron": "*/90 * * * *"}, "scheduleCron"),
        ({"scheduleCron": "R R * * *"}, "scheduleCron"),
        ({"scheduleCron": "0 17 * * 5", "timezone": "America/New_York"}, "scheduleCron"),
        ({"timezone": "localtime"}, "timezone"),
        ({"timezone": "Factory"}, "timezone"),
        ({"timezone": ""}, "timezone"),
        ({"timezone": "Asia/Saigon City"}, "timezone"),
        ({"timezone": "Asia"}, "timezone"),
        ({"maxActiveRuns": 0}, "maxActiveRuns"),
        ({"defaultArgs": {"retries": -1}}, "defaultArgs.retries"),
        ({"defaultArgs": {"tags": [""]}}, "defaultArgs.tags"),
        ({"retries": 2}, "retries"),
        ({"trigger": "prices"}, "trigger"),
        ({"promotion": "rule"}, "promotion"),
        ({"promotionSessions": 5}, "promotionSessions"),
        ({"companyNews": False}, "companyNews"),
    ],
)
def test_wrong_settings_are_refused_by_name(
    pipelines: httpx.Client, change: dict[str, object], field: str
) -> None:
    answer = pipelines.patch(f"{CRAWLER}/settings", json=change)
    assert answer.status_code == 422
    assert answer.json()["message"].startswith(f"{field}: ")


def test_graph_gantt_and_log_of_a_run_that_has_not_begun(pipelines: httpx.Client) -> None:
    run_id = pipelines.post(f"{TRAINING}/trigger").json()["runId"]
    graph = pipelines.get(run_path(run_id, "/graph")).json()
    nodes = {node["id"]: node for node in graph["nodes"]}
    assert {node["state"] for node in nodes.values()} == {"pending"}
    assert nodes["train"]["isMapped"]
    assert {"from": "resolve", "to": "panel"} in graph["edges"]
    gantt = pipelines.get(run_path(run_id, "/gantt"), params={"pageSize": 3, "page": 2}).json()
    assert (len(gantt["tasks"]), gantt["meta"]["page"]) == (3, 2)
    # Of pool there is an instance for each of the three horizons.
    assert gantt["meta"]["total"] == len(nodes) + 2
    log = pipelines.get(run_path(run_id, "/logs")).json()
    assert (log["entries"], log["hasMore"], log["ended"]) == ([], False, False)


@pytest.mark.parametrize("cursor", ["_", "AAAA", "eJyrVkrLz1eyUqoFABHNA0I="])
def test_a_cursor_of_ones_own_making_is_refused(pipelines: httpx.Client, cursor: str) -> None:
    run_id = pipelines.post(f"{TRAINING}/trigger").json()["runId"]
    answer = pipelines.get(run_path(run_id, "/logs"), params={"cursor": cursor})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_cursor")


@pytest.fixture(scope="module")
def mirrored(
    make_database: Callable[..., str],
    api_settings: Callable[..., Settings],
    serve: Callable[[Settings], httpx.Client],
    sign_in: Callable[..., httpx.Client],
) -> httpx.Client:
    """A data scientist at an API whose Airflow does not answer; the mirror has a few runs."""
    url = make_database("mirrored")
    engine = make_engine(Settings(database_url=SecretStr(url)))
    with engine.begin() as connection:
        seed_demo_accounts(connection)
        _fill(connection)
    engine.dispose()
    settings = api_settings(url, airflow_url="http://127.0.0.1:1", airflow_password=SecretStr("any"))
    return sign_in(serve(settings), "ds1")


def _fill(connection: sa.Connection) -> None:
    """Three crawls, one a day: failed, cancelled, running; the first and a training have the same id.

    Of the training there are more runs that wait than any list shows at once, behind one that runs.
    """
    graph = [TaskNode("plan", "plan", False, ("load",)), TaskNode("load", "load", True, ())]
    for day, state in enumerate(("failed", "cancelled", "running")):
        begin = START + timedelta(days=day)
        ended = None if state == "running" else begin + timedelta(seconds=90)
        run = DagRun(
            CRAWLER_DAG,
            f"run_{day}",
            state,
            "scheduled",
            "schedule",
            begin,
            begin,
            ended,
            {},  # type: ignore[arg-type]
        )
        mirror.put_run(connection, run, graph)
    mirror.put_run(
        connection,
        DagRun(TRAINING_DAG, "run_0", "success", "backfill", "backfill", START, START, START, {}),
    )
    # A backfill of an early session runs; newer runs wait for its end.
    early = DagRun(TRAINING_DAG, "early", "running", "backfill", "backfill", EARLY, START, None, {})
    mirror.put_run(connection, early)
    for number in range(12):
        due = START + timedelta(minutes=number)
        waits = DagRun(TRAINING_DAG, f"waits_{number}", "queued", "manual", "ds1", due, None, None, {})
        mirror.put_run(connection, waits)
    mirror.put_tasks(
        connection,
        CRAWLER_DAG,
        "run_2",
        [
            TaskInstance("plan", "plan", -1, None, "success", 1, START, START + timedelta(seconds=2)),
            TaskInstance("load", "load", 0, "FPT", "success", 1, START + timedelta(seconds=3), START),
            TaskInstance("load", "load", 1, "VCB", "running", 2, START + timedelta(seconds=4), None),
        ],
        final=False,
    )
    for number, ticker in enumerate(("FPT", "VCB", "HPG")):
        level = "error" if ticker == "HPG" else "info"
        line = LogLine(None, level, f"line {number}", "load", ticker, 1)
        mirror.put_log(connection, CRAWLER_DAG, "run_2", line)


def test_without_airflow_all_reads_come_from_the_mirror(mirrored: httpx.Client) -> None:
    dags = mirrored.get(f"{ROOT}/dags").json()
    crawler, training, minutes, fundamentals, lake, lookahead, recommendations, risk, news = dags
    assert (fundamentals["dagId"], fundamentals["status"]) == (FUNDAMENTALS_DAG, "paused")
    assert (news["dagId"], news["status"]) == (NEWS_DAG, "paused")
    assert (risk["dagId"], risk["status"]) == (RISK_DAG, "paused")
    assert (recommendations["dagId"], recommendations["status"]) == (RECOMMENDATIONS_DAG, "paused")
    assert minutes["dagId"] == INTRADAY_DAG
    assert lookahead["dagId"] == LOOKAHEAD_DAG
    assert (lake["status"], lake["lastRunState"]) == ("paused", None)
    assert (crawler["source"], crawler["lastRunState"], crawler["isRunning"]) == ("mirror", "running", True)
    assert (training["lastRunState"], training["isRunning"]) == ("queued", True)
    assert mirrored.get(CRAWLER).json()["lastRunId"] == "run_2"
    page = mirrored.get(f"{CRAWLER}/runs", params={"pageSize": 2}).json()
    assert [run["runId"] for run in page["data"]] == ["run_2", "run_1"]
    assert page["meta"] == {"page": 1, "pageSize": 2, "total": 3, "source": "mirror"}
    days = {"from": "2026-11-21", "to": "2026-11-21", "state": "Cancelled"}
    (run,) = mirrored.get(f"{CRAWLER}/runs", params=days).json()["data"]
    assert (run["runId"], run["state"], run["durationSeconds"]) == ("run_1", "cancelled", 90)

    graph = mirrored.get(run_path("run_2", "/graph")).json()
    assert graph["source"] == "mirror"
    assert graph["nodes"][1]["counts"] == {"success": 1, "running": 1}
    assert graph["nodes"][1]["state"] == "running"
    assert graph["edges"] == [{"from": "plan", "to": "load"}]
    gantt = mirrored.get(run_path("run_2", "/gantt")).json()
    assert [task["ticker"] for task in gantt["tasks"]] == [None, "FPT", "VCB"]

    first = mirrored.get(run_path("run_2", "/logs"), params={"limit": 2}).json()
    rest = mirrored.get(run_path("run_2", "/logs"), params={"cursor": first["nextCursor"]}).json()
    assert [entry["message"] for entry in first["entries"] + rest["entries"]] == [
        "line 0",
        "line 1",
        "line 2",
    ]
    assert (first["hasMore"], rest["hasMore"], rest["ended"]) == (True, False, False)
    for wanted, messages in (
        ({"level": "warning"}, ["line 2"]),
        ({"ticker": "VCB"}, ["line 1"]),
        ({"ticker": "VCB", "level": "error"}, []),
        ({"taskId": "plan"}, []),
        ({"taskId": "load", "level": "debug"}, ["line 0", "line 1", "line 2"]),
    ):
        part = mirrored.get(run_path("run_2", "/logs"), params=wanted).json()
        assert [entry["message"] for entry in part["entries"]] == messages, wanted
    assert mirrored.get(run_path("run_2", "/logs"), params={"level": "loud"}).status_code == 422


def test_an_id_that_both_dags_have_needs_the_dag(mirrored: httpx.Client) -> None:
    both = mirrored.get(run_path("run_0"))
    assert (both.status_code, both.json()["code"]) == (409, "ambiguous_run")
    assert mirrored.get(run_path("run_0"), params={"dagId": TRAINING_DAG}).json()["state"] == "success"


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", f"{CRAWLER}/trigger", {}),
        ("POST", f"{CRAWLER}/pause", {"paused": True}),
        ("POST", f"{CRAWLER}/stopRun", {"runId": "run_2"}),
        ("PATCH", f"{CRAWLER}/settings", {"catchup": False}),
    ],
)
def test_without_airflow_nothing_is_changed(
    mirrored: httpx.Client, method: str, path: str, body: dict[str, object]
) -> None:
    answer = mirrored.request(method, path, json=body)
    assert (answer.status_code, answer.json()["code"]) == (503, "airflow_unavailable")


def test_log_of_mirror(make_database: Callable[..., str]) -> None:
    """Reading the mirror's log page by page misses no line."""
    engine = make_engine(Settings(database_url=SecretStr(make_database("lines"))))
    with engine.begin() as connection:
        _fill(connection)

    def write(connection: sa.Connection, text: str) -> None:
        line = LogLine(None, "info", text, "load", "FPT", 1)
        mirror.put_log(connection, CRAWLER_DAG, "run_1", line)

    def write_second() -> None:
        with engine.begin() as connection:
            write(connection, "second")

    def read(after: int) -> tuple[list[str], int]:
        with engine.connect() as connection:
            (run,) = mirror.find_run(connection, [CRAWLER_DAG], "run_1")
            lines, last = mirror.logs(connection, run, after, 10)
        return [line.message for line in lines], last

    other = threading.Thread(target=write_second)
    with engine.begin() as connection:
        write(connection, "first")
        other.start()
        other.join(0.5)
        early, reached = read(0)
    other.join()
    late, _ = read(reached)
    assert early + late == ["first", "second"]
    engine.dispose()


def test_the_mirror_keeps_the_newest_runs_of_each_dag(
    make_database: Callable[..., str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    engine = make_engine(Settings(database_url=SecretStr(make_database("kept"))))
    monkeypatch.setattr(mirror, "MAX_RUNS", 2)
    with engine.begin() as connection:
        _fill(connection)
        assert mirror.forget_old_runs(connection, CRAWLER_DAG) == 1
        kept, _ = mirror.list_runs(connection, CRAWLER_DAG, limit=10)
        assert [run.run_id for run in kept] == ["run_2", "run_1"]
        assert len(mirror.find_run(connection, [TRAINING_DAG], "run_0")) == 1
    engine.dispose()
