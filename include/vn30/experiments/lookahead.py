"""The look-ahead check: samples past sessions, and computes again what was known after each of them."""

import logging
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from time import perf_counter
from typing import NamedTuple

import pandas as pd
import sqlalchemy as sa

from vn30.database.warehouse import execute, fetch_returned, transaction
from vn30.experiments.record import NoPrices, current_as_of
from vn30.features.stored_minute_statistics import complete_sessions, with_stored_minutes
from vn30.features.stored_timeframe_bars import stored_timeframe_bars
from vn30.features.truncation import Comparison, LookAhead, check_panel, up_to
from vn30.forecasting.truncation import check_forecasts
from vn30.market.membership import known_tickers, members
from vn30.market.stored_bars import stored_bars
from vn30.market.timeframes import DAYS, Timeframe, aware, known_at_close
from vn30.market.universe import INDICES, check_tickers
from vn30.model_selection.splits import TooLittleData
from vn30.storage.artifacts import ArtifactStore
from vn30.training_config.document import TrainingConfig, parse_config
from vn30.training_config.window import in_window

log = logging.getLogger(__name__)

SHOWN = 20
"""Differences in an error message; all are stored."""


@dataclass(frozen=True)
class LookaheadJob:
    """The check of one session, as JSON between tasks.

    Attributes:
        session: the checked session, YYYY-MM-DD.
        as_of: the session that the full history reaches, YYYY-MM-DD.
        horizon: of the forecasts, in sessions.
        tickers: of the panel and of the pooled model.
        ticker: whose own models are fitted again.
        seed: of the prices after the session.
    """

    session: str
    as_of: str
    horizon: int
    tickers: list[str]
    ticker: str
    seed: int


def sample_jobs(
    document: object, sessions: int, seed: int, requested: Sequence[str] | None
) -> list[LookaheadJob]:
    """Draw sessions from the test part of the configuration's data window.

    Args:
        document: the training configuration; None is the default one.
        sessions: the number of sessions to check.
        seed: of the draw.
        requested: the tickers of the check; empty: the members of the VN30.

    Raises:
        InvalidConfig: the configuration has faults.
        UnknownTicker: a requested ticker is not known.
        NoPrices: too few prices are stored to check anything.
    """
    with transaction() as connection:
        known = known_tickers(connection)
        config = _config(document, known)
        as_of = current_as_of(connection)
        tickers = check_tickers(requested, known) if requested else members(connection, as_of)
        market = stored_bars(connection, tickers, as_of)
        if config.targets.timeframe != DAYS:
            market = _with_minutes(connection, market)
    stored = sorted(market["symbol"].unique())
    dates = pd.DatetimeIndex(sorted(market["date"].unique()))
    windowed = dates[in_window(dates, config.data_window)]
    longest = max(config.targets.horizons)
    # Earlier sessions have no forecast of a ticker's own models, later ones no outcome.
    tested = windowed[round(len(windowed) * config.targets.train_pct / 100) : -longest]
    if tested.empty:
        raise NoPrices(f"{len(windowed)} sessions are too few to check any. Load more prices.")
    draw = random.Random(seed)  # noqa: S311 - it draws a sample
    days = sorted(draw.sample(list(tested), min(sessions, len(tested))))
    return [
        LookaheadJob(
            session=day.date().isoformat(),
            as_of=as_of.isoformat(),
            horizon=draw.choice(sorted(config.targets.horizons)),
            tickers=stored,
            ticker=draw.choice(stored),
            seed=draw.randrange(2**31),
        )
        for day in days
    ]


