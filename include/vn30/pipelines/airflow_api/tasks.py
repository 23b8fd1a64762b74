"""The task instances of a run in Airflow, and their logs."""

import json
from datetime import datetime
from functools import partial
from typing import Any

from airflow_client.client import ApiClient, TaskInstanceCollectionResponse, TaskInstanceResponse
from airflow_client.client.api.task_instance_api import TaskInstanceApi
from airflow_client.client.exceptions import ApiException

from vn30.pipelines.airflow_api.connection import AirflowRefused, Connection, run_concurrently
from vn30.pipelines.models import LogLine, TaskInstance, map_label_of, task_state

PAGE = 100
"""Airflow returns no more at once."""

_BAD_REQUEST, _NOT_FOUND = 400, 404


def all_instances(
    airflow: Connection, dag_id: str, run_id: str, state: list[str] | None = None
) -> list[TaskInstanceResponse]:
    """All task instances of a run, over all pages."""

    def page(offset: int) -> TaskInstanceCollectionResponse:
        return airflow.ask(
            lambda client: TaskInstanceApi(client).get_task_instances(
                dag_id, run_id, limit=PAGE, offset=offset, state=state
            )
        )

    first = page(0)
    others = run_concurrently(
        [partial(page, offset) for offset in range(PAGE, first.total_entries or 0, PAGE)]
    )
    return [instance for answer in (first, *others) for instance in answer.task_instances]


def task_instances(airflow: Connection, dag_id: str, run_id: str) -> list[TaskInstance]:
    """All task instances of a run, each in its newest try."""
    return [
        TaskInstance(
            task_id=instance.task_id,
            label=instance.task_display_name,
            map_index=instance.map_index,
            map_label=map_label_of(instance.rendered_map_index, instance.map_index),
            state=task_state(instance.state.value if instance.state else None),
            try_number=instance.try_number,
            start=instance.start_date,
            end=instance.end_date,
        )
        for instance in all_instances(airflow, dag_id, run_id)
    ]


def task_log(
    airflow: Connection, dag_id: str, run_id: str, task: TaskInstance, try_number: int
) -> list[LogLine]:
    """The log of one try of a task instance, in the order of time; empty if it no longer exists."""
    try:
        return read_log(
            raw_log(airflow, dag_id, run_id, task.task_id, task.map_index, try_number), task, try_number
        )
    except AirflowRefused as error:
        if error.status == _NOT_FOUND:
            return []
        raise


def raw_log(
    airflow: Connection, dag_id: str, run_id: str, task_id: str, map_index: int, try_number: int
) -> bytes:
    """The log of one try of a task instance as JSON. The typed answer omits the details of errors."""

    def fetch(client: ApiClient) -> bytes:
        answer = TaskInstanceApi(client).get_log_without_preload_content(
            dag_id, run_id, task_id, try_number, map_index=map_index
        )
        text: bytes = answer.data
        if answer.status >= _BAD_REQUEST:
            # This call does not check the status itself.
            raise ApiException.from_response(http_resp=answer, body=text.decode(errors="replace"), data=None)
        return text

    return airflow.ask(fetch)


def read_log(log: bytes, task: TaskInstance, try_number: int) -> list[LogLine]:
    """The lines of a log of Airflow's REST API, without the list of its files at the beginning."""
    events = json.loads(log)["content"]
    head = next((place for place, event in enumerate(events) if event["event"] == "::endgroup::"), -1)
    has_head = bool(events) and events[0]["event"].startswith("::group::Log message source")
    return [
        LogLine(
            timestamp=datetime.fromisoformat(event["timestamp"]) if event.get("timestamp") else None,
            level=str(event.get("level") or "info").lower(),
            message=_message(event),
            task_id=task.task_id,
            map_label=task.map_label,
            try_number=try_number,
        )
        for event in events[head + 1 if has_head else 0 :]
    ]


def _message(event: dict[str, Any]) -> str:
    causes = (f"{error['exc_type']}: {error['exc_value']}" for error in event.get("error_detail") or ())
    return "\n".join((str(event["event"]), *causes))
