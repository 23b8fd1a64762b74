"""Decides which bars of a source are fit to store. What is not is refused with its reason, never mended."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vn30.ingestion.faults import JUDGES, Judge
from vn30.ingestion.spikes import spike_faults
from vn30.prices import BAR_COLUMNS, PRICE_COLUMNS

_DTYPES = {"date": "datetime64[ns]", **dict.fromkeys([*PRICE_COLUMNS, "volume"], "float64")}


@dataclass(frozen=True)
class Rejection:
    """A refused row: its date if it has a readable one, why, and its values as the source had them.

    ``false_print`` is the close in VND of a row that was refused as an impossible print, else None.
    """

    date: date | None
    reason: str
    raw: dict[str, str | float | None]
    false_print: float | None


@dataclass(frozen=True)
class Validated:
    """Bars fit to store (BAR_COLUMNS, by date, one a date, ``volume`` int64) and all the other rows."""

    bars: pd.DataFrame
    rejected: list[Rejection]


def validate_bars(raw: pd.DataFrame, ticker: str) -> Validated:
    """Split the rows of one ticker into bars and rejections; together they are exactly the rows of ``raw``.

    A close beyond the daily limit is refused if the series comes back within a few bars; a level that stays
    may be a split or a dividend in an unadjusted series, and is kept for the gate to explain. So is the
    newest bar, of which nobody knows yet whether it stays. Indices have no daily limit.

    Args:
        raw: what :meth:`vn30.sources.base.PriceSource.daily_bars` returns: BAR_COLUMNS in VND (an index in
            points), in any order, and perhaps ``raw`` with the original text of each row.
    """
    rows = raw.astype(_DTYPES).sort_values("date", kind="stable", ignore_index=True)
    reasons = np.full(len(rows), None, dtype=object)
    accepted = rows
    find_spikes: Judge = partial(spike_faults, ticker=ticker)
    false_prints = np.full(len(rows), None, dtype=object)
    for judge in (*JUDGES, find_spikes):
        refused = np.zeros(len(accepted), dtype=bool)
        for faulty, reason in judge(accepted):
            first = faulty & ~refused
            if first.any():
                reasons[accepted.index[first]] = reason
                refused |= first
        if judge is find_spikes:
            false_prints[accepted.index[refused]] = accepted["close"][refused]
        if refused.any():
            accepted = accepted[~refused]
    bars = accepted[BAR_COLUMNS].reset_index(drop=True).astype({"volume": "int64"})
    return Validated(bars, _rejections(rows, reasons, false_prints))


def _rejections(
    rows: pd.DataFrame, reasons: NDArray[np.object_], false_prints: NDArray[np.object_]
) -> list[Rejection]:
    is_refused = pd.notna(reasons)
    refused = rows[is_refused]
    if "raw" in refused:
        originals = refused["raw"].tolist()
    else:
        originals = [_plain(row) for row in refused[BAR_COLUMNS].to_dict("records")]
    return [
        Rejection(None if pd.isna(stamp) else stamp.date(), reason, original, false_print)
        for stamp, reason, original, false_print in zip(
            refused["date"], reasons[is_refused], originals, false_prints[is_refused], strict=True
        )
    ]


def _plain(row: dict[Hashable, Any]) -> dict[str, str | float | None]:
    stamp = row.pop("date")
    return {
        "date": None if pd.isna(stamp) else stamp.date().isoformat(),
        **{str(name): _json_value(value) for name, value in row.items()},
    }


def _json_value(value: float) -> str | float | None:
    # JSON, which the quarantine keeps, knows neither NaN nor infinity.
    if np.isnan(value):
        return None
    return value if np.isfinite(value) else str(value)
