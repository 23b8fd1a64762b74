"""Opens CSV and CSV.gz files as text: size limit, decompression, encoding."""

import codecs
import gzip
import io
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO, TextIO

from vn30.sources.base import PriceUnit, SourceError
from vn30.sources.csv.kinds import other_kind, text_encoding

MEGABYTE = 1_000_000
WINDOWS_1258 = "vn30.windows-1258"
"""Name of the error handler that reads bytes that are not UTF-8 as Windows-1258, as Vietnamese Windows writes
them. Dates, numbers and symbols are ASCII in either encoding."""

_GZIP_MAGIC = b"\x1f\x8b"
_HEAD, _BLOCK, _MAX_LINE = 4096, 1 << 20, 1 << 20


@dataclass(frozen=True)
class CsvFile:
    """A file of prices, the unit of its stocks, and the bytes that it may have when unpacked."""

    path: Path
    unit: PriceUnit = "VND"
    max_bytes: int = 512 * MEGABYTE


@contextmanager
def open_text(file: CsvFile) -> Iterator[TextIO]:
    """The decoded text of ``file``, read in blocks, with its line ends.

    Raises:
        SourceError: it cannot be read, is too large, or is of another kind than text; the message says which.
    """
    path = file.path
    try:
        # Opening a named pipe would wait for a writer for ever.
        if path.exists() and not path.is_file():
            raise SourceError(f"{path} is no file. VN30_PRICE_SOURCE=csv:<path>,<path> names each file.")
        with path.open("rb") as raw:
            is_packed = raw.read(len(_GZIP_MAGIC)) == _GZIP_MAGIC
            raw.seek(0)
            content = io.BufferedReader(gzip.GzipFile(fileobj=raw), _BLOCK) if is_packed else raw
            _check_size(file, content)
            head = content.read(_HEAD)
            content.seek(0)
            kind = other_kind(head)
            if kind:
                raise SourceError(f"{path} {kind}")
            with io.TextIOWrapper(
                content, encoding=text_encoding(head), errors=WINDOWS_1258, newline=""
            ) as text:
                yield text
    except (OSError, EOFError, zlib.error, UnicodeError) as error:
        raise unreadable(path, error) from error


def lines_of(text: TextIO) -> Iterator[str]:
    """The lines of ``text`` with their ends. An endless one comes in parts, which csv.reader refuses."""
    return iter(partial(text.readline, _MAX_LINE), "")


def unreadable(path: Path, error: Exception) -> SourceError:
    """The error for a file that cannot be opened or decoded."""
    if isinstance(error, FileNotFoundError):
        is_address = re.search(r"\b[a-z][a-z0-9+]+:/", str(path))
        advice = " Addresses are not read: download the file." if is_address else ""
        return SourceError(f"{path} does not exist. VN30_PRICE_SOURCE=csv:<path> must name a file.{advice}")
    if isinstance(error, EOFError):
        return SourceError(f"{path} is cut off: its gzip data end too early. Copy or download it again.")
    return SourceError(f"{path} cannot be read as CSV: {error}")


def _check_size(file: CsvFile, content: BinaryIO) -> None:
    """Refuse a file that is too large, before any of it is kept in memory."""
    size = 0
    while block := content.read(_BLOCK):
        size += len(block)
        if size > file.max_bytes:
            raise SourceError(
                f"{file.path} has more than {file.max_bytes // MEGABYTE} MB when unpacked, the limit of "
                "VN30_CSV_MAX_MB. Keep only the tickers and years that are needed, or raise the limit: "
                "reading takes about three times this size in memory."
            )
    content.seek(0)


def _as_windows_1258(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError) or not error.encoding.startswith("utf-8"):
        raise error
    return error.object[error.start : error.end].decode("cp1258", errors="replace"), error.end


codecs.register_error(WINDOWS_1258, _as_windows_1258)
