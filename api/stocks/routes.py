"""``/stocks``, for signed-in users."""

from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import TypeAdapter

from api.auth.audit import Audited
from api.auth.guards import signed_in
from api.auth.users import User
from api.core.database import Database, writing
from api.core.errors import ApiError, documented
from api.core.response_cache import READ, MarketReads
from api.core.schemas import HorizonLabel, PageQuery
from api.stocks import quotes, service
from api.stocks.actions import actions as actions_of
from api.stocks.fundamental_schemas import FundamentalsQuery, KeyFigures
from api.stocks.fundamentals import fundamentals as fundamentals_of
from api.stocks.lookup import Ticker
from api.stocks.quote_schemas import StockBatch
from api.stocks.schemas import (
    Chart,
    HistoricalRange,
    Horizon,
    MarketTable,
    MarketTableQuery,
    MyListItem,
    MyListQuery,
    Predictions,
    StockOverview,
    TopPick,
    TopPicksQuery,
)
from api.stocks.series_schemas import Actions, TimeSeries, TimeSeriesQuery
from api.stocks.timeseries import timeseries as series_of
from vn30.i18n.localized import localized
from vn30.market.trading_time import trading_minute

router = APIRouter(
    prefix="/stocks",
    tags=["stocks"],
    dependencies=[Depends(signed_in)],
    responses=documented(HTTPStatus.UNAUTHORIZED, HTTPStatus.UNPROCESSABLE_ENTITY),
)
_of_one_stock = documented(HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT)
_read_of_one_stock = {**_of_one_stock, **READ}

STOCK_OVERVIEW = TypeAdapter(StockOverview)
PREDICTIONS = TypeAdapter(Predictions)
CHART = TypeAdapter(Chart)
TIME_SERIES = TypeAdapter(TimeSeries)
ACTIONS = TypeAdapter(Actions)
KEY_FIGURES = TypeAdapter(KeyFigures)
BATCH = TypeAdapter(StockBatch)


async def _horizons(
    horizons: Annotated[
        str, Query(max_length=20, description="trading sessions ahead, comma-separated: 7, 15, 30")
    ] = "7,15,30",
) -> list[Horizon]:
    try:
        return [Horizon(int(part)) for part in horizons.split(",")]
    except ValueError as error:
        raise ApiError(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "validation_error",
            localized("horizons: must be a comma-separated list of 7, 15 and 30"),
        ) from error


@router.get("/top-picks", response_model=list[TopPick], responses=READ)
def top_picks(reads: MarketReads, query: Annotated[TopPicksQuery, Query()]) -> Response:
    """The stocks with the largest forecast changes, N trading sessions ahead."""
    return reads.answer_json(lambda connection: service.top_picks(connection, query))


@router.get("/my-list")
def my_list(
    engine: Database, user: Annotated[User, Depends(signed_in)], query: Annotated[MyListQuery, Query()]
) -> list[MyListItem]:
    """The stocks that the signed-in user follows, newest first, with their forecasts."""
    with engine.connect() as connection:
        return service.my_list(connection, user, query.horizon_days, query.limit)


@router.put("/my-list/{ticker}", status_code=HTTPStatus.NO_CONTENT, responses=_of_one_stock)
def add_to_my_list(engine: Database, audit: Audited, ticker: Ticker) -> None:
    """Follow a stock. Repeating it has no effect; a list holds 200 stocks at most."""
    with writing(engine) as connection:
        service.add_to_my_list(connection, audit.user, ticker)
        audit.add(connection, "follow_stock", ticker)


@router.delete("/my-list/{ticker}", status_code=HTTPStatus.NO_CONTENT, responses=_of_one_stock)
def remove_from_my_list(engine: Database, audit: Audited, ticker: Ticker) -> None:
    """Stop following a stock. Repeating it has no effect."""
    with writing(engine) as connection:
        service.remove_from_my_list(connection, audit.user, ticker)
        audit.add(connection, "unfollow_stock", ticker)


