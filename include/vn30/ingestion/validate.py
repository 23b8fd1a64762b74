"""Decides which bars of a source are fit to store. What is not is refused with its reason, never mended."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from vn30.calendar import FIRST_YEAR, LAST_YEAR, sessions_between
from vn30.prices import BAR_COLUMNS, PRICE_COLUMNS

ROUNDING = 0.5
UNIT_JUMP = 100.0

_DTYPES = {"date": "datetime64[ns]", **dict.fromkeys(PRICE_COLUMNS, "float64")}
_Faults = list[tuple["pd.Series[bool]", str]]


@dataclass(frozen=True)
class Rejection:
    """A refused row: its date if it has a readable one, why, and its values as the source had them."""

    date: date | None
    reason: str
    raw: dict[str, str | float | None]


@dataclass(frozen=True)
class Validated:
    """Bars fit to store (BAR_COLUMNS, by date, one a date, ``volume`` int64) and all the other rows."""

    bars: pd.DataFrame
    rejected: list[Rejection]


def validate_bars(raw: pd.DataFrame) -> Validated:
    """Split the rows of one ticker into bars and rejections; together they are exactly the rows of ``raw``.

    Args:
        raw: what :meth:`vn30.sources.base.PriceSource.daily_bars` returns: BAR_COLUMNS in VND, in any order,
            and perhaps ``raw`` with the original text of each row.
    """
    rows = raw.reset_index(drop=True).astype({**_DTYPES, "volume": "float64"})
    reasons = pd.Series(None, index=rows.index, dtype=object)
    for judge in (_date_faults, _price_faults, _order_faults, _volume_faults, _unit_faults, _duplicates):
        accepted = rows[reasons.isna()]
        for faulty, reason in judge(accepted):
            reasons[faulty.index[faulty & reasons[faulty.index].isna()]] = reason
    bars = rows.loc[reasons.isna(), BAR_COLUMNS].sort_values("date", ignore_index=True)
    return Validated(bars.astype({"volume": "int64"}), _rejections(rows, reasons))


def _date_faults(rows: pd.DataFrame) -> _Faults:
    return [
        (rows["date"].isna(), "date cannot be read"),
        (
            ~rows["date"].dt.year.between(FIRST_YEAR, LAST_YEAR),
            f"date is outside the HOSE calendar, {FIRST_YEAR} to {LAST_YEAR}",
        ),
        (~rows["date"].isin(_sessions()), "date is not a trading session of HOSE"),
    ]


def _price_faults(rows: pd.DataFrame) -> _Faults:
    missing = [(~np.isfinite(rows[name]), f"{name} is missing or not a number") for name in PRICE_COLUMNS]
    return missing + [(rows[name] <= 0, f"{name} is not positive") for name in PRICE_COLUMNS]


def _order_faults(rows: pd.DataFrame) -> _Faults:
    pairs = [("low", "high"), ("open", "high"), ("close", "high"), ("low", "open"), ("low", "close")]
    return [(rows[lower] > rows[upper] + ROUNDING, f"{lower} is above {upper}") for lower, upper in pairs]


def _volume_faults(rows: pd.DataFrame) -> _Faults:
    volume = rows["volume"]
    return [
        (~np.isfinite(volume), "volume is missing or not a number"),
        (volume < 0, "volume is negative"),
        ((volume % 1 != 0) | (volume >= 2.0**63), "volume is not a whole number of shares"),
    ]


def _unit_faults(rows: pd.DataFrame) -> _Faults:
    # Against the whole series: next to its neighbours alone, a stretch in another unit looks consistent.
    ratio = rows["close"] / rows["close"].median()
    return [
        (ratio > UNIT_JUMP, "close is over a hundred times the median of the series: another unit?"),
        (ratio < 1 / UNIT_JUMP, "close is under a hundredth of the median of the series: another unit?"),
    ]


def _duplicates(rows: pd.DataFrame) -> _Faults:
    same_date = rows.groupby("date")
    spread = same_date[PRICE_COLUMNS].transform("max") - same_date[PRICE_COLUMNS].transform("min")
    conflict = (spread > 0).any(axis=1)
    largest = rows["volume"] == same_date["volume"].transform("max")
    repeated = rows.duplicated(BAR_COLUMNS)
    return [
        (conflict, "other rows of the same date have other prices: none can be trusted"),
        (~largest, "duplicate date with the same prices and a smaller volume: the largest volume is kept"),
        (repeated, "duplicate of an identical row, which is kept"),
    ]


def _rejections(rows: pd.DataFrame, reasons: "pd.Series[str]") -> list[Rejection]:
    refused = rows[reasons.notna()]
    if "raw" in refused:
        originals = refused["raw"].tolist()
    else:
        originals = [_plain(row) for row in refused[BAR_COLUMNS].to_dict("records")]
    return [
        Rejection(None if pd.isna(stamp) else stamp.date(), reason, original)
        for stamp, reason, original in zip(refused["date"], reasons[refused.index], originals, strict=True)
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


@lru_cache
def _sessions() -> pd.DatetimeIndex:
    return pd.DatetimeIndex(sessions_between(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)))
