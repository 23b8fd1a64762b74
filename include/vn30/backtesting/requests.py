"""Batches of simulations that users request: recorded first, then started by Airflow.

A batch is ``queued`` until the first task of its Airflow run claims it. The id of that run is derived from
its own id, so that a repeated request to Airflow starts no second run.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa

from vn30.backtesting.document import document_hash, document_of
from vn30.backtesting.grid import Axis, Planned
from vn30.backtesting.lifecycle import Cancelled, write_line
from vn30.database.warehouse import copy_rows, execute, fetch_all, fetch_one, fetch_returned
from vn30.errors import KeyReused, WrongInput
from vn30.i18n.localized import localized, to_text
from vn30.recommendations.profiles import content_hash


@dataclass(frozen=True)
class BatchRequest:
    """A user's request for simulations.

    Attributes:
        name: chosen by the user; may be empty.
        axes: the fields that differ; empty for a single simulation.
        planned: the simulations.
    """

    name: str
    axes: Sequence[Axis]
    planned: Sequence[Planned]

    def fingerprint(self) -> str:
        """SHA-256 of what is requested, in hexadecimal digits."""
        documents = [document_hash(each.config) for each in self.planned]
        return content_hash({"name": self.name, "documents": documents})


@dataclass(frozen=True)
class RequestedBatch:
    """A recorded batch and its state."""

    id: UUID
    airflow_run_id: str
    state: str
    started_at: datetime | None
    is_new: bool = True
    """False: an earlier request with the same key has recorded it."""

    @property
    def waits_for_airflow(self) -> bool:
        """Whether Airflow may not have accepted the run yet: it has not started, and is queued or failed."""
        return self.started_at is None and self.state in ("queued", "failed")


def request_batch(
    connection: sa.Connection,
    request: BatchRequest,
    user_id: UUID,
    by: str,
    key: str | None = None,
    airflow_run_id: str | None = None,
) -> RequestedBatch:
    """Record a batch to be simulated, or return the earlier one of the same user and idempotency key.

    Args:
        by: the user's name, for the log.
        key: the idempotency key; None always records a new batch.
        airflow_run_id: the run that has been started in Airflow; None: one that is derived from the new id.

    Raises:
        KeyReused: the user has sent the key with another request.
    """
    batch_id, fingerprint = uuid4(), request.fingerprint()
    run_id = airflow_run_id or f"api__{batch_id}"
    inserted = execute(
        connection,
        "backtesting/request_batch",
        batch_id=str(batch_id),
        user_id=str(user_id),
        name=request.name,
        axes=json.dumps([{"field": axis.field, "values": list(axis.values)} for axis in request.axes]),
        size=len(request.planned),
        airflow_run_id=run_id,
        idempotency_key=key,
        fingerprint=fingerprint,
    )
    if not inserted:
        return _earlier(connection, user_id, key, fingerprint)
    copy_rows(
        connection,
        "simulations",
        ("batch_id", "number", "label", "document", "document_hash"),
        (
            (
                str(batch_id),
                number,
                each.label,
                json.dumps(document_of(each.config)),
                document_hash(each.config),
            )
            for number, each in enumerate(request.planned)
        ),
    )
    number = len(request.planned)
    plural = "" if number == 1 else "s"
    write_line(connection, batch_id, "INFO", f"Requested by {by}: {number} simulation{plural}")
    return RequestedBatch(batch_id, run_id, "queued", None)


def _earlier(connection: sa.Connection, user_id: UUID, key: str | None, fingerprint: str) -> RequestedBatch:
    row = fetch_returned(connection, "backtesting/batch_of_key", user_id=str(user_id), idempotency_key=key)
    if row["request_fingerprint"] != fingerprint:
        raise KeyReused
    return RequestedBatch(row["id"], row["airflow_run_id"], row["state"], row["started_at"], is_new=False)


def fail_request(connection: sa.Connection, batch_id: UUID, reason: str) -> None:
    """Mark a batch as failed whose acceptance Airflow did not confirm, unless it has started meanwhile."""
    if execute(connection, "backtesting/fail_request", batch_id=str(batch_id), reason=to_text(reason)):
        write_line(connection, batch_id, "ERROR", reason)


def renew_request(connection: sa.Connection, batch_id: UUID) -> None:
    """Queue a failed request again after Airflow has accepted it, unless it has started."""
    execute(connection, "backtesting/renew_request", batch_id=str(batch_id))


def batch_of_run(connection: sa.Connection, airflow_run_id: str) -> UUID | None:
    """The batch that an Airflow run has recorded itself before; None on its first try."""
    row = fetch_one(connection, "backtesting/batch_of_airflow_run", airflow_run_id=airflow_run_id)
    return None if row is None else UUID(str(row["id"]))


def claim(connection: sa.Connection, batch_id: str, airflow_run_id: str) -> int:
    """Mark a batch as running for this Airflow run, and return the number of its simulations.

    Raises:
        WrongInput: the batch does not exist, or belongs to another Airflow run.
        Cancelled: a user has cancelled it.
    """
    row = fetch_one(connection, "backtesting/batch_state", batch_id=batch_id)
    if row is None:
        raise WrongInput(
            localized(
                "batch_id: there are no simulations {batch_id}. Start them through the API, or leave the "
                "parameter empty.",
                batch_id=batch_id,
            )
        )
    if row["airflow_run_id"] != airflow_run_id:
        raise WrongInput(
            localized(
                "batch_id: {batch_id} belongs to the Airflow run {airflow_run_id}. Clear that run to "
                "repeat it, or leave the parameter empty.",
                batch_id=batch_id,
                airflow_run_id=row["airflow_run_id"],
            )
        )
    claimed = fetch_one(connection, "backtesting/claim_batch", batch_id=batch_id)
    if claimed is None:
        raise Cancelled("The simulations were cancelled before they started.")
    size: int = claimed["size"]
    write_line(connection, UUID(batch_id), "INFO", "Started")
    return size


def versions_for(connection: sa.Connection, document: dict[str, Any]) -> list[int]:
    """The numbers of the model versions that have stored forecasts of all tickers of a document."""
    tickers = [str(ticker) for ticker in document.get("tickers") or ()]
    rows = fetch_all(connection, "backtesting/versions_of_tickers", tickers=tickers)
    return [row["number"] for row in rows]
