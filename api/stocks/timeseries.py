"""Price series of a stock by range, as responses of the API."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from http import HTTPStatus

import numpy as np
import pandas as pd
import sqlalchemy as sa
from botocore.exceptions import BotoCoreError
from numpy.typing import NDArray

from api.core.clock import require_market
from api.core.errors import ApiError
from api.stocks.lookup import find_stock
from api.stocks.series_schemas import PriceBasis, Resolution, SeriesBar, TimeSeries
from vn30.database.warehouse import Row, fetch_all
from vn30.i18n.localized import localized
from vn30.market.adjustment import cumulative_factors
from vn30.market.resampling import Interval
from vn30.market.stored_minutes import MinutesGone, interval_bars, minutes_until
from vn30.market.timeseries import ChartBar, Day, Range, first_day, grouped, interval_of, sessions_a_bar
from vn30.market.traded_prices import rounded_to_ticks, session_scales, stored_adjustments, traded_prices
from vn30.settings import Settings
from vn30.storage.artifacts import open_store
from vn30.typing import FloatArray

logger = logging.getLogger(__name__)

_RESOLUTIONS: dict[Interval, Resolution] = {"1m": "minute", "1h": "hour", "half": "half session"}


def timeseries(
    connection: sa.Connection, settings: Settings, ticker: str, range_: Range, prices: PriceBasis
) -> TimeSeries:
    """The bars of ``ticker`` in a range that ends today, none where nothing is stored.

    Raises:
        ApiError: 409 before the first crawl, 404 for an unknown ticker; of 1D, 409 if a stored file is
            missing or damaged, and 503 while the artifact store does not answer.
    """
    clock = require_market(connection)
    stock = find_stock(connection, ticker)
    interval, resolution = interval_of(range_), "session"
    bars: list[ChartBar] = []
    if clock.as_of is not None:
        daily = _daily_bars(connection, stock, first_day(range_, clock.as_of))
        minutes = _minutes(connection, settings, stock, interval, daily, clock.as_of) if interval else []
        if minutes or range_ == "1D":
            resolution = _RESOLUTIONS[interval or "1m"]
            bars = _minutes_on_basis(connection, stock, minutes, daily, prices)
        else:
            bars = _as_traded(connection, stock, daily) if prices == "raw" else daily
    sessions = sessions_a_bar(range_)
    return TimeSeries(
        ticker=stock["ticker"],
        range=range_,
        prices=prices,
        resolution=resolution,
        sessions_a_bar=sessions,
        bars=[SeriesBar.model_validate(bar, from_attributes=True) for bar in grouped(bars, sessions)],
        as_of=clock.as_of,
        data_source=clock.data_source,
    )


def _daily_bars(connection: sa.Connection, stock: Row, start: Day) -> list[ChartBar]:
    rows = fetch_all(connection, "stocks/daily_bars", stock_id=stock["stock_id"], start=start)
    return [ChartBar(**row, last_date=row["date"]) for row in rows]


def _minutes(
    connection: sa.Connection,
    settings: Settings,
    stock: Row,
    interval: Interval,
    daily: Sequence[ChartBar],
    as_of: Day,
) -> list[ChartBar]:
    """Bars within sessions: of the newest session, or of all sessions with a daily bar; else none."""
    start = daily[0].date if daily else as_of
    try:
        end = minutes_until(connection)
        frame = interval_bars(connection, open_store(settings), stock["ticker"], interval, start, end)
    except (MinutesGone, OSError, BotoCoreError) as error:
        logger.warning("The minutes of %s cannot be read: %s", stock["ticker"], error)
        if interval != "1m":
            return []
        if isinstance(error, MinutesGone):
            raise ApiError(
                HTTPStatus.CONFLICT,
                "minutes_unreadable",
                localized(
                    "range: a stored file with minutes of {ticker} is missing or damaged. An operator "
                    "has to restore it; other ranges do not need it.",
                    ticker=stock["ticker"],
                ),
            ) from error
        raise ApiError(
            HTTPStatus.SERVICE_UNAVAILABLE,
            "artifacts_unavailable",
            localized("The artifact store cannot be reached right now. Try again in a moment."),
        ) from error
    bars = [_bar_of(row) for row in frame.itertuples(index=False)]
    days = {bar.date for bar in bars}
    if interval == "1m":
        return [bar for bar in bars if bar.date == max(days)]
    # Half of a range as hours, and half of it as nothing, would hide the rest.
    return bars if days.issuperset(bar.date for bar in daily) else []


def _bar_of(row: tuple[object, ...]) -> ChartBar:
    _, time, open_, high, low, close, volume = row
    moment = pd.Timestamp(str(time)).to_pydatetime()
    return ChartBar(
        date=moment.date(),
        last_date=moment.date(),
        open=_known(open_),
        high=_known(high),
        low=_known(low),
        close=float(str(close)),
        volume=int(float(str(volume))),
        starts_at=moment,
    )


def _minutes_on_basis(
    connection: sa.Connection,
    stock: Row,
    bars: list[ChartBar],
    daily: Sequence[ChartBar],
    prices: PriceBasis,
) -> list[ChartBar]:
    """Bars within sessions as adjusted or raw prices, whatever their source gave when they were fetched."""
    if not bars:
        return []
    last_of_day = {bar.date: bar.close for bar in bars}
    closes = {bar.date: bar.close for bar in daily}
    days = list(last_of_day)
    found = stored_adjustments(connection, [stock["ticker"]]).get(stock["ticker"], [])
    factors = cumulative_factors(np.array(days, dtype="datetime64[D]"), found)
    scales = session_scales(
        np.array(list(last_of_day.values())), np.array([closes.get(day, np.nan) for day in days]), factors
    )
    if prices == "raw":
        scales = scales / factors
    scale_of = dict(zip(days, scales.tolist(), strict=True))
    if all(scale == 1 for scale in scale_of.values()):
        return bars
    values = _prices(bars) * np.array([[scale_of[bar.date]] for bar in bars])
    return _with_prices(bars, rounded_to_ticks(values, _days(bars)) if prices == "raw" else values.round(4))


def _as_traded(connection: sa.Connection, stock: Row, bars: Sequence[ChartBar]) -> list[ChartBar]:
    found = stored_adjustments(connection, [stock["ticker"]]).get(stock["ticker"], [])
    return _with_prices(bars, traded_prices(_prices(bars), _days(bars), found))


def _prices(bars: Sequence[ChartBar]) -> FloatArray:
    values = [(bar.open, bar.high, bar.low, bar.close) for bar in bars]
    return np.array(values, dtype=float).reshape(-1, 4)


def _days(bars: Sequence[ChartBar]) -> NDArray[np.datetime64]:
    return np.array([bar.date for bar in bars], dtype="datetime64[D]")


def _with_prices(bars: Sequence[ChartBar], prices: FloatArray) -> list[ChartBar]:
    return [
        replace(bar, open=_known(open_), high=_known(high), low=_known(low), close=close)
        for bar, (open_, high, low, close) in zip(bars, prices.tolist(), strict=True)
    ]


def _known(price: object) -> float | None:
    number = float(str(price))
    return None if np.isnan(number) else number
