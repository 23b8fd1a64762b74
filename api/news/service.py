"""Reads of the stored articles."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from api.core.schemas import PageMeta
from api.news.schemas import NewsArticle, NewsPage, NewsQuery
from api.stocks.lookup import find_stock
from vn30.database.warehouse import Row, fetch_all, fetch_returned
from vn30.market.clock import read_clock


def version(connection: sa.Connection) -> str:
    """A text that changes with every change of the stored articles."""
    return str(fetch_returned(connection, "news/state")["version"])


def refreshed_at(connection: sa.Connection) -> datetime | None:
    """When a feed has answered last; None before."""
    answered: datetime | None = fetch_returned(connection, "news/state")["refreshed_at"]
    return answered


def total(connection: sa.Connection, ticker: str | None) -> int:
    """The number of articles that name ``ticker``; None: of all."""
    return int(fetch_returned(connection, "news/count", ticker=ticker)["total"])


def news(connection: sa.Connection, query: NewsQuery) -> NewsPage:
    """A page of the articles, newest first.

    Raises:
        ApiError: 404 ``unknown_ticker``.
    """
    clock = read_clock(connection)
    ticker = find_stock(connection, query.symbol)["ticker"] if query.symbol is not None else None
    rows = fetch_all(connection, "news/page", ticker=ticker, limit=query.limit, skipped=query.skipped)
    return NewsPage(
        data=_with_moves(connection, rows),
        meta=PageMeta(page=query.page, page_size=query.limit, total=total(connection, ticker)),
        refreshed_at=refreshed_at(connection),
        as_of=clock.as_of,
        data_source=clock.data_source,
    )


def articles_of(connection: sa.Connection, ids: Sequence[int]) -> dict[int, NewsArticle]:
    """Articles by id; those that are not known today are not in the result."""
    rows = fetch_all(connection, "news/articles", articles=list(ids))
    return {article.id: article for article in _with_moves(connection, rows)}


def _with_moves(connection: sa.Connection, rows: Sequence[Row]) -> list[NewsArticle]:
    moves: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for move in fetch_all(connection, "news/moves", articles=[row["id"] for row in rows]):
        moves[move["article_id"]].append({**move, "session": move["session_date"]})
    return [NewsArticle.model_validate({**row, "moves": moves[row["id"]]}) for row in rows]
