"""The client for triggers, states of runs, and failures."""

import json
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from airflow_client.client import (
    DAGPatchBody,
    DagRunMutableStates,
    DAGRunPatchBody,
    TaskInstanceResponse,
    TriggerDAGRunPostBody,
)
from airflow_client.client.api.dag_api import DAGApi
from airflow_client.client.api.dag_run_api import DagRunApi
from airflow_client.client.api.monitor_api import MonitorApi

from vn30.pipelines.airflow_api.connection import Connection
from vn30.pipelines.airflow_api.tasks import all_instances, raw_log

_ENDED = frozenset({"success", "failed"})


class Span(NamedTuple):
    """When a task instance started, and when it ended; None while it runs."""

    start: datetime
    end: datetime | None


@dataclass(frozen=True)
class RunProgress:
    """A DAG run's state, its seconds once it has ended, and its task instances.

    Attributes:
        tasks: a task's instances counted by state.
        instances: a task's instances that run or have ended, in their newest try.
    """

    state: str
    tasks: dict[str, Counter[str]]
    seconds: float | None
    instances: dict[str, list[Span]]

    @property
    def ended(self) -> bool:
        return self.state in _ENDED

    def done(self, task_id: str) -> int:
        """Instances of the task that succeeded or failed."""
        counts = self.tasks.get(task_id, Counter())
        return counts["success"] + counts["failed"]

    def total(self, task_id: str) -> int:
        """Instances of the task that exist."""
        return self.tasks.get(task_id, Counter()).total()


@dataclass(frozen=True)
class Failure:
    """A failed task instance: its task, its ticker if it is mapped, and the message of the error."""

    task_id: str
    ticker: str | None
    message: str


class AirflowApi(Connection):
    """The client of one Airflow. ``user`` is who makes a change, for Airflow's audit log."""

    def health(self, seconds: float | None = None) -> dict[str, str]:
        """The states of database, scheduler, DAG processor and triggerer.

        An Airflow that has never had a triggerer has no state of it.

        Args:
            seconds: for the answer; None: as for other requests.
        """
        health = self.ask(lambda client: MonitorApi(client).get_health(_request_timeout=seconds))
        parts = {
            "database": health.metadatabase,
            "scheduler": health.scheduler,
            "DAG processor": health.dag_processor,
        }
        states = {name: (part and part.status) or "unknown" for name, part in parts.items()}
        return states | ({"triggerer": health.triggerer.status} if health.triggerer.status else {})

    def is_healthy(self) -> bool:
        """Whether all that tasks need report healthy: database, scheduler and DAG processor."""
        return {state for part, state in self.health().items() if part != "triggerer"} == {"healthy"}

    def dag_ids(self) -> set[str]:
        """The ids of the parsed DAGs."""
        return {dag.dag_id for dag in self.ask(lambda client: DAGApi(client).get_dags()).dags}

    def unpause(self, dag_id: str) -> None:
        """Resume the DAG."""
        self.pause(dag_id, False)

    def pause(self, dag_id: str, paused: bool, user: str | None = None) -> None:
        """Pause or resume the DAG. While it is paused, running tasks continue and no further task starts."""
        self.ask(lambda client: DAGApi(client).patch_dag(dag_id, DAGPatchBody(is_paused=paused)), user)

    def trigger(
        self,
        dag_id: str,
        conf: dict[str, Any] | None = None,
        run_id: str | None = None,
        note: str | None = None,
        user: str | None = None,
    ) -> str:
        """Start a run and return its id, which is ``run_id`` if given; a used id is refused with 409."""
        body = TriggerDAGRunPostBody(conf=conf or {}, dag_run_id=run_id, note=note)
        run = self.ask(lambda client: DagRunApi(client).trigger_dag_run(dag_id, body), user)
        return str(run.dag_run_id)

    def stop_run(self, dag_id: str, run_id: str, user: str | None = None) -> bool:
        """Mark a run failed, which ends its tasks; False if it had ended already."""
        state = self.ask(lambda client: DagRunApi(client).get_dag_run(dag_id, run_id)).state.value
        if state in _ENDED:
            return False
        body = DAGRunPatchBody(state=DagRunMutableStates.FAILED)
        self.ask(lambda client: DagRunApi(client).patch_dag_run(dag_id, run_id, body), user)
        return True

    def end_unfinished(self, dag_id: str) -> list[str]:
        """Mark the DAG's queued and running runs failed, which ends their tasks, and return their ids."""
        active = self.ask(
            lambda client: DagRunApi(client).get_dag_runs(dag_id, state=["queued", "running"])
        ).dag_runs
        unfinished = [str(run.dag_run_id) for run in active]
        return [run_id for run_id in unfinished if self.stop_run(dag_id, run_id)]

    def run_progress(self, dag_id: str, run_id: str) -> RunProgress:
        """The current progress of a run."""
        run = self.ask(lambda client: DagRunApi(client).get_dag_run(dag_id, run_id))
        tasks: dict[str, Counter[str]] = {}
        instances: dict[str, list[Span]] = {}
        for instance in all_instances(self, dag_id, run_id):
            state = instance.state.value if instance.state else "none"
            tasks.setdefault(instance.task_id, Counter())[state] += 1
            # An instance that waits for its next try has the times of the one before.
            if instance.start_date and state in (*_ENDED, "running"):
                end = instance.end_date if state in _ENDED else None
                instances.setdefault(instance.task_id, []).append(Span(instance.start_date, end))
        return RunProgress(run.state.value, tasks, run.duration, instances)

    def failures(self, dag_id: str, run_id: str) -> list[Failure]:
        """The failed task instances of a run, each with the last error in its log."""
        return [
            Failure(task.task_id, task.rendered_map_index, self._last_error(dag_id, run_id, task))
            for task in all_instances(self, dag_id, run_id, state=["failed"])
        ]

    def _last_error(self, dag_id: str, run_id: str, task: TaskInstanceResponse) -> str:
        return _last_error(raw_log(self, dag_id, run_id, task.task_id, task.map_index, task.try_number))


def _last_error(log: bytes) -> str:
    errors = [
        detail["exc_value"]
        for event in json.loads(log)["content"]
        for detail in event.get("error_detail", ())
    ]
    return str(errors[-1]) if errors else "its log ends without an error"
