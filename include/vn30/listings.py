"""Where a stock was listed when, and how far its close may move there from one session to the next."""

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vn30.universe import known_stocks

DAILY_LIMIT = {"HOSE": 0.07, "HNX": 0.10, "UPCoM": 0.15}
WIDE_LIMIT = {"HOSE": 0.20, "HNX": 0.30, "UPCoM": 0.40}
LONG_SUSPENSION = 25
"""Sessions without trading after which, as on the first session, the wide limit holds for one session."""

ROUNDING = 12.0
"""VND. Vendors round adjusted prices to 10 VND: two of them are up to 10.4 VND off a limit of 7 %."""

_HOSE_OPENED = date(2000, 7, 28)
_LISTINGS = Path(__file__).parent / "reference" / "listings.csv"


@dataclass(frozen=True)
class Band:
    """A daily limit and its bars: by date, and only after ``after_absence`` sessions without a bar."""

    exchange: str
    valid_from: date
    valid_to: date
    after_absence: int
    daily_limit: float


@lru_cache
def bands(ticker: str) -> tuple[Band, ...]:
    """The limits of a stock since it was listed; of those that hold for a bar the widest counts.

    A known stock that ``reference/listings.csv`` does not name has been on HOSE all along. Of one that only a
    live source knows, nobody can tell where it was before: it has no limits here, and neither has an index.
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


def daily_limits(
    ticker: str, dates: NDArray[np.datetime64], absences: NDArray[np.int64]
) -> NDArray[np.float64]:
    """The limit of each bar as a share of the close before, e.g. 0.07; 0 where the stock was not listed yet.

    Args:
        dates: sessions of the bars.
        absences: how many sessions without a bar lie before each.
    """
    days = dates.astype("datetime64[D]")
    limits = np.zeros(len(days))
    for band in bands(ticker):
        holds = (days >= np.datetime64(band.valid_from)) & (days <= np.datetime64(band.valid_to))
        holds &= absences >= band.after_absence
        np.maximum(limits, band.daily_limit, out=limits, where=holds)
    return limits


@lru_cache
def _moves() -> dict[str, list[tuple[str, date]]]:
    """Exchange and first session there, oldest first, of each stock that came to HOSE from elsewhere."""
    moves: dict[str, list[tuple[str, date]]] = {}
    with _LISTINGS.open(newline="") as lines:
        for row in sorted(csv.DictReader(lines), key=lambda row: row["listed_on"]):
            move = (row["exchange"], date.fromisoformat(row["listed_on"]))
            moves.setdefault(row["ticker"], []).append(move)
    return moves
