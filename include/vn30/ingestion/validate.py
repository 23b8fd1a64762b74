"""Validates the rows of a source. An invalid row is rejected with a reason, never repaired."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vn30.ingestion.rules import RULES, Fault, Faults, Rule, date_faults, source_faults
from vn30.ingestion.spikes import spike_faults
from vn30.market.bars import BAR_COLUMNS, PRICE_COLUMNS, whole_counts
from vn30.market.calendar import SHIPPED, Calendar
from vn30.sources.base import Raw

LATE = "date is after"
"""The beginning of the reason for rows after the newest session of a file."""

_DTYPES = {"date": "datetime64[ns]", **dict.fromkeys([*PRICE_COLUMNS, "volume"], "float64")}


@dataclass(frozen=True)
class Rejection:
    """A rejected row.

    Attributes:
        date: its session, or None if the date is unreadable.
        reason: text for users.
        column: the column that shows it, or None if it is the whole row.
        raw: its values as served by the source.
        false_print: the close in VND of a row rejected as an impossible print, else None.
    """

    date: date | None
    reason: str
    column: str | None
    raw: Raw
    false_print: float | None


@dataclass(frozen=True)
class Validated:
    """Valid bars (BAR_COLUMNS, sorted by date, one a date, ``volume`` int64) and all other rows."""

    bars: pd.DataFrame
    rejected: list[Rejection]


def validate_bars(
    raw: pd.DataFrame, ticker: str, calendar: Calendar = SHIPPED, newest: date | None = None
) -> Validated:
    """Split the rows of one ticker into bars and rejections; each row of ``raw`` is in exactly one of them.

    A close beyond the daily limit is rejected if the series returns within a few bars. A lasting level may be
    a split or a dividend in an unadjusted series: it is kept, and the quality gate reports it. The newest bar
    is kept as well, as its level may last. Indices have no daily limit. A volume within rounding of a whole
    number is that number.

    Args:
        raw: rows as of :meth:`vn30.sources.base.PriceSource.daily_bars`: BAR_COLUMNS in VND (an index in
            points), in any order, with optional columns ``raw`` and ``fault``.
        calendar: of the platform.
        newest: the newest session that the source may have; later rows are rejected. None: no limit.
    """
    rows = raw.astype(_DTYPES).sort_values("date", kind="stable", ignore_index=True)
    rows["volume"] = whole_counts(rows["volume"].to_numpy())
    faults = np.full(len(rows), None, dtype=object)
    accepted = rows
    find_late: Rule = partial(_late_faults, newest=newest)
    find_dates: Rule = partial(date_faults, calendar=calendar)
    find_spikes: Rule = partial(spike_faults, calendar=calendar)
    false_prints = np.full(len(rows), None, dtype=object)
    for rule in (source_faults, find_late, find_dates, *RULES, find_spikes):
        refused = np.zeros(len(accepted), dtype=bool)
        for fault in rule(accepted, ticker):
            first = fault.rows & ~refused
            if first.any():
                for position in accepted.index[first]:
                    faults[position] = fault
                refused |= first
        if rule is find_spikes:
            false_prints[accepted.index[refused]] = accepted["close"][refused]
        if refused.any():
            accepted = accepted[~refused]
    bars = accepted[BAR_COLUMNS].reset_index(drop=True).astype({"volume": "int64"})
    return Validated(bars, _rejections(rows, faults, false_prints))


def _late_faults(rows: pd.DataFrame, ticker: str, newest: date | None) -> Faults:
    if newest is not None:
        late = (rows["date"] > pd.Timestamp(newest)).to_numpy()
        reason = f"{LATE} {newest}, the newest session that most series of the source have"
        yield Fault(late, reason, "date")


def _rejections(
    rows: pd.DataFrame, faults: NDArray[np.object_], false_prints: NDArray[np.object_]
) -> list[Rejection]:
    is_refused = np.array([fault is not None for fault in faults], dtype=bool)
    refused = rows[is_refused]
    if "raw" in refused:
        originals = refused["raw"].tolist()
    else:
        originals = [_plain(row) for row in refused[BAR_COLUMNS].to_dict("records")]
    return [
        Rejection(None if pd.isna(stamp) else stamp.date(), fault.reason, fault.column, original, false_print)
        for stamp, fault, original, false_print in zip(
            refused["date"], faults[is_refused], originals, false_prints[is_refused], strict=True
        )
    ]


def _plain(row: dict[Hashable, Any]) -> Raw:
    stamp = row.pop("date")
    return {
        "date": None if pd.isna(stamp) else stamp.date().isoformat(),
        **{str(name): _json_value(value) for name, value in row.items()},
    }


def _json_value(value: float) -> str | float | None:
    # The quarantine stores JSON, which has neither NaN nor infinity.
    if np.isnan(value):
        return None
    return value if np.isfinite(value) else str(value)
