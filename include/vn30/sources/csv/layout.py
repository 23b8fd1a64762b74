"""Finds the header of a file, its separator, and the columns of each of its series."""

import csv
import re
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from vn30.market.bars import BAR_COLUMNS, MARKET_COLUMNS
from vn30.sources.base import SourceError
from vn30.sources.csv.names import RepeatedColumn, columns_of, is_scaled, plain, plain_symbol, symbol_in

SEPARATORS = (",", ";", "\t", "|")
HEAD_LINES = 30
"""The header is among so many first lines: sites put a title above it."""

_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?[\s,;]*', re.IGNORECASE)


@dataclass(frozen=True)
class Layout:
    """Where a file has its values.

    Attributes:
        separator: one character.
        lines: number of lines up to the header, itself included.
        header: its names.
        symbols: of series that no cell of a row names: the ticker of the file, or one for each group of
            columns.
        groups: one for each series of a row, the positions of MARKET_COLUMNS in its cells followed by
            ``symbols``.
    """

    separator: str
    lines: int
    header: tuple[str, ...]
    symbols: tuple[str, ...]
    groups: tuple[tuple[int, ...], ...]

    @property
    def width(self) -> int:
        """The number of cells of a row."""
        return len(self.header)

    @property
    def date_header(self) -> str:
        """The name of the column of dates."""
        return self.header[self.groups[0][MARKET_COLUMNS.index("date")]]

    def cell(self, symbol: str, column: str) -> int:
        """The position of the cell that has ``column`` of a series."""
        group = self.symbols.index(symbol) if symbol in self.symbols else 0
        return self.groups[group][MARKET_COLUMNS.index(column)]


@dataclass(frozen=True)
class _Record:
    """The cells of a record, and the number of its last line."""

    cells: list[str]
    line: int


def find_layout(path: Path, head: Sequence[str]) -> Layout:
    """The layout of a file that begins with the lines ``head``.

    Raises:
        SourceError: no line names all columns, or one names a column twice.
    """
    skipped = 0
    separators: tuple[str, ...] = SEPARATORS
    while skipped < len(head) and not head[skipped].strip():
        skipped += 1
    if skipped < len(head) and (stated := _SEPARATOR_LINE.fullmatch(head[skipped].strip("\r\n"))):
        skipped, separators = skipped + 1, (stated[1], *SEPARATORS)
    best: tuple[dict[str, int], str, _Record] | None = None
    repeated: SourceError | None = None
    for of_two_lines in (False, True):
        for separator in separators:
            records = _records(head, skipped, separator)
            if wide := _columns_by_ticker(separator, records):
                return wide
            for record in map(_merged, records, records[1:]) if of_two_lines else records:
                try:
                    columns = columns_of(record.cells)
                except RepeatedColumn as error:
                    repeated = repeated or SourceError(
                        f"{path}, line {record.line}: column {error} appears more than once in the header."
                    )
                    continue
                if best is None or len(columns) > len(best[0]):
                    best = columns, separator, record
        if best and not _missing(best[0]):
            break
    if repeated and (best is None or _missing(best[0])):
        raise repeated
    if best is None or not best[0]:
        raise SourceError(
            f"{path}: no line of the first {len(head)} names the columns. The header must be "
            f"{','.join(MARKET_COLUMNS)}, or the names of a vendor; the first line is {_short(head)!r}."
        )
    return _one_series_a_row(path, *best)


def _missing(columns: Collection[str]) -> list[str]:
    """The columns that a header lacks, but for the symbol, which the name of a file may state."""
    return [column for column in MARKET_COLUMNS if column not in columns and column != "symbol"]


def _merged(upper: _Record, lower: _Record) -> _Record:
    """A header of two lines, as of merged cells: the upper one names groups of columns and single ones."""
    names, group = [], ""
    for above, below in zip_longest(upper.cells, lower.cells, fillvalue=""):
        group = above.strip() or group
        names.append(f"{group} {below}" if below.strip() else above)
    return _Record(names, lower.line)


def _records(head: Sequence[str], skipped: int, separator: str) -> list[_Record]:
    reader = csv.reader(head[skipped:], delimiter=separator, skipinitialspace=True)
    records: list[_Record] = []
    # What follows the header may be at fault: it is read, and reported, later.
    with suppress(csv.Error):
        records.extend(_Record(cells, skipped + reader.line_num) for cells in reader if cells)
    return records


def _one_series_a_row(path: Path, columns: dict[str, int], separator: str, record: _Record) -> Layout:
    missing = [column for column in MARKET_COLUMNS if column not in columns]
    symbol = symbol_in(path.name) if missing == ["symbol"] else None
    names = [name.strip() for name in record.cells]
    if missing and symbol is None:
        advice = "" if missing != ["symbol"] else " The name of a file of one ticker may name it: FPT.csv."
        raise SourceError(
            f"{path}, line {record.line}: missing column {', '.join(missing)}. "
            f"Needed: {', '.join(MARKET_COLUMNS)}; found: {', '.join(names)}.{advice}"
        )
    volume = names[columns["volume"]]
    if is_scaled(volume):
        raise SourceError(
            f"{path}, line {record.line}: the column {volume!r} is not in shares. Write the volumes "
            "in shares, and take the unit out of the name of the column."
        )
    while not names[-1]:
        names.pop()
    symbols = (symbol,) if symbol else ()
    group = tuple(columns.get(column, len(names)) for column in MARKET_COLUMNS)
    return Layout(separator, record.line, tuple(names), symbols, (group,))


def _columns_by_ticker(separator: str, records: list[_Record]) -> Layout | None:
    """The layout of yfinance and pandas-datareader: a row a session, and a group of columns for each ticker.

    Their header has three lines: ``Price,Close,High,...``, ``Ticker,FPT.VN,FPT.VN,...`` and ``Date,,,...``.
    """
    if len(records) < 3:
        return None
    lines = {plain(record.cells[0]): record.cells for record in records[:2]}
    prices = lines.get("price") or lines.get("attributes")
    tickers = lines.get("ticker") or lines.get("symbols")
    third = records[2]
    if not prices or not tickers or plain(third.cells[0]) not in ("date", "datetime"):
        return None
    tickers = [plain_symbol(ticker) for ticker in tickers[1:]]
    symbols = tuple(dict.fromkeys(filter(None, tickers)))
    groups = []
    for position, symbol in enumerate(symbols):
        own = [name if ticker == symbol else "" for name, ticker in zip(prices[1:], tickers, strict=False)]
        columns = columns_of(["Date", *own])
        if any(column not in columns for column in BAR_COLUMNS):
            return None
        groups.append((len(prices) + position, *(columns[column] for column in BAR_COLUMNS)))
    header = ("Date", *prices[1:])
    return Layout(separator, third.line, header, symbols, tuple(groups)) if groups else None


def _short(head: Sequence[str]) -> str:
    return next((line.strip() for line in head if line.strip()), "")[:60]
