"""The pipelines on a live platform: runs watched and stopped, settings edited, Airflow killed meanwhile."""

import json
import os
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import httpx
import psutil
import pytest
from airflow_client.client import DAGRunClearBody
from airflow_client.client.api.dag_run_api import DagRunApi

from tests.e2e.conftest import AS_OF, PATIENCE, Platform, read, wait_until
from tests.support.processes import is_over
from vn30.market.universe import INDICES, members_on
from vn30.names import CONFIG_VARIABLE, CRAWLER_DAG, TRAINING_DAG, TRAINING_SETTINGS_VARIABLE
from vn30.pipelines.airflow_api import AirflowApi
from vn30.pipelines.airflow_api.dags import read_variable, write_variable
from vn30.pipelines.airflow_api.runs import RunFilter, list_runs
from vn30.pipelines.airflow_api.tasks import all_instances, task_instances, task_log
from vn30.settings import Settings
from vn30.training_config.document import default_document
from vn30.users.accounts import DEMO_PASSWORD

ROOT = "/api/v1/pipeline"
CRAWLER = f"{ROOT}/dags/{CRAWLER_DAG}"
TRAINING = f"{ROOT}/dags/{TRAINING_DAG}"
STOP_SECONDS = 10.0
KILLED = "Process terminated by signal"
"""How the line begins that Airflow writes about a task whose process was killed."""

# Nothing but trees, so many that a fit takes far longer than a stop may.
BIG_FORESTS: dict[str, Any] = {
    **default_document(),
    "universe": {"useAllVn30": False, "tickers": ["FPT", "HPG", "VCB"]},
    "models": {
        "randomForest": {"nEstimators": 1000, "maxDepth": None},
        **{name: {"enabled": False} for name in ("gradientBoosting", "svr", "ridge", "pooled")},
    },
}


@dataclass
class Live:
    """The running platform: its API as a data scientist sees it, Airflow's, and the database."""

    api: httpx.Client
    airflow: AirflowApi
    settings: Settings

    def get(self, path: str, **query: Any) -> Any:
        return self.api.get(path, params=query).raise_for_status().json()

    def run(self, run_id: str, part: str = "", **query: Any) -> Any:
        return self.get(f"{ROOT}/runs/{quote(run_id, safe='')}{part}", **query)

    def node(self, run_id: str, task_id: str) -> Any:
        return next(node for node in self.run(run_id, "/graph")["nodes"] if node["id"] == task_id)

    def states(self, table: str, run_column: str, run_id: str) -> list[str]:
        """Of a run, as a table of the platform's own has it."""
        statement = f"SELECT state FROM {table} WHERE {run_column} = :run_id"  # noqa: S608 - the test's names
        return [state for (state,) in read(self.settings.require_database_url(), statement, run_id=run_id)]

    def experiment(self, run_id: str) -> dict[str, Any]:
        """The platform's record of a training run; empty if it has none by now."""
        rows = read(
            self.settings.require_database_url(),
            "SELECT state, finished_at IS NOT NULL AS ended, progress_pct > 0 AS publishes "
            "FROM experiment_runs WHERE airflow_run_id = :run_id",
            run_id=run_id,
        )
        return dict(rows[0]._mapping) if rows else {}


@pytest.fixture(scope="module")
def live(platform: Platform) -> Iterator[Live]:
    """The platform that others share: what is changed here is put back."""
    kept = {
        name: read_variable(platform.airflow, name) for name in (CONFIG_VARIABLE, TRAINING_SETTINGS_VARIABLE)
    }
    with httpx.Client(base_url=platform.api_url, timeout=60) as api:
        signed_in = api.post("/api/v1/auth/login", json={"username": "ds1", "password": DEMO_PASSWORD}).json()
        api.headers["Authorization"] = f"Bearer {signed_in['accessToken']}"
        yield Live(api, platform.airflow, platform.settings)
    for name, text in kept.items():
        write_variable(platform.airflow, name, str(text))
    for dag_id in (CRAWLER_DAG, TRAINING_DAG):
        platform.airflow.pause(dag_id, True)


