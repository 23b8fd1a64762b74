"""Real prices from CSV or CSV.gz files."""

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
from vn30.sources.unit import LOWEST_MEDIAN_CLOSE, impossible_median
from vn30.universe import INDICES, did_you_mean

_GZIP_MAGIC = b"\x1f\x8b"


class CsvSource:
    """Bars of files with the columns of :data:`vn30.prices.MARKET_COLUMNS`, dates as YYYY-MM-DD.

    Several files are read as one. That happens on first use, once a process and again when one changes. Every
    method raises SourceError if a file cannot be read, has no rows or lacks a column, or if its prices cannot
    be in the declared unit; the series of :data:`vn30.universe.INDICES` are in points, whatever the unit.
    """

    name = "csv"
    market: Market = "real"
    follows_wall_clock = False
    adjustment: Adjustment = "unknown"
    quota: Quota | None = None

    def __init__(self, path: Path, unit: PriceUnit, *more: Path) -> None:
        self._paths = (path, *more)
        self.unit: PriceUnit = unit

    def tickers(self) -> frozenset[str]:
        """The symbols of the stocks, trimmed and upper-cased."""
        return self._content().known.difference(INDICES)

    def indices(self) -> frozenset[str]:
        """The symbols that are indices."""
        return self._content().known.intersection(INDICES)

    def last_session(self) -> date:
        """The newest session there is up to today; a date after today is a typing error, not a session.

        Raises:
            SourceError: there is none.
        """
        newest = newest_session(self._content().dates, datetime.now(HOSE_ZONE).date())
        if newest is None:
            raise SourceError(f"{self._where()}: no row is dated on a trading session of HOSE up to today.")
        return newest

    def daily_bars(self, ticker: str, start: date, end: date) -> pd.DataFrame:
        """Bars of ``ticker`` as :class:`vn30.sources.base.PriceSource` says, each with its text in ``raw``.

        Rows whose date cannot be read come with every period: none of them may vanish unseen.

        Raises:
            SourceError: there is no such symbol.
        """
        content = self._content()
        if ticker not in content.known:
            raise SourceError(
                f"{self._where()}: no rows for {ticker}{did_you_mean(ticker, content.known)}; "
                f"rows are there for {len(content.known)} symbols."
            )
        chosen = content.rows.filter(pc.equal(content.symbols, ticker))
        text = chosen.to_pandas(use_threads=False)
        bars = pd.DataFrame({"date": _dates(text["date"])})
        scale = 1.0 if ticker in INDICES else VND_PER_UNIT[self.unit]
        for column in PRICE_COLUMNS:
            bars[column] = (_numbers(text[column]) * scale).round(4)
        bars["volume"] = _numbers(text["volume"])
        bars["raw"] = text.to_dict("records")
        period = bars["date"].between(pd.Timestamp(start), pd.Timestamp(end)) | bars["date"].isna()
        return bars[period].reset_index(drop=True)

    def company(self, ticker: str) -> None:
        """None: the files have prices only."""
        return None

    def members(self) -> None:
        """None: the files may well have stocks that are no members."""
        return None

    def _content(self) -> "_Content":
        return _read(tuple(_state(path) for path in self._paths), self.unit)

    def _where(self) -> str:
        return ", ".join(map(str, self._paths))


def newest_session(dates: Iterable[date], today: date) -> date | None:
    """The newest of ``dates`` that is a HOSE session and not after ``today``, or None."""
    possible = (day for day in dates if FIRST_YEAR <= day.year <= LAST_YEAR and day <= today)
    return max((day for day in possible if is_session(day)), default=None)


@dataclass(frozen=True)
class _Content:
    """All rows as text (a table of MARKET_COLUMNS), with what is known of them as a whole."""

    rows: pa.Table
    symbols: pa.ChunkedArray
    known: frozenset[str]
    dates: frozenset[date]


_State = tuple[Path, int, int]


def _state(path: Path) -> _State:
    try:
        state = path.stat()
    except OSError as error:
        raise _unreadable(path, error) from error
    return path, state.st_mtime_ns, state.st_size


@lru_cache(maxsize=4)
def _read(files: tuple[_State, ...], unit: PriceUnit) -> _Content:
    rows = pa.concat_tables([_one_file(path, unit) for path, _modified, _size in files])
    symbols = _symbols(rows)
    known = frozenset(symbol for symbol in pc.unique(symbols).to_pylist() if symbol)
    return _Content(rows, symbols, known, frozenset(stamp.date() for stamp in _readable_dates(rows)))


def _one_file(path: Path, unit: PriceUnit) -> pa.Table:
    rows = _parse(path, _bytes(path))
    if _readable_dates(rows).empty:
        raise SourceError(
            f"{path}: no row has a readable date; dates are written YYYY-MM-DD, "
            f"the first one here is {rows['date'][0].as_py()!r}."
        )
    of_stocks = pc.invert(pc.is_in(_symbols(rows), pa.array(INDICES)))
    _check_unit(path, unit, rows["close"].filter(of_stocks))
    return rows


def _symbols(rows: pa.Table) -> pa.ChunkedArray:
    return pc.utf8_upper(pc.utf8_trim_whitespace(rows["symbol"]))


def _readable_dates(rows: pa.Table) -> "pd.Series[pd.Timestamp]":
    return _dates(pd.Series(pc.unique(rows["date"]).to_pylist(), dtype=object)).dropna()


def _bytes(path: Path) -> bytes:
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
    median = impossible_median(_numbers(closes.to_pandas()) * VND_PER_UNIT[unit])
    if median is None:
        return
    remedy = "Convert the file to VND, and set VN30_CSV_PRICE_UNIT=VND."
    if unit == "VND" and median < LOWEST_MEDIAN_CLOSE:
        remedy = "If the file is in thousands of VND, set VN30_CSV_PRICE_UNIT=kVND."
    elif unit == "kVND" and median >= LOWEST_MEDIAN_CLOSE:
        remedy = "If the file is in VND, set VN30_CSV_PRICE_UNIT=VND."
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
