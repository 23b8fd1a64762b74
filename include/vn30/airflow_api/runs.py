"""The runs of a DAG in Airflow."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from airflow_client.client import DAGRunResponse
from airflow_client.client.api.dag_run_api import DagRunApi

from vn30.airflow_api.connection import AirflowRefused, Connection
from vn30.pipeline_facts import RunFacts, who_triggered

_NOT_FOUND = 404
_OF_AN_ID = re.compile(r"[A-Za-z0-9_.:+-]+")


@dataclass(frozen=True)
class RunFilter:
    """Which runs: those due or asked for in ``[since, until)``, in a state, with a text in their id."""

    since: datetime | None = None
    until: datetime | None = None
    state: str | None = None
    text: str | None = None


def list_runs(
    airflow: Connection, dag_id: str, wanted: RunFilter, limit: int, offset: int = 0
) -> tuple[list[RunFacts], int]:
    """Runs of the DAG, newest first, and how many there are in all. Airflow gives 100 at most."""
    if wanted.text and not _OF_AN_ID.fullmatch(wanted.text):
        return [], 0
    found = airflow.ask(
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
    return [_facts(run) for run in found.dag_runs], found.total_entries or 0


def find_run(airflow: Connection, dag_ids: Sequence[str], run_id: str) -> list[RunFacts]:
    """The runs with this id, one a DAG at most."""
    found = []
    for dag_id in dag_ids:
        try:
            found.append(_one_run(airflow, dag_id, run_id))
        except AirflowRefused as error:
            if error.status != _NOT_FOUND:
                raise
    return found


def _one_run(airflow: Connection, dag_id: str, run_id: str) -> RunFacts:
    return _facts(airflow.ask(lambda client: DagRunApi(client).get_dag_run(dag_id, run_id)))


def _facts(run: DAGRunResponse) -> RunFacts:
    return RunFacts(
        dag_id=run.dag_id,
        run_id=run.dag_run_id,
        state=run.state.value,
        run_type=run.run_type.value,
        triggered_by=who_triggered(run.run_type.value, run.triggering_user_name),
        run_after=run.run_after,
        start=run.start_date,
        end=run.end_date,
        conf=run.conf or {},
    )


def _literally(text: str) -> str:
    """As a pattern of Airflow's that stands for itself."""
    return text.replace("_", r"\_")