@dataclass
class Log:
    """Follows the log of a run with the cursor, whoever answers."""

    live: Live
    run_id: str
    cursor: str | None = None

    def __post_init__(self) -> None:
        self.of_airflow: list[str] = []
        self.of_mirror: list[str] = []

    def read(self) -> bool:
        """Whether these were the last lines."""
        while True:
            part = self.live.run(self.run_id, "/logs", **({"cursor": self.cursor} if self.cursor else {}))
            lines = self.of_airflow if part["source"] == "airflow" else self.of_mirror
            lines += [json.dumps(entry) for entry in part["entries"]]
            self.cursor = part["nextCursor"]
            if not part["hasMore"]:
                return bool(part["ended"] and part["source"] == "airflow")


@pytest.mark.timeout(PATIENCE, func_only=True)
def test_logs_of_green_runs(platform: Platform, live: Live) -> None:
    """Nothing in the logs of the platform's first crawl and training, which succeeded, is an error.

    The API returns the lines of one task, ticker or level, as Airflow has them.
    """
    for dag_id in (CRAWLER_DAG, TRAINING_DAG):
        runs, _ = list_runs(platform.airflow, dag_id, RunFilter(state="success"), limit=100)
        run_id = runs[-1].run_id
        tasks = task_instances(platform.airflow, dag_id, run_id)
        # An earlier try may have failed.
        last = [(task, task_log(platform.airflow, dag_id, run_id, task, task.try_number)) for task in tasks]
        lines = [line for _, log in last for line in log]
        assert len(lines) > len(tasks)
        # The test of the demo kills a process of its crawl, which may have told its success by then.
        errors = [
            line
            for line in lines
            if line.level in ("error", "critical") and not line.message.startswith(KILLED)
        ]
        assert errors == []
        one, label = next((task, line.map_label) for task, log in last for line in log if line.map_label)
        of_one = [
            line.message
            for number in range(1, one.try_number + 1)
            for line in task_log(platform.airflow, dag_id, run_id, one, number)
        ]
        wanted = {"taskId": one.task_id, "ticker": label, "limit": 2000}
        part = live.run(run_id, "/logs", **wanted)
        assert [entry["message"] for entry in part["entries"]] == of_one
        of_earlier_tries = live.run(run_id, "/logs", level="error")["entries"]
        assert {entry["level"] for entry in of_earlier_tries} <= {"error", "critical"}


def _environment(process: psutil.Process) -> dict[str, str]:
    try:
        return process.environ()
    except (psutil.NoSuchProcess, psutil.AccessDenied, psutil.ZombieProcess):
        return {}


@pytest.mark.timeout(PATIENCE, func_only=True)
def test_processes(platform: Platform) -> None:
    """No process has secrets that it does not need, and none listens to other machines."""
    found = {process: _environment(process) for process in psutil.process_iter()}
    mine = {one: names for one, names in found.items() if names.get("VN30_HOME") == str(platform.home)}
    airflow = [one for one, names in mine.items() if "AIRFLOW__CORE__FERNET_KEY" in names]
    api = [one for one, names in mine.items() if "VN30_JWT_SECRET" in names]
    assert len(airflow) >= 4
    assert any("api.serve" in one.cmdline() for one in api)
    assert not set(airflow) & set(api)
    for process in mine:
        with suppress(psutil.NoSuchProcess, psutil.ZombieProcess):
            listening = [one.laddr for one in process.net_connections() if one.status == psutil.CONN_LISTEN]
            assert {one.ip for one in listening} <= {"127.0.0.1"}, process.cmdline()


