"""Raw prices (as traded) of stored series, by the corporate actions on record.

Stored prices are adjusted. Actions that are not on record stay in the rebuilt prices: those of before the
first crawl of a stock that neither a file nor a vendor names.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from vn30.database.warehouse import fetch_all
from vn30.market.adjustment import Adjustment, raw_prices
from vn30.market.corporate_actions import CorporateAction, adjustments, stored_actions
from vn30.market.session_rules import steps_at
from vn30.typing import FloatArray


def stored_adjustments(connection: sa.Connection, tickers: Iterable[str]) -> dict[str, list[Adjustment]]:
    """The adjustments that the stored series contain, by ticker; stocks without any are not in the result."""
    by_ticker: dict[str, list[CorporateAction]] = defaultdict(list)
    for action in stored_actions(connection, tickers):
        by_ticker[action.ticker].append(action)
    closes: dict[str, list[tuple[date, float]]] = defaultdict(list)
    for row in fetch_all(connection, "market/stored_closes", tickers=list(by_ticker)):
        closes[row["ticker"]].append((row["price_date"], row["close_price"]))
    return {
        ticker: adjustments(
            actions,
            np.array([day for day, _ in closes[ticker]], dtype="datetime64[D]"),
            np.array([close for _, close in closes[ticker]]),
        )
        for ticker, actions in by_ticker.items()
    }


def traded_prices(
    adjusted: FloatArray, dates: NDArray[np.datetime64], adjustments: list[Adjustment]
) -> FloatArray:
    """The raw prices of adjusted ones, each rounded to the price step of its session.

    Args:
        adjusted: one row a session and a column a price, VND; NaN where there is none.
        dates: the sessions.
    """
    return rounded_to_ticks(raw_prices(adjusted, dates, adjustments), dates)


def rounded_to_ticks(raw: FloatArray, dates: NDArray[np.datetime64]) -> FloatArray:
    """Raw prices (VND) rounded to the price steps of their sessions: see :func:`traded_prices`."""
    steps = steps_at(raw, dates)
    rounded: FloatArray = steps * np.floor(raw / steps + 0.5)
    return rounded


def session_scales(minute_closes: FloatArray, daily_closes: FloatArray, factors: FloatArray) -> FloatArray:
    """By what the minutes of each session are multiplied in the adjusted series.

    Minutes are as their source gave them when they were fetched: as traded, or adjusted already. That of both
    counts by which the last minute is nearer to the daily close.

    Args:
        minute_closes: the last price of each session's minutes, VND.
        daily_closes: adjusted closes of the same sessions; NaN where there is none, as of a running session.
        factors: by what the raw price of each session is multiplied in the adjusted series.
    """
    with np.errstate(invalid="ignore"):
        ratios = np.log(daily_closes / minute_closes)
        scales: FloatArray = np.where(np.abs(ratios - np.log(factors)) < np.abs(ratios), factors, 1.0)
    return scales
