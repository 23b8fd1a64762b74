"""``/stocks``: for everybody who is signed in."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Query

from api.database import Database
from api.errors import ApiError, documented
from api.schemas import HorizonLabel
from api.security import signed_in
from api.stocks import service
from api.stocks.schemas import (
    Chart,
    HistoricalRange,
    Horizon,
    MarketTable,
    MarketTableQuery,
    Predictions,
    StockOverview,
    TopPick,
    TopPicksQuery,
)

router = APIRouter(
    prefix="/stocks",
    tags=["stocks"],
    dependencies=[Depends(signed_in)],
    responses=documented(HTTPStatus.UNAUTHORIZED, HTTPStatus.UNPROCESSABLE_ENTITY),
)
_of_one_stock = documented(HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT)


def _horizons(
    horizons: Annotated[
        str, Query(description="trading sessions ahead, comma-separated: 7, 15, 30")
    ] = "7,15,30",
) -> list[Horizon]:
    try:
        return [Horizon(int(part)) for part in horizons.split(",")]
    except ValueError as error:
        raise ApiError(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "validation_error",
            "horizons: must be a comma-separated list of 7, 15 and 30",
        ) from error


@router.get("/top-picks")
def top_picks(engine: Database, query: Annotated[TopPicksQuery, Query()]) -> list[TopPick]:
    """Stocks forecast to move most, N trading sessions ahead."""
    with engine.connect() as connection:
        return service.top_picks(connection, query.bucket, query.horizon_days, query.limit)


@router.get("/market-table")
def market_table(engine: Database, query: Annotated[MarketTableQuery, Query()]) -> MarketTable:
    """Every stock with its price, its changes over 7, 15 and 30 trading sessions, and its forecast.

    `actualPct` is the change from the close N trading sessions ago to the current price; `actualPrice` is
    that close N trading sessions ago. `predictedPct` and `predictedPrice` look 7 trading sessions ahead.
    """
    with engine.connect() as connection:
        return service.market_table(connection, query)


@router.get("/{ticker}", responses=_of_one_stock)
def stock_overview(engine: Database, ticker: str) -> StockOverview:
    """The company behind a ticker."""
    with engine.connect() as connection:
        return service.stock_overview(connection, ticker)


@router.get("/{ticker}/predictions", responses=_of_one_stock)
def predictions(
    engine: Database, ticker: str, horizons: Annotated[list[Horizon], Depends(_horizons)]
) -> Predictions:
    """The current forecasts, 7, 15 and 30 trading sessions ahead."""
    with engine.connect() as connection:
        return service.predictions(connection, ticker, horizons)


@router.get("/{ticker}/chart", responses=_of_one_stock)
def chart(
    engine: Database,
    ticker: str,
    historical_range: Annotated[
        HistoricalRange, Query(alias="historicalRange", description="closes of the last N trading sessions")
    ] = "60d",
    prediction_range: Annotated[
        HorizonLabel, Query(alias="predictionRange", description="forecast for N trading sessions ahead")
    ] = "7d",
) -> Chart:
    """Closes and the forecast path; the last actual price also starts the forecast line."""
    with engine.connect() as connection:
        return service.chart(connection, ticker, historical_range, prediction_range)
