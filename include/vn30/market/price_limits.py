"""The daily price limits of each stock, by exchange, date and length of suspension."""

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vn30.market.universe import known_stocks
from vn30.typing import FloatArray, IntArray

DAILY_LIMIT = {"HOSE": 0.07, "HNX": 0.10, "UPCoM": 0.15}
WIDE_LIMIT = {"HOSE": 0.20, "HNX": 0.30, "UPCoM": 0.40}
LONG_SUSPENSION = 25
"""Sessions without trading after which the wide limit applies for one session, as on the first session."""

ROUNDING = 12.0
"""VND. Vendors round adjusted prices to 10 VND, so that a move of 7 % can exceed the limit by 10.4 VND."""

_HOSE_OPENED = date(2000, 7, 28)
_LISTINGS = Path(__file__).parent / "reference" / "listings.csv"


@dataclass(frozen=True)
class Band:
    """A daily limit and the bars that it applies to.

    Attributes:
        exchange: HOSE, HNX or UPCoM.
        valid_from: first session to which it applies.
        valid_to: last one.
        after_absence: it applies to bars that follow at least so many sessions without a bar.
        daily_limit: a share of the close before, e.g. 0.07.
    """

    exchange: str
    valid_from: date
    valid_to: date
    after_absence: int
    daily_limit: float


@lru_cache
def bands(ticker: str) -> tuple[Band, ...]:
    """The limits of a stock since its listing; where several apply to a bar, the widest counts.

    A known stock without a row in ``reference/listings.csv`` was always listed on HOSE. A stock that only a
    live source names has no limits here, because its listing history is unknown. An index has none.
    """
    if ticker not in _moves() and ticker not in {stock.ticker for stock in known_stocks()}:
        return ()
    listings = _moves().get(ticker, [("HOSE", _HOSE_OPENED)])
    ends = [start - timedelta(days=1) for _, start in listings[1:]] + [date.max]
    return tuple(
        band
        for (exchange, start), end in zip(listings, ends, strict=True)
        for band in (
            Band(exchange, start, end, 0, DAILY_LIMIT[exchange]),
            Band(exchange, start, start, 0, WIDE_LIMIT[exchange]),
            Band(exchange, start, end, LONG_SUSPENSION, WIDE_LIMIT[exchange]),
        )
    )


def daily_limits(ticker: str, dates: NDArray[np.datetime64], absences: IntArray) -> FloatArray:
    """The limit of each bar as a share of the close before, e.g. 0.07; 0 where the stock was not listed yet.

    Args:
        dates: session of each bar.
        absences: number of sessions without a bar directly before each bar.
    """
    days = dates.astype("datetime64[D]")
    limits = np.zeros(len(days))
    for band in bands(ticker):
        holds = (days >= np.datetime64(band.valid_from)) & (days <= np.datetime64(band.valid_to))
        holds &= absences >= band.after_absence
        np.maximum(limits, band.daily_limit, out=limits, where=holds)
    return limits


def daily_limit(ticker: str, day: date, absence: int) -> float:
    """:func:`daily_limits` of one bar."""
    return max(
        (
            band.daily_limit
            for band in bands(ticker)
            if band.valid_from <= day <= band.valid_to and absence >= band.after_absence
        ),
        default=0.0,
    )


@lru_cache
def _moves() -> dict[str, list[tuple[str, date]]]:
    """By ticker, exchange and first session there, oldest first; only stocks that moved to HOSE."""
    moves: dict[str, list[tuple[str, date]]] = {}
    with _LISTINGS.open(newline="") as lines:
        for row in sorted(csv.DictReader(lines), key=lambda row: row["listed_on"]):
            move = (row["exchange"], date.fromisoformat(row["listed_on"]))
            moves.setdefault(row["ticker"], []).append(move)
    return moves
