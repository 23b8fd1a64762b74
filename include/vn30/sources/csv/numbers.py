"""Reads the numbers of a file: decimal point or comma, thousands separators, and K, M and B."""

from collections.abc import Mapping
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from vn30.sources.csv.cells import INVISIBLE

# The spaces, and Switzerland's apostrophes, that separate thousands. RE2 has no look-ahead.
_SPACES = r"[ \x{00A0}\x{2007}\x{2009}\x{202F}'\x{2019}]"
_SPACED = rf"^[+-]?\d{{1,3}}(?:{_SPACES}\d{{3}})+(?:[.,]\d*)?$"
_UNIT = r"(?i)\s*(?:vnd|vnđ|đ|₫|đồng|cp|shares)$"
_AS_TEXT = r'^(?:="(.*)"|\'(.*))$'
_SUFFIX = r"^(.*\d)\s*[KkMmBb]$"
_SUFFIXES = {"k": 1e3, "m": 1e6, "b": 1e9}


class Marks(NamedTuple):
    """How a column writes numbers: its decimal mark, and its thousands separator; "" is none."""

    decimal: str
    thousands: str

    @property
    def pattern(self) -> str:
        """RE2 of the numbers; a fraction, an exponent and groups of thousands are optional."""
        groups = rf"|\d{{1,3}}(?:[{self.thousands}]\d{{3}})+" if self.thousands else ""
        decimal = rf"[{self.decimal}]"
        return rf"^[+-]?(?:(?:\d+{groups})(?:{decimal}\d*)?|{decimal}\d+)(?:[eE][+-]?\d+)?$"

    @property
    def proof(self) -> str:
        """RE2 of the numbers that no other marks explain; 50,302 and 50.302 are not among them."""
        group, decimal = rf"[{self.thousands}]", rf"[{self.decimal}]"
        return (
            rf"^[+-]?(?:\d{{1,3}}(?:{group}\d{{3}})+{decimal}\d*|\d{{1,3}}(?:{group}\d{{3}}){{2,}}"
            rf"|0*{decimal}\d+|\d{{4,}}{decimal}\d*|\d+{decimal}(?:\d{{0,2}}|\d{{4,}}))(?:[eE][+-]?\d+)?$"
        )


POINT, COMMA = Marks(".", ","), Marks(",", ".")
PLAIN = Marks(".", "")
_UNSEPARATED = r"^[+-]?\d{4,}$"
_GROUPED_BY_POINT = r"^\d{1,3}\.\d{3}$"
_NOT_GROUPED = rf"{_UNSEPARATED}|{_SUFFIX}"


def marks_of(columns: Mapping[str, pa.ChunkedArray]) -> dict[str, Marks]:
    """The marks of each column, from all its cells.

    A column that proves neither point nor comma, because all its cells are like 50,302 or 50302, has the
    marks that the other columns prove. If they prove none, commas separate thousands if each number from
    1,000 on has one, and such cells are unreadable otherwise. A volume like 785.900 in each cell has points
    between thousands, as shares are whole.

    Args:
        columns: text by name; ``volume`` has counts, all others prices.
    """
    if all(_cast(text) is not None for text in columns.values()) and not _count(
        columns["volume"], _GROUPED_BY_POINT
    ):
        return dict.fromkeys(columns, POINT)
    texts = {name: _tidied(text) for name, text in columns.items()}
    proven = {name: marks for name, text in texts.items() if (marks := _proven(name, text))}
    common = set(proven.values())
    shared = common.pop() if len(common) == 1 else None
    return {name: proven.get(name) or shared or _likely(text) for name, text in texts.items()}


def read_numbers(text: pa.ChunkedArray, marks: Marks) -> pa.ChunkedArray:
    """``text`` as float64, null where a cell is no number in these marks. K, M and B multiply it."""
    if marks.decimal == "." and (numbers := _cast(text)) is not None:
        return numbers
    text = _tidied(text)
    digits = pc.replace_substring_regex(text, _SUFFIX, r"\1")
    digits = pc.if_else(pc.match_substring_regex(digits, marks.pattern), digits, None)
    if marks.thousands:
        digits = pc.replace_substring(digits, marks.thousands, "")
    # Arrow reads no sign "+".
    digits = pc.replace_substring_regex(pc.replace_substring(digits, ",", "."), r"^\+", "")
    numbers = pc.cast(digits, pa.float64())
    if _count(text, _SUFFIX):
        for suffix, factor in _SUFFIXES.items():
            ends = pc.match_substring_regex(text, rf"(?i){suffix}$")
            numbers = pc.if_else(ends, pc.multiply(numbers, factor), numbers)
    return numbers


def _cast(text: pa.ChunkedArray) -> pa.ChunkedArray | None:
    """The numbers if each cell is one with a point or none, as in most files; else None."""
    try:
        return pc.cast(text, pa.float64())
    except pa.ArrowInvalid:
        return None


def _tidied(text: pa.ChunkedArray) -> pa.ChunkedArray:
    """Without what is not the number: spaces, invisible characters, Excel's marks of text, and its unit."""
    text = pc.utf8_trim_whitespace(pc.replace_substring_regex(text, INVISIBLE, ""))
    text = pc.replace_substring_regex(pc.replace_substring_regex(text, _AS_TEXT, r"\1\2"), _UNIT, "")
    spaced = pc.match_substring_regex(text, _SPACED)
    return pc.if_else(spaced, pc.replace_substring_regex(text, _SPACES, ""), text)


def _proven(name: str, text: pa.ChunkedArray) -> Marks | None:
    digits = pc.replace_substring_regex(text, _SUFFIX, r"\1")
    point, comma = (_count(digits, marks.proof) for marks in (POINT, COMMA))
    if point or comma:
        return POINT if point >= comma else COMMA
    if name == "volume" and _count(text, _GROUPED_BY_POINT) and not _count(text, _NOT_GROUPED):
        return COMMA
    return None


def _likely(text: pa.ChunkedArray) -> Marks:
    return PLAIN if _count(text, _UNSEPARATED) else POINT


def _count(text: pa.ChunkedArray, pattern: str) -> int:
    return pc.sum(pc.match_substring_regex(text, pattern)).as_py() or 0
