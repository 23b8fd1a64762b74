"""``/quotes`` and ``/sectors``, for signed-in users."""

from datetime import UTC, datetime
from http import HTTPStatus

from fastapi import APIRouter, Depends, Response
from pydantic import TypeAdapter

from api.auth.guards import signed_in
from api.core.errors import documented
from api.core.response_cache import READ, MarketReads
from api.stocks import quotes as service
from api.stocks.quote_schemas import Quotes, Sectors
from vn30.market.trading_time import trading_minute

router = APIRouter(
    tags=["quotes"],
    dependencies=[Depends(signed_in)],
    responses=documented(HTTPStatus.UNAUTHORIZED, HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY),
)

QUOTES, SECTORS = TypeAdapter(Quotes), TypeAdapter(Sectors)


@router.get("/quotes", response_model=Quotes, responses={**READ, **documented(HTTPStatus.NOT_FOUND)})
def quotes(reads: MarketReads, symbols: service.Symbols) -> Response:
    """The newest prices of several stocks: of the newest minute, or the close of the newest session.

    Minutes come from the crawler of minutes, every five minutes at most; no request calls a vendor.
    """
    # An answer gets delayed without a change of the data.
    minute = trading_minute(datetime.now(UTC))
    return reads.answer(QUOTES, lambda connection: service.quotes(connection, symbols), also=minute)


@router.get("/sectors", response_model=Sectors, responses=READ)
def sectors(reads: MarketReads) -> Response:
    """The sectors with their members, weights by market capitalisation, and the change of the session."""
    return reads.answer(SECTORS, service.sectors)
