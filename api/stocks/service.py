"""Reads of stocks from the views, as responses of the API."""

from collections.abc import Sequence
from http import HTTPStatus

import sqlalchemy as sa

from api.auth.users import User
from api.core.clock import require_market
from api.core.errors import ApiError
from api.core.schemas import HorizonLabel
from api.stocks.lookup import find_stock
from api.stocks.schemas import (
    HORIZON_KEYS,
    Chart,
    ChartPoint,
    ChartRange,
    HistoricalRange,
    Horizon,
    MarketTableQuery,
    MyListItem,
    Prediction,
    Predictions,
    Restatement,
    StockLinks,
    StockOverview,
    TopPicksQuery,
)
from vn30.database.warehouse import Row, execute, fetch_all, fetch_one, fetch_returned
from vn30.i18n.localized import localized
from vn30.market.clock import MarketClock, read_clock
from vn30.names import CRAWLER_DAG, TRAINING_DAG

MAX_FOLLOWED = 200


def top_picks(connection: sa.Connection, query: TopPicksQuery) -> bytes:
    """The forecasts with the largest changes in the bucket's direction, the largest first.

    They are JSON of a list of :class:`api.stocks.schemas.TopPick`.
    """
    row = fetch_returned(
        connection,
        "stocks/top_picks",
        rising=query.bucket == "should_buy",
        horizon_days=int(query.horizon_days),
        limit=query.limit,
    )
    body: str = row["body"]
    return body.encode()


def my_list(connection: sa.Connection, user: User, horizon: Horizon, limit: int) -> list[MyListItem]:
    """The stocks that ``user`` follows, the newest first."""
    clock = read_clock(connection)
    rows = fetch_all(
        connection, "stocks/my_list", user_id=str(user.id), horizon_days=int(horizon), limit=limit
    )
    return [MyListItem(**row, **clock._asdict()) for row in rows]


def add_to_my_list(connection: sa.Connection, user: User, ticker: str) -> None:
    """Add a stock to the list of ``user``.

    Raises:
        ApiError: 404 for an unknown ticker, 409 if the list is full.
    """
    stock = find_stock(connection, ticker)
    listed = {"user_id": str(user.id), "stock_id": stock["stock_id"], "most": MAX_FOLLOWED}
    if not execute(connection, "stocks/add_to_my_list", **listed):
        raise ApiError(
            HTTPStatus.CONFLICT,
            "list_full",
            localized(
                "My List holds {max_followed} stocks at most. Remove one to add {ticker}.",
                max_followed=MAX_FOLLOWED,
                ticker=stock["ticker"],
            ),
        )


def remove_from_my_list(connection: sa.Connection, user: User, ticker: str) -> None:
    """Remove a stock from the list of ``user``.

    Raises:
        ApiError: 404 for an unknown ticker.
    """
    stock = find_stock(connection, ticker)
    execute(connection, "stocks/remove_from_my_list", user_id=str(user.id), stock_id=stock["stock_id"])


def market_table(connection: sa.Connection, query: MarketTableQuery, listed_by: User | None = None) -> bytes:
    """One page of the market table, as JSON of :class:`api.stocks.schemas.MarketTable`.

    Args:
        listed_by: only the stocks that this user follows.
    """
    row = fetch_returned(
        connection,
        "stocks/market_table",
        search=query.search.strip(),
        sector=query.sector,
        listed_by=str(listed_by.id) if listed_by else None,
        sort_by=query.sort_by,
        descending=query.sort_dir == "desc",
        page=query.page,
        page_size=query.page_size,
        skipped=(query.page - 1) * query.page_size,
        **read_clock(connection)._asdict(),
    )
    body: str = row["body"]
    return body.encode()


def stock_overview(connection: sa.Connection, ticker: str) -> StockOverview:
    """The company of ``ticker``.

    Raises:
        ApiError: 409 before the first crawl, 404 for an unknown ticker.
    """
    clock = require_market(connection)
    return overview_of(find_stock(connection, ticker), clock)


