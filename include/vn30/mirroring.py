"""Copies the states of runs and tasks from Airflow to the mirror: a listener, in each process that tells."""

import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from airflow.listeners import hookimpl
from airflow.models.dagrun import DagRun
from sqlalchemy.orm import object_session

from vn30 import mirror
from vn30.pipeline_facts import (
    LogLine,
    RunFacts,
    RunWord,
    TaskFacts,
    TaskNode,
    TaskWord,
    map_label_of,
    task_word,
    who_triggered,
)
from vn30.pipelines import CRAWLER_DAG, MAINTENANCE_DAG, TRAINING_DAG
from vn30.warehouse import execute, unpooled_transaction

log = logging.getLogger(__name__)

REST_SECONDS = 30.0
"""After a failure a process writes nothing for so long: the scheduler must not wait again and again."""

_BY_A_USER = "manually"
"""Airflow says in its message when a user has set the state."""

_LONGEST_MESSAGE = 2000

_MIRRORED = (CRAWLER_DAG, TRAINING_DAG, MAINTENANCE_DAG)
"""The last for its alerts: they say which task failed, and why."""


class PipelineMirror:
    """An Airflow listener. The scheduler tells of runs, a task's own process of the task, and the API server
    of both when a user has set their states. Whatever goes wrong here, runs and tasks go on.
    """

    def __init__(self) -> None:
        self._resting_until = 0.0

    @hookimpl
    def on_dag_run_running(self, dag_run: DagRun, msg: str) -> None:
        self._keep(dag_run, lambda connection: _put_run(connection, dag_run, "running"))

    @hookimpl
    def on_dag_run_success(self, dag_run: DagRun, msg: str) -> None:
        self._keep(dag_run, lambda connection: _end(connection, dag_run, "success"))

    @hookimpl
    def on_dag_run_failed(self, dag_run: DagRun, msg: str) -> None:
        state: RunWord = "cancelled" if _BY_A_USER in msg else "failed"
        self._keep(dag_run, lambda connection: _end(connection, dag_run, state))

    @hookimpl
    def on_task_instance_running(self, previous_state: Any, task_instance: Any) -> None:
        self._keep(task_instance, lambda connection: _put_task(connection, task_instance, "running"))

    @hookimpl
    def on_task_instance_success(self, previous_state: Any, task_instance: Any) -> None:
        self._keep(task_instance, lambda connection: _end_task(connection, task_instance, "success", None))

    @hookimpl
    def on_task_instance_skipped(self, previous_state: Any, task_instance: Any) -> None:
        self._keep(task_instance, lambda connection: _end_task(connection, task_instance, "skipped", None))

    @hookimpl
    def on_task_instance_failed(self, previous_state: Any, task_instance: Any, error: Any) -> None:
        state: TaskWord = "up_for_retry" if task_instance.state == "up_for_retry" else "failed"
        self._keep(task_instance, lambda connection: _end_task(connection, task_instance, state, error))

    def _keep(self, subject: Any, write: Callable[[sa.Connection], None]) -> None:
        if subject.dag_id not in _MIRRORED or time.monotonic() < self._resting_until:
            return
        try:
            with unpooled_transaction() as connection:
                execute(connection, "training/wait_briefly")
                write(connection)
        except Exception as error:
            self._resting_until = time.monotonic() + REST_SECONDS
            log.warning("The mirror does not show %s of %s: %s", subject.run_id, subject.dag_id, error)


def _run(run: DagRun, state: RunWord) -> RunFacts:
    return RunFacts(
        dag_id=run.dag_id,
        run_id=run.run_id,
        state=state,
        run_type=str(run.run_type),
        triggered_by=who_triggered(str(run.run_type), run.triggering_user_name),
        run_after=run.run_after,
        start=run.start_date,
        end=None if state == "running" else run.end_date or datetime.now(UTC),
        conf=run.conf or {},
    )


def _graph(run: DagRun) -> list[TaskNode]:
    if run.dag is None:
        return []
    return [
        TaskNode(
            task_id=task.task_id,
            label=task.task_display_name,
            is_mapped=task.is_mapped,
            downstream=tuple(sorted(task.downstream_task_ids)),
        )
        for task in run.dag.tasks
    ]


def _put_run(connection: sa.Connection, run: DagRun, state: RunWord) -> None:
    mirror.put_run(connection, _run(run, state), _graph(run))


def _end(connection: sa.Connection, run: DagRun, state: RunWord) -> None:
    _put_run(connection, run, state)
    if session := object_session(run):
        ended = [_task(one, task_word(one.state)) for one in run.get_task_instances(session=session)]
        mirror.put_tasks(connection, run.dag_id, run.run_id, ended, final=True)
    mirror.forget_old_runs(connection, run.dag_id)


def _task(one: Any, state: TaskWord) -> TaskFacts:
    """Of a task instance as Airflow's database has it, or as its own process does."""
    task = getattr(one, "task", None)
    ended = state not in ("running", "queued", "pending")
    return TaskFacts(
        task_id=one.task_id,
        label=task.task_display_name if task else one.task_id,
        map_index=-1 if one.map_index is None else one.map_index,
        map_label=map_label_of(one.rendered_map_index, one.map_index),
        state=state,
        try_number=one.try_number,
        start=one.start_date,
        end=one.end_date if ended else None,
    )


def _put_task(connection: sa.Connection, one: Any, state: TaskWord) -> None:
    mirror.put_tasks(connection, one.dag_id, one.run_id, [_task(one, state)], final=False)


def _end_task(connection: sa.Connection, one: Any, state: TaskWord, error: Any) -> None:
    now = datetime.now(UTC)
    seconds = ((one.end_date or now) - one.start_date).total_seconds() if one.start_date else 0.0
    cause = f": {error if isinstance(error, str) else repr(error)}" if error else ""
    line = LogLine(
        timestamp=now,
        level="error" if state == "failed" else "warning" if state == "up_for_retry" else "info",
        message=f"{state} after {seconds:.1f} s{cause}"[:_LONGEST_MESSAGE].replace("\x00", ""),
        task_id=one.task_id,
        map_label=map_label_of(one.rendered_map_index, one.map_index),
        try_number=one.try_number,
    )
    # The line first: it holds the run, as the end of the run does before it writes the tasks.
    mirror.put_log(connection, one.dag_id, one.run_id, line)
    _put_task(connection, one, state)
