"""Prices from CSV or CSV.gz files."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from vn30.market.calendar import FIRST_YEAR, HOSE_ZONE, LAST_YEAR, SHIPPED, Calendar
from vn30.market.universe import INDICES, did_you_mean, stored_series
from vn30.sources.base import SHOW_ROW, Adjustment, Market, Quota, Raw, SourceError
from vn30.sources.csv.files import CsvFile, unreadable
from vn30.sources.csv.reader import read_table
from vn30.sources.csv.table import CsvTable
from vn30.sources.csv.unit_check import refused_series
from vn30.sources.wrong_dates import refuse_wrong_dates

_MAX_NOTES = 5


class CsvSource:
    """Bars from files with the columns of :data:`vn30.market.bars.MARKET_COLUMNS`.

    Several files are read as one. They are read on first use, once a process, and again after a change. Each
    file has a unit of its own for stocks; the series of :data:`vn30.market.universe.INDICES` are in points.
    ``docs/csv.md`` says which names, separators, dates and numbers are understood. Every method raises
    SourceError if a file cannot be read, has no rows or lacks a column, or if the prices of no stock can be
    in the declared unit.
    """

    name = "csv"
    market: Market = "real"
    follows_wall_clock = False
    adjustment: Adjustment = "unknown"
    quota: Quota | None = None

    def __init__(self, *files: CsvFile) -> None:
        self._files = files

    def tickers(self) -> frozenset[str]:
        """The symbols of the stocks, trimmed and upper-cased."""
        return self._content().known.difference(INDICES)

    def indices(self) -> frozenset[str]:
        """The symbols that are indices."""
        return self._content().known.intersection(INDICES)

    def last_session(self, calendar: Calendar = SHIPPED) -> date:
        """The newest session of ``calendar``, up to today, that most of the series have that are stored.

        Later dates are taken for typing errors: one row must not move the platform's today.

        Raises:
            SourceError: there is no such session, or the dates are wrong throughout.
        """
        content = self._content()
        common = {day for day, count in content.series_by_date.items() if 2 * count > len(content.stored)}
        refuse_wrong_dates(self._where(), common, calendar)
        newest = newest_session(common, datetime.now(HOSE_ZONE).date(), calendar)
        if newest is None:
            raise SourceError(
                f"{self._where()}: no row has the date of a HOSE session up to today, or no session has rows "
                "of most series."
            )
        return newest

    def daily_bars(self, ticker: str, start: date, end: date) -> pd.DataFrame:
        """Bars of ``ticker`` as of :class:`vn30.sources.base.PriceSource`, with ``raw`` and ``fault``.

        Rows with an unreadable date, or one after :meth:`last_session`, are part of every period, so that
        each of them reaches the quarantine.

        Raises:
            SourceError: the files have no rows for ``ticker``, or its prices cannot be in the declared unit.
        """
        content = self._content()
        if ticker not in content.known:
            raise SourceError(
                f"{self._where()}: no rows for {ticker}{did_you_mean(ticker, content.known)}; "
                f"the file has rows for {len(content.known)} symbols."
            )
        if ticker in content.refused:
            raise SourceError(content.refused[ticker])
        bars = pd.concat(
            [table.bars(ticker) for table in content.tables if ticker in table.symbols], ignore_index=True
        )
        period = bars["date"].between(pd.Timestamp(start), pd.Timestamp(end)) | bars["date"].isna()
        period |= bars["date"] > pd.Timestamp(self.last_session())
        bars = bars[period].reset_index(drop=True)
        bars.attrs[SHOW_ROW] = content.show
        return bars

    def company(self, ticker: str) -> None:
        """None: the files contain prices only."""
        return None

    def fundamentals(self, ticker: str, day: date) -> None:
        """None: the files contain prices only."""
        return None

    def actions(self, ticker: str, end: date) -> None:
        """None: actions have a file of their own (:mod:`vn30.ingestion.corporate_actions`)."""
        return None

    def members(self) -> None:
        """None: the files may contain stocks that are no members."""
        return None

    def notes(self) -> list[str]:
        """The lines that are no rows of a series, such as a footer; of many the first ones of each file."""
        return [note for table in self._content().tables for note in _notes(table)]

    def _content(self) -> "_Content":
        return _read(tuple(_state(file) for file in self._files))

    def _where(self) -> str:
        return ", ".join(str(file.path) for file in self._files)


def newest_session(dates: Iterable[date], today: date, calendar: Calendar = SHIPPED) -> date | None:
    """The newest of ``dates`` that is a session and not after ``today``, or None."""
    possible = (day for day in dates if FIRST_YEAR <= day.year <= LAST_YEAR and day <= today)
    return max((day for day in possible if calendar.is_session(day)), default=None)


@dataclass(frozen=True)
class _Content:
    """The files, their symbols and those that are stored, the number of stored series by date, the reasons of
    refused series, and SHOW_ROW."""

    tables: tuple[CsvTable, ...]
    known: frozenset[str]
    stored: frozenset[str]
    series_by_date: Mapping[date, int]
    refused: dict[str, str]
    show: Callable[[Raw, str | None], str]


_State = tuple[CsvFile, int, int]


def _state(file: CsvFile) -> _State:
    try:
        state = file.path.stat()
    except OSError as error:
        raise unreadable(file.path, error) from error
    return file, state.st_mtime_ns, state.st_size


@lru_cache(maxsize=4)
def _read(states: tuple[_State, ...]) -> _Content:
    tables = tuple(read_table(file) for file, _modified, _size in states)
    known = frozenset[str]().union(*(table.symbols for table in tables))
    refused = refused_series(tables)
    stored = stored_series(known)
    stocks = stored.difference(INDICES)
    # A series in another unit is refused alone, but with a wrong setting there is nothing to load.
    if refused.keys() >= (stocks or stored):
        first = next(reason for symbol, reason in refused.items() if symbol in stored)
        others = f" {len(refused) - 1} other series have such closes too." if len(refused) > 1 else ""
        raise SourceError(first + others)
    return _Content(tables, known, stored, _series_by_date(tables, stored), refused, _show_row(tables))


def _series_by_date(tables: tuple[CsvTable, ...], stored: frozenset[str]) -> dict[date, int]:
    """The number of ``stored`` series that have a row on each readable date. One may be in several files."""
    # The symbols of each file are a dictionary of their own.
    rows = pa.concat_tables([table.rows.select(["symbol", "day"]) for table in tables]).unify_dictionaries()
    is_counted = pc.and_(pc.is_valid(rows["day"]), pc.is_in(rows["symbol"], pa.array(sorted(stored))))
    counts = rows.filter(is_counted).group_by("day").aggregate([("symbol", "count_distinct")])
    return dict(zip(counts["day"].to_pylist(), counts["symbol_count_distinct"].to_pylist(), strict=True))


def _show_row(tables: tuple[CsvTable, ...]) -> Callable[[Raw, str | None], str]:
    """The function for SHOW_ROW. pandas copies ``attrs`` deeply: a method would take its tables along."""

    def show(raw: Raw, column: str | None) -> str:
        table = next(table for table in tables if table.source.file.path.name == raw["file"])
        line = int(raw["line"] or 0)
        return f"{table.source.place(line)}\n{table.source.show(line, str(raw['symbol']), column)}"

    return show


def _notes(table: CsvTable) -> list[str]:
    name, lines = table.source.file.path.name, table.ignored
    notes = [
        f"{name}, line {line} is no row of a series and was not read: {table.source.text(line)!r}."
        for line in lines[:_MAX_NOTES]
    ]
    return [*notes, f"{name} has {len(lines)} such lines."] if len(lines) > _MAX_NOTES else notes
