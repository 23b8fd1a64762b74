"""Keeps the record of a training run true to its Airflow run, however that ends, and if it is cleared."""

from airflow.listeners import hookimpl
from airflow.models.dagrun import DagRun

from vn30.pipelines import TRAINING_DAG
from vn30.warehouse import execute, unpooled_transaction

_BY_A_USER = "manually"
"""Airflow says in its message when a user has set the state; its own reasons are single words."""


class RunEndings:
    """An Airflow listener: told by the scheduler, and by the API server when a user has set a run's state.

    ``finish`` closes a run as a rule. Here are closed those that it did not reach. Where this fails as well,
    the next training run does it: :func:`vn30.training.run_state.close_lost_experiments`.
    """

    @hookimpl
    def on_dag_run_running(self, dag_run: DagRun, msg: str) -> None:
        if dag_run.dag_id == TRAINING_DAG:
            # Not at the top: every process of Airflow loads listeners, and most never train.
            from vn30.training.run_state import reopen_experiment

            with unpooled_transaction() as connection:
                execute(connection, "training/wait_briefly")
                reopen_experiment(connection, dag_run.run_id)

    @hookimpl
    def on_dag_run_success(self, dag_run: DagRun, msg: str) -> None:
        close(dag_run, msg)

    @hookimpl
    def on_dag_run_failed(self, dag_run: DagRun, msg: str) -> None:
        close(dag_run, msg)


def close(dag_run: DagRun, msg: str) -> None:
    """Close a training run that is still open: cancelled if a user ended it, else failed.

    Args:
        msg: how Airflow came to end it, such as ``timed_out``.
    """
    if dag_run.dag_id != TRAINING_DAG:
        return
    from vn30.training.run_state import end_experiment

    by_a_user = _BY_A_USER in msg
    reason = msg if by_a_user else f"Airflow ended the run ({msg}) before finish had"
    with unpooled_transaction() as connection:
        execute(connection, "training/wait_briefly")
        end_experiment(connection, dag_run.run_id, "cancelled" if by_a_user else "failed", reason)
