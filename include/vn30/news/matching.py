"""Which stocks an article names, by the forms of tickers and the names of companies in title and summary."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, get_args

from vn30.market.company_names import CompanyName, Kind
from vn30.news.company_phrases import PhraseBook, names_company
from vn30.news.ticker_forms import Form, Ticker, tickers
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
    contexts: tuple[tuple[str, str], ...]
    abbreviations: frozenset[str]
    market: tuple[str, ...]
    business: tuple[str, ...]


@dataclass(frozen=True)
class _Topic:
    """What title and summary are about, which tells how much a ticker alone means."""

    elsewhere: frozenset[str]
    is_market: bool
    is_business: bool


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
    topic = _topic([word for text in texts for word in words_of(text)], rules)
    best: dict[str, TickerMatch] = {}
    for text in texts:
        for match in _matches(text, rules, topic):
            known = best.get(match.ticker)
            if known is None or _ORDER.index(match.kind) < _ORDER.index(known.kind):
                best[match.ticker] = match
    return tuple(best[ticker] for ticker in sorted(best))


def _topic(words: Sequence[Word], rules: _Rules) -> _Topic:
    text = _spelled(words)
    is_market = any(term in text for term in rules.market)
    return _Topic(
        elsewhere=frozenset(ticker for ticker, context in rules.contexts if context in text),
        is_market=is_market,
        is_business=is_market or any(term in text for term in rules.business),
    )


def _matches(text: str, rules: _Rules, topic: _Topic) -> list[TickerMatch]:
    words = words_of(text)
    matches: list[TickerMatch] = []
    other: set[int] = set()
    for phrase in rules.phrases.phrases(text, words):
        name = phrase.name
        if name.ticker and (name.kind != "short" or topic.is_business) and names_company(text, words, phrase):
            written = text[words[phrase.first].start : words[phrase.last - 1].end]
            matches.append(TickerMatch(name.ticker, written, "former" if name.kind == "former" else "name"))
        else:
            other.update(range(phrase.first, phrase.last))
    found = [
        ticker
        for ticker in tickers(text, words, rules.known, rules.abbreviations)
        if ticker.position not in other
    ]
    likely = {ticker.code for ticker in found} - rules.words - topic.elsewhere
    is_beside_stock = bool(matches) or len(likely) > 1 or bool(likely and topic.is_business)
    return matches + [
        TickerMatch(ticker.code, ticker.code, _KIND_OF_FORM.get(ticker.form, "ticker"))
        for ticker in found
        if _means_stock(ticker, rules, topic, is_beside_stock)
    ]


def _means_stock(ticker: Ticker, rules: _Rules, topic: _Topic, is_beside_stock: bool) -> bool:
    if ticker.form in _KIND_OF_FORM:
        return True
    if ticker.code in topic.elsewhere:
        return False
    if ticker.form in ("listed", "bracketed") or topic.is_market or is_beside_stock:
        return True
    return topic.is_business and ticker.code not in rules.words


def _spelled(words: Sequence[Word]) -> str:
    """The words as they are compared, each between two spaces."""
    return f" {' '.join(word.spelling for word in words)} "


@lru_cache(maxsize=8)
def _rules(companies: tuple[CompanyName, ...]) -> _Rules:
    def spelled(kind: Kind) -> tuple[str, ...]:
        return tuple(_spelled(words_of(name.name)) for name in companies if name.kind == kind)

    def tickers_of(kind: Kind) -> frozenset[str]:
        return frozenset(name.name for name in companies if name.kind == kind)

    return _Rules(
        known=tickers_of("ticker"),
        words=tickers_of("word"),
        abbreviations=tickers_of("abbreviation"),
        phrases=PhraseBook(name for name in companies if name.kind in ("name", "former", "short", "other")),
        contexts=tuple(
            (name.ticker, _spelled(words_of(name.name))) for name in companies if name.kind == "context"
        ),
        market=spelled("market"),
        business=spelled("business"),
    )
