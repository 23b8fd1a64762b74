"""What makes a row no bar, whatever its ticker: dates, prices, volume, unit, duplicates, stale repeats.

A judge gets the rows that those before it accepted, by date, and yields faults: which rows, and why. Where
two faults of a row meet, the first one is its reason.
"""

from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vn30.calendar import FIRST_YEAR, LAST_YEAR, sessions_between
from vn30.prices import BAR_COLUMNS, PRICE_COLUMNS

ROUNDING = 0.5
UNIT_JUMP = 100.0

Faults = Iterator[tuple[NDArray[np.bool_], str]]
Judge = Callable[[pd.DataFrame], Faults]


def session_numbers(dates: "pd.Series[pd.Timestamp]") -> NDArray[np.int64]:
    """The number of each date among the sessions that the calendar knows; -1 if it is none."""
    return np.asarray(_sessions().get_indexer(pd.DatetimeIndex(dates)), dtype=np.int64)


def _date_faults(rows: pd.DataFrame) -> Faults:
    dates = rows["date"].to_numpy()
    yield np.isnat(dates), "date cannot be read"
    first, last = np.datetime64(f"{FIRST_YEAR}-01-01"), np.datetime64(f"{LAST_YEAR}-12-31")
    yield (dates < first) | (dates > last), f"date is outside the HOSE calendar, {FIRST_YEAR} to {LAST_YEAR}"
    yield session_numbers(rows["date"]) < 0, "date is not a trading session of HOSE"


def _price_faults(rows: pd.DataFrame) -> Faults:
    prices = {name: rows[name].to_numpy() for name in PRICE_COLUMNS}
    for name, values in prices.items():
        yield ~np.isfinite(values), f"{name} is missing or not a number"
    for name, values in prices.items():
        yield values <= 0, f"{name} is not positive"


def _order_faults(rows: pd.DataFrame) -> Faults:
    for lower, upper in (
        ("low", "high"),
        ("open", "high"),
        ("close", "high"),
        ("low", "open"),
        ("low", "close"),
    ):
        yield rows[lower].to_numpy() > rows[upper].to_numpy() + ROUNDING, f"{lower} is above {upper}"


def _volume_faults(rows: pd.DataFrame) -> Faults:
    volume = rows["volume"].to_numpy()
    finite = np.isfinite(volume)
    yield ~finite, "volume is missing or not a number"
    yield volume < 0, "volume is negative"
    whole = np.floor(volume) == volume
    yield ~whole | (volume >= 2.0**63), "volume is not a whole number of shares"


def _unit_faults(rows: pd.DataFrame) -> Faults:
    # Against the whole series: next to its neighbours alone, a stretch in another unit looks consistent.
    ratio = rows["close"].to_numpy() / rows["close"].median()
    yield ratio > UNIT_JUMP, "close is over a hundred times the median of the series: another unit?"
    yield ratio < 1 / UNIT_JUMP, "close is under a hundredth of the median of the series: another unit?"


def _duplicates(rows: pd.DataFrame) -> Faults:
    if rows["date"].is_unique:
        return
    same_date = rows.groupby("date")
    spread = same_date[PRICE_COLUMNS].transform("max") - same_date[PRICE_COLUMNS].transform("min")
    yield (
        (spread > 0).any(axis=1).to_numpy(),
        "other rows of the same date have other prices: none can be trusted",
    )
    yield (
        (rows["volume"] < same_date["volume"].transform("max")).to_numpy(),
        "duplicate date with the same prices and a smaller volume: the largest volume is kept",
    )
    yield rows.duplicated(BAR_COLUMNS).to_numpy(), "duplicate of an identical row, which is kept"


def _stale_repeats(rows: pd.DataFrame) -> Faults:
    """A bar served again as that of the next session. Without volume it is a day without trades, a bar."""
    repeated = rows["volume"].to_numpy() > 0
    repeated[:1] = False
    for name in BAR_COLUMNS[1:]:
        values = rows[name].to_numpy()
        repeated[1:] &= values[1:] == values[:-1]
    yield repeated, "prices and volume are those of the bar before: a stale repeat"


JUDGES: tuple[Judge, ...] = (
    _date_faults,
    _price_faults,
    _order_faults,
    _volume_faults,
    _unit_faults,
    _duplicates,
    _stale_repeats,
)


@lru_cache
def _sessions() -> pd.DatetimeIndex:
    return pd.DatetimeIndex(sessions_between(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)))