@pytest.mark.timeout(2 * PATIENCE, func_only=True)
def test_run_during_outage(live: Live) -> None:
    """A run is followed to its end while Airflow is killed and restarted."""
    # Everything is there already. So many that some are left when Airflow is killed.
    crawled = [*sorted(members_on(AS_OF))[:18], *INDICES]
    conf = {"full_refresh": True, "tickers": crawled}
    started = live.api.post(f"{CRAWLER}/trigger", json={"conf": conf}).raise_for_status().json()
    run_id = started["runId"]
    assert started["waitsForResume"] is True
    assert live.run(run_id)["state"] == "queued"
    assert live.api.post(f"{CRAWLER}/pause", json={"paused": False}).json()["status"] == "active"
    log = Log(live, run_id)
    wait_until(lambda: (log.read(), live.node(run_id, "load")["counts"].get("success", 0) >= 3)[1], pause=1)
    card = live.get(f"{ROOT}/dags")[0]
    assert (card["isRunning"], card["lastRunId"], card["lastRunState"]) == (True, run_id, "running")
    assert live.api.post(f"{CRAWLER}/pause", json={"paused": True}).json()["status"] == "paused"
    # The executor still starts what was queued before; the platform shows what is scheduled as queued too.
    wait_until(lambda: not all_instances(live.airflow, CRAWLER_DAG, run_id, ["queued", "running"]))
    loaded = live.node(run_id, "load")["counts"]["success"]
    assert loaded < len(crawled)
    time.sleep(2)
    assert live.node(run_id, "load")["counts"]["success"] == loaded
    assert live.run(run_id)["state"] == "running"
    live.api.post(f"{CRAWLER}/pause", json={"paused": False}).raise_for_status()
    wait_until(lambda: live.node(run_id, "load")["counts"]["success"] > loaded)

    kill_api_server(live.settings.airflow_port)
    assert live.get(f"{ROOT}/dags")[0]["source"] == "mirror"
    assert live.get(f"{CRAWLER}/runs")["meta"]["source"] == "mirror"
    assert live.run(run_id)["state"] == "running"
    mirrored = live.run(run_id, "/graph")
    assert mirrored["source"] == "mirror"
    assert next(node for node in mirrored["nodes"] if node["id"] == "load")["counts"]["success"] >= 3
    assert live.run(run_id, "/gantt")["meta"]["source"] == "mirror"
    log.read()
    assert log.of_mirror
    refused = live.api.post(f"{CRAWLER}/trigger", json={})
    assert (refused.status_code, refused.json()["code"]) == (503, "airflow_unavailable")

    wait_until(lambda: live.get(f"{ROOT}/dags")[0]["source"] == "airflow")
    wait_until(log.read, pause=2)
    assert live.run(run_id)["state"] == "success"
    assert live.node(run_id, "load")["counts"] == {"success": len(crawled)}
    gantt = live.run(run_id, "/gantt")
    assert (gantt["meta"]["total"], gantt["meta"]["source"]) == (len(crawled) + 5, "airflow")
    assert set(crawled) == {task["ticker"] for task in gantt["tasks"] if task["taskId"] == "load"}
    assert all(task["start"] <= task["end"] for task in gantt["tasks"] if task["tryNumber"])

    # Read bit by bit, with the outage in between, nothing was lost and nothing doubled. (Of a try that never
    # came to run, Airflow has a line for a while that it does not give later.)
    again = Log(live, run_id)
    wait_until(again.read)
    assert set(again.of_airflow) <= set(log.of_airflow)
    assert len(log.of_airflow) == len(set(log.of_airflow))
    whole = [json.loads(line) for line in again.of_airflow]
    times = [entry["timestamp"] for entry in whole if entry["timestamp"]]
    assert times == sorted(times)
    assert {entry["ticker"] for entry in whole if entry["taskId"] == "load"} >= set(crawled)


@pytest.mark.timeout(PATIENCE, func_only=True)
def test_a_gap_as_a_job(live: Live) -> None:
    """A crawl that was asked for runs in Airflow, and its job follows it to its end."""
    live.api.post(f"{CRAWLER}/pause", json={"paused": False}).raise_for_status()
    gap = {"kind": "daily", "tickers": ["FPT"], "from": "2026-05-04", "to": "2026-05-29"}
    started = live.api.post("/api/v1/data-quality/crawls", json=gap).raise_for_status().json()
    address = f"/api/v1/jobs/{started['jobId']}"
    job = wait_until(
        lambda: job if (job := live.get(address))["state"] not in ("queued", "running") else None
    )
    assert (job["state"], job["error"], job["progress"], job["done"]) == ("done", None, 1, 1)
    assert job["requestedAt"] <= job["startedAt"] <= job["finishedAt"]
    run = live.get(job["resource"])
    assert (run["state"], run["conf"]) == (
        "success",
        {"tickers": ["FPT"], "start": "2026-05-04", "end": "2026-05-29"},
    )


def kill_api_server(port: int) -> None:
    """Kill what listens on the port: the title of the process may be cut off before it names one."""
    for connection in psutil.net_connections("tcp"):
        if connection.status == psutil.CONN_LISTEN and connection.laddr.port == port:
            psutil.Process(connection.pid).kill()


