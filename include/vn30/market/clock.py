"""The as-of session of the platform, which crawls, features, scores and freshness share."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

import sqlalchemy as sa

from vn30.database.warehouse import fetch_one
from vn30.errors import WrongInput
from vn30.i18n.localized import localized
from vn30.market.calendar import HOSE_ZONE, SHIPPED, Calendar, OutsideCalendar
from vn30.names import PRICES_ASSET
from vn30.settings import Settings

_TIMED_RUNS = ("scheduled", "backfill")


class MarketClock(NamedTuple):
    """Current session, and ``simulated`` or the name of the source; both None before the first crawl."""

    as_of: date | None
    data_source: str | None


_KNOWN_CLOCK = "vn30_clock"


def read_clock(connection: sa.Connection) -> MarketClock:
    """The clock as the database has it: what all views and queries count as today."""
    known: MarketClock | None = connection.get_execution_options().get(_KNOWN_CLOCK)
    if known is not None:
        return known
    row = fetch_one(connection, "market/clock")
    return MarketClock(row["as_of"], row["data_source"]) if row else MarketClock(None, None)


def with_known_clock(connection: sa.Connection, clock: MarketClock) -> sa.Connection:
    """``connection``, on which :func:`read_clock` returns ``clock`` and does not ask the database.

    Its transaction has to read one snapshot, of which ``clock`` was read before.
    """
    return connection.execution_options(**{_KNOWN_CLOCK: clock})


def as_of(
    settings: Settings, last_session: date | None, now: datetime | None = None, calendar: Calendar = SHIPPED
) -> date:
    """The as-of session: the one that the platform treats as today.

    It is ``VN30_AS_OF`` if that is set (the session before it, if that day is no session), else
    ``last_session``, else the newest HOSE session that has closed by ``now``.

    Args:
        last_session: of the price source; None for one that follows the wall clock.
        now: an aware time; None is the system's clock.
        calendar: of the platform.

    Raises:
        OutsideCalendar: that day lies outside the HOSE calendar; the message names ``VN30_AS_OF`` if it is
            set.
    """
    today = settings.as_of or last_session
    if today is None:
        return calendar.last_closed_session(now or datetime.now(UTC))
    try:
        return calendar.session_on(today)
    except OutsideCalendar as error:
        if settings.as_of is None:
            raise
        raise OutsideCalendar(localized("VN30_AS_OF is {error}", error=error)) from error


def session_of_run(
    run_type: str,
    logical_date: datetime | None,
    run_after: datetime,
    announcements: Iterable[Mapping[str, Any]] = (),
    calendar: Calendar = SHIPPED,
) -> date | None:
    """The session that an Airflow run processes, or None if it processes the as-of session.

    A run triggered by new prices processes the newest announced session. A scheduled or backfill run
    processes the newest session that was closed at its logical date, however late the run executes: a run due
    at 17:00 of a session processes that session. ``ds`` is no substitute, as it is the UTC date.

    A manual run processes the as-of session, unless its user chose a logical date on another day than that
    of the trigger, as ``airflow dags test vn30_model_training 2025-05-20`` does: then the session of the
    chosen day, or the one before it.

    Args:
        run_type: ``run_type`` of the run, as Airflow spells it.
        logical_date: an aware time; the timetable sets it to the time at which the run is due.
        run_after: an aware time; of a manual run, when it was triggered.
        announcements: the ``extra`` of each asset event that triggered the run, as
            ``{"session": "2026-06-30"}``; an event that a user created may lack the session.
        calendar: of the platform.

    Raises:
        WrongInput: an announced session is not an ISO date.
        OutsideCalendar: the session of the logical date lies outside the HOSE calendar.
    """
    announced = [extra["session"] for extra in announcements if extra.get("session")]
    if announced:
        return max(map(_announced, announced))
    if logical_date is None:
        return None
    if run_type in _TIMED_RUNS:
        return calendar.last_closed_session(logical_date)
    chosen = logical_date.astimezone(HOSE_ZONE).date()
    if run_type != "manual" or chosen == run_after.astimezone(HOSE_ZONE).date():
        return None
    return calendar.session_on(chosen)


def _announced(session: Any) -> date:
    try:
        return date.fromisoformat(session)
    except (TypeError, ValueError) as error:
        raise WrongInput(
            localized(
                "An event of {prices_asset} names the session {session!r}: write it YYYY-MM-DD.",
                prices_asset=PRICES_ASSET,
                session=session,
            )
        ) from error


def other_session(day: date, wanted: date | None) -> str | None:
    """A sentence for the log if a run that is for the session ``wanted`` processes ``day``; else None."""
    if wanted is None or wanted == day:
        return None
    reason = "is the platform's today, and no later session is used"
    if day > wanted:
        reason = "is the session of its first start, which a cleared run keeps"
    return f"This run was asked for the session {wanted} and processes {day}, which {reason}"


def not_after(today: date, session: date | None) -> date:
    """The earlier of ``today`` and ``session``; ``today`` if ``session`` is None."""
    return today if session is None else min(today, session)
