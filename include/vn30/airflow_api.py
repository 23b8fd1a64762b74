"""Airflow's REST API as the platform's tools use it: tokens, triggers, run states, task counts."""

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx
import urllib3
from airflow_client.client import (
    ApiClient,
    Configuration,
    DAGPatchBody,
    DagRunMutableStates,
    DAGRunPatchBody,
    TriggerDAGRunPostBody,
)
from airflow_client.client.api.dag_api import DAGApi
from airflow_client.client.api.dag_run_api import DagRunApi
from airflow_client.client.api.monitor_api import MonitorApi
from airflow_client.client.api.task_instance_api import TaskInstanceApi
from airflow_client.client.exceptions import ServiceException

from vn30.errors import WrongInput

_ENDED = frozenset({"success", "failed"})


class AirflowUnavailable(RuntimeError):
    """Airflow does not answer, or cannot: it is starting, stopped, or without its database."""


class SignInRefused(WrongInput):
    """Airflow does not accept the user name and password."""


@contextmanager
def _reachable() -> Iterator[None]:
    try:
        yield
    except (httpx.HTTPError, urllib3.exceptions.HTTPError, ServiceException) as error:
        raise AirflowUnavailable("Airflow does not answer") from error


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


class AirflowApi:
    """A signed-in client of one Airflow; it signs in at construction.

    Every call raises :class:`AirflowUnavailable` while Airflow does not answer.
    """

    def __init__(self, url: str, username: str, password: str) -> None:
        with _reachable():
            answer = httpx.post(
                f"{url}/auth/token", json={"username": username, "password": password}, timeout=30
            )
            if answer.status_code in (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN):
                raise SignInRefused(
                    f"Airflow at {url} refuses the password of {username}. The platform's own is in "
                    "secrets.json under VN30_HOME: put the one that you set in Airflow there, or set it "
                    f'back with `make airflow ARGS="users reset-password -u {username}"`.'
                )
            answer.raise_for_status()
        configuration = Configuration(host=url, access_token=answer.json()["access_token"])
        self._client = ApiClient(configuration)

    def is_healthy(self) -> bool:
        """Whether database, scheduler and DAG processor all report healthy."""
        with _reachable():
            health = MonitorApi(self._client).get_health()
        parts = (health.metadatabase, health.scheduler, health.dag_processor)
        return all(part is not None and part.status == "healthy" for part in parts)

    def dag_ids(self) -> set[str]:
        """The DAGs that Airflow has parsed."""
        with _reachable():
            return {dag.dag_id for dag in DAGApi(self._client).get_dags().dags}

    def unpause(self, dag_id: str) -> None:
        """Let the DAG run by its schedule and by triggers."""
        with _reachable():
            DAGApi(self._client).patch_dag(dag_id, DAGPatchBody(is_paused=False))

    def trigger(self, dag_id: str, conf: dict[str, Any] | None = None) -> str:
        """Start a run and return its id."""
        with _reachable():
            run = DagRunApi(self._client).trigger_dag_run(dag_id, TriggerDAGRunPostBody(conf=conf or {}))
        return str(run.dag_run_id)

    def end_unfinished(self, dag_id: str) -> list[str]:
        """Mark the DAG's queued and running runs failed, which ends their tasks, and return their ids."""
        api = DagRunApi(self._client)
        with _reachable():
            unfinished = [
                str(run.dag_run_id) for run in api.get_dag_runs(dag_id, state=["queued", "running"]).dag_runs
            ]
            for run_id in unfinished:
                api.patch_dag_run(dag_id, run_id, DAGRunPatchBody(state=DagRunMutableStates.FAILED))
        return unfinished

    def run_state(self, dag_id: str, run_id: str) -> RunState:
        """The run's state now."""
        with _reachable():
            run = DagRunApi(self._client).get_dag_run(dag_id, run_id)
            instances = TaskInstanceApi(self._client).get_task_instances(dag_id, run_id, limit=1000)
        tasks: dict[str, Counter[str]] = {}
        for instance in instances.task_instances:
            state = instance.state.value if instance.state else "none"
            tasks.setdefault(instance.task_id, Counter())[state] += 1
        return RunState(run.state.value, tasks, run.duration)

    def failures(self, dag_id: str, run_id: str) -> list[Failure]:
        """The run's failed task instances, each with the last error in its log."""
        api = TaskInstanceApi(self._client)
        with _reachable():
            found = api.get_task_instances(dag_id, run_id, state=["failed"], limit=1000).task_instances
            return [
                Failure(
                    one.task_id,
                    one.rendered_map_index,
                    # The typed answer leaves out the error's details.
                    _last_error(
                        api.get_log_without_preload_content(
                            dag_id, run_id, one.task_id, one.try_number, map_index=one.map_index
                        ).data
                    ),
                )
                for one in found
            ]


def _last_error(log: bytes) -> str:
    errors = [
        detail["exc_value"]
        for event in json.loads(log)["content"]
        for detail in event.get("error_detail", ())
    ]
    return str(errors[-1]) if errors else "its log ends without an error"
