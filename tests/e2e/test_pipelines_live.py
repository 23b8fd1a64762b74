"""The pipelines on a live platform: runs watched and stopped, settings edited, Airflow killed meanwhile."""

import json
import os
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import httpx
import psutil
import pytest
import sqlalchemy as sa

from tests.e2e.conftest import PATIENCE, Platform, wait_until
from vn30.accounts import DEMO_PASSWORD
from vn30.airflow_api import AirflowApi
from vn30.airflow_api.dags import read_variable, write_variable
from vn30.airflow_api.tasks import all_instances
from vn30.pipelines import CONFIG_VARIABLE, CRAWLER_DAG, TRAINING_DAG, TRAINING_SETTINGS_VARIABLE
from vn30.settings import Settings
from vn30.training.config import default_document
from vn30.warehouse import make_engine

ROOT = "/api/v1/pipeline"
CRAWLER = f"{ROOT}/dags/{CRAWLER_DAG}"
TRAINING = f"{ROOT}/dags/{TRAINING_DAG}"
STOP_SECONDS = 10.0

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
        engine = make_engine(self.settings)
        with engine.connect() as connection:
            found = list(connection.scalars(sa.text(statement), {"run_id": run_id}))
        engine.dispose()
        return found


@pytest.fixture(scope="module")
def live(platform: Platform) -> Iterator[Live]:
    """The platform that others share: what is changed here is put back."""
    kept = {
        name: read_variable(platform.airflow, name) for name in (CONFIG_VARIABLE, TRAINING_SETTINGS_VARIABLE)
    }
    with httpx.Client(base_url=platform.api_url, timeout=60) as api:
        signed_in = api.post("/api/v1/auth/login", json={"username": "ds1", "password": DEMO_PASSWORD}).json()
        api.headers["Authorization"] = f"Bearer {signed_in['accessToken']}"
        live = Live(api, platform.airflow, platform.settings)
        # The API may have found Airflow starting, and rests a few seconds before it tries again.
        wait_until(lambda: live.get(f"{ROOT}/dags")[0]["source"] == "airflow")
        yield live
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


@pytest.mark.timeout(2 * PATIENCE, func_only=True)
def test_a_run_is_watched_to_its_end_while_airflow_is_killed_and_comes_back(live: Live) -> None:
    # Everything is there already.
    everything = {"conf": {"full_refresh": True}}
    started = live.api.post(f"{CRAWLER}/trigger", json=everything).raise_for_status().json()
    run_id = started["runId"]
    assert started["waitsForResume"] is True
    assert live.run(run_id)["state"] == "queued"
    assert live.api.post(f"{CRAWLER}/pause", json={"paused": False}).json()["status"] == "active"
    log = Log(live, run_id)
    wait_until(lambda: (log.read(), live.node(run_id, "load")["counts"].get("success", 0) >= 3)[1])
    card = live.get(f"{ROOT}/dags")[0]
    assert (card["isRunning"], card["lastRunId"], card["lastRunState"]) == (True, run_id, "running")
    assert live.api.post(f"{CRAWLER}/pause", json={"paused": True}).json()["status"] == "paused"
    wait_until(lambda: "running" not in live.node(run_id, "load")["counts"])
    loaded = live.node(run_id, "load")["counts"]["success"]
    assert loaded < 32
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
    wait_until(log.read)
    assert live.run(run_id)["state"] == "success"
    assert live.node(run_id, "load")["counts"] == {"success": 32}
    gantt = live.run(run_id, "/gantt")
    assert (gantt["meta"]["total"], gantt["meta"]["source"]) == (36, "airflow")
    assert {"FPT", "VNINDEX"} < {task["ticker"] for task in gantt["tasks"] if task["taskId"] == "load"}
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
    assert {entry["ticker"] for entry in whole if entry["taskId"] == "load"} > {"FPT", "VNINDEX"}


def kill_api_server(port: int) -> None:
    for process in psutil.process_iter(["cmdline"]):
        if f"port:{port}" in " ".join(process.info["cmdline"] or ()):
            process.kill()


@pytest.mark.timeout(PATIENCE, func_only=True)
def test_a_stopped_training_is_cancelled_and_its_fits_end_within_ten_seconds(live: Live) -> None:
    write_variable(live.airflow, CONFIG_VARIABLE, json.dumps(BIG_FORESTS), "forests that take their time")
    live.api.post(f"{TRAINING}/pause", json={"paused": False})
    run_id = live.api.post(f"{TRAINING}/trigger", json={"conf": {}}).json()["runId"]

    def fitting() -> list[psutil.Process]:
        found = [
            psutil.Process(one.pid)
            for one in all_instances(live.airflow, TRAINING_DAG, run_id)
            if one.task_id == "train" and one.pid and one.state and one.state.value == "running"
        ]
        busy = [process for process in found if process.cpu_times().user > 2]
        return busy if len(busy) == 2 else []

    fits = wait_until(fitting)
    # As deaf to a polite signal as a fit that does not come back from its C code.
    os.kill(fits[0].pid, signal.SIGSTOP)
    began = time.monotonic()
    stopped = live.api.post(f"{TRAINING}/stopRun", json={"runId": run_id}).json()
    assert stopped["state"] == "cancelled"
    gone, alive = psutil.wait_procs(fits, timeout=STOP_SECONDS - (time.monotonic() - began))
    assert alive == [], f"of {fits}"
    print(f"fits gone after {time.monotonic() - began:.1f} s")
    assert len(gone) == 2

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
