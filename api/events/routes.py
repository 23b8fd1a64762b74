"""``/events`` and ``/news-and-events``, for signed-in users."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from pydantic import TypeAdapter

from api.auth.guards import signed_in
from api.core.database import Lookups
from api.core.errors import documented
from api.core.response_cache import READ, MarketReads
from api.events import service
from api.events.schemas import EventPage, EventQuery, NewsAndEventsPage, NewsAndEventsQuery
from api.news.service import version

router = APIRouter(
    tags=["news"],
    dependencies=[Depends(signed_in)],
    responses=documented(HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY),
)

NEWS_AND_EVENTS = TypeAdapter(NewsAndEventsPage)


@router.get("/events", response_model=EventPage, responses=READ)
def events(reads: MarketReads, query: Annotated[EventQuery, Query()]) -> Response:
    """Events of the platform's own data up to today, newest first.

    Each follows from what was known at its session; later prices do not change it.
    """
    return reads.answer_json(lambda connection: service.events(connection, query))


@router.get("/news-and-events", response_model=NewsAndEventsPage, responses=READ)
def news_and_events(
    reads: MarketReads, lookups: Lookups, query: Annotated[NewsAndEventsQuery, Query()]
) -> Response:
    """Articles of the feeds and events of the platform's own data in one list, newest first."""
    # Read before the snapshot of the answer: an article that is stored in between has a later version.
    with lookups.connect() as connection:
        news_version = version(connection)
    return reads.answer(
        NEWS_AND_EVENTS,
        lambda connection: service.news_and_events(connection, query),
        also=news_version,
    )
