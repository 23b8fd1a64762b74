"""Real prices from a CSV or CSV.gz file."""

import csv
import gzip
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from vn30.calendar import FIRST_YEAR, HOSE_ZONE, LAST_YEAR, is_session
from vn30.prices import MARKET_COLUMNS, PRICE_COLUMNS
from vn30.sources.base import VND_PER_UNIT, Adjustment, Market, PriceUnit, Quota, SourceError
from vn30.universe import did_you_mean

_LOWEST_MEDIAN_CLOSE, _HIGHEST_MEDIAN_CLOSE = 1_000.0, 1_000_000.0
_GZIP_MAGIC = b"\x1f\x8b"


class CsvSource:
    """Bars of a file with the columns of :data:`vn30.prices.MARKET_COLUMNS`, dates as YYYY-MM-DD.

    The file is read on first use, once a process and again when it changes. Every method raises SourceError
    if it cannot be read, has no rows or lacks a column, or if its prices cannot be in the declared unit.
    """

    name = "csv"
    market: Market = "real"
    follows_wall_clock = False
    adjustment: Adjustment = "unknown"
    quota: Quota | None = None

    def __init__(self, path: Path, unit: PriceUnit) -> None:
        self._path = path
        self.unit: PriceUnit = unit

    def tickers(self) -> frozenset[str]:
        """The symbols of the file, trimmed and upper-cased."""
        return self._file().tickers

    def last_session(self) -> date:
        """The newest session of the file up to today; a date after today is a typing error, not a session.

        Raises:
            SourceError: the file has none.
        """
        newest = newest_session(self._file().dates, datetime.now(HOSE_ZONE).date())
        if newest is None:
            raise SourceError(f"{self._path}: no row is dated on a trading session of HOSE up to today.")
        return newest

    def daily_bars(self, ticker: str, start: date, end: date) -> pd.DataFrame:
        """Bars of ``ticker`` as :class:`vn30.sources.base.PriceSource` says, each with its text in ``raw``.

        Rows whose date cannot be read come with every period: none of them may vanish unseen.

        Raises:
            SourceError: the file has no such symbol.
        """
        file = self._file()
        if ticker not in file.tickers:
            raise SourceError(
                f"{self._path}: no rows for {ticker}{did_you_mean(ticker, file.tickers)}; "
                f"the file has {len(file.tickers)} symbols."
            )
        chosen = file.rows.filter(pc.equal(file.symbols, ticker))
        text = chosen.to_pandas(use_threads=False)
        bars = pd.DataFrame({"date": _dates(text["date"])})
        for column in PRICE_COLUMNS:
            bars[column] = (_numbers(text[column]) * VND_PER_UNIT[self.unit]).round(4)
        bars["volume"] = _numbers(text["volume"])
        bars["raw"] = text.to_dict("records")
        period = bars["date"].between(pd.Timestamp(start), pd.Timestamp(end)) | bars["date"].isna()
        return bars[period].reset_index(drop=True)

    def _file(self) -> "_File":
        try:
            state = self._path.stat()
        except OSError as error:
            raise _unreadable(self._path, error) from error
        return _read(self._path, self.unit, state.st_mtime_ns, state.st_size)


def newest_session(dates: Iterable[date], today: date) -> date | None:
    """The newest of ``dates`` that is a HOSE session and not after ``today``, or None."""
    possible = (day for day in dates if FIRST_YEAR <= day.year <= LAST_YEAR and day <= today)
    return max((day for day in possible if is_session(day)), default=None)


@dataclass(frozen=True)
class _File:
    """All rows as text (a table of MARKET_COLUMNS), with what is known of them as a whole."""

    rows: pa.Table
    symbols: pa.ChunkedArray
    tickers: frozenset[str]
    dates: tuple[date, ...]


