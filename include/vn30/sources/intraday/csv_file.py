"""One-minute bars of a CSV or CSV.gz file with the columns ``symbol, time, open, high, low, close, volume``.

``time`` is the start of the bar: ``2025-03-31 09:15`` in Vietnam's time, or with an offset.
"""

from datetime import datetime
from pathlib import Path

import pandas as pd

from vn30.market.bars import PRICE_COLUMNS
from vn30.names import ZONE
from vn30.sources.base import VND_PER_UNIT, Market, PriceUnit, Quota, SourceError
from vn30.sources.intraday.base import RAW_COLUMNS, as_minutes

_MEGABYTE = 10**6


class CsvMinutes:
    """The minutes of one file; of a file of several stocks each call reads the whole file.

    Args:
        unit: of its prices.
        max_mb: megabytes that the file may have.
    """

    market: Market = "real"
    quota: Quota | None = None

    def __init__(self, path: Path, unit: PriceUnit, max_mb: int) -> None:
        self.name = f"csv:{path.name}"
        self._path, self._unit, self._max_mb = path, unit, max_mb

    def minutes(self, ticker: str, start: datetime, end: datetime) -> pd.DataFrame:
        """Bars as specified by :class:`vn30.sources.intraday.base.MinuteSource`.

        Raises:
            SourceError: the file is missing, too large or cannot be read, or has no such ticker.
        """
        rows = self._rows()
        rows = rows[rows["symbol"].str.strip().str.upper() == ticker]
        if rows.empty:
            raise SourceError(f"{self._path.name} has no minutes of {ticker}")
        bars = as_minutes(rows.assign(time=_times(rows["time"].str.strip())), self.name)
        bars[PRICE_COLUMNS] = (bars[PRICE_COLUMNS] * VND_PER_UNIT[self._unit]).round(4)
        inside = bars["time"].between(start, end) | bars["time"].isna()
        return bars[inside].reset_index(drop=True)

    def _rows(self) -> pd.DataFrame:
        if not self._path.is_file():
            raise SourceError(f"VN30_MINUTE_SOURCE: there is no file {self._path}.")
        size = self._path.stat().st_size
        if size > self._max_mb * _MEGABYTE:
            raise SourceError(
                f"{self._path.name} has {size / _MEGABYTE:.0f} MB, and VN30_CSV_MAX_MB is {self._max_mb}."
            )
        try:
            rows = pd.read_csv(self._path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
        except (ValueError, OSError) as error:
            raise SourceError(f"{self._path.name} cannot be read: {error}") from error
        rows.columns = rows.columns.str.strip().str.lower()
        if lacking := [name for name in ("symbol", *RAW_COLUMNS) if name not in rows.columns]:
            raise SourceError(f"{self._path.name} has no column {', '.join(lacking)}")
        return rows


def _times(texts: "pd.Series[str]") -> "pd.Series[pd.Timestamp]":
    """Times in Vietnam; of each text with an offset or none, which is Vietnam's. NaT where it is no time."""
    has_offset = texts.str.contains(r"(?:Z|[+-]\d\d:?\d\d)$", regex=True)
    local = pd.to_datetime(texts.where(~has_offset), errors="coerce", format="ISO8601")
    aware = pd.to_datetime(texts.where(has_offset), errors="coerce", format="ISO8601", utc=True)
    return local.dt.tz_localize(ZONE).fillna(aware.dt.tz_convert(ZONE))
