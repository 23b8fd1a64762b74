"""Gaps in stored prices that users ask a crawler to load: recorded first, then started by Airflow.

A request is ``queued`` until its Airflow run starts, and then has the state of that run. The id of the run
derives from that of the row, so that a repeated request starts no second run.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

import sqlalchemy as sa

from vn30.database.warehouse import Row, execute, fetch_all, fetch_one, fetch_returned
from vn30.errors import KeyReused, WrongInput
from vn30.i18n.localized import joined, localized, marked, to_text
from vn30.ingestion.request import HISTORY_START
from vn30.market.membership import known_tickers
from vn30.market.universe import INDICES, UnknownTicker, check_tickers
from vn30.names import CRAWLER_DAG, INTRADAY_DAG

GapKind = Literal["daily", "minutes"]

DAG_OF_KIND: Mapping[GapKind, str] = {"daily": CRAWLER_DAG, "minutes": INTRADAY_DAG}

MAX_TICKERS = 30
MAX_MINUTE_DAYS = 90
"""Calendar days of one request of minutes."""
MAX_UNFINISHED = 5
"""Queued and running requests of a user."""

_MAX_NAMED = 3
"""Failed tickers that an error names with their reasons."""


class WrongGap(WrongInput):
    """A request is out of bounds; the message names the field and the remedy."""


class TooManyGaps(WrongInput):
    """The user has MAX_UNFINISHED requests that have not ended."""


@dataclass(frozen=True)
class Gap:
    """Sessions of some tickers from ``first`` to ``last``, both included; stored ones are loaded again."""

    kind: GapKind
    tickers: tuple[str, ...]
    first: date
    last: date

    def fingerprint(self) -> str:
        """SHA-256 of the request, in hexadecimal digits."""
        sent = json.dumps(asdict(self), sort_keys=True, default=str)
        return hashlib.sha256(sent.encode()).hexdigest()

    def conf(self) -> dict[str, Any]:
        """The parameters of the crawler's run."""
        return {
            "tickers": list(self.tickers),
            "start": self.first.isoformat(),
            "end": self.last.isoformat(),
        }


@dataclass(frozen=True)
class RequestedGap:
    """A recorded request; ``is_new`` is False if its key was recorded before."""

    id: UUID
    state: str
    started_at: datetime | None
    is_new: bool = True

    @property
    def airflow_run_id(self) -> str:
        """The id of its run of the crawler."""
        return f"api__{self.id}"

    @property
    def waits_for_airflow(self) -> bool:
        """Whether Airflow may not have accepted the run yet: it has not started, and is queued or failed."""
        return self.started_at is None and self.state in ("queued", "failed")


def check_gap(connection: sa.Connection, gap: Gap, today: date) -> Gap:
    """The gap with its tickers as they are stored.

    Args:
        today: the as-of session.

    Raises:
        WrongGap: tickers or days are out of bounds.
    """
    if len(gap.tickers) > MAX_TICKERS:
        raise WrongGap(
            localized(
                "tickers: {tickers} are more than {max_tickers}. Request fewer.",
                tickers=len(gap.tickers),
                max_tickers=MAX_TICKERS,
            )
        )
    also_known = known_tickers(connection).union(INDICES if gap.kind == "daily" else ())
    try:
        tickers = check_tickers(gap.tickers, also_known)
    except UnknownTicker as unknown:
        raise WrongGap(joined(": ", "tickers", str(unknown))) from unknown
    for name, day in (("from", gap.first), ("to", gap.last)):
        if day < HISTORY_START:
            raise WrongGap(
                localized(
                    "{name}: prices are stored from {history_start} on.",
                    name=name,
                    history_start=HISTORY_START,
                )
            )
        if day > today:
            raise WrongGap(localized("{name}: the newest closed session is {today}.", name=name, today=today))
    if gap.first > gap.last:
        raise WrongGap(
            localized("from: {first} is after {last}. Swap the days.", first=gap.first, last=gap.last)
        )
    days = (gap.last - gap.first).days + 1
    if gap.kind == "minutes" and days > MAX_MINUTE_DAYS:
        raise WrongGap(
            localized(
                "to: {days} days of minutes are more than {max_minute_days}. Request fewer.",
                days=days,
                max_minute_days=MAX_MINUTE_DAYS,
            )
        )
    return Gap(gap.kind, tickers, gap.first, gap.last)


