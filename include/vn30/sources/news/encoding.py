"""The text of a feed, whatever encoding it says that it has."""

import codecs
import re
import unicodedata

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    # Before UTF-16, whose mark is the first half of it.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})["']""")
_CHARSET = re.compile(r"""charset\s*=\s*["']?([\w.:-]{1,40})""", re.IGNORECASE)
_VIETNAMESE = "windows-1258"


def decode(body: bytes, content_type: str) -> str:
    """The text of an XML document, in composed characters (NFC).

    A byte order mark counts first; then UTF-16 without one, which has a zero in every second byte; then
    UTF-8, if the whole document is valid UTF-8, since no other encoding is so by chance; then what the
    header or the document declares; then windows-1258, that of old Vietnamese pages, whose letters but a few
    are those of windows-1252.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if body.startswith(mark):
            return _composed(body.removeprefix(mark).decode(encoding, errors="replace"))
    if body[:2] in (b"<\0", b"\0<"):
        wide = "utf-16-le" if body[:1] == b"<" else "utf-16-be"
        return _composed(body.decode(wide, errors="replace"))
    for encoding in ("utf-8", *_declared(body, content_type)):
        try:
            return _composed(body.decode(encoding))
        except (UnicodeDecodeError, LookupError):
            continue
    return _composed(body.decode(_VIETNAMESE, errors="replace"))


def _declared(body: bytes, content_type: str) -> list[str]:
    header, document = _CHARSET.search(content_type), _DECLARED.search(body[:300])
    names = [header[1] if header else None, document[1].decode() if document else None]
    return [name for name in names if name]


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)
