"""Closes the simulations of an Airflow run that has ended before they did."""

from airflow.listeners import hookimpl
from airflow.models.dagrun import DagRun

from vn30.airflow.listeners.one_line import logged_in_one_line
from vn30.database.warehouse import execute, unpooled_transaction
from vn30.names import SIMULATION_DAG
from vn30.pipelines.models import set_by_user


class SimulationEndings:
    """An Airflow listener. Usually the task ``finish`` closes a batch; this does so where it did not run."""

    @hookimpl
    def on_dag_run_success(self, dag_run: DagRun, msg: str) -> None:
        close_batch(dag_run, msg)

    @hookimpl
    def on_dag_run_failed(self, dag_run: DagRun, msg: str) -> None:
        close_batch(dag_run, msg)


@logged_in_one_line
def close_batch(dag_run: DagRun, msg: str) -> None:
    """Close a batch that is still open, as cancelled if a user ended its run, else as it stands."""
    if dag_run.dag_id != SIMULATION_DAG:
        return
    # Not at the top: every process of Airflow imports listeners.
    from vn30.backtesting.lifecycle import end_of_run

    with unpooled_transaction() as connection:
        execute(connection, "airflow/set_lock_timeout")
        end_of_run(connection, dag_run.run_id, by_user=set_by_user(msg), reason=msg)
