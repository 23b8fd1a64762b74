"""Training runs that users request through the API: recorded first, then started by Airflow.

A requested run is ``pending`` until its first task claims it. The id of its Airflow run is derived from its
own id, so that a repeated request to Airflow starts no second run.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID, uuid4

import sqlalchemy as sa

from vn30.database.warehouse import Row, execute, fetch_one, fetch_returned
from vn30.errors import KeyReused, WrongInput
from vn30.experiments.record import Cancelled, write_line
from vn30.i18n.localized import localized
from vn30.models.base import TargetColumn

Scope = Literal["all_vn30", "selected"]


@dataclass(frozen=True)
class ExperimentRequest:
    """A user's request for a training run.

    Attributes:
        config_id: the version of the configuration.
        tickers: the selection of scope ``selected``; None: the selection of the configuration.
        seed: replaces the configuration's seed; None: the configuration's seed.
        target_column: replaces ``targets.column`` of the configuration; None: that of the configuration.
        group_id: the same UUID for runs that are requested together; no part of the fingerprint.
        parent: the id of the run whose selections it is trained on; None: the configuration's.
        group_columns: the target columns of all runs of its group; None without a group.
    """

    config_id: str
    scope: Scope
    tickers: tuple[str, ...] | None = None
    seed: int | None = None
    target_column: TargetColumn | None = None
    group_id: str | None = None
    notes: str | None = None
    parent: str | None = None
    group_columns: tuple[TargetColumn, ...] | None = None

    def fingerprint(self) -> str:
        """SHA-256 of the fields that the user sets, in hexadecimal digits."""
        sent = {name: value for name, value in asdict(self).items() if name != "group_id"}
        if self.group_columns is None:
            # Runs of one price keep the fingerprints of before there were groups.
            del sent["group_columns"]
        return hashlib.sha256(json.dumps(sent, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True)
class RequestedRun:
    """A recorded run and its state."""

    id: UUID
    airflow_run_id: str
    state: str
    started_at: datetime | None
    is_new: bool = True
    """False: an earlier request with the same key has recorded it."""

    @property
    def waits_for_airflow(self) -> bool:
        """Whether Airflow may not have accepted the run yet: it has not started, and is pending or failed."""
        return self.started_at is None and self.state in ("pending", "failed")


@dataclass(frozen=True)
class ClaimedRun:
    """A requested run that its first task has claimed: its configuration's id and its training document."""

    config_id: str
    document: dict[str, Any]


def wanted_document(
    document: dict[str, Any],
    scope: str,
    tickers: Sequence[str] | None,
    seed: int | None,
    target_column: TargetColumn | None = None,
    parent: str | None = None,
) -> dict[str, Any]:
    """The configuration ``document`` with the requested universe, seed, target column and parent run."""
    universe = {**document.get("universe", {}), "useAllVn30": scope == "all_vn30"}
    if scope == "selected" and tickers is not None:
        universe["tickers"] = list(tickers)
    wanted = {**document, "universe": universe}
    if seed is not None:
        wanted["reproducibility"] = {**document.get("reproducibility", {}), "seed": seed}
    if target_column is not None:
        wanted["targets"] = {**document.get("targets", {}), "column": target_column}
    if parent is not None:
        wanted["selection"] = {**document.get("selection", {}), "parent": parent}
    return wanted


