"""Quotes: the newest price of a stock beside the reference, the ceiling and the floor of its session.

Prices are raw, as traded, in VND. The reference is the close of the session before, lowered on an ex-date by
what holders get, and rounded to a tick (:mod:`vn30.market.rules`).
"""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Literal

import sqlalchemy as sa

from vn30.database.warehouse import Row, fetch_all
from vn30.i18n.localized import localized
from vn30.market.adjustment import Adjustment
from vn30.market.calendar import HOSE_ZONE, Calendar
from vn30.market.corporate_actions import CorporateAction, stored_actions
from vn30.market.rules import rules_on
from vn30.market.session_limits import Limits, checked_limits
from vn30.market.stored_calendar import read_calendar
from vn30.market.stored_minutes import minutes_until
from vn30.market.traded_prices import stored_adjustments
from vn30.market.trading_time import TOLERANCE, last_trading_moment, running_session

Basis = Literal["minute", "session"]

NO_BAR = Limits(reason=localized("no bar is stored"))


@dataclass(frozen=True)
class Quote:
    """The newest price of a stock, and where it comes from.

    Attributes:
        shares_outstanding: as known on the session; None: not known.
        price: None before the first bar.
        session: of the price.
        as_of: of the price: the start of the minute of the last trade, or the close of the session.
        volume: shares of the session up to then.
        basis: whether the price is of a minute or the close of a session.
        delayed: whether trading has gone on since the price was known.
        source: of the minute or the bar.
    """

    ticker: str
    name: str
    sector: str | None
    exchange: str | None
    shares_outstanding: float | None
    price: float | None = None
    session: date | None = None
    as_of: datetime | None = None
    volume: int | None = None
    basis: Basis | None = None
    source: str | None = None
    delayed: bool = False
    limits: Limits = NO_BAR

    @property
    def change(self) -> float | None:
        """From the reference price, VND."""
        if self.price is None or self.limits.reference is None:
            return None
        return self.price - self.limits.reference

    @property
    def change_pct(self) -> float | None:
        """From the reference price, percent."""
        change = self.change
        return None if change is None or not self.limits.reference else 100 * change / self.limits.reference

    @property
    def market_cap(self) -> float | None:
        """Shares outstanding x price, VND."""
        if self.price is None or self.shares_outstanding is None:
            return None
        return self.shares_outstanding * self.price


def quotes(
    connection: sa.Connection, tickers: Sequence[str] | None, as_of: date, now: datetime | None = None
) -> list[Quote]:
    """The quotes of active stocks, by ticker; those that are not stored are left out.

    Args:
        tickers: None: all.
        as_of: the platform's today, or a session before it: nothing later is read. On today, the minutes of a
            running session are.
        now: an aware time; None is the system's clock.
    """
    moment = now or datetime.now(UTC)
    calendar = read_calendar(connection)
    last_day = as_of
    if as_of == calendar.last_closed_session(moment) and minutes_until(connection) > as_of:
        last_day = max(as_of, moment.astimezone(HOSE_ZONE).date())
    wanted = None if tickers is None else list(tickers)
    rows = fetch_all(connection, "market/quotes", tickers=wanted, as_of=as_of, last_day=last_day)
    adjusted_since = [row["ticker"] for row in rows if row["has_later"]]
    adjustments = stored_adjustments(connection, adjusted_since) if adjusted_since else {}
    in_minutes = [row["ticker"] for row in rows if _is_of_minute(row)]
    actions: dict[str, list[CorporateAction]] = defaultdict(list)
    for action in stored_actions(connection, in_minutes) if in_minutes else ():
        actions[action.ticker].append(action)
    running = running_session(calendar, last_day, as_of, moment)
    found = []
    for row in rows:
        factor = _factor(row["bar_session"], adjustments.get(row["ticker"], ()))
        if _is_of_minute(row):
            quote = _of_minute(row, factor, actions[row["ticker"]], calendar)
        elif row["bar_session"] is not None:
            quote = _of_bar(row, factor, calendar)
        else:
            quote = _stock(row)
        found.append(_with_delay(quote, row["minute_fetched_at"], as_of, running, moment))
    return found


def _factor(session: date | None, adjustments: Sequence[Adjustment]) -> float:
    """By what the raw prices of a session are multiplied in the stored series."""
    return math.prod(
        (each.factor for each in adjustments if session is not None and session < each.ex_date), start=1.0
    )


def _stock(row: Row) -> Quote:
    return Quote(row["ticker"], row["name"], row["sector"], row["exchange"], row["shares_outstanding"])


def _is_of_minute(row: Row) -> bool:
    """Whether the newest price is that of a minute. The bar of a session is final, its minutes may not be."""
    if row["minute_session"] is None:
        return False
    return row["bar_session"] is None or bool(row["minute_session"] > row["bar_session"])


def _of_minute(row: Row, factor: float, actions: Sequence[CorporateAction], calendar: Calendar) -> Quote:
    """The quote of a minute; ``factor`` is that of the bar before it, as of :func:`_of_bar`."""
    session, before = row["minute_session"], row["bar_session"]
    limits = Limits(reason=localized("no bar of a session before it is stored"))
    if before is not None:
        between = _sessions_between(calendar, before, session)
        if between:
            limits = Limits(
                reason=localized(
                    "the bar of the session before is not stored; the newest is of {before}", before=before
                )
            )
        else:
            due = [action for action in actions if before < action.ex_date <= session]
            limits = checked_limits(
                row["ticker"], row["bar_close"] / factor, due, session, row["minute_close"]
            )
    return replace(
        _stock(row),
        price=row["minute_close"],
        session=session,
        as_of=row["minute_time"],
        volume=row["minute_volume"],
        basis="minute",
        source=row["minute_source"],
        limits=limits,
    )


def _of_bar(row: Row, factor: float, calendar: Calendar) -> Quote:
    """The quote of a bar.

    Args:
        factor: by what its raw prices are multiplied in the stored series, for events after it.
    """
    session = row["bar_session"]
    price = float(rules_on(session).tick.nearest(round(row["bar_close"] / factor, 6)))
    limits = Limits(reason=localized("it is the first bar on record"))
    if row["earlier_session"] is not None:
        # An ex-date of the session itself has lowered the stored close before it already.
        absence = _sessions_between(calendar, row["earlier_session"], session)
        limits = checked_limits(row["ticker"], row["earlier_close"] / factor, (), session, price, absence)
    return replace(
        _stock(row),
        price=price,
        session=session,
        as_of=row["bar_time"],
        volume=row["bar_volume"],
        basis="session",
        source=row["bar_source"],
        limits=limits,
    )


def _sessions_between(calendar: Calendar, before: date, session: date) -> int:
    return len(calendar.sessions_between(before + timedelta(days=1), session - timedelta(days=1)))


def _with_delay(
    quote: Quote, fetched_at: datetime | None, as_of: date, running: date | None, now: datetime
) -> Quote:
    if quote.session is None:
        return quote
    newest = running or as_of
    delayed = quote.session < newest
    if quote.session == running and fetched_at is not None:
        delayed = fetched_at < last_trading_moment(running, now) - TOLERANCE
    return replace(quote, delayed=delayed)
