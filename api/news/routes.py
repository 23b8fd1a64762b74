"""``/news``, for signed-in users."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from pydantic import TypeAdapter

from api.auth.guards import signed_in
from api.core.database import Lookups
from api.core.errors import documented
from api.core.response_cache import READ, MarketReads
from api.news import service
from api.news.schemas import NewsPage, NewsQuery

router = APIRouter(
    prefix="/news",
    tags=["news"],
    dependencies=[Depends(signed_in)],
    responses=documented(HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY),
)

NEWS = TypeAdapter(NewsPage)


@router.get("", response_model=NewsPage, responses=READ)
def news(reads: MarketReads, lookups: Lookups, query: Annotated[NewsQuery, Query()]) -> Response:
    """Articles of the feeds, newest first: link, title, summary and the stocks that each names.

    With the simulated market there are none: no news is invented.
    """
    # Read before the snapshot of the answer: an article that is stored in between has a later version.
    with lookups.connect() as connection:
        version = service.version(connection)
    return reads.answer(NEWS, lambda connection: service.news(connection, query), also=version)