def request_experiment(
    connection: sa.Connection, request: ExperimentRequest, owner_id: UUID, by: str, key: str | None
) -> RequestedRun:
    """Record a run to be started, or return the earlier run of the same owner and idempotency key.

    Args:
        by: the owner's name, for the run's log.
        key: the idempotency key; None always records a new run.

    Raises:
        KeyReused: the owner has sent the key with another request.
    """
    run_id = uuid4()
    inserted = execute(
        connection,
        "experiments/request_experiment",
        run_id=str(run_id),
        config_id=request.config_id,
        owner_user_id=str(owner_id),
        airflow_run_id=f"api__{run_id}",
        scope=request.scope,
        notes=request.notes,
        global_seed=request.seed,
        tickers=None if request.tickers is None else list(request.tickers),
        target_column=request.target_column,
        group_id=request.group_id,
        parent_run_id=request.parent,
        idempotency_key=key,
        fingerprint=request.fingerprint(),
    )
    if inserted:
        write_line(connection, str(run_id), "INFO", f"Requested by {by}")
        return RequestedRun(run_id, f"api__{run_id}", "pending", None)
    earlier = fetch_returned(
        connection, "experiments/by_idempotency_key", owner_user_id=str(owner_id), idempotency_key=key
    )
    if earlier["request_fingerprint"] != request.fingerprint():
        raise KeyReused
    return RequestedRun(
        earlier["id"], earlier["airflow_run_id"], earlier["state"], earlier["started_at"], is_new=False
    )


def repeat_experiment(
    connection: sa.Connection, earlier_id: str, owner_id: UUID, by: str
) -> RequestedRun | None:
    """Record a run with the request of an earlier run; None if no run has ``earlier_id``.

    Args:
        by: the owner's name, for the run's log.
    """
    run_id = uuid4()
    inserted = execute(
        connection,
        "experiments/repeat_experiment",
        run_id=str(run_id),
        owner_user_id=str(owner_id),
        airflow_run_id=f"api__{run_id}",
        earlier_id=earlier_id,
    )
    if not inserted:
        return None
    write_line(connection, str(run_id), "INFO", f"Requested by {by}, repeating {earlier_id}")
    return RequestedRun(run_id, f"api__{run_id}", "pending", None)


def fail_request(connection: sa.Connection, run_id: UUID, reason: str) -> None:
    """Mark a run as failed whose acceptance Airflow did not confirm, unless it has started meanwhile."""
    if execute(connection, "experiments/fail_request", run_id=str(run_id)):
        write_line(connection, str(run_id), "ERROR", reason)


def renew_request(connection: sa.Connection, run_id: UUID) -> None:
    """Reset a failed request to pending after Airflow has accepted it, unless the run has started."""
    execute(connection, "experiments/renew_request", run_id=str(run_id))


def claim(connection: sa.Connection, experiment_id: str, airflow_run_id: str) -> ClaimedRun:
    """The configuration that a user requested for this Airflow run.

    Raises:
        WrongInput: the run does not exist, or belongs to another Airflow run.
        Cancelled: the run was cancelled before it started.
    """
    row = fetch_one(connection, "experiments/requested_experiment", run_id=experiment_id)
    if row is None:
        raise WrongInput(
            localized(
                "experiment_id: there is no training run {experiment_id}. Start a run through the API, or "
                "leave "
                "the parameter empty.",
                experiment_id=experiment_id,
            )
        )
    if row["airflow_run_id"] != airflow_run_id:
        raise WrongInput(
            localized(
                "experiment_id: {experiment_id} belongs to the Airflow run {airflow_run_id}. Clear that "
                "run to repeat it, or leave the parameter empty.",
                experiment_id=experiment_id,
                airflow_run_id=row["airflow_run_id"],
            )
        )
    if row["state"] == "cancelled":
        raise Cancelled("The training run was cancelled before it started.")
    return ClaimedRun(str(row["config_id"]), _document(row))


def requested_document(connection: sa.Connection, run_id: str) -> dict[str, Any] | None:
    """The training document of a run; None if there is no run of this id."""
    row = fetch_one(connection, "experiments/requested_experiment", run_id=run_id)
    return None if row is None else _document(row)


def _document(row: Row) -> dict[str, Any]:
    return wanted_document(
        row["config"],
        row["scope"],
        row["requested_tickers"],
        row["global_seed"],
        row["target_column"],
        None if row["parent_run_id"] is None else str(row["parent_run_id"]),
    )
