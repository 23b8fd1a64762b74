"""The state of a training run: a user cancels it, Airflow ends or resumes it, or its end was not recorded.

``experiment_runs.state`` is ``running`` until every ticker is published or has failed, then ``success``,
``failed`` or ``cancelled``. A run whose tickers are all published is closed as ``success`` in every case.
"""

from collections.abc import Callable
from typing import Literal

import sqlalchemy as sa

from vn30.database.warehouse import execute, fetch_all, fetch_one, transaction
from vn30.errors import WrongInput
from vn30.experiments.record import Cancelled, write_line
from vn30.i18n.localized import localized


def begin_training(experiment_id: str) -> None:
    """Record the start of the first ticker's training; the ETA is computed from the time since then."""
    with transaction() as connection:
        execute(connection, "experiments/begin_training", run_id=experiment_id)


def raise_unless_running(experiment_id: str) -> None:
    """Raise unless the run is running. Tasks call it before each fit, so that they stop soon after a cancel.

    Raises:
        Cancelled: the run has ended or was deleted.
    """
    with transaction() as connection:
        run = fetch_one(connection, "experiments/experiment_state", run_id=experiment_id)
    state = run["state"] if run else "deleted"
    if state != "running":
        raise Cancelled(f"The training run is no longer running: it is {state}.")


def cancel_experiment(connection: sa.Connection, experiment_id: str, by: str) -> bool:
    """Cancel a run. Its tasks stop before their next fit; published results stay.

    Args:
        by: the user's name, for the run's log.

    Returns:
        Whether the run was pending or running. The state of an ended run does not change.

    Raises:
        WrongInput: there is no such run.
    """
    if fetch_one(connection, "experiments/experiment_state", run_id=experiment_id) is None:
        raise WrongInput(
            localized(
                "There is no training run {experiment_id}. The list of runs shows the existing ids.",
                experiment_id=experiment_id,
            )
        )
    cancelled = bool(execute(connection, "experiments/cancel_experiment", run_id=experiment_id))
    if cancelled:
        write_line(connection, experiment_id, "WARNING", f"Cancelled by {by}")
    return cancelled


def end_experiment(
    connection: sa.Connection, airflow_run_id: str, otherwise: Literal["failed", "cancelled"], reason: str
) -> str | None:
    """Close the experiment of an Airflow run that has ended, if it is pending or running.

    Args:
        otherwise: the new state, unless all tickers are published.
        reason: how the Airflow run ended, for the run's log.

    Returns:
        The new state; None if the experiment was closed already or does not exist.
    """
    parameters = {"airflow_run_id": airflow_run_id, "otherwise": otherwise}
    ended = fetch_one(connection, "experiments/end_experiment", **parameters)
    if ended is None:
        return None
    level = "INFO" if ended["state"] == "success" else "ERROR"
    write_line(connection, str(ended["id"]), level, f"Closed as {ended['state']}: {reason}")
    return str(ended["state"])


def reopen_experiment(connection: sa.Connection, airflow_run_id: str) -> None:
    """Reopen the ended experiment of an Airflow run that a user has cleared, so that it runs again."""
    reopened = fetch_one(connection, "experiments/reopen_experiment", airflow_run_id=airflow_run_id)
    if reopened is not None:
        write_line(connection, str(reopened["id"]), "INFO", "Resumed")


def close_lost_experiments(is_over: Callable[[str], bool]) -> list[str]:
    """Close the experiments whose Airflow runs ended unnoticed, and return the ids of those Airflow runs.

    Args:
        is_over: whether the Airflow run with this id has ended or was deleted.
    """
    with transaction() as connection:
        rows = fetch_all(connection, "experiments/unfinished_experiments")
    lost = [row["airflow_run_id"] for row in rows if is_over(row["airflow_run_id"])]
    for airflow_run_id in lost:
        with transaction() as connection:
            end_experiment(connection, airflow_run_id, "failed", "its Airflow run has ended or was deleted")
    return lost
