"""Words of a text, compared as Vietnamese is written: with diacritics, with tone marks moved, or without."""

import re
import unicodedata
from dataclasses import dataclass

_WORD = re.compile(r"[^\W_]+")
_JOINING = "-.@&"
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")


@dataclass(frozen=True)
class Word:
    """A word at ``text[start:end]``.

    Attributes:
        spelling: in lower case with the tone mark last, so that ``Hoà`` equals ``Hòa``.
        plain: in lower case without diacritics.
    """

    text: str
    start: int
    end: int
    spelling: str
    plain: str

    @property
    def is_capitalised(self) -> bool:
        """Whether it begins with a capital."""
        return self.text[0].isupper()

    @property
    def has_diacritics(self) -> bool:
        """Whether it is written with a letter or mark that plain text lacks."""
        return self.plain != self.text.lower()


def words_of(text: str) -> tuple[Word, ...]:
    """The words of ``text``, which is in Unicode's form NFC, in order."""
    return tuple(
        Word(found.group(), found.start(), found.end(), *_spellings(found.group()))
        for found in _WORD.finditer(text)
    )


def is_part(text: str, start: int, end: int) -> bool:
    """Whether ``text[start:end]`` is a part of a longer word, such as the address of a site."""
    before, after = text[max(start - 2, 0) : start], text[end : end + 2]
    joined_before = len(before) == 2 and before[1] in _JOINING and before[0].isalnum()
    joined_after = len(after) == 2 and after[0] in _JOINING and after[1].isalnum()
    return joined_before or joined_after


def _spellings(text: str) -> tuple[str, str]:
    marks = unicodedata.normalize("NFD", text.lower())
    tones = "".join(mark for mark in marks if mark in _TONES)
    letters = "".join(mark for mark in marks if mark not in _TONES)
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return letters + tones, bare.replace("đ", "d")
