"""Airflow's REST API as the platform's tools use it: tokens, triggers, run states, task counts."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

import httpx
import urllib3
from airflow_client.client import (
    ApiClient,
    Configuration,
    DAGPatchBody,
    DagRunMutableStates,
    DAGRunPatchBody,
    TaskInstanceResponse,
    TriggerDAGRunPostBody,
    VariableBody,
)
from airflow_client.client.api.dag_api import DAGApi
from airflow_client.client.api.dag_run_api import DagRunApi
from airflow_client.client.api.monitor_api import MonitorApi
from airflow_client.client.api.task_instance_api import TaskInstanceApi
from airflow_client.client.api.variable_api import VariableApi
from airflow_client.client.exceptions import (
    ApiException,
    NotFoundException,
    ServiceException,
    UnauthorizedException,
)

from vn30.errors import WrongInput

_ENDED = frozenset({"success", "failed"})

_TIMEOUT = urllib3.Timeout(connect=3, read=20)

Answer = TypeVar("Answer")


class AirflowUnavailable(RuntimeError):
    """Airflow does not answer, or cannot: it is starting, stopped, or without its database."""


class SignInRefused(WrongInput):
    """Airflow does not accept the user name and password."""


class AirflowRefused(WrongInput):
    """Airflow refuses a request; the message is its reason, ``status`` that of its answer: 404, 409 or so."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


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
    """A client of one Airflow. It signs in on its first call, and again when its token has run out.

    Threads may share it. Every call raises :class:`AirflowUnavailable` while Airflow does not answer,
    :class:`SignInRefused` if it does not accept the password, and :class:`AirflowRefused` if it refuses the
    request itself.
    """

    def __init__(self, url: str, username: str, password: str) -> None:
        self._url, self._username, self._password = url.rstrip("/"), username, password
        self._client = ApiClient(Configuration(host=self._url))
        # By default it waits for ever.
        self._client.rest_client.pool_manager.connection_pool_kw["timeout"] = _TIMEOUT

    def is_healthy(self) -> bool:
        """Whether database, scheduler and DAG processor all report healthy."""
        health = self._ask(lambda client: MonitorApi(client).get_health())
        parts = (health.metadatabase, health.scheduler, health.dag_processor)
        return all(part is not None and part.status == "healthy" for part in parts)

    def dag_ids(self) -> set[str]:
        """The DAGs that Airflow has parsed."""
        return {dag.dag_id for dag in self._ask(lambda client: DAGApi(client).get_dags()).dags}

    def unpause(self, dag_id: str) -> None:
        """Let the DAG run by its schedule and by triggers."""
        self._ask(lambda client: DAGApi(client).patch_dag(dag_id, DAGPatchBody(is_paused=False)))

    def trigger(
        self,
        dag_id: str,
        conf: dict[str, Any] | None = None,
        run_id: str | None = None,
        note: str | None = None,
    ) -> str:
        """Start a run and return its id: ``run_id`` if it is given, whose second use is refused with 409."""
        body = TriggerDAGRunPostBody(conf=conf or {}, dag_run_id=run_id, note=note)
        run = self._ask(lambda client: DagRunApi(client).trigger_dag_run(dag_id, body))
        return str(run.dag_run_id)

    def stop_run(self, dag_id: str, run_id: str) -> None:
        """Mark a run failed, which ends its tasks; one that has ended stays as it is."""
        state = self._ask(lambda client: DagRunApi(client).get_dag_run(dag_id, run_id)).state.value
        if state in _ENDED:
            return
        body = DAGRunPatchBody(state=DagRunMutableStates.FAILED)
        self._ask(lambda client: DagRunApi(client).patch_dag_run(dag_id, run_id, body))

    def end_unfinished(self, dag_id: str) -> list[str]:
        """Mark the DAG's queued and running runs failed, which ends their tasks, and return their ids."""
        found = self._ask(
            lambda client: DagRunApi(client).get_dag_runs(dag_id, state=["queued", "running"])
        ).dag_runs
        unfinished = [str(run.dag_run_id) for run in found]
        for run_id in unfinished:
            self.stop_run(dag_id, run_id)
        return unfinished

    def run_state(self, dag_id: str, run_id: str) -> RunState:
        """The run's state now."""
        run = self._ask(lambda client: DagRunApi(client).get_dag_run(dag_id, run_id))
        instances = self._ask(
            lambda client: TaskInstanceApi(client).get_task_instances(dag_id, run_id, limit=1000)
        )
        tasks: dict[str, Counter[str]] = {}
        for instance in instances.task_instances:
            state = instance.state.value if instance.state else "none"
            tasks.setdefault(instance.task_id, Counter())[state] += 1
        return RunState(run.state.value, tasks, run.duration)

    def failures(self, dag_id: str, run_id: str) -> list[Failure]:
        """The run's failed task instances, each with the last error in its log."""
        found = self._ask(
            lambda client: TaskInstanceApi(client).get_task_instances(
                dag_id, run_id, state=["failed"], limit=1000
            )
        ).task_instances
        return [
            Failure(one.task_id, one.rendered_map_index, self._last_error(dag_id, run_id, one))
            for one in found
        ]

    def variable(self, key: str) -> str | None:
        """The text of an Airflow Variable; None if there is none of that name."""

        def read(client: ApiClient) -> str | None:
            try:
                return VariableApi(client).get_variable(key).value
            except NotFoundException:
                return None

        return self._ask(read)

    def set_variable(self, key: str, value: str) -> None:
        """Give an Airflow Variable this text, and keep its description; make it if it is not there."""
        body = VariableBody(key=key, value=value)

        def write(client: ApiClient) -> None:
            try:
                VariableApi(client).patch_variable(key, body, update_mask=["value"])
            except NotFoundException:
                VariableApi(client).post_variable(body)

        self._ask(write)

    def _last_error(self, dag_id: str, run_id: str, one: TaskInstanceResponse) -> str:
        # The typed answer leaves out the error's details.
        log = self._ask(
            lambda client: TaskInstanceApi(client).get_log_without_preload_content(
                dag_id, run_id, one.task_id, one.try_number, map_index=one.map_index
            )
        ).data
        return _last_error(log)

    def _ask(self, call: Callable[[ApiClient], Answer]) -> Answer:
        with _reachable():
            if self._client.configuration.access_token is None:
                self._sign_in()
            try:
                try:
                    return call(self._client)
                except UnauthorizedException:
                    # The token has run out, or Airflow has another secret since it was started anew.
                    self._sign_in()
                    return call(self._client)
            except ServiceException:
                raise
            except ApiException as error:
                raise AirflowRefused(error.status, _reason(error)) from error

    def _sign_in(self) -> None:
        answer = httpx.post(
            f"{self._url}/auth/token",
            json={"username": self._username, "password": self._password},
            timeout=_TIMEOUT.read_timeout,
        )
        if answer.status_code in (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN):
            raise SignInRefused(
                f"Airflow at {self._url} refuses the password of {self._username}. The platform's own is in "
                "secrets.json under VN30_HOME: put the one that you set in Airflow there, or set it "
                f'back with `make airflow ARGS="users reset-password -u {self._username}"`.'
            )
        answer.raise_for_status()
        self._client.configuration.access_token = answer.json()["access_token"]


def _reason(error: ApiException) -> str:
    """Airflow's own words, without the shape of its answer."""
    try:
        detail = json.loads(error.body or "")["detail"]
    except (ValueError, KeyError, TypeError):
        return str(error.reason)
    return detail if isinstance(detail, str) else json.dumps(detail)


def _last_error(log: bytes) -> str:
    errors = [
        detail["exc_value"]
        for event in json.loads(log)["content"]
        for detail in event.get("error_detail", ())
    ]
    return str(errors[-1]) if errors else "its log ends without an error"
