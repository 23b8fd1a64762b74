"""Training runs that users ask for through the API: recorded first, then started by Airflow.

Such a run is ``pending`` from the moment it is recorded until its first task takes it up. Its Airflow run has
an id that follows from its own, so that it can be asked for again without becoming two.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID, uuid4

import sqlalchemy as sa

from vn30.errors import WrongInput
from vn30.training.registry import Cancelled, write_line
from vn30.warehouse import execute, fetch_one, fetch_returned

Scope = Literal["all_vn30", "selected"]


class KeyReused(WrongInput):
    """A user has sent the idempotency key before, with another request."""


@dataclass(frozen=True)
class Wish:
    """What is asked for.

    Attributes:
        tickers: those of scope ``selected``; None for the configuration's own.
        seed: in place of the configuration's; None for that one.
    """

    config_id: str
    scope: Scope
    tickers: tuple[str, ...] | None = None
    seed: int | None = None
    notes: str | None = None

    def fingerprint(self) -> str:
        """SHA-256 of all of it."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True)
class Requested:
    """A run that is on record, and how far it is."""

    id: UUID
    airflow_run_id: str
    state: str
    started_at: datetime | None

    @property
    def waits_for_airflow(self) -> bool:
        """Whether Airflow may still have to be told: it has not begun, or was not heard to accept it."""
        return self.started_at is None and self.state in ("pending", "failed")


@dataclass(frozen=True)
class Taken:
    """A requested run as its first task takes it up: the configuration's row, and what is trained with."""

    config_id: str
    document: dict[str, Any]


def wanted_document(
    document: dict[str, Any], scope: str, tickers: Sequence[str] | None, seed: int | None
) -> dict[str, Any]:
    """The configuration ``document`` with the universe and the seed that a run was asked for with."""
    universe = {**document.get("universe", {}), "useAllVn30": scope == "all_vn30"}
    if scope == "selected" and tickers is not None:
        universe["tickers"] = list(tickers)
    wanted = {**document, "universe": universe}
    if seed is not None:
        wanted["reproducibility"] = {**document.get("reproducibility", {}), "seed": seed}
    return wanted


def request_experiment(
    connection: sa.Connection, wish: Wish, owner_id: UUID, by: str, key: str | None
) -> Requested:
    """Record a run that is to be started, or find the one of the same owner and key.

    Args:
        by: the owner's name, for the run's log.
        key: of the request; None for a run of its own.

    Raises:
        KeyReused: the key stands for another wish.
    """
    run_id = uuid4()
    made = execute(
        connection,
        "training/request_experiment",
        run_id=str(run_id),
        config_id=wish.config_id,
        owner_user_id=str(owner_id),
        airflow_run_id=f"api__{run_id}",
        scope=wish.scope,
        notes=wish.notes,
        global_seed=wish.seed,
        tickers=None if wish.tickers is None else list(wish.tickers),
        idempotency_key=key,
        fingerprint=wish.fingerprint(),
    )
    if made:
        write_line(connection, str(run_id), "INFO", f"Asked for by {by}")
        return Requested(run_id, f"api__{run_id}", "pending", None)
    earlier = fetch_returned(
        connection, "training/experiment_of_key", owner_user_id=str(owner_id), idempotency_key=key
    )
    if earlier["request_fingerprint"] != wish.fingerprint():
        raise KeyReused(
            "Idempotency-Key: it stands for an earlier request with another body. Send a new key."
        )
    return Requested(earlier["id"], earlier["airflow_run_id"], earlier["state"], earlier["started_at"])


def repeat_experiment(
    connection: sa.Connection, earlier_id: str, owner_id: UUID, by: str
) -> Requested | None:
    """Record a run with what an earlier one was asked for with; None if there is none of this id.

    Args:
        by: the owner's name, for the run's log.
    """
    run_id = uuid4()
    made = execute(
        connection,
        "training/repeat_experiment",
        run_id=str(run_id),
        owner_user_id=str(owner_id),
        airflow_run_id=f"api__{run_id}",
        earlier_id=earlier_id,
    )
    if not made:
        return None
    write_line(connection, str(run_id), "INFO", f"Asked for by {by}, as {earlier_id} once more")
    return Requested(run_id, f"api__{run_id}", "pending", None)


def fail_request(connection: sa.Connection, run_id: UUID, reason: str) -> None:
    """Close a run that Airflow was not heard to accept; it stays open if it has begun meanwhile."""
    if execute(connection, "training/fail_request", run_id=str(run_id)):
        write_line(connection, str(run_id), "ERROR", reason)


def renew_request(connection: sa.Connection, run_id: UUID) -> None:
    """Open a run again that Airflow has accepted after all; one that has begun stays as it is."""
    execute(connection, "training/renew_request", run_id=str(run_id))


def take_up(connection: sa.Connection, experiment_id: str, airflow_run_id: str) -> Taken:
    """What the Airflow run is to train, as a user asked for it.

    Raises:
        WrongInput: the run is gone, or belongs to another Airflow run.
        Cancelled: it was cancelled while it waited.
    """
    row = fetch_one(connection, "training/requested_experiment", run_id=experiment_id)
    if row is None:
        raise WrongInput(
            f"experiment_id: there is no training run {experiment_id}. Start one through the API, or leave "
            "it empty."
        )
    if row["airflow_run_id"] != airflow_run_id:
        raise WrongInput(
            f"experiment_id: {experiment_id} belongs to the Airflow run {row['airflow_run_id']}. Clear that "
            "one to run it again, or leave it empty."
        )
    if row["state"] == "cancelled":
        raise Cancelled("The training run was cancelled before it began.")
    document = wanted_document(row["config"], row["scope"], row["requested_tickers"], row["global_seed"])
    return Taken(str(row["config_id"]), document)
