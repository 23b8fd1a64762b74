"""DAGs in Airflow, their tasks, and the Variables with their settings."""

from datetime import timedelta
from typing import Any

from airflow_client.client import DAGDetailsResponse, VariableBody
from airflow_client.client.api.dag_api import DAGApi
from airflow_client.client.api.dag_parsing_api import DAGParsingApi
from airflow_client.client.api.task_api import TaskApi
from airflow_client.client.api.variable_api import VariableApi
from pydantic import TypeAdapter

from vn30.pipelines.airflow_api.connection import AirflowRefused, Connection
from vn30.pipelines.models import Dag, TaskNode, read_schedule

_NOT_FOUND, _CONFLICT = 404, 409
_DURATION = TypeAdapter(timedelta)


def read_dag(airflow: Connection, dag_id: str) -> Dag:
    """The current state of a DAG."""
    return _dag(_details(airflow, dag_id))


def dag_with_params(airflow: Connection, dag_id: str) -> tuple[Dag, frozenset[str]]:
    """The current state of a DAG, and the names of its parameters."""
    details = _details(airflow, dag_id)
    return _dag(details), frozenset(details.params or {})


def dag_nodes(airflow: Connection, dag_id: str) -> list[TaskNode]:
    """The tasks of the newest version of a DAG, with their successors."""
    tasks = airflow.ask(lambda client: TaskApi(client).get_tasks(dag_id)).tasks
    return [
        TaskNode(
            task_id=str(task.task_id),
            label=task.task_display_name or str(task.task_id),
            is_mapped=bool(task.is_mapped),
            downstream=tuple(sorted(task.downstream_task_ids or ())),
        )
        for task in tasks
    ]


def request_parse(airflow: Connection, dag_id: str) -> None:
    """Request a parse of the DAG's file with priority."""
    token = _details(airflow, dag_id).file_token
    try:
        airflow.ask(lambda client: DAGParsingApi(client).reparse_dag_file(token))
    except AirflowRefused as error:
        # A parse is requested already.
        if error.status != _CONFLICT:
            raise


def read_variable(airflow: Connection, name: str) -> str | None:
    """The text of a Variable in Airflow's database; None if there is none."""
    try:
        return airflow.ask(lambda client: VariableApi(client).get_variable(name)).value
    except AirflowRefused as error:
        if error.status == _NOT_FOUND:
            return None
        raise


def write_variable(
    airflow: Connection, name: str, text: str, description: str | None = None, user: str | None = None
) -> None:
    """Set the text of a Variable; create the Variable with the description if necessary.

    Args:
        user: who makes the change, for Airflow's audit log.
    """
    # Of a change of a Variable the audit log has the body alone. The mask keeps the description as it is.
    change = VariableBody(key=name, value=text, description=user and f"Changed by {user}")
    try:
        airflow.ask(lambda client: VariableApi(client).patch_variable(name, change, update_mask=["value"]))
    except AirflowRefused as error:
        if error.status != _NOT_FOUND:
            raise
        body = VariableBody(key=name, value=text, description=description)
        airflow.ask(lambda client: VariableApi(client).post_variable(body))


def _details(airflow: Connection, dag_id: str) -> DAGDetailsResponse:
    return airflow.ask(lambda client: DAGApi(client).get_dag_details(dag_id))


def _dag(details: DAGDetailsResponse) -> Dag:
    defaults: dict[str, Any] = details.default_args or {}
    cron, zone = read_schedule(details.timetable_description or "")
    delay = _DURATION.validate_python(defaults.get("retry_delay", 0))
    return Dag(
        dag_id=details.dag_id,
        name=details.dag_display_name,
        description=details.description,
        paused=details.is_paused,
        trigger="prices" if details.asset_expression else "cron",
        cron=cron,
        timezone=zone,
        schedule_label=details.timetable_summary,
        catchup=details.catchup,
        max_active_runs=details.max_active_runs or 0,
        retries=defaults.get("retries", 0),
        retry_delay_minutes=delay.total_seconds() / 60,
        owner=defaults.get("owner"),
        tags=tuple(sorted(tag.name for tag in details.tags)),
        next_run_at=details.next_dagrun_run_after,
    )
