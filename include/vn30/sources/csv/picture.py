"""Shows lines of a file, with a mark under one of their cells."""

import re
from dataclasses import dataclass
from itertools import islice

from vn30.sources.csv.files import CsvFile, lines_of, open_text
from vn30.sources.csv.layout import Layout

_MOST, _SHORT = 100, 80
"""Characters of a line that are shown, with a mark and without."""


@dataclass(frozen=True)
class LineReader:
    """Reads single lines of a file again, to show them. Lines are counted from 1, as an editor does."""

    file: CsvFile
    layout: Layout

    def place(self, line: int) -> str:
        """The name of a line, for messages."""
        return f"{self.file.path}, line {line}"

    def text(self, line: int) -> str:
        """The beginning of a line."""
        return self._read(line).strip()[:_SHORT]

    def show(self, line: int, symbol: str = "", column: str | None = None) -> str:
        """A line, with a mark under the cell that has ``column`` of a series, or under all of it."""
        cell = None if column is None else self.layout.cell(symbol, column)
        return picture(self._read(line), self.layout.separator, cell)

    def _read(self, line: int) -> str:
        with open_text(self.file) as text:
            return next(islice(lines_of(text), line - 1, None), "")


def picture(line: str, separator: str, cell: int | None) -> str:
    """The line, and below it a mark under its cell of that position; None marks the whole line."""
    line = re.sub(r"[\t\x00-\x1f]", " " if separator != "\t" else "\t", line.rstrip("\r\n"))
    start, end = (0, len(line)) if cell is None else _span(line, separator, cell)
    # A tab has no fixed width.
    line = line.replace("\t", " ")
    cut = max(0, end - _MOST)
    if cut:
        line, start, end = "..." + line[cut + 3 :], max(start - cut, 3), end - cut
    if len(line) > _MOST:
        line = line[: _MOST - 3] + "..."
    return f"    {line}\n    {' ' * start}{'^' * max(1, min(end, len(line)) - start)}"


def _span(line: str, separator: str, cell: int) -> tuple[int, int]:
    """The start and the end of a cell; of one after the last, the end of the line."""
    other = f"[^{re.escape(separator)}]*"
    pattern = re.compile(rf'\s*"(?:[^"]|"")*"{other}|{other}')
    start = 0
    while match := pattern.match(line, start):
        if cell == 0:
            return start, match.end()
        cell, start = cell - 1, match.end() + len(separator)
        if match.end() >= len(line):
            break
    return len(line), len(line)
