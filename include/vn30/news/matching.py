"""Which stocks an article names, by the forms of tickers and the names of companies in title and summary."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, get_args

from vn30.market.company_names import CompanyName
from vn30.news.company_phrases import PhraseBook, names_company
from vn30.news.ticker_forms import Form, tickers
from vn30.news.words import Word, words_of

MatchKind = Literal["exchange", "code", "stock", "name", "former", "ticker"]
"""How an article names a stock, the surest first: ``(HOSE: FPT)``; ``mã FPT``; ``cổ phiếu FPT``; the name of
the company; its former name; the ticker alone, in brackets, or in a row of tickers."""

_ORDER: tuple[MatchKind, ...] = get_args(MatchKind)
_KIND_OF_FORM: dict[Form, MatchKind] = {"exchange": "exchange", "code": "code", "stock": "stock"}


@dataclass(frozen=True)
class TickerMatch:
    """A stock that an article names, and the words that name it."""

    ticker: str
    words: str
    kind: MatchKind


@dataclass(frozen=True)
class _Rules:
    known: frozenset[str]
    words: frozenset[str]
    phrases: PhraseBook
    contexts: tuple[CompanyName, ...]


def tickers_in(title: str, summary: str, companies: Sequence[CompanyName]) -> tuple[TickerMatch, ...]:
    """The stocks that an article names, by ticker, each with its surest match.

    Args:
        title: plain text.
        summary: plain text; may be empty.
        companies: what means a company on the day of the article, of
            :func:`vn30.market.company_names.company_names`; its tickers alone are found.
    """
    rules = _rules(tuple(companies))
    texts = [unicodedata.normalize("NFC", text) for text in (title, summary)]
    together = [word for text in texts for word in words_of(text)]
    elsewhere = frozenset(context.ticker for context in rules.contexts if _has(together, context))
    best: dict[str, TickerMatch] = {}
    for text in texts:
        for match in _matches(text, rules, elsewhere):
            known = best.get(match.ticker)
            if known is None or _ORDER.index(match.kind) < _ORDER.index(known.kind):
                best[match.ticker] = match
    return tuple(best[ticker] for ticker in sorted(best))


def _matches(text: str, rules: _Rules, elsewhere: frozenset[str]) -> list[TickerMatch]:
    words = words_of(text)
    matches: list[TickerMatch] = []
    taken: set[int] = set()
    for phrase in rules.phrases.phrases(text, words):
        taken.update(range(phrase.first, phrase.last))
        if phrase.name.ticker and names_company(text, words, phrase):
            said = text[words[phrase.first].start : words[phrase.last - 1].end]
            kind: MatchKind = "former" if phrase.name.kind == "former" else "name"
            matches.append(TickerMatch(phrase.name.ticker, said, kind))
    for ticker in tickers(text, words, rules.known):
        doubtful = ticker.code in elsewhere or (ticker.form == "bare" and ticker.code in rules.words)
        if ticker.position in taken or (ticker.form not in _KIND_OF_FORM and doubtful):
            continue
        kind = _KIND_OF_FORM.get(ticker.form, "ticker")
        matches.append(TickerMatch(ticker.code, ticker.code, kind))
    return matches


def _has(words: Sequence[Word], context: CompanyName) -> bool:
    wanted = [word.spelling for word in words_of(context.name)]
    spelled = [word.spelling for word in words]
    return any(spelled[at : at + len(wanted)] == wanted for at in range(len(spelled) - len(wanted) + 1))


@lru_cache(maxsize=8)
def _rules(companies: tuple[CompanyName, ...]) -> _Rules:
    return _Rules(
        known=frozenset(name.ticker for name in companies if name.kind == "ticker"),
        words=frozenset(name.ticker for name in companies if name.kind == "word"),
        phrases=PhraseBook(name for name in companies if name.kind in ("name", "former", "other")),
        contexts=tuple(name for name in companies if name.kind == "context"),
    )
