"""Price series by range, and the corporate actions of a stock, as responses of the API."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import sqlalchemy as sa

from api.core.clock import require_market
from api.core.schemas import PageQuery
from api.stocks.history_schemas import (
    Actions,
    ActionsMeta,
    CorporateAction,
    PriceBasis,
    SeriesBar,
    TimeSeries,
)
from api.stocks.lookup import find_stock
from vn30.database.warehouse import fetch_all
from vn30.market.corporate_actions import stored_actions, used_actions
from vn30.market.timeseries import ChartBar, Range, first_day, grouped, sessions_a_bar
from vn30.market.traded_prices import stored_adjustments, traded_prices


def timeseries(connection: sa.Connection, ticker: str, range_: Range, prices: PriceBasis) -> TimeSeries:
    """The bars of ``ticker`` in a range that ends today, none where nothing is stored.

    Raises:
        ApiError: 409 before the first crawl, 404 for an unknown ticker.
    """
    clock = require_market(connection)
    stock = find_stock(connection, ticker)
    bars: list[ChartBar] = []
    # One session has no daily bars to show: it needs minutes.
    if clock.as_of is not None and range_ != "1D":
        bars = _daily_bars(connection, stock["stock_id"], first_day(range_, clock.as_of))
    if prices == "raw":
        bars = _as_traded(connection, stock["ticker"], bars)
    sessions = sessions_a_bar(range_)
    return TimeSeries(
        ticker=stock["ticker"],
        range=range_,
        prices=prices,
        resolution="minute" if range_ == "1D" else "session",
        sessions_a_bar=sessions,
        bars=[SeriesBar.model_validate(bar, from_attributes=True) for bar in grouped(bars, sessions)],
        as_of=clock.as_of,
        data_source=clock.data_source,
    )


def _daily_bars(connection: sa.Connection, stock_id: int, start: date) -> list[ChartBar]:
    rows = fetch_all(connection, "stocks/daily_bars", stock_id=stock_id, start=start)
    return [ChartBar(**row, last_date=row["date"]) for row in rows]


def _as_traded(connection: sa.Connection, ticker: str, bars: Sequence[ChartBar]) -> list[ChartBar]:
    found = stored_adjustments(connection, [ticker]).get(ticker, [])
    dates = np.array([bar.date for bar in bars], dtype="datetime64[D]")
    values = [(bar.open, bar.high, bar.low, bar.close) for bar in bars]
    adjusted = np.array(values, dtype=float).reshape(-1, 4)
    rows = traded_prices(adjusted, dates, found).tolist()
    return [
        replace(bar, open=_known(open_), high=_known(high), low=_known(low), close=close)
        for bar, (open_, high, low, close) in zip(bars, rows, strict=True)
    ]


def _known(price: float) -> float | None:
    return None if np.isnan(price) else price


def actions(connection: sa.Connection, ticker: str, query: PageQuery) -> Actions:
    """A page of the corporate actions of ``ticker`` up to today, newest first.

    Raises:
        ApiError: 409 before the first crawl, 404 for an unknown ticker.
    """
    clock = require_market(connection)
    stock = find_stock(connection, ticker)
    known = [
        action
        for action in stored_actions(connection, [stock["ticker"]])
        if clock.as_of is not None and action.ex_date <= clock.as_of
    ]
    used = set(used_actions(known))
    page = known[::-1][query.skipped : query.skipped + query.page_size]
    return Actions(
        data=[
            CorporateAction(
                ex_date=action.ex_date,
                kind=action.kind,
                cash=action.cash,
                ratio=action.ratio,
                issue_price=action.issue_price,
                factor=action.factor,
                origin=action.origin,
                source=action.source,
                is_used=action in used,
            )
            for action in page
        ],
        meta=ActionsMeta(page=query.page, page_size=query.page_size, total=len(known), **clock._asdict()),
    )