def check_session(
    store: ArtifactStore, airflow_run_id: str, document: object, job: LookaheadJob
) -> dict[str, int]:
    """Compute again what was known after one session, store the comparison, and fail on any difference.

    Args:
        store: has the minutes, of a configuration with features of them.
        airflow_run_id: the run of the check in Airflow.
        document: as of :func:`sample_jobs`.

    Returns:
        The number of compared values, and of columns that differ, which is 0.

    Raises:
        LookAhead: values of the session depend on later prices; the message names them.
        NoPrices: of a configuration of bars within sessions: the session has no minutes.
    """
    started = perf_counter()
    session, as_of = date.fromisoformat(job.session), date.fromisoformat(job.as_of)
    with transaction() as connection:
        config = _config(document, known_tickers(connection))
        market = stored_bars(connection, job.tickers, as_of)
        indices = stored_bars(connection, [*INDICES, *config.indicators.context_tickers], as_of)
        if config.targets.timeframe == DAYS:
            # The minutes are cut at the session as the prices are, since their statistics may look ahead too.
            past = with_stored_minutes(connection, store, up_to(market, session), config.indicators)
            market = with_stored_minutes(connection, store, market, config.indicators)
            history = _History(market, past, indices, session)
        else:
            history = _within_session(connection, store, market, indices, config.targets.timeframe, session)
    found = check_panel(
        history.market,
        history.indices,
        config.indicators,
        config.targets.lookback_window,
        history.until,
        past=history.past,
    )
    try:
        found += check_forecasts(
            history.market,
            history.indices,
            config,
            history.until,
            job.horizon,
            [job.ticker],
            job.seed,
            lambda: None,
        )
    except TooLittleData as error:
        log.warning("No forecast is checked: %s", error)
    _store(airflow_run_id, job, found, perf_counter() - started)
    log.info("%s: %d values compared, %d columns differ", session, found.values, len(found.differences))
    if found.differences:
        lines = [f"- {difference}" for difference in found.differences[:SHOWN]]
        raise LookAhead(
            f"{len(found.differences)} columns depend on prices after {session}:\n" + "\n".join(lines)
        )
    return {"values": found.values, "differences": 0}


def _with_minutes(connection: sa.Connection, days: pd.DataFrame) -> pd.DataFrame:
    """The daily bars of sessions with complete minutes."""
    parts = []
    for ticker, rows in days.groupby("symbol", sort=False):
        span = rows["date"].min().date(), rows["date"].max().date()
        parts.append(rows[rows["date"].isin(complete_sessions(connection, str(ticker), *span))])
    return pd.concat(parts, ignore_index=True) if parts else days


class _History(NamedTuple):
    """The whole history, and the one that ends at ``until``: a session, or the end of a bar within one."""

    market: pd.DataFrame
    past: pd.DataFrame
    indices: pd.DataFrame
    until: date


def _within_session(
    connection: sa.Connection,
    store: ArtifactStore,
    days: pd.DataFrame,
    indices: pd.DataFrame,
    timeframe: Timeframe,
    session: date,
) -> _History:
    """Bars within sessions, and again from minutes that are cut in the middle of a bar of the session.

    Raises:
        NoPrices: the session has no minutes.
    """
    market = stored_timeframe_bars(connection, store, days, timeframe)
    ends = pd.DatetimeIndex(market["date"].unique()).sort_values()
    first = ends[ends.normalize() == pd.Timestamp(session)]
    if len(first) < 2:
        raise NoPrices(f"No minutes of {session} are stored. Run vn30_intraday_crawler for it first.")
    cut = aware(first[0] + (first[1] - first[0]) / 2)
    past = stored_timeframe_bars(connection, store, up_to(days, session), timeframe, cut)
    return _History(market, past, known_at_close(indices), first[0])


def _config(document: object, known: frozenset[str]) -> TrainingConfig:
    return TrainingConfig() if document is None else parse_config(document, known)


def _store(airflow_run_id: str, job: LookaheadJob, found: Comparison, seconds: float) -> None:
    with transaction() as connection:
        check_id = fetch_returned(
            connection,
            "experiments/put_lookahead_check",
            airflow_run_id=airflow_run_id,
            session=job.session,
            as_of=job.as_of,
            horizon=job.horizon,
            seed=job.seed,
            ticker=job.ticker,
            tickers=len(job.tickers),
            values_compared=found.values,
            seconds=seconds,
        )["id"]
        execute(connection, "experiments/clear_lookahead_differences", check_id=check_id)
        for difference in found.differences:
            execute(
                connection,
                "experiments/put_lookahead_difference",
                check_id=check_id,
                **difference._asdict(),
            )
