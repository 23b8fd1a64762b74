"""Recognises files that are no CSV by their first bytes, and says how to save them as one."""

import codecs
import re

_SAVE_AS = "Open it in Excel or LibreOffice and save the sheet as CSV UTF-8, then name that file."
_CONVERT = "Convert it, for example by pandas.read_{}(...).to_csv(..., index=False)."
_UNPACK = "Unpack it, and name the CSV file that it contains."

_BY_FIRST_BYTES: tuple[tuple[bytes, str, str], ...] = (
    (b"\xd0\xcf\x11\xe0", "an Excel 97-2003 workbook (.xls)", _SAVE_AS),
    (b"\x1f\x8b", "compressed twice by gzip", "Decompress it once."),
    (b"BZh", "compressed by bzip2", _UNPACK),
    (b"\xfd7zXZ", "compressed by xz", _UNPACK),
    (b"\x28\xb5\x2f\xfd", "compressed by Zstandard", _UNPACK),
    (b"7z\xbc\xaf", "a 7-Zip archive", _UNPACK),
    (b"Rar!", "a RAR archive", _UNPACK),
    (b"%PDF", "a PDF document", "Copy its table into a sheet, and save that as CSV UTF-8."),
    (b"PAR1", "a Parquet file", _CONVERT.format("parquet")),
    (b"ARROW1", "an Arrow file", _CONVERT.format("feather")),
    (b"\x89HDF", "an HDF5 file", _CONVERT.format("hdf")),
    (b"SQLite format 3", "an SQLite database", "Export its table as CSV."),
    (b"version https://git-lfs", "a pointer of Git LFS", "Fetch the file itself by `git lfs pull`."),
)
_BY_FIRST_TEXT = (
    (r"<\?xml", "an XML document", _SAVE_AS),
    # AmiBroker and MetaStock write names of columns such as <Ticker>.
    (r"<(?![\w ]+>\s*[,;\t|])", "a web page (HTML), which some sites offer as .xls or .csv", _SAVE_AS),
    (r"\{\\rtf", "a text document (RTF)", "Save it as plain text."),
    (r"\{|\[\s*[\[{]", "JSON", _CONVERT.format("json")),
)
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (codecs.BOM_UTF8, "utf-8-sig"),
)


def other_kind(head: bytes) -> str | None:
    """What a file that begins with ``head`` is and how to save it, if it is known not to be a CSV."""
    if head.startswith(b"PK\x03\x04"):
        return _zip_kind(head)
    for first, kind, remedy in _BY_FIRST_BYTES:
        if head.startswith(first):
            return f"is {kind}. {remedy}"
    if head[257:262] == b"ustar":
        return f"is a tar archive. {_UNPACK}"
    encoding = text_encoding(head)
    if encoding is None:
        return f"is a binary file, and no text. {_SAVE_AS}"
    text = head.decode(encoding, errors="ignore").lstrip().lower()
    for start, kind, remedy in _BY_FIRST_TEXT:
        if re.match(start, text):
            return f"is {kind}. {remedy}"
    return None


def _zip_kind(head: bytes) -> str:
    if b"mimetypeapplication/vnd.oasis" in head:
        return f"is an OpenDocument sheet (.ods). {_SAVE_AS}"
    if any(part in head for part in (b"xl/", b"[Content_Types].xml", b"_rels/.rels", b"docProps/")):
        return f"is an Excel workbook (.xlsx). {_SAVE_AS}"
    return f"is an Excel workbook (.xlsx) or another ZIP archive. {_SAVE_AS} An archive must be unpacked."


def text_encoding(head: bytes) -> str | None:
    """The encoding of a text that begins with ``head``, by its byte order mark or its zeros; None: no text.

    Without either it is UTF-8; see :data:`vn30.sources.csv.files.WINDOWS_1258` for text that is not. A single
    zero in a cell is a fault of its row alone.
    """
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            return encoding
    if head.count(b"\0") < max(1, head.count(b"\n")):
        return "utf-8"
    even, odd = head[0::2], head[1::2]
    if even.count(0) == 0 and odd.count(0) > len(odd) / 2:
        return "utf-16-le"
    if odd.count(0) == 0 and even.count(0) > len(even) / 2:
        return "utf-16-be"
    return None