@router.get("/market-table", response_model=MarketTable, responses=READ)
def market_table(
    reads: MarketReads,
    engine: Database,
    user: Annotated[User, Depends(signed_in)],
    query: Annotated[MarketTableQuery, Query()],
) -> Response:
    """All stocks: price, changes over 7, 15 and 30 trading sessions, and forecast.

    `actualPct` is the change from the close N trading sessions ago to the current price; `actualPrice` is
    that close N trading sessions ago. `predictedPct` and `predictedPrice` (which the specification spells
    `predicedtPrice`) are the forecast 7 trading sessions ahead.
    """
    if query.my_list:
        # Depends on the caller, so it is not cached.
        with engine.connect() as connection:
            body = service.market_table(connection, query, user)
        return Response(body, media_type="application/json")
    return reads.answer_json(lambda connection: service.market_table(connection, query))


@router.get("/batch", response_model=StockBatch, responses=_read_of_one_stock)
def batch(reads: MarketReads, symbols: quotes.Symbols) -> Response:
    """Company, newest price and current forecasts of several stocks, in one answer."""
    # A quote gets delayed without a change of the data.
    minute = trading_minute(datetime.now(UTC))
    return reads.answer(BATCH, lambda connection: quotes.batch(connection, symbols), also=minute)


@router.get("/{ticker}", response_model=StockOverview, responses=_read_of_one_stock)
def stock_overview(reads: MarketReads, ticker: Ticker) -> Response:
    """The company of a ticker."""
    return reads.answer(STOCK_OVERVIEW, lambda connection: service.stock_overview(connection, ticker))


@router.get("/{ticker}/fundamentals", response_model=KeyFigures, responses=_read_of_one_stock)
def fundamentals(
    reads: MarketReads, ticker: Ticker, query: Annotated[FundamentalsQuery, Query()]
) -> Response:
    """What is known of a stock after a session: shares, earnings, ratios, foreign room, size and range."""
    return reads.answer(KEY_FIGURES, lambda connection: fundamentals_of(connection, ticker, query.as_of))


@router.get("/{ticker}/predictions", response_model=Predictions, responses=_read_of_one_stock)
def predictions(
    reads: MarketReads, ticker: Ticker, horizons: Annotated[list[Horizon], Depends(_horizons)]
) -> Response:
    """The current forecasts, 7, 15 and 30 trading sessions ahead."""
    return reads.answer(PREDICTIONS, lambda connection: service.predictions(connection, ticker, horizons))


@router.get("/{ticker}/chart", response_model=Chart, responses=_read_of_one_stock)
def chart(
    reads: MarketReads,
    ticker: Ticker,
    historical_range: Annotated[
        HistoricalRange, Query(alias="historicalRange", description="closes of the last N trading sessions")
    ] = "60d",
    prediction_range: Annotated[
        HorizonLabel, Query(alias="predictionRange", description="forecast for N trading sessions ahead")
    ] = "7d",
) -> Response:
    """Closes and the forecast path, which starts at the last close."""
    return reads.answer(
        CHART,
        lambda connection: service.chart(connection, ticker, historical_range, prediction_range),
    )


@router.get("/{ticker}/timeseries", response_model=TimeSeries, responses=_read_of_one_stock)
def timeseries(
    request: Request, reads: MarketReads, ticker: Ticker, query: Annotated[TimeSeriesQuery, Query()]
) -> Response:
    """Bars of a range, adjusted or as traded; none where nothing is stored."""
    settings = request.app.state.settings
    return reads.answer(
        TIME_SERIES,
        lambda connection: series_of(connection, settings, ticker, query.range, query.prices),
    )


@router.get("/{ticker}/actions", response_model=Actions, responses=_read_of_one_stock)
def actions(reads: MarketReads, ticker: Ticker, query: Annotated[PageQuery, Query()]) -> Response:
    """Dividends, issues and splits up to today, newest first."""
    return reads.answer(ACTIONS, lambda connection: actions_of(connection, ticker, query))
