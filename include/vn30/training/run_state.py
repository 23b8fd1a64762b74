"""What becomes of a training run: it is stopped by a user, ended by Airflow, taken up again, or lost.

``experiment_runs.state`` is ``running`` until all tickers are dealt with, then ``success``, ``failed`` or
``cancelled``. A success is a run whose tickers are all published, whoever closes it.
"""

from collections.abc import Callable
from typing import Literal

import sqlalchemy as sa

from vn30.errors import WrongInput
from vn30.training.registry import Cancelled, write_line
from vn30.warehouse import execute, fetch_all, fetch_one, transaction


def begin_training(experiment_id: str) -> None:
    """Note when the first ticker of the run began: the pace of the run, and so its ETA, counts from there."""
    with transaction() as connection:
        execute(connection, "training/begin_training", run_id=experiment_id)


def raise_unless_running(experiment_id: str) -> None:
    """Do nothing while the run goes on. Tasks ask between fits, so that none works for a run that is over.

    Raises:
        Cancelled: it has ended, or is gone.
    """
    with transaction() as connection:
        run = fetch_one(connection, "training/experiment_state", run_id=experiment_id)
    state = run["state"] if run else "gone"
    if state != "running":
        raise Cancelled(f"The training run is no longer running: it is {state}.")


def cancel_experiment(connection: sa.Connection, experiment_id: str, by: str) -> bool:
    """Cancel a run; its tasks stop before their next fit, and what it has published stays.

    Args:
        by: who cancels it, for the run's log.

    Returns:
        Whether it was still running; a run that is over stays as it is.

    Raises:
        WrongInput: there is no such run.
    """
    if fetch_one(connection, "training/experiment_state", run_id=experiment_id) is None:
        raise WrongInput(f"There is no training run {experiment_id}: ask for the list of runs.")
    cancelled = bool(execute(connection, "training/cancel_experiment", run_id=experiment_id))
    if cancelled:
        write_line(connection, experiment_id, "WARNING", f"Cancelled by {by}")
    return cancelled


def end_experiment(
    connection: sa.Connection, airflow_run_id: str, otherwise: Literal["failed", "cancelled"], reason: str
) -> str | None:
    """Close the run of an Airflow run that has ended, if it is still open.

    Args:
        otherwise: the state that it gets unless all of its tickers are published.
        reason: how the Airflow run ended, for the run's log.

    Returns:
        The state that it got; None if it was closed already, or never started.
    """
    parameters = {"airflow_run_id": airflow_run_id, "otherwise": otherwise}
    ended = fetch_one(connection, "training/end_experiment", **parameters)
    if ended is None:
        return None
    level = "INFO" if ended["state"] == "success" else "ERROR"
    write_line(connection, str(ended["id"]), level, f"Closed as {ended['state']}: {reason}")
    return str(ended["state"])


def reopen_experiment(connection: sa.Connection, airflow_run_id: str) -> None:
    """Let the run of an Airflow run that goes on after its end, because a user cleared it, go on as well."""
    reopened = fetch_one(connection, "training/reopen_experiment", airflow_run_id=airflow_run_id)
    if reopened is not None:
        write_line(connection, str(reopened["id"]), "INFO", "Taken up again")


def close_lost_experiments(is_over: Callable[[str], bool]) -> list[str]:
    """Close the runs that nobody was told the end of, and return the ids of their Airflow runs.

    Args:
        is_over: whether the Airflow run of this id has ended, or is gone.
    """
    with transaction() as connection:
        rows = fetch_all(connection, "training/unfinished_experiments")
    lost = [row["airflow_run_id"] for row in rows if is_over(row["airflow_run_id"])]
    for airflow_run_id in lost:
        with transaction() as connection:
            end_experiment(connection, airflow_run_id, "failed", "its Airflow run has ended, or is gone")
    return lost