@pytest.mark.timeout(PATIENCE, func_only=True)
def test_cleared_run(live: Live) -> None:
    """A run that a user stops half-way is cancelled, and resumes when it is cleared in Airflow."""
    live.api.post(f"{TRAINING}/pause", json={"paused": False}).raise_for_status()
    conf = {"tickers": sorted(members_on(AS_OF))[:6]}
    run_id = live.api.post(f"{TRAINING}/trigger", json={"conf": conf}).raise_for_status().json()["runId"]
    wait_until(lambda: live.experiment(run_id).get("publishes"), pause=0.2)
    live.api.post(f"{TRAINING}/stopRun", json={"runId": run_id}).raise_for_status()
    wait_until(lambda: {"state": "cancelled", "ended": True}.items() <= live.experiment(run_id).items())

    cleared = DAGRunClearBody(dry_run=False, only_failed=False)
    live.airflow.ask(lambda client: DagRunApi(client).clear_dag_run(TRAINING_DAG, run_id, cleared))
    wait_until(lambda: {"state": "running", "ended": False}.items() <= live.experiment(run_id).items())
    wait_until(lambda: {"state": "success", "ended": True}.items() <= live.experiment(run_id).items())


@pytest.mark.timeout(PATIENCE, func_only=True)
def test_stopped_training(live: Live) -> None:
    """A stopped training is cancelled, and its fits end within ten seconds."""
    write_variable(live.airflow, CONFIG_VARIABLE, json.dumps(BIG_FORESTS), "forests that take their time")
    live.api.post(f"{TRAINING}/pause", json={"paused": False})
    run_id = live.api.post(f"{TRAINING}/trigger", json={"conf": {}}).json()["runId"]

    def fitting() -> list[psutil.Process]:
        processes = [
            psutil.Process(instance.pid)
            for instance in all_instances(live.airflow, TRAINING_DAG, run_id)
            if instance.task_id == "train"
            and instance.pid
            and instance.state
            and instance.state.value == "running"
        ]
        busy = [process for process in processes if process.cpu_times().user > 2]
        return busy if len(busy) == 2 else []

    fits = wait_until(fitting)
    # As deaf to a polite signal as a fit that does not come back from its C code.
    os.kill(fits[0].pid, signal.SIGSTOP)
    began = time.monotonic()
    stopped = live.api.post(f"{TRAINING}/stopRun", json={"runId": run_id}).json()
    assert stopped["state"] == "cancelled"
    while not all(map(is_over, fits)):
        assert time.monotonic() < began + STOP_SECONDS, fits
        time.sleep(0.1)
    print(f"fits over after {time.monotonic() - began:.1f} s")

    run = live.run(run_id)
    assert (run["state"], run["source"], run["triggeredBy"]) == ("cancelled", "airflow", "ds1")
    assert run_id in {run["runId"] for run in live.get(f"{TRAINING}/runs", state="Cancelled")["data"]}
    assert run_id not in {run["runId"] for run in live.get(f"{TRAINING}/runs", state="failed")["data"]}
    assert live.states("experiment_runs", "airflow_run_id", run_id) == ["cancelled"]
    assert live.states("pipeline_runs", "run_id", run_id) == ["cancelled"]
    again = live.api.post(f"{TRAINING}/stopRun", json={"runId": run_id})
    assert (again.status_code, again.json()["code"]) == (409, "run_is_over")


@pytest.mark.parametrize(
    ("change", "shown"),
    [
        ({"scheduleCron": "30 16 * * 1-5"}, {"scheduleCron": "30 16 * * 1-5"}),
        ({"timezone": "Asia/Tokyo"}, {"timezone": "Asia/Tokyo"}),
        ({"catchup": True}, {"catchup": True}),
        ({"maxActiveRuns": 2}, {"maxActiveRuns": 2}),
        ({"trigger": "prices"}, {"trigger": "prices", "scheduleLabel": "Asset or by backfill"}),
        (
            {"defaultArgs": {"retries": 1, "retryDelayMinutes": 7.5, "owner": "quants", "tags": ["x", "y"]}},
            {"retries": 1, "retryDelayMinutes": 7.5, "owner": "quants", "tags": ["x", "y"]},
        ),
        (
            {"trigger": "cron", "catchup": False, "timezone": "Asia/Ho_Chi_Minh"},
            {"trigger": "cron", "catchup": False, "scheduleCron": "30 16 * * 1-5", "owner": "quants"},
        ),
    ],
    ids=lambda value: "-".join(value),
)
def test_every_setting_is_airflows_own_after_an_edit(
    live: Live, change: dict[str, Any], shown: dict[str, Any]
) -> None:
    answer = live.api.patch(f"{TRAINING}/settings", json=change).raise_for_status().json()
    assert answer["applied"] is True
    assert shown.items() <= answer.items()
    assert shown.items() <= live.get(TRAINING).items()
