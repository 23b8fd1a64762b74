"""The market of a simulation from stored frames: raw prices, limits and rules as arrays. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vn30.backtesting.market import TradableMarket
from vn30.market.adjustment import Adjustment, cumulative_factors
from vn30.market.bars import PRICE_COLUMNS
from vn30.market.corporate_actions import CorporateAction, used_actions
from vn30.market.price_limits import DAILY_LIMIT, daily_limits
from vn30.market.rules import Lot, Settlement, Tax
from vn30.market.session_rules import price_limits, rules_of
from vn30.market.traded_prices import rounded_to_ticks, traded_prices
from vn30.typing import FloatArray, IntArray

_NO_BAR = {"open": np.nan, "high": np.nan, "low": np.nan, "close": np.nan, "adjusted_close": np.nan}
_VALUES = {**_NO_BAR, "volume": 0.0, "ceiling": np.inf, "floor": -np.inf}
"""What a session without a bar has."""


def tradable_market(
    bars: pd.DataFrame,
    adjustments: Mapping[str, Sequence[Adjustment]],
    actions: Iterable[CorporateAction],
    sessions: Sequence[date],
    tickers: Iterable[str],
    index: pd.DataFrame | None = None,
) -> TradableMarket:
    """The market of ``tickers`` in ``sessions``.

    A stock without a listing on record has the daily limit of HOSE. Where a bar is outside the limits that
    follow from the close before, by an action that is not on record or by a vendor's rounding, the limits
    are widened to the bar: those of the exchange contained it.

    Args:
        bars: a market frame of adjusted prices, VND, that may begin before the first session: the close
            before it is the reference price of the first limits.
        adjustments: what the prices contain, by ticker.
        actions: those on record; of several that are the same, one counts
            (:func:`vn30.market.corporate_actions.used_actions`).
        sessions: all of the exchange, oldest first, without gaps: settlement counts them.
        index: closes of the VN30 in points with their ``date``; None: unknown.
    """
    names = tuple(sorted(set(tickers)))
    days = np.array(sessions, dtype="datetime64[D]")
    calendar = np.unique(np.r_[bars["date"].to_numpy().astype("datetime64[D]"), days])
    matrices = {name: np.full((len(days), len(names)), value) for name, value in _VALUES.items()}
    by_ticker = dict(list(bars.groupby("symbol")))
    for column, ticker in enumerate(names):
        if ticker in by_ticker:
            values = _stock(ticker, by_ticker[ticker], list(adjustments.get(ticker, [])), calendar)
            dates = by_ticker[ticker]["date"].to_numpy().astype("datetime64[D]")
            rows = np.searchsorted(days, dates)
            inside = (rows < len(days)) & (days[np.minimum(rows, len(days) - 1)] == dates)
            for name, one in values.items():
                matrices[name][rows[inside], column] = one[inside]
    settlements, taxes = rules_of(Settlement, days), rules_of(Tax, days)
    return TradableMarket(
        names,
        days,
        **matrices,
        lots=np.array([rule.shares for rule in rules_of(Lot, days)], dtype=np.int64),
        settlement=np.array([rule.sessions for rule in settlements], dtype=np.int64),
        sold_on_day=np.array([rule.sold_on_day for rule in settlements], dtype=bool),
        sales_tax=np.array([rule.of_sales for rule in taxes], dtype=float),
        dividend_tax=np.array([rule.of_dividends for rule in taxes], dtype=float),
        index=_closes(index, days),
        actions=_counted(actions, names, days),
        minutes=None,
    )


def _stock(
    ticker: str, bars: pd.DataFrame, adjustments: list[Adjustment], calendar: NDArray[np.datetime64]
) -> dict[str, FloatArray]:
    dates = bars["date"].to_numpy().astype("datetime64[D]")
    adjusted = bars["close"].to_numpy(dtype=float)
    raw = traded_prices(bars[PRICE_COLUMNS].to_numpy(dtype=float), dates, adjustments)
    values: dict[str, FloatArray] = dict(zip(PRICE_COLUMNS, raw.T, strict=True))
    factors = cumulative_factors(dates, adjustments)
    references = rounded_to_ticks(np.r_[np.nan, adjusted[:-1]] / factors, dates)
    absences = np.diff(np.searchsorted(calendar, dates), prepend=-1) - 1
    absences[:1] = 0
    ceiling, floor = price_limits(references, _shares(ticker, dates, absences), dates)
    return {
        **values,
        "volume": bars["volume"].fillna(0).to_numpy(dtype=float),
        "adjusted_close": adjusted,
        "ceiling": np.where(np.isnan(ceiling), np.inf, np.fmax(ceiling, values["high"])),
        "floor": np.where(np.isnan(floor), -np.inf, np.fmin(floor, values["low"])),
    }


def _shares(ticker: str, dates: NDArray[np.datetime64], absences: IntArray) -> FloatArray:
    limits = daily_limits(ticker, dates, absences)
    shares: FloatArray = np.where(limits > 0, limits, DAILY_LIMIT["HOSE"])
    return shares


def _closes(index: pd.DataFrame | None, days: NDArray[np.datetime64]) -> FloatArray:
    if index is None or index.empty:
        return np.full(len(days), np.nan)
    closes = index.set_index("date")["close"].reindex(pd.DatetimeIndex(days))
    values: FloatArray = closes.to_numpy(dtype=float)
    return values


def _counted(
    actions: Iterable[CorporateAction], names: Sequence[str], days: NDArray[np.datetime64]
) -> tuple[CorporateAction, ...]:
    by_ticker: dict[str, list[CorporateAction]] = defaultdict(list)
    for action in actions:
        by_ticker[action.ticker].append(action)
    return tuple(
        action
        for ticker in names
        for action in used_actions(by_ticker[ticker])
        if len(days) and days[0] <= np.datetime64(action.ex_date) <= days[-1]
    )
