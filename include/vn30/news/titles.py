"""Titles of articles: when those of two feeds are one article's."""

import re
import unicodedata
from collections import Counter
from datetime import datetime, timedelta

from rapidfuzz import fuzz

from vn30.news.words import Word, words_of

SAME_WITHIN = timedelta(days=3)
"""Two feeds publish one article within this time."""

MIN_SCORE = 90.0
"""``rapidfuzz.fuzz.token_sort_ratio``, 0 to 100, from which on titles may be one article's."""

MIN_WORDS = 5
"""Shorter titles, such as those of columns that return every day, must be equal."""

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_THOUSANDS = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_TAG = re.compile(r"^\s*\[[^\]]{1,20}\]\s*")
_PUBLISHER = re.compile(r"\s+[-\u2013|]\s+\w[\w.]*(?:\s\w+)?\s*$")
_NEGATIONS = frozenset({"khong", "chua", "chang", "not", "no", "never"})


def is_same_article(title: str, published_at: datetime, other: str, other_published_at: datetime) -> bool:
    """Whether two titles from two feeds are near-equal and at most ``SAME_WITHIN`` apart.

    Case, diacritics and punctuation do not count, nor does a tag such as ``[Video]`` or the name of the
    publisher at the end. One title may have some words more than the other, unless these are a name or a
    negation. No word is replaced by another: ``tăng`` is not ``giảm``, and VPBank is not TPBank. Numbers must
    agree.
    """
    return abs(published_at - other_published_at) <= SAME_WITHIN and is_near_equal(title, other)


def is_near_equal(title: str, other: str) -> bool:
    """The part of :func:`is_same_article` that compares the titles."""
    shorter, longer = sorted((_words(title), _words(other)), key=len)
    short, long = ([word.plain for word in words] for words in (shorter, longer))
    if short == long:
        return True
    # The first words decide whom an article is about: "FPT ..." is not "Chứng khoán FPT ...".
    if len(short) < MIN_WORDS or short[0] != long[0] or Counter(short) - Counter(long):
        return False
    added = Counter(long) - Counter(short)
    if added.keys() & _NEGATIONS or any(
        word.text != word.text.lower() for word in longer if word.plain in added
    ):
        return False
    return (
        _numbers(title) == _numbers(other)
        and fuzz.token_sort_ratio(" ".join(short), " ".join(long)) >= MIN_SCORE
    )


def _words(title: str) -> tuple[Word, ...]:
    return words_of(_PUBLISHER.sub("", _TAG.sub("", unicodedata.normalize("NFC", title))))


def _numbers(title: str) -> Counter[str]:
    """The numbers of a title, so that ``1.200`` is ``1,200``, and ``7,5`` is ``7.5`` but not ``75``."""
    return Counter(
        re.sub(r"[.,]", "" if _THOUSANDS.fullmatch(number) else ".", number)
        for number in _NUMBER.findall(title)
    )
