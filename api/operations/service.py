"""Reads of heartbeats, data sets and active runs."""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import get_args

import sqlalchemy as sa

from api.operations.schemas import (
    ActiveRun,
    ActiveRuns,
    DatasetAge,
    DatasetAges,
    Heartbeats,
    ProcessHeartbeat,
    WorkerTasks,
)
from vn30.database.warehouse import Row, fetch_all
from vn30.pipelines.airflow_api import AirflowApi, AirflowRefused, AirflowUnavailable, SignInRefused
from vn30.pipelines.airflow_api.heartbeats import Heartbeat, Process, Work, heartbeats, work
from vn30.pipelines.freshness import freshness

logger = logging.getLogger(__name__)

WAIT_ALLOWED = timedelta(minutes=5)
"""Tasks that wait for longer while none runs have no worker."""


def read_heartbeats(airflow: AirflowApi | None, now: datetime) -> Heartbeats:
    """The heartbeats now; without details if Airflow does not answer."""
    nothing = Heartbeats(
        answers=False, processes=[], workers=[], waiting_tasks=0, workers_stalled=False, checked_at=now
    )
    if airflow is None:
        return nothing
    try:
        found, tasks = heartbeats(airflow), work(airflow)
    except (AirflowUnavailable, AirflowRefused, SignInRefused) as error:
        logger.warning("The heartbeats are not known: %s", error)
        return nothing
    return _heartbeats(found, tasks, now)


def _heartbeats(found: Iterable[Heartbeat], tasks: Work, now: datetime) -> Heartbeats:
    listed = [
        ProcessHeartbeat(
            process=heartbeat.process,
            hostname=heartbeat.hostname,
            state="alive" if heartbeat.is_alive else "stalled",
            latest_heartbeat=heartbeat.latest,
        )
        for heartbeat in found
    ]
    known = {heartbeat.process for heartbeat in listed}
    missing = [
        ProcessHeartbeat(process=process, hostname=None, state="missing", latest_heartbeat=None)
        for process in get_args(Process)
        if process not in known
    ]
    waits_long = tasks.oldest_wait is not None and now - tasks.oldest_wait > WAIT_ALLOWED
    return Heartbeats(
        answers=True,
        processes=[*listed, *missing],
        workers=[
            WorkerTasks(hostname=hostname, running_tasks=count)
            for hostname, count in sorted(tasks.running.items())
        ],
        waiting_tasks=tasks.waiting,
        oldest_wait=tasks.oldest_wait,
        workers_stalled=waits_long and not tasks.running,
        checked_at=now,
    )


def faults(read: Heartbeats) -> list[str]:
    """What is stalled or missing, a sentence each; empty while Airflow does not answer."""
    sentences = []
    for process in get_args(Process):
        ones = [heartbeat for heartbeat in read.processes if heartbeat.process == process]
        if not ones or any(heartbeat.state == "alive" for heartbeat in ones):
            continue
        name = process.replace("dag_", "DAG ")
        newest = max((one.latest_heartbeat for one in ones if one.latest_heartbeat), default=None)
        if newest is None:
            sentences.append(f"The {name} does not run.")
        else:
            sentences.append(f"The {name} has had no heartbeat since {newest:%Y-%m-%d %H:%M} UTC.")
    if read.workers_stalled:
        sentences.append(f"{read.waiting_tasks} tasks wait for a worker, and none runs.")
    return sentences


def read_datasets(connection: sa.Connection, now: datetime) -> DatasetAges:
    """The age of each data set."""
    rows = fetch_all(connection, "operations/datasets")
    return DatasetAges(
        as_of=rows[0]["as_of"] if rows else None,
        data=[
            DatasetAge(
                dataset=row["dataset"],
                state=freshness(row, now),
                newest_session=row["session_date"],
                sessions_behind=None if row["session_date"] is None else row["sessions_behind"],
                stored_at=row["stored_at"],
                dag_id=row["dag_id"],
                dag_name=row["dag_name"],
                dag_paused=row["dag_paused"],
                next_run_at=row["next_run_at"],
            )
            for row in rows
        ],
    )


def read_active_runs(connection: sa.Connection, now: datetime) -> ActiveRuns:
    """The runs that wait or run."""
    return ActiveRuns(data=[_active(row, now) for row in fetch_all(connection, "operations/active_runs")])


def _active(row: Row, now: datetime) -> ActiveRun:
    left = None
    if row["usual_seconds"] is not None:
        so_far = (now - row["start_time"]).total_seconds() if row["start_time"] else 0.0
        left = max(0, round(row["usual_seconds"] - so_far))
    return ActiveRun(
        dag_id=row["dag_id"],
        dag_name=row["dag_name"],
        run_id=row["run_id"],
        state=row["state"],
        triggered_by=row["triggered_by"],
        run_after=row["run_after"],
        start=row["start_time"],
        stages=row["stages"] or [],
        tasks=row["total"],
        tasks_ended=row["ended"],
        tasks_failed=row["failed"],
        progress=round(row["ended"] / row["total"], 2) if row["total"] else None,
        seconds_left=left,
    )
