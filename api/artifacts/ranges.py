"""Parts of files: the header ``Range`` (RFC 9110, section 14)."""

import re
from typing import NamedTuple

_ONE_RANGE = re.compile(r"bytes\s*=\s*(\d{0,18})\s*-\s*(\d{0,18})", re.IGNORECASE)


class Part(NamedTuple):
    """Bytes ``first`` to ``last`` of a file, both included."""

    first: int
    last: int

    @property
    def size(self) -> int:
        """Number of bytes."""
        return self.last - self.first + 1


class NoSuchPart(Exception):
    """The range begins after the end of the file."""


def requested_part(header: str | None, size: int) -> Part | None:
    """The part that ``Range`` asks for, of a file of ``size`` bytes.

    None is the whole file: without a header, and for several ranges or an unknown unit, which may be ignored.

    Raises:
        NoSuchPart: no byte of the file is in the range.
    """
    match = _ONE_RANGE.fullmatch((header or "").strip())
    if match is None or match.groups() == ("", ""):
        return None
    first, last = match.groups()
    if first == "":
        # The last bytes.
        part = Part(max(0, size - int(last)), size - 1)
    else:
        part = Part(int(first), min(int(last), size - 1) if last else size - 1)
        if last and int(last) < int(first):
            return None
    if part.size < 1:
        raise NoSuchPart
    return part
