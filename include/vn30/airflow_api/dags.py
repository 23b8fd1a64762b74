"""DAGs in Airflow: what they are like, their tasks, and the Variables with their settings."""

from datetime import timedelta
from typing import Any

from airflow_client.client import DAGDetailsResponse, VariableBody
from airflow_client.client.api.dag_api import DAGApi
from airflow_client.client.api.dag_parsing_api import DAGParsingApi
from airflow_client.client.api.task_api import TaskApi
from airflow_client.client.api.variable_api import VariableApi
from pydantic import TypeAdapter

from vn30.airflow_api.connection import AirflowRefused, Connection
from vn30.pipeline_facts import DagFacts, TaskNode, read_schedule

_NOT_FOUND, _CONFLICT = 404, 409
_DURATION = TypeAdapter(timedelta)


def dag_facts(airflow: Connection, dag_id: str) -> DagFacts:
    """What Airflow holds of the DAG now."""
    return _facts(_details(airflow, dag_id))


def dag_with_params(airflow: Connection, dag_id: str) -> tuple[DagFacts, frozenset[str]]:
    """What Airflow holds of the DAG now, and the names of the parameters that a run can be given."""
    found = _details(airflow, dag_id)
    return _facts(found), frozenset(found.params or {})


def dag_nodes(airflow: Connection, dag_id: str) -> list[TaskNode]:
    """The tasks of the DAG's newest version and their successors."""
    found = airflow.ask(lambda client: TaskApi(client).get_tasks(dag_id)).tasks
    return [
        TaskNode(
            task_id=str(one.task_id),
            label=one.task_display_name or str(one.task_id),
            is_mapped=bool(one.is_mapped),
            downstream=tuple(sorted(one.downstream_task_ids or ())),
        )
        for one in found
    ]


def ask_to_parse(airflow: Connection, dag_id: str) -> None:
    """Have the DAG's file read anew, before all others."""
    token = _details(airflow, dag_id).file_token
    try:
        airflow.ask(lambda client: DAGParsingApi(client).reparse_dag_file(token))
    except AirflowRefused as error:
        # It has been asked already.
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


def write_variable(airflow: Connection, name: str, text: str, description: str | None = None) -> None:
    """Give a Variable this text, and the description if there is one; make it if there is none."""
    body = VariableBody(key=name, value=text, description=description)
    changed = ["value"] if description is None else ["value", "description"]
    try:
        airflow.ask(lambda client: VariableApi(client).patch_variable(name, body, update_mask=changed))
    except AirflowRefused as error:
        if error.status != _NOT_FOUND:
            raise
        airflow.ask(lambda client: VariableApi(client).post_variable(body))


def _details(airflow: Connection, dag_id: str) -> DAGDetailsResponse:
    return airflow.ask(lambda client: DAGApi(client).get_dag_details(dag_id))


def _facts(found: DAGDetailsResponse) -> DagFacts:
    defaults: dict[str, Any] = found.default_args or {}
    cron, zone = read_schedule(found.timetable_description or "")
    delay = _DURATION.validate_python(defaults.get("retry_delay", 0))
    return DagFacts(
        dag_id=found.dag_id,
        name=found.dag_display_name,
        description=found.description,
        paused=found.is_paused,
        trigger="prices" if found.asset_expression else "cron",
        cron=cron,
        timezone=zone,
        schedule_label=found.timetable_summary,
        catchup=found.catchup,
        max_active_runs=found.max_active_runs or 0,
        retries=defaults.get("retries", 0),
        retry_delay_minutes=delay.total_seconds() / 60,
        owner=defaults.get("owner"),
        tags=tuple(sorted(tag.name for tag in found.tags)),
        next_run_at=found.next_dagrun_run_after,
    )
