"""Reads what the rules need of a session from the database: as it was known at a moment."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import sqlalchemy as sa

from vn30.database.warehouse import fetch_all
from vn30.market.adjustment import cumulative_factors
from vn30.market.corporate_actions import adjustments, stored_actions
from vn30.market.membership import members
from vn30.market.stored_bars import stored_bars
from vn30.market.traded_prices import rounded_to_ticks
from vn30.recommendations.inputs import (
    Candidate,
    Evidence,
    Forecast,
    evidence_of,
    measures_of,
    spreads_of,
)

INDEX = "VN30"
HISTORY = timedelta(days=1300)
"""Of prices: the outcomes of three years at the longest horizon, and the volatility before them."""
_UNKNOWN = Evidence(None, None, None, 0)
_KEY = ("ticker", "horizon_days")


class NoForecasts(Exception):
    """No forecast of the session is published, so that there is nothing to recommend by."""


class StockForecast(NamedTuple):
    """A ticker and horizon, with its forecast if there is one."""

    ticker: str
    horizon: int
    forecast: Forecast | None


def published_forecasts(connection: sa.Connection, session: date) -> list[StockForecast]:
    """The forecasts of record of the members of the VN30, at each horizon that has any.

    Raises:
        NoForecasts: no horizon has any.
    """
    # A member that no source has is no stock of the platform.
    tickers = sorted(stock_ids(connection, members(connection, session)))
    rows = fetch_all(connection, "recommendations/forecasts", session=session, tickers=tickers)
    found: dict[tuple[str, int], Forecast] = {}
    for row in rows:
        values = {name: value for name, value in row.items() if name not in _KEY}
        found[row["ticker"], row["horizon_days"]] = Forecast(**values)
    horizons = sorted({horizon for _, horizon in found})
    if not horizons:
        raise NoForecasts(f"No forecast is published for {session}.")
    return [
        StockForecast(ticker, horizon, found.get((ticker, horizon)))
        for horizon in horizons
        for ticker in tickers
    ]


def stock_ids(connection: sa.Connection, tickers: Sequence[str]) -> dict[str, int]:
    """The ids of the stocks that the platform has among ``tickers``."""
    rows = fetch_all(connection, "recommendations/stock_ids", tickers=list(tickers))
    return {row["ticker"]: row["id"] for row in rows}


def forecasts_of_run(connection: sa.Connection, run_id: Any) -> list[StockForecast]:
    """The forecasts that an earlier run has read."""
    return [
        StockForecast(
            row["ticker"],
            row["horizon_days"],
            None if row["forecast"] is None else Forecast(**row["forecast"]),
        )
        for row in fetch_all(connection, "recommendations/forecasts_of_run", run_id=run_id)
    ]


def candidates_of(
    connection: sa.Connection,
    forecasts: Sequence[StockForecast],
    session: date,
    today: date,
    known_at: datetime,
) -> list[Candidate]:
    """The candidates of a session, from these forecasts and the prices up to the session.

    A stock with neither a forecast nor a price of the session is none.

    Args:
        today: the platform's session. Of later sessions than ``session`` only corporate actions are used, to
            rebuild the price that was traded.
        known_at: an aware time: prices and actions as they were stored then.
    """
    tickers = sorted({each.ticker for each in forecasts})
    market = stored_bars(connection, [*tickers, INDEX], session, session - HISTORY, known_at)
    index = market[market["symbol"] == INDEX].set_index("date")["close"]
    market = market[market["symbol"] != INDEX].reset_index(drop=True)
    horizons = sorted({each.horizon for each in forecasts})
    measures, spreads = {}, dict.fromkeys(horizons)
    if not market.empty and market["date"].max().date() == session:
        raw = raw_closes(connection, market, session, today, known_at)
        measures, spreads = measures_of(market, index, raw), spreads_of(market, index, horizons)
    named = [(each.forecast, each.horizon) for each in forecasts if each.forecast is not None]
    evidence = evidence_of(*zip(*named, strict=True)) if named else {}
    return [
        Candidate(
            ticker=each.ticker,
            horizon=each.horizon,
            forecast=each.forecast,
            evidence=(
                _UNKNOWN if each.forecast is None else evidence[each.forecast.experiment_run_id, each.horizon]
            ),
            measures=measures.get(each.ticker),
            spread=spreads[each.horizon],
        )
        for each in forecasts
        if each.forecast is not None or each.ticker in measures
    ]


def raw_closes(
    connection: sa.Connection, market: pd.DataFrame, session: date, today: date, known_at: datetime
) -> dict[str, float]:
    """The closes of a session as they were traded, VND, by ticker.

    Args:
        market: the bars up to the session; other arguments as of :func:`candidates_of`.
    """
    newest = market[market["date"] == pd.Timestamp(session)].set_index("symbol")["close"]
    day = np.array([session], dtype="datetime64[D]")
    later: dict[str, list[Any]] = {}
    for action in stored_actions(connection, list(newest.index), known_at):
        later.setdefault(action.ticker, []).append(action)
    later = {
        ticker: actions
        for ticker, actions in later.items()
        if any(action.ex_date > session for action in actions)
    }
    raw = dict(newest)
    if later:
        bars = stored_bars(connection, list(later), today, session - HISTORY, known_at)
        for ticker, of_ticker in bars.groupby("symbol"):
            dates = of_ticker["date"].to_numpy().astype("datetime64[D]")
            steps = adjustments(later[str(ticker)], dates, of_ticker["close"].to_numpy())
            raw[ticker] /= cumulative_factors(day, steps)[0]
    return {str(ticker): float(rounded_to_ticks(np.array([price]), day)[0]) for ticker, price in raw.items()}
