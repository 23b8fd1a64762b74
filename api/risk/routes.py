"""``/risk``: the risk of stocks and of portfolios, for signed-in users."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from pydantic import TypeAdapter
from starlette.convertors import StringConvertor, register_url_convertor

from api.auth.guards import signed_in
from api.core.database import Database
from api.core.errors import documented
from api.core.response_cache import READ, MarketReads
from api.risk import portfolio, service
from api.risk.portfolio_schemas import PortfolioRequest, PortfolioRisk
from api.risk.schemas import RiskList, RiskListQuery, RiskQuery, StockRisk
from api.stocks.lookup import Ticker

router = APIRouter(
    prefix="/risk",
    tags=["risk"],
    dependencies=[Depends(signed_in)],
    responses=documented(HTTPStatus.UNAUTHORIZED, HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY),
)


class _StockConvertor(StringConvertor):
    """Any part of a path but ``portfolio``, which has no GET: a 405 there names POST alone."""

    regex = "(?!portfolio$)[^/]+"


register_url_convertor("stock", _StockConvertor())

RISK_LIST, STOCK_RISK = TypeAdapter(RiskList), TypeAdapter(StockRisk)


@router.get("", response_model=RiskList, responses=READ)
def risk_list(reads: MarketReads, query: Annotated[RiskListQuery, Query()]) -> Response:
    """The newest risk of all stocks, by ticker."""
    return reads.answer(RISK_LIST, lambda connection: service.risk_list(connection, query))


@router.post("/portfolio")
def portfolio_risk(engine: Database, body: PortfolioRequest) -> PortfolioRisk:
    """The risk of a portfolio of at most 50 stocks that keeps its weights. Nothing of it is stored.

    Every value at risk has the back-test of the same weights over past sessions.
    """
    with engine.connect() as connection:
        return portfolio.portfolio_risk(connection, body)


@router.get(
    "/{ticker:stock}", response_model=StockRisk, responses={**READ, **documented(HTTPStatus.NOT_FOUND)}
)
def stock_risk(reads: MarketReads, ticker: Ticker, query: Annotated[RiskQuery, Query()]) -> Response:
    """The newest risk of a stock: volatility, value at risk with its back-test, drawdown, ratios, stress."""
    return reads.answer(STOCK_RISK, lambda connection: service.stock_risk(connection, ticker, query.position))
