"""Keeps the record of a training run in step with its Airflow run when that ends or is cleared."""

from airflow.listeners import hookimpl
from airflow.models.dagrun import DagRun

from vn30.airflow.listeners.one_line import logged_in_one_line
from vn30.database.warehouse import execute, unpooled_transaction
from vn30.names import TRAINING_DAG
from vn30.pipelines.models import set_by_user


class RunEndings:
    """An Airflow listener. The scheduler calls it, and the API server when a user has set a run's state.

    Usually the task ``finish`` closes a run. The listener closes the runs in which ``finish`` did not run. If
    it fails as well, the next training run does so: :func:`vn30.experiments.state.close_lost_experiments`.
    """

    @hookimpl
    def on_dag_run_running(self, dag_run: DagRun, msg: str) -> None:
        reopen(dag_run)

    @hookimpl
    def on_dag_run_success(self, dag_run: DagRun, msg: str) -> None:
        close(dag_run, msg)

    @hookimpl
    def on_dag_run_failed(self, dag_run: DagRun, msg: str) -> None:
        close(dag_run, msg)


@logged_in_one_line
def reopen(dag_run: DagRun) -> None:
    """Reopen a training run whose Airflow run was cleared."""
    if dag_run.dag_id != TRAINING_DAG:
        return
    # Not at the top: every process of Airflow imports listeners, and few of them train.
    from vn30.experiments.state import reopen_experiment

    with unpooled_transaction() as connection:
        execute(connection, "airflow/set_lock_timeout")
        reopen_experiment(connection, dag_run.run_id)


@logged_in_one_line
def close(dag_run: DagRun, msg: str) -> None:
    """Close a training run that is still open, as cancelled if a user ended it, else as failed.

    Args:
        msg: Airflow's reason for the end, such as ``timed_out``.
    """
    if dag_run.dag_id != TRAINING_DAG:
        return
    from vn30.experiments.state import end_experiment

    by_user = set_by_user(msg)
    reason = msg if by_user else f"Airflow ended the run ({msg}) before the task finish could close it"
    with unpooled_transaction() as connection:
        execute(connection, "airflow/set_lock_timeout")
        end_experiment(connection, dag_run.run_id, "cancelled" if by_user else "failed", reason)
