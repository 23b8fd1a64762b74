"""Finds tickers by the forms in which articles write them, and tells how sure each form is."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from vn30.news.words import Word, is_part

Form = Literal["exchange", "code", "stock", "listed", "bracketed", "bare"]
"""``(HOSE: FPT)``; ``mã FPT``; ``cổ phiếu FPT`` or ``FPT shares``; several tickers in a row; ``(FPT)`` after
a name; alone."""

CODE = re.compile(r"[A-Z][A-Z0-9]{2}")
_CUE_LETTERS = 60
"""What says that a ticker follows is at most so long."""

_EXCHANGE = re.compile(r"(?:HOSE|HSX|HNX|UPCOM)\s*[:\-\u2013]\s*$", re.IGNORECASE)
_FOREIGN = re.compile(
    r"\b(?:NYSE|NASDAQ|AMEX|TSX|LSE|SGX|SET|KRX|TSE|ASX|HKEX|NSE|BSE|OTC)\b[^()]{0,4}[:\-\u2013]\s*$", re.I
)
_CODE = re.compile(
    r"(?:(?<!giải )(?<!mật )(?<!biên )\b(?:mã|ma)"
    r"(?:\s+(?:ck|cp|chứng khoán|chung khoan|cổ phiếu|co phieu|giao dịch))?"
    r"|\b(?:ticker|symbol|stock code))\s*[:\-\u2013]?\s*[(\"\u201c']?\s*$",
    re.IGNORECASE,
)
_STOCK = re.compile(
    r"\b(?:cổ phiếu|co phieu|cổ phần|shares? (?:of|in)|stocks? (?:of|like)|cp)"
    r"(?P<between>(?:\s+[^\W\d_]+){0,2})\s*[:\-\u2013]?\s*[(\"\u201c']?\s*$",
    re.IGNORECASE,
)
_STOCK_AFTER = re.compile(r"[)\"\u201d']?(?:'s|\u2019s)?\s+(?:shares?|stocks?)\b", re.IGNORECASE)
_SEPARATOR = re.compile(r"\s*(?:,|;|/|&|\+|\u2013|-|và|and|hay|or|cùng|,\s*và|,\s*and)\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Ticker:
    """A known ticker at ``words[position]`` and its form."""

    code: str
    position: int
    form: Form


def tickers(
    text: str, words: Sequence[Word], known: frozenset[str], abbreviations: frozenset[str]
) -> Iterator[Ticker]:
    """The tickers of ``known`` among the words, each with its surest form.

    Any three capitals in a row with a ticker are one as well, unless they are among ``abbreviations``.
    """
    foreign = {
        word.text for word in words if CODE.fullmatch(word.text) and _FOREIGN.search(text, 0, word.start)
    }
    for run in _runs(text, words):
        codes = {words[position].text for position in run}
        members = {code for code in codes if code in known and code not in foreign}
        form = _form(text, words, run)
        is_listed = form == "bare" and len(codes - abbreviations) > 1
        for position in run:
            if words[position].text in members:
                yield Ticker(words[position].text, position, "listed" if is_listed else form)


def _runs(text: str, words: Sequence[Word]) -> Iterator[list[int]]:
    """Positions of words that look like tickers, those of one enumeration together."""
    run: list[int] = []
    for position, word in enumerate(words):
        if not CODE.fullmatch(word.text) or is_part(text, word.start, word.end):
            continue
        if run and not _SEPARATOR.fullmatch(text, words[run[-1]].end, word.start):
            yield run
            run = []
        run.append(position)
    if run:
        yield run


def _form(text: str, words: Sequence[Word], run: list[int]) -> Form:
    first, last = words[run[0]], words[run[-1]]
    before = text[max(first.start - _CUE_LETTERS, 0) : first.start]
    if _EXCHANGE.search(before):
        return "exchange"
    if _CODE.search(before):
        return "code"
    stock = _STOCK.search(before)
    if (stock and "giá" not in stock["between"].lower()) or _STOCK_AFTER.match(text, last.end):
        return "stock"
    is_bracketed = before.endswith("(") and text[last.end : last.end + 1] == ")"
    if is_bracketed and len(run) == 1 and run[0] and words[run[0] - 1].is_capitalised:
        return "bracketed"
    return "bare"
