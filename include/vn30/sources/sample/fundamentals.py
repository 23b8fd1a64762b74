"""The simulated fundamentals of a company: one report a quarter, from which the day's ratios follow."""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import pandas as pd

from vn30.market.fundamentals import Figure, Fundamentals
from vn30.sources.sample.market import stream

_PUBLISHED_AFTER = timedelta(days=30)
_LOSS_CHANCE = 0.03
_LIMITS = (30.0, 49.0, 100.0)
"""Percent of the shares that foreigners may hold: of a bank, of most companies, of those without a limit."""
_YEAR = timedelta(days=365)


def simulated_fundamentals(
    seed: int,
    ticker: str,
    day: date,
    shares: int,
    traded: pd.DataFrame,
    dividends: Sequence[tuple[date, float]],
) -> Fundamentals:
    """The fundamentals of ``ticker`` after the session ``day``.

    Earnings and book value are those of the newest quarter whose report was published by then. No later price
    has a part in them.

    Args:
        traded: bars as traded up to ``day``, with ``date`` and ``close``.
        dividends: ex-date and cash (VND a share) of each dividend up to ``day``.
    """
    year, quarter = _reported(day)
    days, closes = pd.DatetimeIndex(traded["date"]), traded["close"].to_numpy(dtype=float)
    at_report = np.flatnonzero(days <= pd.Timestamp(_end_of(year, quarter)))
    shares_now = Figure("shares_outstanding", float(shares))
    held = _foreign(seed, ticker, year, quarter)
    if not len(closes):
        return Fundamentals(ticker, "sample", (shares_now, *held))
    paid = sum(cash for ex_date, cash in dividends if ex_date > day - _YEAR)
    dividend_yield = Figure(
        "dividend_yield", round(100 * paid / closes[-1], 4), note="cash of 365 days / close"
    )
    if not len(at_report):
        reason = f"{ticker} was not listed at the end of {year}-Q{quarter}"
        ratios = [Figure(metric, reason=reason) for metric in ("eps", "pe", "pb", "roe")]
        return Fundamentals(ticker, "sample", (shares_now, *ratios, dividend_yield, *held))
    draw = stream(seed, f"{ticker} report {year}-Q{quarter}").random(3)
    size, loss, drift = draw.tolist()
    period = f"four quarters to {year}-Q{quarter}"
    usual = stream(seed, f"{ticker} ratios").random(2)
    close = closes[at_report[-1]]
    earnings = close / (8 + 14 * usual[0]) * (0.85 + 0.3 * size)
    if loss < _LOSS_CHANCE:
        earnings = -0.5 * earnings
    book = close / (0.9 + 2.6 * usual[1]) * (0.95 + 0.1 * drift)
    price = closes[-1]
    loss_reason = "a loss: earnings per share are below 0"
    figures = (
        shares_now,
        Figure("eps", round(earnings, 2), period),
        Figure("pe", round(price / earnings, 4), period)
        if earnings > 0
        else Figure("pe", period=period, reason=loss_reason),
        Figure("pb", round(price / book, 4), period),
        Figure("roe", round(100 * earnings / book, 4), period),
        dividend_yield,
        *held,
    )
    return Fundamentals(ticker, "sample", figures)


def _foreign(seed: int, ticker: str, year: int, quarter: int) -> tuple[Figure, Figure, Figure]:
    kind, share = stream(seed, f"{ticker} foreigners").random(2)
    drift = stream(seed, f"{ticker} foreigners {year}-Q{quarter}").random()
    limit = _LIMITS[int(kind * len(_LIMITS))]
    held = round(limit * (0.1 + 0.8 * share) * (0.95 + 0.1 * drift), 4)
    return (
        Figure("foreign_ownership", held),
        Figure("foreign_limit", limit),
        Figure("foreign_room", round(limit - held, 4), note="limit - ownership, of all shares"),
    )


def _reported(day: date) -> tuple[int, int]:
    """Year and number of the newest quarter whose report was published by ``day``."""
    published = day - _PUBLISHED_AFTER
    quarter = (published.month - 1) // 3
    return (published.year, quarter) if quarter else (published.year - 1, 4)


def _end_of(year: int, quarter: int) -> date:
    following = date(year + 1, 1, 1) if quarter == 4 else date(year, 3 * quarter + 1, 1)
    return following - timedelta(days=1)
