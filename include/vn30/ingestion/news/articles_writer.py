"""Stores articles: an article once, with the feeds that have it and the stocks that it names."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from vn30.database.warehouse import Row, execute, fetch_all, fetch_one, fetch_returned
from vn30.market.calendar import HOSE_ZONE
from vn30.market.company_names import company_names
from vn30.news.links import canonical_link
from vn30.news.matching import tickers_in
from vn30.news.titles import SAME_WITHIN, is_same_article
from vn30.sources.news.base import Article

VENDOR = "vendor"
"""The kind of a match that the source makes, by listing an article under a stock."""


@dataclass(frozen=True)
class StoredArticles:
    """Numbers of articles of one answer.

    Attributes:
        added: new ones.
        shared: known from another feed, and new in this one.
        changed: with another title or summary than before.
        known: as they were.
        old: from before the period that is kept.
    """

    added: int = 0
    shared: int = 0
    changed: int = 0
    known: int = 0
    old: int = 0


def store_articles(
    connection: sa.Connection, feed: str, articles: Sequence[Article], seen_at: datetime, keep_days: int
) -> StoredArticles:
    """Store the articles of one answer, in the transaction of ``connection``.

    An article is known by its link, or in another feed by a near-equal title of about the same time; then
    this feed becomes one more of its sources. The feed that had an article first may change its title and
    summary; its date stays the one that was first known.

    Args:
        feed: the name of the feed.
        seen_at: an aware time, the date of articles that have none.
        keep_days: older articles are not stored.
    """
    # Two links of one answer may differ in what does not count.
    by_link = {canonical_link(article.url): article for article in reversed(articles)}
    oldest = seen_at - timedelta(days=keep_days)
    kept = {
        link: article
        for link, article in by_link.items()
        if article.published_at is None or article.published_at >= oldest
    }
    fetch_one(connection, "ingestion/news/lock_news")
    known = _Known(connection, feed, kept, seen_at)
    counts = {"added": 0, "shared": 0, "changed": 0, "known": 0, "old": len(by_link) - len(kept)}
    for link, article in kept.items():
        counts[_store(connection, feed, link, article, seen_at, known)] += 1
    return StoredArticles(**counts)


class _Known:
    """The stored articles that those of an answer may be."""

    def __init__(
        self, connection: sa.Connection, feed: str, articles: dict[str, Article], seen_at: datetime
    ) -> None:
        urls = [article.url for article in articles.values()]
        rows = fetch_all(
            connection, "ingestion/news/known_articles", canonical_urls=list(articles), urls=urls
        )
        self._by_link = {row["canonical_url"]: row for row in rows}
        self._by_url = {url: row for row in rows for url in row["urls"] or ()}
        dates = [article.published_at or seen_at for article in articles.values()] or [seen_at]
        self._candidates = fetch_all(
            connection,
            "ingestion/news/candidates",
            feed=feed,
            first=min(dates) - SAME_WITHIN,
            last=max(dates) + SAME_WITHIN,
        )

    def linked(self, link: str, url: str) -> Row | None:
        return self._by_link.get(link) or self._by_url.get(url)

    def take_similar(self, article: Article, published_at: datetime) -> int | None:
        """The id of the article of another feed with a near-equal title; it is taken once."""
        same = [
            row
            for row in self._candidates
            if is_same_article(article.title, published_at, row["title"], row["published_at"])
        ]
        if not same:
            return None
        nearest = min(same, key=lambda row: abs(row["published_at"] - published_at))
        self._candidates.remove(nearest)
        return int(nearest["id"])


def _store(
    connection: sa.Connection, feed: str, link: str, article: Article, seen_at: datetime, known: _Known
) -> str:
    row = known.linked(link, article.url)
    if row is not None:
        return _store_again(connection, feed, row, article)
    published_at = article.published_at or seen_at
    similar = known.take_similar(article, published_at)
    if similar is not None:
        _put_source(connection, similar, feed, article)
        return "shared"
    inserted = fetch_returned(
        connection,
        "ingestion/news/insert_article",
        canonical_url=link,
        title=article.title,
        summary=article.summary,
        published_at=published_at,
        dated_by="feed" if article.published_at else "first_seen",
        first_seen_at=seen_at,
    )
    _put_source(connection, inserted["id"], feed, article)
    _put_matches(connection, inserted["id"], article, published_at)
    return "added"


def _store_again(connection: sa.Connection, feed: str, row: Row, article: Article) -> str:
    is_new = _put_source(connection, row["id"], feed, article)
    if row["origin"] != feed or (row["title"], row["summary"]) == (article.title, article.summary):
        return "shared" if is_new else "known"
    execute(
        connection,
        "ingestion/news/update_article",
        article_id=row["id"],
        title=article.title,
        summary=article.summary,
    )
    execute(connection, "ingestion/news/clear_tickers", article_id=row["id"])
    _put_matches(connection, row["id"], article, article.published_at or datetime.now(UTC))
    return "changed"


def _put_source(connection: sa.Connection, article_id: int, feed: str, article: Article) -> bool:
    """Store that the feed has the article, under the stocks that it names; whether that is new."""
    _put_tickers(connection, article_id, ((ticker, feed, VENDOR) for ticker in article.tickers))
    key = {"article_id": article_id, "feed": feed, "url": article.url}
    return execute(connection, "ingestion/news/put_source", **key) > 0


def _put_matches(
    connection: sa.Connection, article_id: int, article: Article, published_at: datetime
) -> None:
    names = company_names(published_at.astimezone(HOSE_ZONE).date())
    matches = tickers_in(article.title, article.summary or "", names)
    _put_tickers(connection, article_id, ((match.ticker, match.words, match.kind) for match in matches))


def _put_tickers(connection: sa.Connection, article_id: int, tickers: Iterable[tuple[str, str, str]]) -> None:
    for ticker, words, kind in tickers:
        key = {"article_id": article_id, "ticker": ticker}
        execute(connection, "ingestion/news/put_ticker", **key, words=words, kind=kind)
