"""The mirror of Airflow's DAGs, runs and tasks in ``pipeline_*``, for when Airflow does not respond."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa

from vn30.database.warehouse import Row, execute, fetch_all, fetch_one, fetch_returned, sql
from vn30.pipelines.models import (
    EVERYTHING,
    LOG_LEVELS,
    Dag,
    DagRun,
    LogFilter,
    LogLine,
    TaskInstance,
    TaskNode,
)

MAX_RUNS = 500
"""Runs of each DAG that are kept, the newest ones."""


def put_dag(connection: sa.Connection, dag: Dag) -> None:
    """Insert or update a DAG."""
    execute(
        connection,
        "pipelines/put_dag",
        dag_id=dag.dag_id,
        name=dag.name,
        description=dag.description,
        status="paused" if dag.paused else "active",
        trigger=dag.trigger,
        schedule_cron=dag.cron,
        schedule_label=dag.schedule_label,
        timezone=dag.timezone,
        catchup=dag.catchup,
        max_active_runs=dag.max_active_runs,
        retries=dag.retries,
        retry_delay_minutes=dag.retry_delay_minutes,
        owner=dag.owner,
        tags=list(dag.tags),
        next_run_at=dag.next_run_at,
    )


def put_run(connection: sa.Connection, run: DagRun, graph: Sequence[TaskNode] = ()) -> None:
    """Insert or update a run, with its graph if it is given."""
    execute(
        connection,
        "pipelines/put_run",
        dag_id=run.dag_id,
        run_id=run.run_id,
        run_type=run.run_type,
        run_after=run.run_after,
        conf=json.dumps(run.conf, default=str),
        state=run.state,
        start_time=run.start,
        end_time=run.end,
        triggered_by=run.triggered_by,
        graph=json.dumps([asdict(node) for node in graph]),
    )


def put_trigger(connection: sa.Connection, run: DagRun, user_id: str, username: str) -> None:
    """Record the user who triggered a run."""
    execute(
        connection,
        "pipelines/put_trigger",
        dag_id=run.dag_id,
        run_id=run.run_id,
        run_type=run.run_type,
        run_after=run.run_after,
        conf=json.dumps(run.conf),
        state=run.state,
        user_id=user_id,
        username=username,
    )


def put_tasks(
    connection: sa.Connection, dag_id: str, run_id: str, tasks: Iterable[TaskInstance], final: bool
) -> None:
    """Insert or update task instances of a run in the mirror.

    Args:
        final: the run has ended with these states. Without it, updates after the end of the run are ignored.
    """
    rows = [
        {
            "dag_id": dag_id,
            "run_id": run_id,
            "task_id": task.task_id,
            "map_index": task.map_index,
            "map_label": task.map_label,
            "label": task.label,
            "state": task.state,
            "try_number": task.try_number,
            "start_time": task.start,
            "end_time": task.end,
            "final": final,
        }
        for task in tasks
    ]
    if rows:
        connection.execute(sql("pipelines/put_task"), rows)


def put_log(connection: sa.Connection, dag_id: str, run_id: str, line: LogLine) -> None:
    """Add a log line to a run in the mirror."""
    execute(
        connection,
        "pipelines/put_log",
        dag_id=dag_id,
        run_id=run_id,
        task_id=line.task_id,
        map_label=line.map_label,
        try_number=line.try_number,
        level=line.level,
        message=line.message,
    )


def forget_old_runs(connection: sa.Connection, dag_id: str) -> int:
    """Delete all but the newest runs of a DAG, and return the number of deleted runs."""
    return execute(connection, "pipelines/forget_old_runs", dag_id=dag_id, keep=MAX_RUNS)


def mark_cancelled(connection: sa.Connection, run: DagRun) -> None:
    """Mark a run as stopped by a user; insert it if the mirror does not have it."""
    if not execute(connection, "pipelines/mark_cancelled", dag_id=run.dag_id, run_id=run.run_id):
        put_run(connection, replace(run, state="cancelled"))


def end_run(connection: sa.Connection, run: DagRun) -> None:
    """Record the end of a run that is active in the mirror."""
    execute(
        connection,
        "pipelines/end_run",
        dag_id=run.dag_id,
        run_id=run.run_id,
        state=run.state,
        start_time=run.start,
        end_time=run.end,
    )


def dags(connection: sa.Connection, dag_ids: Sequence[str]) -> list[Dag]:
    """The DAGs in their last known state, in the order of ``dag_ids``."""
    rows = fetch_all(connection, "pipelines/dags", dag_ids=list(dag_ids))
    known = {row["dag_id"]: Dag(**{**row, "tags": tuple(row["tags"])}) for row in rows}
    return [known[dag_id] for dag_id in dag_ids if dag_id in known]


def list_runs(
    connection: sa.Connection,
    dag_id: str,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    state: str | None = None,
    text: str | None = None,
    limit: int,
    offset: int = 0,
) -> tuple[list[DagRun], int]:
    """Runs of the DAG, newest first, and their total number.

    Args:
        since, until: those due or triggered in ``[since, until)``.
        text: part of the run id, in either case.
    """
    wanted = {"dag_id": dag_id, "since": since, "until": until, "state": state, "text": text}
    rows = fetch_all(connection, "pipelines/runs", **wanted, limit=limit, offset=offset)
    return [_run(row) for row in rows], int(
        fetch_returned(connection, "pipelines/count_runs", **wanted)["total"]
    )


def find_run(connection: sa.Connection, dag_ids: Sequence[str], run_id: str) -> list[DagRun]:
    """The runs with this id, one a DAG at most."""
    return [
        _run(row) for row in fetch_all(connection, "pipelines/find_run", dag_ids=list(dag_ids), run_id=run_id)
    ]


class Known(NamedTuple):
    """Facts of a run that Airflow does not have, and whether it is active in the mirror."""

    cancelled: bool
    active: bool
    username: str | None


def known_runs(connection: sa.Connection, runs: Iterable[DagRun]) -> dict[tuple[str, str], Known]:
    """The facts of those runs that the mirror has, by DAG and run id."""
    run_ids = list({run.run_id for run in runs})
    return {
        (row["dag_id"], row["run_id"]): Known(row["cancelled"], row["active"], row["username"])
        for row in fetch_all(connection, "pipelines/known_runs", run_ids=run_ids)
    }


def nodes(connection: sa.Connection, run: DagRun) -> list[TaskNode]:
    """The graph of a run; empty if the mirror does not have it."""
    row = fetch_one(connection, "pipelines/run_graph", dag_id=run.dag_id, run_id=run.run_id)
    return [
        TaskNode(**{**node, "downstream": tuple(node["downstream"])})
        for node in (row["graph"] if row else ())
    ]


def tasks(connection: sa.Connection, run: DagRun) -> list[TaskInstance]:
    """The started task instances of a run; all of them once it has ended."""
    rows = fetch_all(connection, "pipelines/run_tasks", dag_id=run.dag_id, run_id=run.run_id)
    return [TaskInstance(**row) for row in rows]


def logs(
    connection: sa.Connection, run: DagRun, after: int, limit: int, wanted: LogFilter = EVERYTHING
) -> tuple[list[LogLine], int]:
    """Log lines of a run after the line with the id ``after``, and the id of the last of them."""
    rows = fetch_all(
        connection,
        "pipelines/run_logs",
        dag_id=run.dag_id,
        run_id=run.run_id,
        after=after,
        limit=limit,
        task_id=wanted.task_id,
        map_label=wanted.map_label,
        levels=wanted.levels(),
        known_levels=list(LOG_LEVELS),
    )
    lines = [
        LogLine(
            row["logged_at"],
            row["level"],
            row["message"],
            row["task_id"],
            row["map_label"],
            row["try_number"],
        )
        for row in rows
    ]
    return lines, rows[-1]["id"] if rows else after


def _run(row: Row) -> DagRun:
    return DagRun(**row)
