"""Computes and stores the risk of all stocks after a session, in batches of stocks."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd
import sqlalchemy as sa

from vn30.database.warehouse import copy_rows, execute, fetch_all, transaction
from vn30.errors import WrongInput
from vn30.i18n.localized import localized
from vn30.market.clock import not_after, read_clock
from vn30.market.minutes import day_number
from vn30.market.shocks import market_shocks
from vn30.market.stored_bars import stored_bars
from vn30.market.stored_minutes import MinutesGone, stored_minutes
from vn30.market.universe import INDICES
from vn30.risk.assessment import MIN_RETURNS, RECENT, assess
from vn30.risk.exposure import median_traded_value
from vn30.risk.prices import Closes
from vn30.risk.rows import COLUMNS, Row, rows_of
from vn30.risk.volatility import intraday_volatility, session_variances
from vn30.storage.artifacts import ArtifactStore
from vn30.typing import FloatArray, IntArray

log = logging.getLogger(__name__)

BATCH_TICKERS = 15
_MIN_INTRADAY = 15
_RECENT_DAYS = 60
"""Calendar days in which the newest 20 sessions lie, the longest holidays included."""


@dataclass(frozen=True)
class RiskJob:
    """A batch of stocks, as JSON between tasks; ``session`` is YYYY-MM-DD."""

    session: str
    tickers: list[str]


def plan(session: date | None, requested: Sequence[str] | None) -> list[RiskJob]:
    """The batches of a session.

    Args:
        session: None is the platform's today; a later one is replaced by it.
        requested: tickers; empty: all stocks that have traded in the 30 days before the session.

    Raises:
        WrongInput: no prices are stored, or none of the requested stocks has traded.
    """
    with transaction() as connection:
        today = read_clock(connection).as_of
        if today is None:
            raise WrongInput(localized("There are no prices yet. Run vn30_data_crawler first."))
        day = not_after(today, session)
        tickers = [row["ticker"] for row in _stocks(connection, day, requested or None)]
    if not tickers:
        named = ", ".join(requested or ["any stock"])
        raise WrongInput(
            localized(
                "No trades of {named} in the 30 days up to {day} are stored. Crawl them first.",
                named=named,
                day=day,
            )
        )
    return [
        RiskJob(day.isoformat(), tickers[start : start + BATCH_TICKERS])
        for start in range(0, len(tickers), BATCH_TICKERS)
    ]


def measure(store: ArtifactStore, job: RiskJob) -> dict[str, int]:
    """Compute the risk of a batch and store it in one transaction; what was stored for the session goes.

    Returns:
        The number of stocks whose risk is stored, and of those with too few sessions.
    """
    session = date.fromisoformat(job.session)
    with transaction() as connection:
        is_simulated = read_clock(connection).data_source == "simulated"
        stocks = {row["ticker"]: row["id"] for row in _stocks(connection, session, job.tickers)}
        bars = stored_bars(connection, list(stocks), session)
        indices = index_closes(connection, session)
        found: dict[str, list[Row]] = {table: [] for table in COLUMNS}
        for ticker, frame in bars.groupby("symbol", sort=True):
            closes = closes_of(frame)
            assessment = assess(closes, indices, market_shocks(), is_simulated=is_simulated)
            if assessment is None:
                log.info("%s has fewer than %d sessions, and no risk measures yet", ticker, MIN_RETURNS + 1)
                continue
            traded = recent_traded_value(frame)
            intraday = _intraday(connection, store, str(ticker), frame, session)
            for table, rows in rows_of(assessment, stocks[str(ticker)], session, intraday, traded).items():
                found[table] += rows
        execute(connection, "risk/clear", session=session, stock_ids=sorted(stocks.values()))
        for table, columns in COLUMNS.items():
            copy_rows(connection, table, columns, found[table])
    measured = len(found["risk_states"])
    return {"measured": measured, "too_short": len(job.tickers) - measured}


def closes_of(bars: pd.DataFrame) -> Closes:
    """The closes of the bars of one series."""
    return Closes(bars["date"].to_numpy().astype("datetime64[D]"), bars["close"].to_numpy(dtype=float))


def recent_traded_value(bars: pd.DataFrame) -> float | None:
    """Median of the traded value (VND) of the newest 20 sessions of one stock."""
    recent = bars.tail(RECENT)
    return median_traded_value(recent["close"].to_numpy(), recent["volume"].to_numpy(dtype=float))


def index_closes(connection: sa.Connection, session: date) -> Mapping[str, Closes]:
    """The closes of the index series up to a session, by code; without those that have none."""
    bars = stored_bars(connection, INDICES, session)
    return {str(code): closes_of(frame) for code, frame in bars.groupby("symbol", sort=True)}


def _stocks(
    connection: sa.Connection, session: date, tickers: Sequence[str] | None
) -> Sequence[sa.RowMapping]:
    wanted = None if tickers is None else list(tickers)
    return fetch_all(connection, "risk/stocks", session=session, tickers=wanted)


def _intraday(
    connection: sa.Connection, store: ArtifactStore, ticker: str, bars: pd.DataFrame, session: date
) -> float | None:
    """The volatility from minutes over the newest sessions; None for fewer than 15 of 20 with minutes."""
    try:
        minutes = stored_minutes(connection, store, [ticker], session - timedelta(_RECENT_DAYS), session)
    except MinutesGone as error:
        log.warning("%s has no volatility from minutes: %s", ticker, error)
        return None
    days, variances = session_variances(minutes)
    newest, nights = _nights(bars, session)
    _, at_variance, at_night = np.intersect1d(days, newest, assume_unique=True, return_indices=True)
    if len(at_variance) < _MIN_INTRADAY:
        return None
    return intraday_volatility(variances[at_variance], nights[at_night])


def _nights(bars: pd.DataFrame, session: date) -> tuple[IntArray, FloatArray]:
    """The newest 20 sessions as days since 1970-01-01, and the log return of the night before each.

    A session whose bar has no open begins at its close before.
    """
    recent = bars.tail(RECENT + 1)
    days = recent["date"].to_numpy().astype("datetime64[D]").astype(np.int64)
    before, opens = recent["close"].to_numpy()[:-1], recent["open"].to_numpy()[1:]
    nights = np.nan_to_num(np.log(opens / before))
    is_recent = days[1:] > day_number(session) - _RECENT_DAYS
    return days[1:][is_recent], nights[is_recent]
