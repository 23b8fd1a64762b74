"""What the tools around the platform ask of Airflow: triggers, run states, task counts, failures."""

import json
from collections import Counter
from dataclasses import dataclass
from typing import Any

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

from vn30.airflow_api.connection import Connection
from vn30.airflow_api.tasks import all_instances, raw_log

_ENDED = frozenset({"success", "failed"})


@dataclass(frozen=True)
class RunState:
    """A DAG run's state, its seconds once it has ended, and its task instances counted by state."""

    state: str
    tasks: dict[str, Counter[str]]
    seconds: float | None

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
    """A failed task instance: its task, the ticker where it is a mapped one, and the error's own words."""

    task_id: str
    ticker: str | None
    message: str


class AirflowApi(Connection):
    """What the platform's tools ask of Airflow, and tell it to do."""

    def health(self, seconds: float | None = None) -> dict[str, str]:
        """The state of database, scheduler and DAG processor; waits for ``seconds``, or like other calls."""
        health = self.ask(lambda client: MonitorApi(client).get_health(_request_timeout=seconds))
        parts = {
            "database": health.metadatabase,
            "scheduler": health.scheduler,
            "DAG processor": health.dag_processor,
        }
        return {name: (part and part.status) or "unknown" for name, part in parts.items()}

    def is_healthy(self) -> bool:
        """Whether database, scheduler and DAG processor all report healthy."""
        return set(self.health().values()) == {"healthy"}

    def dag_ids(self) -> set[str]:
        """The DAGs that Airflow has parsed."""
        return {dag.dag_id for dag in self.ask(lambda client: DAGApi(client).get_dags()).dags}

    def unpause(self, dag_id: str) -> None:
        """Let the DAG run by its schedule and by triggers."""
        self.pause(dag_id, False)

    def pause(self, dag_id: str, paused: bool) -> None:
        """Let the DAG run, or not. While it is paused, tasks that run go on, and no other task begins."""
        self.ask(lambda client: DAGApi(client).patch_dag(dag_id, DAGPatchBody(is_paused=paused)))

    def trigger(
        self,
        dag_id: str,
        conf: dict[str, Any] | None = None,
        run_id: str | None = None,
        note: str | None = None,
    ) -> str:
        """Start a run and return its id: ``run_id`` if it is given, whose second use is refused with 409."""
        body = TriggerDAGRunPostBody(conf=conf or {}, dag_run_id=run_id, note=note)
        run = self.ask(lambda client: DagRunApi(client).trigger_dag_run(dag_id, body))
        return str(run.dag_run_id)

    def stop_run(self, dag_id: str, run_id: str) -> bool:
        """Mark a run failed, which ends its tasks; False: it has ended before, and stays as it is."""
        state = self.ask(lambda client: DagRunApi(client).get_dag_run(dag_id, run_id)).state.value
        if state in _ENDED:
            return False
        body = DAGRunPatchBody(state=DagRunMutableStates.FAILED)
        self.ask(lambda client: DagRunApi(client).patch_dag_run(dag_id, run_id, body))
        return True

    def end_unfinished(self, dag_id: str) -> list[str]:
        """Mark the DAG's queued and running runs failed, which ends their tasks, and return their ids."""
        found = self.ask(
            lambda client: DagRunApi(client).get_dag_runs(dag_id, state=["queued", "running"])
        ).dag_runs
        unfinished = [str(run.dag_run_id) for run in found]
        return [run_id for run_id in unfinished if self.stop_run(dag_id, run_id)]

    def run_state(self, dag_id: str, run_id: str) -> RunState:
        """The run's state now."""
        run = self.ask(lambda client: DagRunApi(client).get_dag_run(dag_id, run_id))
        tasks: dict[str, Counter[str]] = {}
        for instance in all_instances(self, dag_id, run_id):
            state = instance.state.value if instance.state else "none"
            tasks.setdefault(instance.task_id, Counter())[state] += 1
        return RunState(run.state.value, tasks, run.duration)

    def failures(self, dag_id: str, run_id: str) -> list[Failure]:
        """The run's failed task instances, each with the last error in its log."""
        return [
            Failure(one.task_id, one.rendered_map_index, self._last_error(dag_id, run_id, one))
            for one in all_instances(self, dag_id, run_id, state=["failed"])
        ]

    def _last_error(self, dag_id: str, run_id: str, one: TaskInstanceResponse) -> str:
        return _last_error(raw_log(self, dag_id, run_id, one.task_id, one.map_index, one.try_number))


def _last_error(log: bytes) -> str:
    errors = [
        detail["exc_value"]
        for event in json.loads(log)["content"]
        for detail in event.get("error_detail", ())
    ]
    return str(errors[-1]) if errors else "its log ends without an error"
