"""Removes what a cell has beside its value: invisible characters, and the marks of text in Excel."""

import re
import unicodedata

_AS_TEXT = re.compile(r'="(.*)"')
_SPACES_AND_DASHES = {
    **dict.fromkeys(
        "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000", " "
    ),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
}
_TRANSLATION = str.maketrans(_SPACES_AND_DASHES)

INVISIBLE = r"[\x{200B}-\x{200F}\x{202A}-\x{202E}\x{2060}-\x{2064}\x{2066}-\x{2069}\x{FEFF}\x{00AD}]"
"""RE2 of the characters that web pages and spreadsheets add and that nobody sees, such as a second byte order
mark and the marks of the direction of writing."""


def tidy(cell: str) -> str:
    """The text of a cell with plain spaces and dashes, without invisible characters, ``="..."`` and ``'``."""
    if not cell.isascii():
        cell = "".join(letter for letter in cell if unicodedata.category(letter) != "Cf")
        cell = cell.translate(_TRANSLATION)
    cell = cell.strip()
    if as_text := _AS_TEXT.fullmatch(cell):
        cell = as_text[1].strip()
    return cell.removeprefix("'")


def without_accents(text: str) -> str:
    """The text in lower case, with letters of ASCII in place of the Vietnamese ones."""
    # Old Vietnamese fonts write the Icelandic letter in place of the Vietnamese one, which looks the same.
    text = text.lower().replace("đ", "d").replace("ð", "d")
    return "".join(letter for letter in unicodedata.normalize("NFKD", text) if letter.isascii())
