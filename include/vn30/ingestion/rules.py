"""Validation rules: whole rows, dates, prices, volume, unit, duplicates, stale repeats.

A rule receives the rows that the rules before it accepted, sorted by date, and yields faults. The first fault
of a row is its reason. Numbers that differ by no more than rounding are equal: :mod:`vn30.market.bars`.
"""

from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd

from vn30.market.bars import PRICE_COLUMNS, PRICE_ROUNDING
from vn30.market.calendar import FIRST_YEAR, LAST_YEAR, SHIPPED, Calendar
from vn30.sources.units import MIN_POSSIBLE, are_possible
from vn30.typing import BoolArray, IntArray

UNIT_JUMP = 100.0
"""A close beyond this multiple of the median, or below its inverse, is in another unit."""

NO_SESSION = "date is not a trading session of HOSE"


class Fault(NamedTuple):
    """The rejected rows, the reason, and the column that shows it; None is the whole row."""

    rows: BoolArray
    reason: str
    column: str | None


Faults = Iterator[Fault]
Rule = Callable[[pd.DataFrame, str], Faults]
"""A function of rows of bars and of their ticker."""


def session_numbers(dates: "pd.Series[pd.Timestamp]", calendar: Calendar = SHIPPED) -> IntArray:
    """The position of each date among all sessions of the calendar; -1 if it is not a session."""
    sessions = pd.DatetimeIndex(calendar.sessions_between(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)))
    return np.asarray(sessions.get_indexer(pd.DatetimeIndex(dates)), dtype=np.int64)


def source_faults(rows: pd.DataFrame, ticker: str) -> Faults:
    """Rows that their source could not read."""
    if "fault" in rows:
        for reason in rows["fault"].dropna().unique():
            yield Fault((rows["fault"] == reason).to_numpy(), reason, None)


def date_faults(rows: pd.DataFrame, ticker: str, calendar: Calendar = SHIPPED) -> Faults:
    """Dates that cannot be read, or that are no sessions of ``calendar``."""
    dates = rows["date"].to_numpy()
    yield Fault(np.isnat(dates), "date cannot be read", "date")
    first, last = np.datetime64(f"{FIRST_YEAR}-01-01"), np.datetime64(f"{LAST_YEAR}-12-31")
    reason = f"date is outside the HOSE calendar, {FIRST_YEAR} to {LAST_YEAR}"
    yield Fault((dates < first) | (dates > last), reason, "date")
    yield Fault(session_numbers(rows["date"], calendar) < 0, NO_SESSION, "date")


def _price_faults(rows: pd.DataFrame, ticker: str) -> Faults:
    prices = {name: rows[name].to_numpy() for name in PRICE_COLUMNS}
    for name, values in prices.items():
        yield Fault(~np.isfinite(values), f"{name} is missing or not a number", name)
    for name, values in prices.items():
        yield Fault(values <= 0, f"{name} is not positive", name)


def _order_faults(rows: pd.DataFrame, ticker: str) -> Faults:
    for lower, upper in (
        ("low", "high"),
        ("open", "high"),
        ("close", "high"),
        ("low", "open"),
        ("low", "close"),
    ):
        is_above = rows[lower].to_numpy() > rows[upper].to_numpy() + PRICE_ROUNDING
        yield Fault(is_above, f"{lower} is above {upper}", lower)


def _volume_faults(rows: pd.DataFrame, ticker: str) -> Faults:
    volume = rows["volume"].to_numpy()
    yield Fault(~np.isfinite(volume), "volume is missing or not a number", "volume")
    yield Fault(volume < 0, "volume is negative", "volume")
    is_count = (np.floor(volume) == volume) & (volume < 2.0**63)
    yield Fault(~is_count, "volume is not a whole number of shares", "volume")


def _unit_faults(rows: pd.DataFrame, ticker: str) -> Faults:
    closes = rows["close"]
    possible = are_possible(closes, ticker)
    if possible.sum() < MIN_POSSIBLE * len(rows):
        reason = "the series cannot have such closes: wrong price unit?"
        yield Fault(np.ones(len(rows), dtype=bool), reason, "close")
        return
    # Against the possible closes of the whole series: beside its neighbours, a period in another unit looks
    # consistent, and it may be longer than the one in the right unit.
    ratio = (closes / closes[possible].median()).to_numpy()
    reason = "close is more than 100 times the median of the series: wrong price unit?"
    yield Fault(ratio > UNIT_JUMP, reason, "close")
    reason = "close is less than 1/100 of the median of the series: wrong price unit?"
    yield Fault(ratio < 1 / UNIT_JUMP, reason, "close")


def _duplicates(rows: pd.DataFrame, ticker: str) -> Faults:
    if rows["date"].is_unique:
        return
    same_date = rows.groupby("date")
    spread = same_date[PRICE_COLUMNS].transform("max") - same_date[PRICE_COLUMNS].transform("min")
    differs = (spread > PRICE_ROUNDING).any(axis=1).to_numpy()
    yield Fault(differs, "rows of the same date have different prices: none is kept", "date")
    is_smaller = (rows["volume"] < same_date["volume"].transform("max")).to_numpy()
    reason = "duplicate date with the same prices and a smaller volume: the row of largest volume is kept"
    yield Fault(is_smaller, reason, "volume")
    is_repeated = rows.duplicated(["date", "volume"]).to_numpy()
    yield Fault(is_repeated, "duplicate of an identical row, which is kept", "date")


def _stale_repeats(rows: pd.DataFrame, ticker: str) -> Faults:
    """Bars equal to the one before. A bar without volume is a valid session without trades."""
    volume = rows["volume"].to_numpy()
    repeated = volume > 0
    repeated[:1] = False
    repeated[1:] &= volume[1:] == volume[:-1]
    for name in PRICE_COLUMNS:
        repeated[1:] &= np.abs(np.diff(rows[name].to_numpy())) <= PRICE_ROUNDING
    yield Fault(repeated, "prices and volume repeat those of the bar before: a stale repeat", "close")


VALUE_RULES: tuple[Rule, ...] = (_price_faults, _order_faults, _volume_faults, _unit_faults)
"""The rules of prices and volumes, which hold for bars of any length."""

RULES: tuple[Rule, ...] = (
    *VALUE_RULES,
    _duplicates,
    _stale_repeats,
)
"""The rules that follow :func:`date_faults`."""
