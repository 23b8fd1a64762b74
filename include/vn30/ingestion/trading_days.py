"""Days on which the shipped calendar is wrong: proposals of the crawler, and decisions of operators.

A closure can be decreed at short notice, and the holidays package knows it a release later. The crawler
proposes a day; when an operator, or the setting VN30_CLOSED_DAYS, has confirmed it, the calendar of this
database is corrected (:mod:`vn30.market.stored_calendar`). Decisions are added and never changed, so that
each of them stays on record with its author.
"""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Literal

import sqlalchemy as sa

from vn30.database.warehouse import Row, execute, fetch_all, fetch_one
from vn30.errors import WrongInput
from vn30.i18n.localized import localized
from vn30.ingestion.rules import NO_SESSION
from vn30.ingestion.sessions import store_sessions
from vn30.market.calendar import SHIPPED, OutsideCalendar
from vn30.market.stored_calendar import read_calendar

Kind = Literal["closed", "session"]
State = Literal["proposed", "confirmed", "dismissed"]

SETTING = "VN30_CLOSED_DAYS"
CRAWLER = "crawler"

MAX_PROPOSALS = 5
"""More days of one kind at once are a hole or a fault of the source, not closures that nobody knows."""


class WrongDay(WrongInput):
    """The day cannot be what it is said to be; the message names the reason."""


class UnknownDay(WrongInput):
    """There is neither a proposal nor a decision for the day."""


def decide(
    connection: sa.Connection,
    day: date,
    kind: Kind,
    state: Literal["confirmed", "dismissed"],
    by: str,
    reason: str,
) -> None:
    """Record a decision on ``day`` and correct the stored sessions, in the caller's transaction.

    Bars of a day that is closed from now on are deleted: without trades they are no prices. A later crawl
    fetches them again if the decision is undone.

    Args:
        by: who decides, for the record.
        reason: why, for the record.

    Raises:
        WrongDay: the calendar does not cover the day, or has it so already, or stocks have traded on a day
            that is to be closed.
    """
    _lock(connection)
    if state == "confirmed":
        _check(connection, day, kind)
    _add(connection, day, kind, state, by, reason)
    _correct(connection, day)


def undo(connection: sa.Connection, day: date, by: str) -> None:
    """Take back the decision on ``day``: its proposal is open again, if there was one.

    Raises:
        UnknownDay: there is no decision.
    """
    _lock(connection)
    known = fetch_one(connection, "ingestion/trading_day", day=day)
    if known is None or known["state"] == "proposed":
        raise UnknownDay(localized("There is no decision on {day}.", day=day))
    proposal = fetch_one(connection, "ingestion/trading_day_proposal", day=day, kind=known["kind"])
    state, reason = ("proposed", proposal["reason"]) if proposal else ("withdrawn", "undone")
    _add(connection, day, known["kind"], state, by, reason)
    _correct(connection, day)


def apply_setting(connection: sa.Connection, closed_days: Collection[date]) -> None:
    """Make the decisions of the setting VN30_CLOSED_DAYS equal to ``closed_days``.

    Raises:
        WrongDay: see :func:`decide`.
    """
    by_setting = {
        row["day"] for row in fetch_all(connection, "ingestion/days_decided_by", decided_by=SETTING)
    }
    if by_setting == set(closed_days):
        return
    confirmed = {day for day, is_open in read_calendar(connection).corrections.items() if not is_open}
    for day in sorted(set(closed_days) - confirmed):
        decide(connection, day, "closed", "confirmed", SETTING, f"listed in {SETTING}")
    for day in sorted(by_setting - set(closed_days)):
        undo(connection, day, SETTING)


def propose(connection: sa.Connection, crawl: Row) -> None:
    """Propose the days on which the calendar may be wrong by the stored bars and the rows that were rejected.

    A session is proposed as closed if series have bars before and after it, no index has one, and hardly any
    stock has traded. A day without session is proposed as one if most series of the crawl have a row of it
    with volume. A proposal that bars have disproved since is withdrawn.
    """
    _lock(connection)
    closed = fetch_all(connection, "ingestion/days_without_trades", as_of=crawl["as_of_date"])
    extra = fetch_all(connection, "ingestion/trades_without_session", crawl_id=crawl["id"], reason=NO_SESSION)
    known = {row["day"]: row for row in fetch_all(connection, "ingestion/trading_days")}
    found = {row["day"] for row in closed}
    for row in known.values():
        if row["state"] == "proposed" and row["kind"] == "closed" and row["day"] not in found:
            _add(connection, row["day"], "closed", "withdrawn", CRAWLER, "series have traded on it")
    _propose(connection, "closed", [row for row in closed if row["day"] not in known])
    _propose(connection, "session", [row for row in extra if row["day"] not in known])


def _propose(connection: sa.Connection, kind: Kind, rows: Iterable[Row]) -> None:
    days = list(rows)
    if len(days) <= MAX_PROPOSALS:
        for row in days:
            _add(connection, row["day"], kind, "proposed", CRAWLER, row["reason"])


def _check(connection: sa.Connection, day: date, kind: Kind) -> None:
    try:
        is_session = SHIPPED.is_session(day)
    except OutsideCalendar as error:
        raise WrongDay(str(error)) from error
    if is_session is (kind == "session"):
        raise WrongDay(
            localized(
                "{day} is {kind} by the calendar already.",
                day=day,
                kind="a session" if is_session else "closed",
            )
        )
    if kind == "closed":
        traded = fetch_one(connection, "ingestion/trades_on", day=day)
        if traded and 2 * traded["traded"] > traded["series"]:
            raise WrongDay(
                localized(
                    "{traded} of {series} series have traded on {day}: HOSE was open. If "
                    "their bars are wrong, crawl them again first.",
                    traded=traded["traded"],
                    series=traded["series"],
                    day=day,
                )
            )


def _lock(connection: sa.Connection) -> None:
    # One decision at a time, and none while a crawl replaces the sessions.
    fetch_one(connection, "ingestion/lock_market")


def _add(connection: sa.Connection, day: date, kind: str, state: str, by: str, reason: str) -> None:
    execute(
        connection,
        "ingestion/insert_trading_day",
        day=day,
        kind=kind,
        state=state,
        decided_by=by,
        reason=reason,
    )


def _correct(connection: sa.Connection, day: date) -> None:
    """Bring the stored sessions, and the bars of ``day``, in line with the decisions."""
    store_sessions(connection, read_calendar(connection))
    execute(connection, "ingestion/remove_bars_without_session", day=day)
    execute(connection, "ingestion/forget_absences_on", day=day)
    # Caches of market reads are renewed.
    execute(connection, "ingestion/touch_market_state")
