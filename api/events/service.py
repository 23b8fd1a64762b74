"""Reads of the events, alone and with the news."""

from typing import Any

import sqlalchemy as sa

from api.core.schemas import PageMeta
from api.core.stored_json import json_object, stamp
from api.events.schemas import (
    EventQuery,
    MarketEvent,
    NewsAndEventsPage,
    NewsAndEventsQuery,
    NewsOrEvent,
)
from api.news.service import articles_of, refreshed_at
from api.news.service import total as total_news
from api.stocks.lookup import find_stock
from vn30.database.warehouse import fetch_all, fetch_returned
from vn30.market.clock import read_clock


def events(connection: sa.Connection, query: EventQuery) -> bytes:
    """A page of the events, newest first, as JSON of :class:`api.events.schemas.EventPage`.

    Raises:
        ApiError: 404 ``unknown_ticker``.
    """
    row = fetch_returned(
        connection,
        "events/page",
        ticker=_ticker(connection, query.symbol),
        kind=query.kind,
        first=query.from_,
        limit=query.limit,
        skipped=query.skipped,
    )
    meta = {"page": query.page, "pageSize": query.limit, "total": row["total"]}
    return json_object({"meta": meta, **stamp(read_clock(connection))}, data=row["data"])


def news_and_events(connection: sa.Connection, query: NewsAndEventsQuery) -> NewsAndEventsPage:
    """A page of the articles and events, newest first.

    Raises:
        ApiError: 404 ``unknown_ticker``.
    """
    clock = read_clock(connection)
    ticker = _ticker(connection, query.symbol)
    wanted = {"ticker": ticker, "kind": query.kind}
    rows = fetch_all(connection, "events/with_news", **wanted, limit=query.limit, skipped=query.skipped)
    total = 0
    if query.kind != "article":
        kind = None if query.kind == "event" else query.kind
        total += fetch_returned(connection, "events/count", ticker=ticker, kind=kind, first=None)["total"]
    if query.kind in (None, "article"):
        total += total_news(connection, ticker)
    articles = articles_of(connection, [row["article_id"] for row in rows if row["article_id"] is not None])
    return NewsAndEventsPage(
        data=[NewsOrEvent(article=articles.get(row["article_id"]), event=_event(dict(row))) for row in rows],
        meta=PageMeta(page=query.page, page_size=query.limit, total=total),
        refreshed_at=refreshed_at(connection),
        as_of=clock.as_of,
        data_source=clock.data_source,
    )


def _event(row: dict[str, Any]) -> MarketEvent | None:
    return None if row["ticker"] is None else MarketEvent.model_validate(row)


def _ticker(connection: sa.Connection, symbol: str | None) -> str | None:
    if symbol is None:
        return None
    ticker: str = find_stock(connection, symbol)["ticker"]
    return ticker
