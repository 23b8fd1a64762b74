"""Reads a file: its header, its rows, their symbols and dates, and the marks of its numbers."""

from itertools import chain, islice

import pyarrow as pa
import pyarrow.compute as pc

from vn30.market.bars import BAR_COLUMNS, MARKET_COLUMNS
from vn30.market.universe import INDICES, known_stocks
from vn30.sources.base import SourceError
from vn30.sources.csv.dates import read_dates, why_unreadable
from vn30.sources.csv.files import CsvFile, lines_of, open_text
from vn30.sources.csv.layout import HEAD_LINES, find_layout
from vn30.sources.csv.lines import read_rows
from vn30.sources.csv.names import plain_symbol
from vn30.sources.csv.numbers import marks_of
from vn30.sources.csv.picture import LineReader
from vn30.sources.csv.table import CsvTable


def read_table(file: CsvFile) -> CsvTable:
    """The rows of ``file``.

    Raises:
        SourceError: it cannot be read, lacks a column or has no rows, or its dates are in doubt.
    """
    with open_text(file) as text:
        lines = lines_of(text)
        head = list(islice(lines, HEAD_LINES))
        if not any(line.strip() for line in head):
            raise SourceError(
                f"{file.path} is empty. It needs a header ({','.join(MARKET_COLUMNS)}) and rows."
            )
        source = LineReader(file, find_layout(file.path, head))
        rows = read_rows(source, chain(head[source.layout.lines :], lines))
    symbols, days = _plain_symbols(rows["symbol"].combine_chunks()), _days(source, rows)
    is_row = _are_rows(source, symbols, days, rows["fault"].combine_chunks())
    rows = rows.set_column(0, "symbol", symbols).append_column("day", days)
    ignored = sorted(rows["line"].filter(pc.invert(is_row)).to_pylist())
    if ignored:
        rows = rows.filter(is_row)
    _check_one_series(source, rows)
    return CsvTable(source, rows, marks_of({name: rows[name] for name in BAR_COLUMNS[1:]}), ignored)


def _plain_symbols(symbols: pa.DictionaryArray) -> pa.DictionaryArray:
    plain = [plain_symbol(symbol) for symbol in symbols.dictionary.to_pylist()]
    codes = {name: code for code, name in enumerate(dict.fromkeys(plain))}
    indices = pa.array([codes[name] for name in plain], pa.int32()).take(symbols.indices)
    return pa.DictionaryArray.from_arrays(indices, pa.array(codes, pa.string()))


def _are_rows(source: LineReader, symbols: pa.DictionaryArray, days: pa.Array, faults: pa.Array) -> pa.Array:
    """Which rows belong to a series: their symbol is known, or has a date in some row."""
    dated = symbols.indices.filter(pc.and_(pc.is_valid(days), pc.is_null(faults)))
    series = set(pc.unique(dated).to_pylist())
    listed = {*INDICES, *(stock.ticker for stock in known_stocks())}
    is_series = [
        name != "" and (name in listed or code in series)
        for code, name in enumerate(symbols.dictionary.to_pylist())
    ]
    is_row = pa.array(is_series).take(symbols.indices)
    if not source.layout.symbols:
        return is_row
    # No cell names the series: a line of another width is a row of it if it has a date.
    return pc.and_(is_row, pc.or_(pc.is_null(faults), pc.is_valid(days)))


def _days(source: LineReader, rows: pa.Table) -> pa.Array:
    """The dates of the rows.

    Raises:
        SourceError: none can be read, or it is in doubt for most of them which part is the day.
    """
    texts = rows["date"].combine_chunks()
    read = read_dates(texts.dictionary.to_pylist(), source.layout.date_header)
    days = pa.array(read.dates, pa.date32()).take(texts.indices)
    is_doubtful = read.example is not None and 2 * days.null_count > len(days)
    if days.null_count < len(days) and not is_doubtful:
        return days
    example = read.example if read.example is not None else texts.indices[0].as_py()
    row = pc.index(texts.indices, example).as_py()
    line, cell = rows["line"][row].as_py(), texts.dictionary[example].as_py()
    fault = "no row has a readable date" if days.null_count == len(days) else "most dates cannot be read"
    reason = read.doubt or why_unreadable(cell)
    doubt = f": {reason}" if reason else ""
    raise SourceError(
        f"{source.place(line)}: {fault}{doubt}. Write dates as YYYY-MM-DD; the first in doubt is {cell!r}."
        f"\n{source.show(line, column='date')}"
    )


def _check_one_series(source: LineReader, rows: pa.Table) -> None:
    """Refuse a file whose name is taken for its ticker and that has several rows a date."""
    has_one = len(source.layout.symbols) == len(source.layout.groups) == 1
    if has_one and 2 * len(pc.unique(rows["day"])) < len(rows):
        raise SourceError(
            f"{source.file.path} has several rows a date, and no column that names their symbols. Add the "
            "column symbol."
        )
