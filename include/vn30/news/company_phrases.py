"""Finds the names of companies in words; the longest name that fits counts."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from vn30.market.company_names import CompanyName
from vn30.news.words import Word, is_part, words_of

_WITHIN_NAME = re.compile(r"\s*[-\u2013.&]?\s*")
_TICKER = re.compile(r"\s*\((?:\s*[A-Za-z]+\s*[:\-\u2013]\s*)?([A-Z][A-Z0-9]{2})\s*[),;]")
_UNIT_LETTERS = 2
"""A name so short is a unit after a number, as in 500 MB."""


@dataclass(frozen=True)
class Phrase:
    """A name and the words ``words[first:last]`` that spell it."""

    name: CompanyName
    first: int
    last: int


class PhraseBook:
    """Names by their words without diacritics."""

    def __init__(self, names: Iterable[CompanyName]) -> None:
        self._names: dict[tuple[str, ...], list[tuple[CompanyName, tuple[Word, ...]]]] = {}
        for name in names:
            words = words_of(name.name)
            self._names.setdefault(tuple(word.plain for word in words), []).append((name, words))
        self._longest = max(map(len, self._names), default=0)

    def phrases(self, text: str, words: Sequence[Word]) -> Iterator[Phrase]:
        """The names in ``words`` of ``text``, which share no word with each other."""
        first = 0
        while first < len(words):
            phrase = self._longest_at(text, words, first)
            if phrase is not None:
                yield phrase
            first = phrase.last if phrase else first + 1

    def _longest_at(self, text: str, words: Sequence[Word], first: int) -> Phrase | None:
        for last in range(min(first + self._longest, len(words)), first, -1):
            written = words[first:last]
            for name, spelled in self._names.get(tuple(word.plain for word in written), ()):
                if _is_spelled(written, spelled) and _is_joined(text, written):
                    return Phrase(name, first, last)
        return None


def names_company(text: str, words: Sequence[Word], phrase: Phrase) -> bool:
    """Whether the company is meant: its name is no unit, no part of a word, and no other ticker follows it.

    ``Masan Resources (MSR)`` is another company than Masan, known or not.
    """
    if len(phrase.name.name) <= _UNIT_LETTERS and phrase.first and words[phrase.first - 1].text.isdecimal():
        return False
    if is_part(text, words[phrase.first].start, words[phrase.last - 1].end):
        return False
    last = phrase.last
    while (
        last < len(words)
        and words[last].is_capitalised
        and not text[words[last - 1].end : words[last].start].strip()
    ):
        last += 1
    follows = _TICKER.match(text, words[last - 1].end)
    return follows is None or follows.group(1) == phrase.name.ticker


def _is_spelled(written: Sequence[Word], spelled: Sequence[Word]) -> bool:
    """Whether the words are written as the name, all with its diacritics or all without, and its capitals."""
    exact = all(word.spelling == name.spelling for word, name in zip(written, spelled, strict=True))
    if not exact and any(word.has_diacritics for word in written):
        return False
    return all(
        word.is_capitalised for word, name in zip(written, spelled, strict=True) if name.is_capitalised
    )


def _is_joined(text: str, written: Sequence[Word]) -> bool:
    return all(_WITHIN_NAME.fullmatch(text, before.end, after.start) for before, after in pairwise(written))
