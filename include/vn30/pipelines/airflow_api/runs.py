"""Runs of DAGs in Airflow."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from airflow_client.client import DAGRunResponse
from airflow_client.client.api.dag_run_api import DagRunApi

from vn30.pipelines.airflow_api.connection import AirflowRefused, Connection
from vn30.pipelines.models import DagRun, trigger_label

_NOT_FOUND = 404
_OF_AN_ID = re.compile(r"[A-Za-z0-9_.:+-]+")


@dataclass(frozen=True)
class RunFilter:
    """A filter: runs due or triggered in ``[since, until)``, by state, by a part of their id."""

    since: datetime | None = None
    until: datetime | None = None
    state: str | None = None
    text: str | None = None


def list_runs(
    airflow: Connection, dag_id: str, wanted: RunFilter, limit: int, offset: int = 0
) -> tuple[list[DagRun], int]:
    """Runs of the DAG, newest first, and their total number. Airflow returns 100 at most."""
    if wanted.text and not _OF_AN_ID.fullmatch(wanted.text):
        return [], 0
    answer = airflow.ask(
        lambda client: DagRunApi(client).get_dag_runs(
            dag_id,
            limit=limit,
            offset=offset,
            order_by=["-run_after", "-id"],
            run_after_gte=wanted.since,
            run_after_lt=wanted.until,
            state=[wanted.state] if wanted.state else None,
            run_id_pattern=_literally(wanted.text) if wanted.text else None,
        )
    )
    return [_dag_run(run) for run in answer.dag_runs], answer.total_entries or 0


def find_run(airflow: Connection, dag_ids: Sequence[str], run_id: str) -> list[DagRun]:
    """The runs with this id, one a DAG at most."""
    runs = []
    for dag_id in dag_ids:
        try:
            runs.append(_one_run(airflow, dag_id, run_id))
        except AirflowRefused as error:
            if error.status != _NOT_FOUND:
                raise
    return runs


def _one_run(airflow: Connection, dag_id: str, run_id: str) -> DagRun:
    return _dag_run(airflow.ask(lambda client: DagRunApi(client).get_dag_run(dag_id, run_id)))


def _dag_run(run: DAGRunResponse) -> DagRun:
    return DagRun(
        dag_id=run.dag_id,
        run_id=run.dag_run_id,
        state=run.state.value,
        run_type=run.run_type.value,
        triggered_by=trigger_label(run.run_type.value, run.triggering_user_name),
        run_after=run.run_after,
        start=run.start_date,
        end=run.end_date,
        conf=run.conf or {},
    )


def _literally(text: str) -> str:
    """The text as a literal pattern of Airflow."""
    return text.replace("_", r"\_")