def overview_of(stock: Row, clock: MarketClock) -> StockOverview:
    """The company of a row of :func:`api.stocks.lookup.find_stock`."""
    return StockOverview(
        ticker=stock["ticker"],
        name=stock["name"],
        logo_url=stock["logo_url"],
        description=stock["description"],
        sector=stock["sector"],
        exchange=stock["exchange"],
        market_cap=stock["market_cap"],
        shares_outstanding=stock["shares_outstanding"],
        trading_volume=stock["trading_volume"],
        average_volume=stock["average_volume"],
        links=StockLinks(
            financial_report_url=stock["financial_report_url"],
            company_website_url=stock["company_website_url"],
        ),
        as_of=clock.as_of,
        data_source=clock.data_source,
    )


def predictions(connection: sa.Connection, ticker: str, horizons: Sequence[Horizon]) -> Predictions:
    """The current forecasts of ``ticker`` at those of ``horizons`` that have one.

    Raises:
        ApiError: 409 before the first crawl, 404 for an unknown ticker or if there is no such forecast.
    """
    clock = require_market(connection)
    stock = find_stock(connection, ticker)
    rows = fetch_all(
        connection,
        "stocks/predictions",
        stock_id=stock["stock_id"],
        horizons=[int(horizon) for horizon in horizons],
    )
    if not rows:
        raise ApiError(
            HTTPStatus.NOT_FOUND,
            "no_forecast",
            localized(
                "{ticker} has no current forecast at these horizons. Run the DAG {training_dag}.",
                ticker=stock["ticker"],
                training_dag=TRAINING_DAG,
            ),
        )
    restated = fetch_one(
        connection,
        "stocks/restated_since",
        stock_id=stock["stock_id"],
        run_id=rows[0]["experiment_run_id"],
    )
    return Predictions(
        ticker=stock["ticker"],
        forecast_as_of=rows[0]["forecast_as_of"],
        horizons={HORIZON_KEYS[row["horizon_days"]]: Prediction.model_validate(dict(row)) for row in rows},
        restatement=Restatement(**restated) if restated else None,
        as_of=clock.as_of,
        data_source=clock.data_source,
    )


def chart(
    connection: sa.Connection, ticker: str, historical: HistoricalRange, prediction: HorizonLabel
) -> Chart:
    """The last closes of ``ticker`` and its forecast path, which starts at the last of them.

    Raises:
        ApiError: 409 before the first crawl, 404 for an unknown ticker or one without prices.
    """
    clock = require_market(connection)
    stock = find_stock(connection, ticker)
    history = fetch_all(
        connection,
        "stocks/chart_history",
        stock_id=stock["stock_id"],
        sessions=int(historical.removesuffix("d")),
    )
    if not history:
        raise ApiError(
            HTTPStatus.NOT_FOUND,
            "no_prices",
            localized(
                "{ticker} has no prices yet. Run the DAG {crawler_dag}.",
                ticker=stock["ticker"],
                crawler_dag=CRAWLER_DAG,
            ),
        )
    path = fetch_all(
        connection,
        "stocks/chart_forecast",
        stock_id=stock["stock_id"],
        horizon_days=int(prediction.removesuffix("d")),
    )
    return Chart(
        ticker=stock["ticker"],
        points=_chart_points(history, path),
        verdict=path[0]["verdict"] if path else None,
        range=ChartRange(historical=historical, prediction=prediction),
        as_of=clock.as_of,
        data_source=clock.data_source,
    )


def _chart_points(history: Sequence[Row], path: Sequence[Row]) -> list[ChartPoint]:
    points = [
        ChartPoint(
            date=bar["price_date"],
            actual_price=bar["close_price"],
            predicted_price=None,
            lower_price=None,
            upper_price=None,
        )
        for bar in history
    ]
    if path:
        points[-1]["predicted_price"] = points[-1]["actual_price"]
    return points + [
        ChartPoint(
            date=step["prediction_date"],
            actual_price=None,
            predicted_price=step["predicted_price"],
            lower_price=step["lower_price"],
            upper_price=step["upper_price"],
        )
        for step in path
    ]
