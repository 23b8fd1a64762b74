"""Walk-forwards that users request: recorded first, then started by Airflow, and read by their owner alone.

As of training runs (:mod:`vn30.experiments.requests`), the id of the Airflow run derives from that of the
row, so that a repeated request starts no second run.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from vn30.database.warehouse import Row, execute, fetch_all, fetch_one, fetch_returned
from vn30.errors import KeyReused, WrongInput
from vn30.i18n.localized import localized, to_text
from vn30.optimisation.config import WalkForwardConfig

MAX_UNFINISHED = 2
MAX_STORED = 40
"""Walk-forwards of all portfolios of a user."""


class TooManyWalkForwards(WrongInput):
    """A limit of this module is reached; the message names the remedy."""


class UnknownWalkForward(WrongInput):
    """The portfolio has no such walk-forward."""


@dataclass(frozen=True)
class Requested:
    """A recorded walk-forward; ``is_new`` is False if its key was recorded before."""

    id: UUID
    state: str
    started_at: datetime | None
    is_new: bool = True

    @property
    def airflow_run_id(self) -> str:
        """The id of its run of the DAG."""
        return f"api__{self.id}"

    @property
    def waits_for_airflow(self) -> bool:
        """Whether Airflow may not have accepted the run yet: it has not started, and is pending or failed."""
        return self.started_at is None and self.state in ("pending", "failed")


def request_walk_forward(
    connection: sa.Connection, user_id: UUID, portfolio_id: UUID, config: WalkForwardConfig, key: str | None
) -> Requested:
    """Record a walk-forward to be started, or return the earlier one of the same key.

    The caller holds the lock of the portfolio and has checked its owner.

    Raises:
        KeyReused: the key was sent with another request.
        TooManyWalkForwards: the user has as many as there can be.
    """
    of_key = {"portfolio_id": str(portfolio_id), "idempotency_key": key}
    earlier = fetch_one(connection, "optimisation/by_idempotency_key", **of_key)
    if earlier is not None:
        if earlier["fingerprint"] != config.fingerprint():
            raise KeyReused
        return Requested(earlier["id"], earlier["state"], earlier["started_at"], is_new=False)
    counts = fetch_returned(connection, "optimisation/count_unfinished", user_id=str(user_id))
    if counts["unfinished"] >= MAX_UNFINISHED:
        raise TooManyWalkForwards(
            localized(
                "{unfinished} walk-forwards of yours are not finished. Wait for one, or cancel it.",
                unfinished=counts["unfinished"],
            )
        )
    if counts["total"] >= MAX_STORED:
        raise TooManyWalkForwards(
            localized(
                "You have {max_stored} walk-forwards, the most there can be. Delete one.",
                max_stored=MAX_STORED,
            )
        )
    row = fetch_returned(
        connection,
        "optimisation/request",
        **of_key,
        settings=config.model_dump_json(by_alias=True),
        fingerprint=config.fingerprint(),
    )
    return Requested(row["id"], "pending", None)


def fail_request(connection: sa.Connection, walk_forward_id: UUID, reason: str) -> None:
    """Mark a request as failed whose acceptance Airflow did not confirm, unless it has started meanwhile."""
    execute(connection, "optimisation/fail_request", id=str(walk_forward_id), problem=to_text(reason))


def renew_request(connection: sa.Connection, walk_forward_id: UUID) -> None:
    """Reset a failed request to pending after Airflow has accepted it, unless it has started."""
    execute(connection, "optimisation/renew_request", id=str(walk_forward_id))


def cancel(connection: sa.Connection, portfolio_id: UUID, walk_forward_id: UUID) -> bool:
    """Cancel a walk-forward; whether it was pending or running. Results that it has stay."""
    return bool(
        execute(connection, "optimisation/cancel", id=str(walk_forward_id), portfolio_id=str(portfolio_id))
    )


def delete(connection: sa.Connection, portfolio_id: UUID, walk_forward_id: UUID) -> bool:
    """Delete a walk-forward that has ended, with its results; whether there was one."""
    return bool(
        execute(connection, "optimisation/delete", id=str(walk_forward_id), portfolio_id=str(portfolio_id))
    )


def walk_forwards_of(connection: sa.Connection, user_id: UUID, portfolio_id: UUID) -> list[Row]:
    """The walk-forwards of a user's portfolio, newest first, without results."""
    wanted = {"user_id": str(user_id), "portfolio_id": str(portfolio_id)}
    return fetch_all(connection, "optimisation/of_portfolio", **wanted)


def find_walk_forward(
    connection: sa.Connection, user_id: UUID, portfolio_id: UUID, walk_forward_id: UUID
) -> Row:
    """A walk-forward of a user's portfolio.

    Raises:
        UnknownWalkForward: there is none, or it is another user's.
    """
    row = fetch_one(
        connection,
        "optimisation/one",
        user_id=str(user_id),
        portfolio_id=str(portfolio_id),
        id=str(walk_forward_id),
    )
    if row is None:
        raise UnknownWalkForward(localized("The portfolio has no such walk-forward. Request the list."))
    return row


def results_of(connection: sa.Connection, walk_forward_id: UUID) -> dict[str, Row]:
    """The stored results of a walk-forward by method."""
    rows = fetch_all(connection, "optimisation/results", id=str(walk_forward_id))
    return {row["method"]: row["result"] for row in rows}
