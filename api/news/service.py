"""Reads of the stored articles."""

import sqlalchemy as sa

from api.core.schemas import PageMeta
from api.news.schemas import NewsArticle, NewsPage, NewsQuery
from api.stocks.lookup import find_stock
from vn30.database.warehouse import fetch_all, fetch_returned
from vn30.market.clock import read_clock


def version(connection: sa.Connection) -> str:
    """A text that changes with every change of the stored articles."""
    return str(fetch_returned(connection, "news/state")["version"])


def news(connection: sa.Connection, query: NewsQuery) -> NewsPage:
    """A page of the articles, newest first.

    Raises:
        ApiError: 404 ``unknown_ticker``.
    """
    clock = read_clock(connection)
    ticker = find_stock(connection, query.symbol)["ticker"] if query.symbol is not None else None
    rows = fetch_all(connection, "news/page", ticker=ticker, limit=query.limit, skipped=query.skipped)
    total = fetch_returned(connection, "news/count", ticker=ticker)["total"]
    return NewsPage(
        data=[NewsArticle.model_validate(dict(row)) for row in rows],
        meta=PageMeta(page=query.page, page_size=query.limit, total=total),
        refreshed_at=fetch_returned(connection, "news/state")["refreshed_at"],
        as_of=clock.as_of,
        data_source=clock.data_source,
    )