def request_gap(connection: sa.Connection, gap: Gap, user_id: UUID, key: str | None) -> RequestedGap:
    """Record a request, or return the earlier one of the same user and idempotency key.

    Args:
        key: the idempotency key; None always records a new request.

    Raises:
        KeyReused: the user has sent the key with another request.
        TooManyGaps: the user has as many unfinished requests as there can be.
    """
    inserted = fetch_one(
        connection,
        "ingestion/gaps/request",
        user_id=str(user_id),
        kind=gap.kind,
        tickers=list(gap.tickers),
        first_date=gap.first,
        last_date=gap.last,
        fingerprint=gap.fingerprint(),
        idempotency_key=key,
    )
    if inserted is None:
        return _earlier(connection, gap, user_id, key)
    counted = fetch_returned(connection, "ingestion/gaps/count_unfinished", user_id=str(user_id))
    if counted["unfinished"] > MAX_UNFINISHED:
        raise TooManyGaps(
            localized(
                "{max_unfinished} crawls that you requested have not ended. Wait for one, or cancel it.",
                max_unfinished=MAX_UNFINISHED,
            )
        )
    return RequestedGap(inserted["id"], "queued", None)


def _earlier(connection: sa.Connection, gap: Gap, user_id: UUID, key: str | None) -> RequestedGap:
    row = fetch_returned(
        connection, "ingestion/gaps/by_idempotency_key", user_id=str(user_id), idempotency_key=key
    )
    if row["fingerprint"] != gap.fingerprint():
        raise KeyReused
    return RequestedGap(row["id"], row["state"], row["started_at"], is_new=False)


def find_request(connection: sa.Connection, request_id: UUID) -> Row | None:
    """Kind, state and Airflow run of a request; None if there is none of this id."""
    return fetch_one(connection, "ingestion/gaps/one", id=str(request_id))


def fail_request(connection: sa.Connection, request_id: UUID, reason: str) -> None:
    """Mark a request as failed whose acceptance Airflow did not confirm, unless it has started meanwhile."""
    execute(connection, "ingestion/gaps/fail_request", id=str(request_id), problem=to_text(reason))


def renew_request(connection: sa.Connection, request_id: UUID) -> None:
    """Queue a failed request again after Airflow has accepted it, unless it has started."""
    execute(connection, "ingestion/gaps/renew_request", id=str(request_id))


def cancel(connection: sa.Connection, request_id: UUID) -> bool:
    """Cancel a request; whether it was queued or running. Sessions that were loaded stay."""
    return bool(execute(connection, "ingestion/gaps/cancel", id=str(request_id)))


def begin(connection: sa.Connection, airflow_run_id: str) -> None:
    """Mark the request of an Airflow run as running, if there is one that no user has cancelled."""
    execute(connection, "ingestion/gaps/begin", airflow_run_id=airflow_run_id)


def end(
    connection: sa.Connection,
    airflow_run_id: str,
    state: Literal["success", "failed", "cancelled"],
    reason: str,
) -> None:
    """Close the request of an Airflow run that has ended, if there is one and it is open.

    A run that has planned nothing has failed, whatever Airflow says: it was skipped for want of a source.

    Args:
        state: of the Airflow run; ``cancelled``: a user has ended it.
        reason: Airflow's, such as ``timed_out``.
    """
    loads = fetch_all(connection, "ingestion/gaps/tickers_of_run", airflow_run_id=airflow_run_id)
    is_done = state == "success" and bool(loads)
    ended = "cancelled" if state == "cancelled" else "done" if is_done else "failed"
    problem = _problem(loads, reason) if ended == "failed" else None
    execute(
        connection,
        "ingestion/gaps/finish",
        airflow_run_id=airflow_run_id,
        state=ended,
        problem=None if problem is None else to_text(problem),
    )


def close_lost(connection: sa.Connection) -> int:
    """Mark requests as failed that have not ended within a day, and return their number."""
    return execute(connection, "ingestion/gaps/fail_lost")


def _problem(loads: list[Row], reason: str) -> str:
    failed = [row for row in loads if row["state"] in ("failed", "planned")]
    if not loads:
        return localized("The run has loaded nothing. Its first task has the reason in its log.")
    if not failed:
        return localized(
            "The tickers were loaded, and a later step failed. The log of the run has the reason."
        )
    named = "; ".join(f"{row['ticker']}: {row['message'] or reason}" for row in failed[:_MAX_NAMED])
    more = len(failed) - _MAX_NAMED
    return localized("{named}; and {more} more", named=named, more=more) if more > 0 else named


_LOST = marked("The run ended without a result. Request the period again.")
"""What ``ingestion/gaps/fail_lost`` writes."""
