"""A listener that mirrors the states of runs and tasks in the platform's database."""

import logging
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from airflow.listeners import hookimpl
from airflow.models.dagrun import DagRun
from airflow.models.taskinstance import TaskInstance
from sqlalchemy.orm import object_session

from vn30.database.warehouse import execute, transaction, unpooled_transaction
from vn30.names import ALL_DAGS
from vn30.pipelines import mirror, models
from vn30.pipelines.models import (
    LogLine,
    RunState,
    TaskNode,
    TaskState,
    map_label_of,
    set_by_user,
    task_state,
    trigger_label,
)

log = logging.getLogger(__name__)

PAUSE_SECONDS = 30.0
"""After a failed write a process writes nothing for this long, so that the scheduler does not wait again."""

_MAX_MESSAGE_LENGTH = 2000


class PipelineMirror:
    """An Airflow listener. The scheduler reports runs, the process of a task reports the task, and the API
    server reports both when a user has set their states. No error here stops a run or a task.
    """

    def __init__(self) -> None:
        self._paused_until = 0.0

    @hookimpl
    def on_dag_run_running(self, dag_run: DagRun, msg: str) -> None:
        self._mirror(dag_run, lambda connection: _put_run(connection, dag_run, "running"))

    @hookimpl
    def on_dag_run_success(self, dag_run: DagRun, msg: str) -> None:
        self._mirror(dag_run, lambda connection: _end(connection, dag_run, "success"))

    @hookimpl
    def on_dag_run_failed(self, dag_run: DagRun, msg: str) -> None:
        state: RunState = "cancelled" if set_by_user(msg) else "failed"
        self._mirror(dag_run, lambda connection: _end(connection, dag_run, state))

    @hookimpl
    def on_task_instance_running(self, previous_state: Any, task_instance: Any) -> None:
        self._mirror(task_instance, lambda connection: _put_task(connection, task_instance, "running"))

    @hookimpl
    def on_task_instance_success(self, previous_state: Any, task_instance: Any) -> None:
        self._mirror(task_instance, lambda connection: _end_task(connection, task_instance, "success", None))

    @hookimpl
    def on_task_instance_skipped(self, previous_state: Any, task_instance: Any) -> None:
        self._mirror(task_instance, lambda connection: _end_task(connection, task_instance, "skipped", None))

    @hookimpl
    def on_task_instance_failed(self, previous_state: Any, task_instance: Any, error: Any) -> None:
        state: TaskState = "up_for_retry" if task_instance.state == "up_for_retry" else "failed"
        self._mirror(task_instance, lambda connection: _end_task(connection, task_instance, state, error))

    def _mirror(self, subject: Any, write: Callable[[sa.Connection], None]) -> None:
        if subject.dag_id not in ALL_DAGS or time.monotonic() < self._paused_until:
            return
        try:
            with _transaction_for(subject) as connection:
                execute(connection, "airflow/set_lock_timeout")
                write(connection)
        except Exception as error:
            self._paused_until = time.monotonic() + PAUSE_SECONDS
            log.warning(
                "The mirror could not be updated for the run %s of %s: %s",
                subject.run_id,
                subject.dag_id,
                error,
            )


def _transaction_for(subject: Any) -> AbstractContextManager[sa.Connection]:
    """In the process of a task that of the task itself: to open a connection takes longer than the write."""
    is_row = isinstance(subject, DagRun | TaskInstance)
    return unpooled_transaction() if is_row else transaction()


def _run(run: DagRun, state: RunState) -> models.DagRun:
    return models.DagRun(
        dag_id=run.dag_id,
        run_id=run.run_id,
        state=state,
        run_type=str(run.run_type),
        triggered_by=trigger_label(str(run.run_type), run.triggering_user_name),
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


def _put_run(connection: sa.Connection, run: DagRun, state: RunState) -> None:
    mirror.put_run(connection, _run(run, state), _graph(run))


def _end(connection: sa.Connection, run: DagRun, state: RunState) -> None:
    _put_run(connection, run, state)
    if session := object_session(run):
        ended = [_task(ti, task_state(ti.state)) for ti in run.get_task_instances(session=session)]
        mirror.put_tasks(connection, run.dag_id, run.run_id, ended, final=True)
    mirror.forget_old_runs(connection, run.dag_id)


def _task(ti: Any, state: TaskState) -> models.TaskInstance:
    """The state of a task instance: the row in Airflow's database, or the object in the task's process."""
    task = getattr(ti, "task", None)
    ended = state not in ("running", "queued", "pending")
    return models.TaskInstance(
        task_id=ti.task_id,
        label=task.task_display_name if task else ti.task_id,
        map_index=-1 if ti.map_index is None else ti.map_index,
        map_label=map_label_of(ti.rendered_map_index, ti.map_index),
        state=state,
        try_number=ti.try_number,
        start=ti.start_date,
        end=ti.end_date if ended else None,
    )


def _put_task(connection: sa.Connection, ti: Any, state: TaskState) -> None:
    mirror.put_tasks(connection, ti.dag_id, ti.run_id, [_task(ti, state)], final=False)


def _end_task(connection: sa.Connection, ti: Any, state: TaskState, error: Any) -> None:
    now = datetime.now(UTC)
    seconds = ((ti.end_date or now) - ti.start_date).total_seconds() if ti.start_date else 0.0
    cause = f": {error if isinstance(error, str) else repr(error)}" if error else ""
    line = LogLine(
        timestamp=now,
        level="error" if state == "failed" else "warning" if state == "up_for_retry" else "info",
        message=f"{state} after {seconds:.1f} s{cause}"[:_MAX_MESSAGE_LENGTH].replace("\x00", ""),
        task_id=ti.task_id,
        map_label=map_label_of(ti.rendered_map_index, ti.map_index),
        try_number=ti.try_number,
    )
    # The log line first: it locks the run before its tasks, in the same order as the end of a run.
    mirror.put_log(connection, ti.dag_id, ti.run_id, line)
    _put_task(connection, ti, state)
