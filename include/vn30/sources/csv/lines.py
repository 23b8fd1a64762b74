"""Reads the lines of a file into rows of text, and keeps apart those with other cells than the header has."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from operator import itemgetter

import pyarrow as pa

from vn30.market.bars import BAR_COLUMNS, MARKET_COLUMNS
from vn30.sources.base import SourceError
from vn30.sources.csv.layout import Layout
from vn30.sources.csv.picture import LineReader

_CHUNK_ROWS = 20_000
_MAX_MISFITS = 1_000
_REPEATED = pa.dictionary(pa.int32(), pa.string())
ROWS = pa.schema(
    [
        ("symbol", _REPEATED),
        ("date", _REPEATED),
        *((name, pa.string()) for name in BAR_COLUMNS[1:]),
        ("line", pa.int32()),
        ("fault", _REPEATED),
    ]
)
"""MARKET_COLUMNS as in the file; ``line``, the number of a row's first line; ``fault``, or null."""


@dataclass
class _Lines:
    """The rows of a file in chunks of ROWS, and the lines with other cells than the header has."""

    chunks: list[pa.Table] = field(default_factory=list)
    misfits: list[tuple[int, list[str]]] = field(default_factory=list)

    def add(self, cells: list[str], numbers: list[int]) -> None:
        """Add the rows in ``cells``, one behind the other, with their lines; both lists are emptied."""
        columns = [cells[position :: len(MARKET_COLUMNS)] for position in range(len(MARKET_COLUMNS))]
        values = [*columns, numbers, [None] * len(numbers)]
        # A table of Arrow's own types first: a list does not become a dictionary array.
        self.chunks.append(pa.table(values, names=ROWS.names).cast(ROWS))
        cells.clear()
        numbers.clear()


def read_rows(source: LineReader, lines: Iterator[str]) -> pa.Table:
    """The rows in ``lines``, those below the header, as a table of ROWS.

    Lines of another width are among them, at the end: ``symbol`` and ``date`` are what they seem to be,
    ``fault`` says why the row cannot be read.

    Raises:
        SourceError: there are no rows, or too many lines of another width; or a quotation mark is not closed.
    """
    layout = source.layout
    content, width, constants = _Lines(), layout.width, list(layout.symbols)
    series = [itemgetter(*group) for group in layout.groups]
    # What the cells of a series' own are: a row of many series has its date without all of them.
    own = 2 if len(series) > 1 else len(constants)
    # One list of cells, not one of rows, which the garbage collector would visit again and again.
    cells: list[str] = []
    numbers: list[int] = []
    reader = csv.reader(lines, delimiter=layout.separator, skipinitialspace=True)
    last = layout.lines
    try:
        for record in reader:
            line, last = last + 1, layout.lines + reader.line_num
            if len(record) > width and not any(record[width:]):
                del record[width:]
            if len(record) == width:
                record += constants
                for pick in series:
                    row = pick(record)
                    if any(row[own:]):
                        cells += row
                        numbers.append(line)
            elif any(map(str.strip, record)):
                if last > line:
                    raise SourceError(f"{source.place(line)}: a quotation mark is not closed.")
                content.misfits.append((line, record))
                if len(content.misfits) > _MAX_MISFITS:
                    break
            if len(numbers) >= _CHUNK_ROWS:
                content.add(cells, numbers)
    except csv.Error as error:
        fault = f"{source.place(last + 1)}: {error}. Is a quotation mark not closed?"
        raise SourceError(fault) from error
    content.add(cells, numbers)
    _check_misfits(source, content)
    return pa.concat_tables([*content.chunks, _misfit_rows(layout, content)]).unify_dictionaries()


def _check_misfits(source: LineReader, content: _Lines) -> None:
    rows, misfits = sum(len(chunk) for chunk in content.chunks), content.misfits
    if not misfits and not rows:
        raise SourceError(f"{source.file.path} has a header and no rows.")
    if len(misfits) <= min(rows, _MAX_MISFITS):
        return
    line, cells = misfits[0]
    width, advice = source.layout.width, ""
    if len(cells) > width and source.layout.separator == ",":
        advice = " If commas are decimal marks, save the file with semicolons between the cells."
    raise SourceError(
        f"{source.place(line)} has {len(cells)} cells, the header has {width} (lines of another width than "
        f"the header: {len(misfits)}).{advice}\n{source.show(line)}"
    )


def _misfit_rows(layout: Layout, content: _Lines) -> pa.Table:
    """The misfits as rows with a fault: the symbol and the date are what they seem to be."""
    rows = []
    for line, cells in content.misfits:
        padded = cells + [""] * layout.width
        padded = [*padded[: layout.width], *layout.symbols]
        symbol, day = (padded[position] for position in layout.groups[0][:2])
        fault = f"the line has {len(cells)} cells, its header has {layout.width}"
        values = dict.fromkeys(MARKET_COLUMNS, "") | {"symbol": symbol, "date": day}
        rows.append(values | {"line": line, "fault": fault})
    return pa.Table.from_pylist(rows, schema=ROWS)
