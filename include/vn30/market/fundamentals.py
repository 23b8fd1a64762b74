"""Fundamentals of stocks: the metrics that are kept, with their units, and what is known of them on a day.

A figure without a value has a reason; what a vendor does not give is never zero.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

import sqlalchemy as sa

from vn30.database.warehouse import Row, fetch_all

Metric = Literal[
    "shares_outstanding",
    "eps",
    "pe",
    "pb",
    "roe",
    "dividend_yield",
    "foreign_ownership",
    "foreign_limit",
    "foreign_room",
]
METRICS: tuple[Metric, ...] = get_args(Metric)

CapBucket = Literal["small", "mid", "large"]
PeBucket = Literal["low", "medium", "high"]

MID_CAP, LARGE_CAP = 1e12, 1e13
"""Market capitalisation (VND) from which a stock is mid, and large: 1,000 and 10,000 billion."""

MEDIUM_PE, HIGH_PE = 10.0, 20.0
"""P/E from which it is medium, and above which it is high. A bucket says nothing about a fair price."""


@dataclass(frozen=True)
class MetricKind:
    """What a metric is.

    Attributes:
        unit: ``shares``, ``VND``, ``times`` or ``%``.
        lowest, highest: what is possible, in that unit, both included.
        zero: whether 0 is a value. Else vendors write it where they have none.
    """

    name: str
    unit: str
    lowest: float
    highest: float
    zero: bool = False


# No company of HOSE has fewer than a million shares: a smaller number is in thousands or millions. The limits
# of percentages are such that shares of 1, multiplied by 100 once more, are outside.
KINDS: dict[Metric, MetricKind] = {
    "shares_outstanding": MetricKind("Shares outstanding", "shares", 1e6, 1e11),
    "eps": MetricKind("Earnings per share", "VND", -200_000, 200_000),
    "pe": MetricKind("Price to earnings", "times", 0.1, 1_000),
    "pb": MetricKind("Price to book value", "times", 0.01, 100),
    "roe": MetricKind("Return on equity", "%", -200, 200),
    "dividend_yield": MetricKind("Dividend yield", "%", 0, 50, zero=True),
    "foreign_ownership": MetricKind("Foreign ownership", "%", 0, 100),
    "foreign_limit": MetricKind("Foreign limit", "%", 0, 100, zero=True),
    "foreign_room": MetricKind("Foreign room", "%", 0, 100, zero=True),
}


@dataclass(frozen=True)
class Figure:
    """One metric of a stock, in the unit of its kind.

    Attributes:
        value: None where it is not known; ``reason`` says why then.
        period: of a report, as ``four quarters to 2026-Q3``; None for what is of the day itself.
        note: how the value was computed from others; None for one that the vendor gives.
    """

    metric: Metric
    value: float | None = None
    period: str | None = None
    reason: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class Fundamentals:
    """What a source gives of a ticker. A metric that it never gives is not among the figures."""

    ticker: str
    source: str
    figures: tuple[Figure, ...]


def known_figures(connection: sa.Connection, tickers: Sequence[str] | None, day: date) -> list[Row]:
    """The newest snapshot of each metric up to a session, by ticker and metric.

    Args:
        tickers: None: all stocks.

    Returns:
        Rows with symbol, metric, value, unit, period, date (the session of the snapshot), source, reason,
        note and known_from.
    """
    wanted = None if tickers is None else list(tickers)
    return fetch_all(connection, "market/fundamentals", tickers=wanted, metrics=list(METRICS), day=day)


def cap_bucket(market_cap: float | None) -> CapBucket | None:
    """The bucket of a market capitalisation (VND)."""
    if market_cap is None:
        return None
    return "large" if market_cap >= LARGE_CAP else "mid" if market_cap >= MID_CAP else "small"


def pe_bucket(price_to_earnings: float | None) -> PeBucket | None:
    """The bucket of a P/E; None without one, as of a loss."""
    if price_to_earnings is None:
        return None
    if price_to_earnings > HIGH_PE:
        return "high"
    return "medium" if price_to_earnings >= MEDIUM_PE else "low"
