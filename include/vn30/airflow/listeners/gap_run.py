"""Keeps the gap that a user has asked a crawler to load in step with its Airflow run."""

from typing import Literal

from airflow.listeners import hookimpl
from airflow.models.dagrun import DagRun

from vn30.airflow.listeners.one_line import logged_in_one_line
from vn30.database.warehouse import execute, unpooled_transaction
from vn30.names import CRAWLER_DAG, INTRADAY_DAG
from vn30.pipelines.models import set_by_user


class GapRuns:
    """An Airflow listener. If it fails as well, ``vn30_maintenance`` closes the request after a day."""

    @hookimpl
    def on_dag_run_running(self, dag_run: DagRun, msg: str) -> None:
        begin_gap(dag_run)

    @hookimpl
    def on_dag_run_success(self, dag_run: DagRun, msg: str) -> None:
        end_gap(dag_run, "success", msg)

    @hookimpl
    def on_dag_run_failed(self, dag_run: DagRun, msg: str) -> None:
        end_gap(dag_run, "cancelled" if set_by_user(msg) else "failed", msg)


@logged_in_one_line
def begin_gap(dag_run: DagRun) -> None:
    """Mark the request of a run as running."""
    if not _may_have_request(dag_run):
        return
    # Not at the top: every process of Airflow imports listeners.
    from vn30.ingestion.gaps import begin

    with unpooled_transaction() as connection:
        execute(connection, "airflow/set_lock_timeout")
        begin(connection, dag_run.run_id)


@logged_in_one_line
def end_gap(dag_run: DagRun, state: Literal["success", "failed", "cancelled"], msg: str) -> None:
    """Close the request of a run that has ended.

    Args:
        msg: Airflow's reason for the end, such as ``timed_out``.
    """
    if not _may_have_request(dag_run):
        return
    from vn30.ingestion.gaps import end

    with unpooled_transaction() as connection:
        execute(connection, "airflow/set_lock_timeout")
        end(connection, dag_run.run_id, state, msg)


def _may_have_request(dag_run: DagRun) -> bool:
    return dag_run.dag_id in (CRAWLER_DAG, INTRADAY_DAG) and dag_run.run_id.startswith("api__")
