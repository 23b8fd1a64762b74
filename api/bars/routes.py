"""``/stocks/{ticker}/bars``, for signed-in users."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import TypeAdapter

from api.auth.guards import signed_in
from api.bars import service
from api.bars.schemas import Bars, BarsQuery
from api.core.errors import documented
from api.core.response_cache import READ, MarketReads
from api.stocks.lookup import Ticker

router = APIRouter(
    prefix="/stocks",
    tags=["stocks"],
    dependencies=[Depends(signed_in)],
    responses=documented(
        HTTPStatus.UNAUTHORIZED,
        HTTPStatus.NOT_FOUND,
        HTTPStatus.CONFLICT,
        HTTPStatus.UNPROCESSABLE_ENTITY,
    ),
)

BARS = TypeAdapter(Bars)


@router.get("/{ticker}/bars", response_model=Bars, responses=READ)
def bars(
    request: Request, reads: MarketReads, ticker: Ticker, query: Annotated[BarsQuery, Query()]
) -> Response:
    """Bars of a minute up to a week, oldest first; an empty list where nothing is stored.

    Bars of minutes are counted from 09:00 and from 13:00 and cross neither lunch nor the end of a session;
    `half` is the morning or the afternoon. They are made of the stored minutes, whose prices are as their
    source gave them. `1d` and `1w` are made of the daily bars, adjusted for dividends and splits.
    """
    service.check_period(query)
    return reads.answer(
        BARS, lambda connection: service.bars(connection, request.app.state.settings, ticker, query)
    )
