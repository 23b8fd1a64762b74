"""News of companies from VCI, through vnstock, which passes the fields on without checking any."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from vn30.market.calendar import HOSE_ZONE
from vn30.news.links import clean_link
from vn30.settings import Settings
from vn30.sources.base import SourceUnavailable
from vn30.sources.live import callers, vnstock_process, vnstock_quota
from vn30.sources.news.base import MAX_ARTICLES, MAX_SUMMARY, MAX_TITLE, Answer, Article
from vn30.sources.news.plain_text import plain_text
from vn30.sources.retry import RetryingCaller, RetryPolicy
from vn30.sources.vnstock.company import Provider
from vn30.sources.vnstock.process import VnstockProcess
from vn30.sources.vnstock.source import VnstockReplies

PROVIDER: Provider = "VCI"
"""KBS gives the path of an article alone, and no host that serves it."""

_FIRST = datetime(2000, 1, 1, tzinfo=UTC)
_TITLES, _SUMMARIES, _LINKS = ("news_title", "title"), ("news_short_content",), ("news_source_link",)
_DATES = ("public_date", "created_at")
_MAX_SECONDS = 1e11
"""A larger number is a time in milliseconds."""


def open_company_news(settings: Settings) -> "CompanyNews":
    """The source within the quota and with the retries of prices; no process is started yet."""
    caller = callers(settings, RetryPolicy())
    return CompanyNews(vnstock_process(settings), caller(PROVIDER, vnstock_quota(settings)))


class CompanyNews:
    """The news that VCI lists by stock, a request a stock."""

    def __init__(self, process: VnstockProcess, caller: RetryingCaller) -> None:
        self._process = process
        self._replies = VnstockReplies(PROVIDER, process, caller)

    def close(self) -> None:
        """End the process of vnstock."""
        self._process.close()

    def news(self, ticker: str, now: datetime) -> Answer:
        """The articles that VCI lists under ``ticker``.

        Raises:
            SourceError: VCI rejects the request, or vnstock cannot be imported.
            SourceUnavailable: it did not serve the request in several attempts, or the answer has no news.
        """
        rows = self._replies.ask(f"news of {ticker}", [], "news", ticker).get("news")
        if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
            raise SourceUnavailable(f"{PROVIDER}: the news of {ticker} are no list of articles")
        articles, refused = read_rows(ticker, rows, now)
        if rows and not articles:
            raise SourceUnavailable(f"{PROVIDER}: no article of {ticker} has a title and a link")
        return Answer(articles, refused)


def read_rows(
    ticker: str, rows: Iterable[Mapping[str, Any]], now: datetime
) -> tuple[tuple[Article, ...], Counter[str]]:
    """The articles in the rows, and the rows that cannot be kept, by reason."""
    refused: Counter[str] = Counter()
    articles: dict[str, Article] = {}
    for row in rows:
        title = plain_text(_text(row, _TITLES), MAX_TITLE)
        url = clean_link(_text(row, _LINKS) or "")
        if title is None or url is None:
            refused["without a title" if title is None else "without a link of http or https"] += 1
        elif len(articles) < MAX_ARTICLES:
            summary = plain_text(_text(row, _SUMMARIES), MAX_SUMMARY)
            articles.setdefault(url, Article(title, summary, url, _published(row, now), (ticker,)))
    return tuple(articles.values()), refused


def _text(row: Mapping[str, Any], names: tuple[str, ...]) -> str | None:
    return next((value for name in names if isinstance(value := row.get(name), str) and value.strip()), None)


def _published(row: Mapping[str, Any], now: datetime) -> datetime | None:
    return next((moment for moment in _moments(row) if _FIRST <= moment <= now), None)


def _moments(row: Mapping[str, Any]) -> Iterator[datetime]:
    """The dates of a row: seconds or milliseconds since 1970, or a text of ISO 8601, in Vietnam's time."""
    for name in _DATES:
        value = row.get(name)
        try:
            if isinstance(value, int | float) and not isinstance(value, bool):
                seconds = value / 1000 if value > _MAX_SECONDS else value
                yield datetime.fromtimestamp(seconds, UTC)
            elif isinstance(value, str):
                moment = datetime.fromisoformat(value.strip())
                yield moment if moment.tzinfo else moment.replace(tzinfo=HOSE_ZONE)
        except (ValueError, OverflowError, OSError):
            continue
