"""The states of simulations and of their batches: queued, running, then done, failed or cancelled."""

import logging
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from vn30.database.warehouse import execute, fetch_one, fetch_returned, transaction
from vn30.errors import WrongInput
from vn30.i18n.localized import localized, marked, to_text

log = logging.getLogger(__name__)


_FAILED = marked("{failed} of {size} simulations failed")
"""What ``backtesting/end_batch`` writes."""


class Cancelled(WrongInput):
    """The simulation is not running any more, for example because a user cancelled it."""


@dataclass(frozen=True)
class Begun:
    """A simulation that a task has begun."""

    id: UUID
    label: str
    document: dict[str, Any]
    batch_size: int
    batch_name: str


@dataclass(frozen=True)
class EndedBatch:
    """How a batch has ended, with the numbers of its simulations."""

    state: str
    done: int
    failed: int


def write_line(
    connection: sa.Connection, batch_id: UUID, level: str, message: str, simulation_id: UUID | None = None
) -> None:
    """Write one line to the log of a batch, in the caller's transaction, and to the process's log."""
    log.log(logging.getLevelNamesMapping()[level], "%s", message)
    execute(
        connection,
        "backtesting/add_line",
        batch_id=str(batch_id),
        simulation_id=None if simulation_id is None else str(simulation_id),
        level=level,
        message=message,
    )


def begin(batch_id: UUID, number: int) -> Begun | None:
    """Begin a simulation of a batch, or begin again one that a killed task has left.

    Returns:
        None if it has a result, was cancelled or was deleted.
    """
    with transaction() as connection:
        row = fetch_one(connection, "backtesting/begin_simulation", batch_id=str(batch_id), number=number)
    return None if row is None else Begun(row["id"], row["label"], row["document"], row["size"], row["name"])


def say_step(simulation_id: UUID, step: str) -> None:
    """Record what a simulation does.

    Raises:
        Cancelled: it is not running any more.
    """
    with transaction() as connection:
        changed = execute(
            connection, "backtesting/set_step", simulation_id=str(simulation_id), step=to_text(step)
        )
    if not changed:
        raise Cancelled("The simulation is not running any more.")


def fail(simulation_id: UUID, label: str, error: str) -> None:
    """Record why a running simulation has no result."""
    with transaction() as connection:
        row = fetch_one(
            connection, "backtesting/fail_simulation", simulation_id=str(simulation_id), error=to_text(error)
        )
        if row is not None:
            named = f"{label}: " if label else ""
            write_line(connection, row["batch_id"], "ERROR", f"{named}{error}", simulation_id)


def cancel_simulation(connection: sa.Connection, simulation_id: UUID, by: str) -> UUID | None:
    """Cancel a simulation that has not ended, and its batch if it was the last of it.

    Returns:
        The batch; None if the simulation had ended before, and nothing changed.
    """
    row = fetch_one(connection, "backtesting/cancel_simulation", simulation_id=str(simulation_id))
    if row is None:
        return None
    batch_id = UUID(str(row["batch_id"]))
    named = f" {row['label']}" if row["label"] else ""
    write_line(connection, batch_id, "WARNING", f"Cancelled{named} by {by}", simulation_id)
    return batch_id


def is_over(connection: sa.Connection, batch_id: UUID) -> bool:
    """Whether no simulation of the batch is queued or running."""
    counted = fetch_returned(connection, "backtesting/unfinished", batch_id=str(batch_id))
    return bool(counted["simulations"] == 0)


def cancel_batch(connection: sa.Connection, batch_id: UUID, by: str) -> bool:
    """Cancel the simulations of a batch that have not ended; results stay.

    Returns:
        Whether the batch was queued or running.
    """
    cancelled = bool(execute(connection, "backtesting/cancel_batch", batch_id=str(batch_id)))
    if cancelled:
        execute(connection, "backtesting/cancel_simulations", batch_id=str(batch_id))
        write_line(connection, batch_id, "WARNING", f"Cancelled by {by}")
    return cancelled


def end(
    connection: sa.Connection,
    batch_id: UUID,
    reason: str,
    overfitting: float | None = None,
    splits: int | None = None,
) -> EndedBatch | None:
    """Close a batch: simulations without an end have failed.

    Args:
        reason: why, for those simulations.
        overfitting: the probability of back-test overfitting, from ``splits`` splits.

    Returns:
        None if it was closed before.
    """
    execute(connection, "backtesting/fail_unfinished", batch_id=str(batch_id), error=to_text(reason))
    row = fetch_one(
        connection, "backtesting/end_batch", batch_id=str(batch_id), overfitting=overfitting, splits=splits
    )
    if row is None:
        return None
    ended = EndedBatch(row["state"], row["done"], row["failed"])
    level = "INFO" if ended.state == "done" else "ERROR"
    write_line(connection, batch_id, level, f"Ended: {ended.done} done, {ended.failed} failed")
    return ended


def end_of_run(connection: sa.Connection, airflow_run_id: str, *, by_user: bool, reason: str) -> None:
    """Close the batch of an Airflow run that has ended, if it is open.

    Args:
        by_user: a user has ended the run: what has no result was cancelled.
        reason: Airflow's, such as ``timed_out``.
    """
    row = fetch_one(connection, "backtesting/batch_of_airflow_run", airflow_run_id=airflow_run_id)
    if row is None or row["state"] not in ("queued", "running"):
        return
    batch_id = UUID(str(row["id"]))
    if by_user:
        cancel_batch(connection, batch_id, "a user of Airflow")
    else:
        ended = localized(
            "Airflow ended the run ({reason}) before the simulation had a result", reason=reason
        )
        end(connection, batch_id, ended)
