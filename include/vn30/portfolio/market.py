"""What the accounts of portfolios need of the stored market: calendar, stocks, raw prices, actions, VN30."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
import pandas as pd
import sqlalchemy as sa
from numpy.typing import NDArray

from vn30.database.warehouse import fetch_all
from vn30.market.calendar import Calendar
from vn30.market.corporate_actions import CorporateAction, stored_actions, used_actions
from vn30.market.stored_bars import stored_bars
from vn30.market.stored_calendar import read_calendar
from vn30.market.traded_prices import stored_adjustments, traded_prices
from vn30.typing import FloatArray

BENCHMARK = "VN30"
_DAYS_BEFORE = 30
"""Calendar days of prices before the first session: that may have no bar of a stock."""


@dataclass(frozen=True)
class Stock:
    """A stock that can be in a portfolio."""

    id: int
    name: str
    sector: str | None


@dataclass(frozen=True)
class Listing:
    """The platform's stocks by ticker, its calendar and its current session."""

    as_of: date
    calendar: Calendar
    stocks: dict[str, Stock]


@dataclass(frozen=True)
class HeldMarket:
    """The market of some stocks.

    Attributes:
        sessions: oldest first, from the first one asked for to the as-of session.
        closes, lows, highs: raw prices by ticker, VND, one a session; NaN where there is none.
        actions: those that count, up to the as-of session.
        index: closes of the VN30 in points, one a session.
    """

    sessions: list[date]
    closes: dict[str, FloatArray] = field(default_factory=dict)
    lows: dict[str, FloatArray] = field(default_factory=dict)
    highs: dict[str, FloatArray] = field(default_factory=dict)
    actions: list[CorporateAction] = field(default_factory=list)
    index: FloatArray = field(default_factory=lambda: np.empty(0))

    def range_on(self, ticker: str | None, day: date) -> tuple[float | None, float | None]:
        """The lowest and the highest raw price of a session; None where they are not known."""
        if ticker not in self.lows or day not in self.sessions:
            return None, None
        place = self.sessions.index(day)
        low, high = float(self.lows[ticker][place]), float(self.highs[ticker][place])
        return (None, None) if np.isnan(low) or np.isnan(high) else (low, high)


def read_listing(connection: sa.Connection, as_of: date) -> Listing:
    """The stocks, index series left out, those that are no longer traded included."""
    rows = fetch_all(connection, "portfolio/stocks")
    return Listing(
        as_of,
        read_calendar(connection),
        {row["ticker"]: Stock(row["id"], row["name"], row["sector"]) for row in rows},
    )


def held_market(
    connection: sa.Connection, listing: Listing, tickers: Iterable[str], first: date
) -> HeldMarket:
    """The market of ``tickers`` from ``first``, or the session after it, to the as-of session."""
    names = sorted(set(tickers))
    sessions = listing.calendar.sessions_between(first, listing.as_of)
    if not sessions:
        return HeldMarket([])
    start = first - timedelta(days=_DAYS_BEFORE)
    bars = stored_bars(connection, [*names, BENCHMARK], listing.as_of, start)
    adjustments = stored_adjustments(connection, names)
    by_ticker: dict[str, list[CorporateAction]] = defaultdict(list)
    for action in stored_actions(connection, names):
        if action.ex_date <= listing.as_of:
            by_ticker[action.ticker].append(action)
    index = pd.DatetimeIndex(pd.to_datetime(sessions))
    market = HeldMarket(sessions, index=_at(bars[bars["symbol"] == BENCHMARK], "close", index))
    for ticker in names:
        own = bars[bars["symbol"] == ticker].copy()
        dates = own["date"].to_numpy()
        columns = ["low", "high", "close"]
        own[columns] = traded_prices(own[columns].to_numpy(), dates, adjustments.get(ticker, []))
        market.closes[ticker] = _at(own, "close", index)
        market.lows[ticker], market.highs[ticker] = _at(own, "low", index), _at(own, "high", index)
        market.actions.extend(
            worth_taking(used_actions(by_ticker[ticker]), dates, own["close"].to_numpy(dtype=float))
        )
    return market


def worth_taking(
    actions: Sequence[CorporateAction], dates: NDArray[np.datetime64], closes: FloatArray
) -> list[CorporateAction]:
    """The actions without offers of shares at the raw close before the ex-date or above: none buys those."""
    taken = []
    for action in actions:
        if action.kind == "rights_issue":
            before = int(np.searchsorted(dates.astype("datetime64[D]"), np.datetime64(action.ex_date)))
            if before and action.issue_price >= closes[before - 1]:
                continue
        taken.append(action)
    return taken


def _at(bars: pd.DataFrame, column: str, index: pd.DatetimeIndex) -> FloatArray:
    values: FloatArray = bars.set_index("date")[column].reindex(index).to_numpy(dtype=float)
    return values
