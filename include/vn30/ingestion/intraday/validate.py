"""Validates minutes of a source. An invalid row is rejected with a reason, never repaired."""

from collections import Counter
from datetime import datetime
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd

from vn30.ingestion.rules import VALUE_RULES, Fault, Faults
from vn30.market.bars import PRICE_COLUMNS, PRICE_ROUNDING, whole_counts
from vn30.market.calendar import Calendar
from vn30.market.minutes import MINUTE_COLUMNS, VALUE_COLUMNS, day_of, local_days, local_minutes
from vn30.market.session_minutes import DAY_MINUTES, half_starts

MIN_REPEATED = 20
"""Minutes from which on two sessions with the same bars are one session that was served twice."""


class ValidMinutes(NamedTuple):
    """The valid bars, a minutes frame of one ticker, and how many rows were rejected, by reason.

    Attributes:
        first: for each reason, the time of the first row, or None if it cannot be read.
    """

    minutes: pd.DataFrame
    rejected: Counter[str]
    first: dict[str, datetime | None]

    def describe(self) -> str:
        """One line for users: the number of rejected rows by reason, and the first row of each."""
        if not self.rejected:
            return ""
        parts = [
            f"{count} x {reason} (first {_clock(self.first[reason])})"
            for reason, count in self.rejected.most_common()
        ]
        return f"{self.rejected.total()} minutes rejected: {'; '.join(parts)}."


def validate_minutes(
    raw: pd.DataFrame,
    ticker: str,
    calendar: Calendar,
    fetched_at: datetime,
    previous: pd.DataFrame,
) -> ValidMinutes:
    """Split the rows of one ticker into bars and rejections.

    Args:
        raw: rows as of :meth:`vn30.sources.intraday.base.MinuteSource.minutes`, of the asked period.
        fetched_at: an aware time; no bar can begin after it.
        previous: the stored minutes of the session before the first one of ``raw``; may be empty.
    """
    rows = raw.sort_values("time", kind="stable", ignore_index=True)
    rows["volume"] = whole_counts(rows["volume"].to_numpy())
    rejected: Counter[str] = Counter()
    first: dict[str, datetime | None] = {}

    def apply(faults: Faults) -> None:
        nonlocal rows
        refused = np.zeros(len(rows), dtype=bool)
        for fault in faults:
            new = fault.rows & ~refused
            if new.any():
                stamp = rows["time"][new].iloc[0]
                first[fault.reason] = None if pd.isna(stamp) else stamp.to_pydatetime()
                rejected[fault.reason] += int(new.sum())
                refused |= new
        rows = rows[~refused].reset_index(drop=True)

    apply(_unreadable(rows))
    apply(_time_faults(rows, calendar, fetched_at))
    for rule in VALUE_RULES:
        apply(rule(rows, ticker))
    apply(_without_trades(rows))
    apply(_duplicates(rows))
    apply(_repeated_sessions(rows, previous))
    minutes = rows.assign(symbol=ticker)[MINUTE_COLUMNS].astype({"volume": "int64"})
    return ValidMinutes(minutes, rejected, first)


def _unreadable(rows: pd.DataFrame) -> Faults:
    yield Fault(rows["time"].isna().to_numpy(), "time cannot be read", "time")


def _time_faults(rows: pd.DataFrame, calendar: Calendar, fetched_at: datetime) -> Faults:
    minutes = local_minutes(rows["time"])
    days = local_days(minutes)
    dates = {day: day_of(day) for day in np.unique(days).tolist()}
    closed = [day for day, known in dates.items() if not calendar.is_session(known)]
    yield Fault(np.isin(days, closed), "the day is not a trading session of HOSE", "time")
    starts = np.full(len(rows), -1, dtype=np.int64)
    for day, known in dates.items():
        of_day = days == day
        starts[of_day] = half_starts(known)[minutes[of_day] % DAY_MINUTES]
    yield Fault(starts < 0, "the time is at lunch or outside the session", "time")
    seconds = (rows["time"] != rows["time"].dt.floor("min")).to_numpy()
    yield Fault(seconds, "the time is not the start of a minute", "time")
    late = (rows["time"] > pd.Timestamp(fetched_at)).to_numpy()
    yield Fault(late, "the time lies in the future", "time")


def _without_trades(rows: pd.DataFrame) -> Faults:
    yield Fault((rows["volume"] == 0).to_numpy(), "volume is 0: a minute without trades has no bar", "volume")


def _duplicates(rows: pd.DataFrame) -> Faults:
    if rows["time"].is_unique:
        return
    same = rows.groupby("time")
    spread = same[PRICE_COLUMNS].transform("max") - same[PRICE_COLUMNS].transform("min")
    differs = (spread > PRICE_ROUNDING).any(axis=1).to_numpy()
    yield Fault(differs, "rows of the same minute have different prices: none is kept", "time")
    is_smaller = (rows["volume"] < same["volume"].transform("max")).to_numpy()
    reason = "repeats a minute with a smaller volume: the row of largest volume is kept"
    yield Fault(is_smaller, reason, "volume")
    is_repeated = rows.duplicated(["time", "volume"]).to_numpy()
    yield Fault(is_repeated, "repeats an identical row, which is kept", "time")


def _repeated_sessions(rows: pd.DataFrame, previous: pd.DataFrame) -> Faults:
    """Sessions whose bars are those of the session before: the vendor has served it as the new one."""
    known = pd.concat([previous[["time", *VALUE_COLUMNS]], rows[["time", *VALUE_COLUMNS]]])
    if known.empty:
        return
    numbers = local_minutes(known["time"])
    days = local_days(numbers)
    values = np.column_stack([numbers % DAY_MINUTES, known[VALUE_COLUMNS].to_numpy()])
    of_rows = days[len(previous) :]
    repeated = np.zeros(len(rows), dtype=bool)
    sessions = np.unique(days).tolist()
    for before, day in pairwise(sessions):
        earlier, later = values[days == before], values[days == day]
        # In a running session there is only the beginning of it.
        if len(later) >= MIN_REPEATED and np.array_equal(earlier[: len(later)], later):
            repeated |= of_rows == day
    yield Fault(repeated, "the session repeats the one before, minute by minute", "time")


def _clock(stamp: datetime | None) -> str:
    return "without a time" if stamp is None else f"{stamp:%Y-%m-%d %H:%M}"
