"""Airflow's REST API as the platform's tools use it: tokens, triggers, run states, task counts."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

import httpx
from airflow_client.client import ApiClient, Configuration, DAGPatchBody, TriggerDAGRunPostBody
from airflow_client.client.api.dag_api import DAGApi
from airflow_client.client.api.dag_run_api import DagRunApi
from airflow_client.client.api.monitor_api import MonitorApi
from airflow_client.client.api.task_instance_api import TaskInstanceApi

_ENDED = frozenset({"success", "failed"})


@dataclass(frozen=True)
class RunState:
    """A DAG run's state and how many instances of each task are in which state."""

    state: str
    tasks: dict[str, Counter[str]]

    @property
    def ended(self) -> bool:
        return self.state in _ENDED

    def done(self, task_id: str) -> int:
        """Instances of the task that succeeded or failed."""
        counts = self.tasks.get(task_id, Counter())
        return counts["success"] + counts["failed"] + counts["upstream_failed"]

    def total(self, task_id: str) -> int:
        """Instances of the task that exist."""
        return self.tasks.get(task_id, Counter()).total()


class AirflowApi:
    """A signed-in client of one Airflow; it signs in at construction."""

    def __init__(self, url: str, username: str, password: str) -> None:
        answer = httpx.post(
            f"{url}/auth/token", json={"username": username, "password": password}, timeout=30
        )
        answer.raise_for_status()
        configuration = Configuration(host=url, access_token=answer.json()["access_token"])
        self._client = ApiClient(configuration)

    def is_healthy(self) -> bool:
        """Whether database, scheduler and DAG processor all report healthy."""
        health = MonitorApi(self._client).get_health()
        parts = (health.metadatabase, health.scheduler, health.dag_processor)
        return all(part is not None and part.status == "healthy" for part in parts)

    def dag_ids(self) -> set[str]:
        """The DAGs that Airflow has parsed."""
        return {dag.dag_id for dag in DAGApi(self._client).get_dags().dags}

    def unpause(self, dag_id: str) -> None:
        """Let the DAG run by its schedule and by triggers."""
        DAGApi(self._client).patch_dag(dag_id, DAGPatchBody(is_paused=False))

    def trigger(self, dag_id: str, conf: dict[str, Any] | None = None) -> str:
        """Start a run and return its id."""
        run = DagRunApi(self._client).trigger_dag_run(dag_id, TriggerDAGRunPostBody(conf=conf or {}))
        return str(run.dag_run_id)

    def run_state(self, dag_id: str, run_id: str) -> RunState:
        """The run's state now."""
        run = DagRunApi(self._client).get_dag_run(dag_id, run_id)
        instances = TaskInstanceApi(self._client).get_task_instances(dag_id, run_id, limit=1000)
        tasks: dict[str, Counter[str]] = {}
        for instance in instances.task_instances:
            state = instance.state.value if instance.state else "none"
            tasks.setdefault(instance.task_id, Counter())[state] += 1
        return RunState(run.state.value, tasks)
