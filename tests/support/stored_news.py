"""Articles in a database, stored without a crawl."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time

import sqlalchemy as sa

_ARTICLE = """
WITH article AS (
    INSERT INTO news_articles (canonical_url, title, summary, published_at, dated_by)
    VALUES (:url, :title, :summary, :published, 'feed')
    RETURNING id
), source AS (
    INSERT INTO news_article_sources (article_id, feed, url) SELECT id, 'CafeF', :url FROM article
)
INSERT INTO news_article_tickers (article_id, ticker, words, kind)
SELECT id, ticker, ticker, 'ticker' FROM article CROSS JOIN unnest(cast(:tickers AS TEXT[])) AS ticker
"""


def store_article(
    connection: sa.Connection,
    title: str,
    published: datetime,
    tickers: Sequence[str] = ("FPT",),
    summary: str | None = None,
) -> None:
    """Store an article of CafeF that names ``tickers``, at least one; each title has a link of its own."""
    values = {
        "url": f"https://example.vn/{abs(hash(title))}",
        "title": title,
        "summary": summary,
        "published": published,
        "tickers": list(tickers),
    }
    connection.execute(sa.text(_ARTICLE), values)


def store_news(connection: sa.Connection, sessions: Sequence[date]) -> None:
    """Eight articles of the newest sessions, at 09:30 in Vietnam; one is full of markup that stays text."""
    for number, session in enumerate(sessions[-10:-3]):
        published = datetime.combine(session, time(2, 30), UTC)
        tickers = ("FPT", "HPG") if number % 2 else ("FPT",)
        store_article(connection, f"FPT công bố kết quả tháng, bản tin {number}", published, tickers)
    store_article(
        connection,
        "<img src=x onerror=alert(1)>FPT &amp; VCB ký <b>hợp đồng</b>",
        datetime.combine(sessions[-2], time(2, 30), UTC),
        summary="<script>alert(1)</script> Hai bên hợp tác.",
    )