@lru_cache(maxsize=4)
def _read(path: Path, unit: PriceUnit, _modified: int, _size: int) -> _File:
    rows = _parse(path, _content(path))
    symbols = pc.utf8_upper(pc.utf8_trim_whitespace(rows["symbol"]))
    readable = _dates(pd.Series(pc.unique(rows["date"]).to_pylist(), dtype=object)).dropna()
    if readable.empty:
        raise SourceError(
            f"{path}: no row has a readable date; dates are written YYYY-MM-DD, "
            f"the first one here is {rows['date'][0].as_py()!r}."
        )
    _check_unit(path, unit, rows["close"])
    tickers = frozenset(symbol for symbol in pc.unique(symbols).to_pylist() if symbol)
    return _File(rows, symbols, tickers, tuple(stamp.date() for stamp in readable))


def _content(path: Path) -> bytes:
    try:
        content = path.read_bytes()
        return gzip.decompress(content) if content.startswith(_GZIP_MAGIC) else content
    except (OSError, EOFError, zlib.error) as error:
        raise _unreadable(path, error) from error


def _parse(path: Path, content: bytes) -> pa.Table:
    first_line, _, rest = content.partition(b"\n")
    if not content.strip():
        raise SourceError(f"{path} is empty. It needs a header ({','.join(MARKET_COLUMNS)}) and rows.")
    header = _header(path, first_line)
    if not rest.strip():
        raise SourceError(f"{path} has a header and no rows.")
    try:
        return pacsv.read_csv(
            pa.BufferReader(rest),
            read_options=pacsv.ReadOptions(column_names=header, use_threads=False),
            convert_options=pacsv.ConvertOptions(
                include_columns=MARKET_COLUMNS, column_types=dict.fromkeys(MARKET_COLUMNS, pa.string())
            ),
        )
    except pa.ArrowInvalid as error:
        raise _unreadable(path, error) from error


def _header(path: Path, line: bytes) -> list[str]:
    try:
        names = [name.strip().lower() for name in next(csv.reader([line.decode("utf-8-sig")]))]
    except (UnicodeDecodeError, StopIteration, csv.Error) as error:
        raise _unreadable(path, error) from error
    missing = [column for column in MARKET_COLUMNS if column not in names]
    if missing:
        raise SourceError(
            f"{path}: missing column {', '.join(missing)}. "
            f"Needed: {', '.join(MARKET_COLUMNS)}; found: {', '.join(names)}."
        )
    repeated = [column for column in MARKET_COLUMNS if names.count(column) > 1]
    if repeated:
        raise SourceError(f"{path}: column {', '.join(repeated)} appears more than once in the header.")
    return names


def _check_unit(path: Path, unit: PriceUnit, closes: pa.ChunkedArray) -> None:
    numbers = _numbers(closes.to_pandas()) * VND_PER_UNIT[unit]
    median = numbers.where(numbers > 0).median()
    if unit == "VND" and median < _LOWEST_MEDIAN_CLOSE:
        remedy = "If the file is in thousands of VND, set VN30_CSV_PRICE_UNIT=kVND."
    elif median > _HIGHEST_MEDIAN_CLOSE:
        remedy = "Convert the file to VND, and set VN30_CSV_PRICE_UNIT=VND."
        if unit == "kVND":
            remedy = "If the file is in VND, set VN30_CSV_PRICE_UNIT=VND."
    else:
        return
    raise SourceError(
        f"{path}: with VN30_CSV_PRICE_UNIT={unit} the median close would be {median:,.2f} VND, "
        f"which cannot be right. {remedy}"
    )


def _dates(text: "pd.Series[str]") -> "pd.Series[pd.Timestamp]":
    return pd.to_datetime(text.str.strip(), format="%Y-%m-%d", errors="coerce").astype("datetime64[ns]")


def _numbers(text: "pd.Series[str]") -> "pd.Series[float]":
    return pd.to_numeric(text.str.strip(), errors="coerce").astype(np.float64)


def _unreadable(path: Path, error: Exception) -> SourceError:
    if isinstance(error, FileNotFoundError):
        return SourceError(f"{path} does not exist. VN30_PRICE_SOURCE=csv:<path> must name a file.")
    return SourceError(f"{path} cannot be read as CSV: {error}")
