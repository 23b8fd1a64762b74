"""The steps of a started training run, one function per task of the DAG: panel, pool and train."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import partial
from typing import Any, TypedDict

import pandas as pd

from vn30.database.warehouse import execute, transaction
from vn30.errors import WrongInput
from vn30.experiments.explanations import by_horizon, parent_selections, store_explanations
from vn30.experiments.pooled_features import read_features
from vn30.experiments.publish import is_published, pickled, publish
from vn30.experiments.publish_bars import publish_bars
from vn30.experiments.ranks import record_ranks
from vn30.experiments.record import (
    Experiment,
    NoPrices,
    log_line,
    timed_step,
)
from vn30.experiments.regimes import store_regimes
from vn30.experiments.state import begin_training, raise_unless_running
from vn30.features.feature_store import read_rows, stored_panel
from vn30.features.market_context import regime_on
from vn30.features.panel import feature_names
from vn30.features.panel_io import to_parquet
from vn30.features.series import KEY_COLUMNS
from vn30.features.stored_minute_statistics import with_stored_minutes
from vn30.features.stored_timeframe_bars import stored_timeframe_bars
from vn30.forecasting.pooled import pooled_forecasts
from vn30.forecasting.pooled_intervals import error_quantiles
from vn30.forecasting.targets import has_trades
from vn30.forecasting.ticker import train_ticker
from vn30.forecasting.ticker_result import TickerResult
from vn30.market.bars import BAR_COLUMNS
from vn30.market.stored_bars import stored_bars
from vn30.market.stored_calendar import current_calendar
from vn30.market.timeframes import DAYS, SESSION_BARS, known_at_close
from vn30.market.universe import INDICES
from vn30.model_selection.splits import TooLittleData
from vn30.models.base import POOLED
from vn30.names import CRAWLER_DAG, INTRADAY_DAG
from vn30.storage.artifacts import ArtifactStore

# The files of a pooled model's forecasts, and of the contributions to those from the last bars.
_FORECASTS, _CONTRIBUTIONS = ".parquet", "_contributions.parquet"


def build_panel_file(store: ArtifactStore, experiment: Experiment) -> str:
    """Compute and store the panel of the run's tickers and peers, unless the same panel is stored already.

    Returns:
        The URL of the panel (see :func:`vn30.features.feature_store.stored_panel`). Tickers without prices
        are left out.

    Raises:
        NoPrices: none of the run's tickers has prices up to the as-of date.
        StoreUnwritable: the store takes no files.
    """
    config = experiment.training_config()
    as_of = date.fromisoformat(experiment.as_of)
    known_at = None if experiment.known_at is None else datetime.fromisoformat(experiment.known_at)
    timeframe = config.targets.timeframe
    with _logged(experiment.id):
        store.check_writable()
    with timed_step(experiment.id, "panel"):
        with transaction() as connection:
            market = stored_bars(connection, experiment.peers, as_of, known_at=known_at)
            context = [*INDICES, *config.indicators.context_tickers]
            indices = stored_bars(connection, context, as_of, known_at=known_at)
            market = with_stored_minutes(connection, store, market, config.indicators)
            bars, context_bars = market, indices
            if timeframe != DAYS:
                bars = stored_timeframe_bars(connection, store, market, timeframe, known_at)
                context_bars = known_at_close(indices)
        what, crawler = ("prices", CRAWLER_DAG) if timeframe == DAYS else ("minutes", INTRADAY_DAG)
        missing = sorted(set(experiment.tickers) - set(bars["symbol"].unique()))
        if missing:
            log_line(experiment.id, "ERROR", f"No {what} up to {experiment.as_of} for {', '.join(missing)}")
        if len(missing) == len(experiment.tickers):
            raise NoPrices(f"No ticker has {what} up to {experiment.as_of}. Run {crawler} first.")
        known = indices.loc[indices["date"] == pd.Timestamp(as_of), "symbol"]
        if absent := sorted(set(context) - set(known)):
            message = f"No bar of {as_of} for {', '.join(absent)}: its market context is older or neutral"
            log_line(experiment.id, "WARNING", message)
        panel = stored_panel(
            store,
            bars,
            context_bars,
            config.indicators,
            config.targets.lookback_window,
        )
    # The regime of the newest bar, from which the forecasts start: today's bars may not be loaded yet.
    newest = market["date"].max().date()
    volatility, trend = regime_on(indices[indices["symbol"] == INDICES[0]], newest)
    with transaction() as connection:
        store_regimes(connection, indices)
        execute(
            connection,
            "experiments/record_inputs",
            run_id=experiment.id,
            data_version=panel.data_version,
            panel_hash=panel.content_hash,
            volatility=volatility,
            trend=trend,
        )
    return panel.url


class PooledFiles(TypedDict):
    """The files of one horizon that :func:`pool` stores for :func:`train`, as a result of its task.

    Attributes:
        horizon: sessions.
        forecasts: URL of :attr:`vn30.forecasting.pooled.PooledForecasts.forecasts`, one row group per ticker;
            None without a pooled model.
        quantiles: URL of :func:`vn30.forecasting.pooled_intervals.error_quantiles`.
    """

    horizon: int
    forecasts: str | None
    quantiles: str


def pool(store: ArtifactStore, experiment: Experiment, panel_url: str, horizon: int) -> PooledFiles | None:
    """Fit the pooled model of one horizon, rank the tickers, and calibrate the intervals of all of them.

    Without a pooled model (it is off, or the data are too few, of which the run's log then contains a
    warning), no ticker has a rank, and the intervals are calibrated on the errors of the naive forecast.

    Returns:
        None if the configuration does not have the horizon.
    """
    config = experiment.training_config()
    if horizon not in config.targets.horizons:
        return None
    has_model = POOLED in config.models.enabled()
    prices = dict.fromkeys(("close", "volume", config.targets.column))
    name = f"models/{experiment.id}/pooled_{horizon}"
    forecasts = url = None
    with _logged(experiment.id, f"{horizon} sessions: "):
        # Before the fit, whose result would be lost.
        store.check_writable()
        with timed_step(experiment.id, f"pool_{horizon}"):
            panel = read_rows(store, panel_url, columns=[*KEY_COLUMNS, *prices])
            if has_model:
                try:
                    running = partial(raise_unless_running, experiment.id)
                    parent = parent_selections(config.selection.parent, None, [horizon])
                    features = read_features(store, panel_url, panel["date"], config)
                    pooled = pooled_forecasts(panel, config, running, [horizon], parent, features)
                    if config.targets.timeframe == DAYS:
                        record_ranks(experiment, panel, pooled, horizon)
                    with transaction() as connection:
                        store_explanations(
                            connection, experiment.id, None, pooled.importances, pooled.selections
                        )
                    store.put(f"{name}.pkl", pickled(pooled.models))
                    contributions = pooled.contributions.to_parquet(index=False, write_page_checksum=True)
                    store.put(f"{name}{_CONTRIBUTIONS}", contributions)
                    url = store.put(f"{name}{_FORECASTS}", to_parquet(pooled.forecasts, [])).url
                    forecasts = pooled.forecasts[str(horizon)].to_numpy()
                except TooLittleData as error:
                    message = f"{horizon} sessions: trained without the pooled model: {error}"
                    log_line(experiment.id, "WARNING", message)
            quantiles = error_quantiles(panel, horizon, config.data_window, forecasts, config.targets.column)
            content = quantiles.to_parquet(index=False, write_page_checksum=True)
            stored = store.put(f"{name}_quantiles.parquet", content)
    return PooledFiles(horizon=horizon, forecasts=url, quantiles=stored.url)


def train(
    store: ArtifactStore,
    experiment: Experiment,
    panel_url: str,
    pooled: Iterable[PooledFiles | None],
    ticker: str,
) -> dict[str, Any]:
    """Evaluate, refit, forecast and publish one ticker, unless this run has published it already.

    Args:
        pooled: the results of :func:`pool` for the horizons.

    Returns:
        The ticker, the seconds of its fits, and by horizon its skill and p-value.

    Raises:
        WrongInput: the ticker cannot be trained; the message, which is also in the run's log, gives the
            reason.
    """
    if is_published(experiment.id, ticker):
        log_line(experiment.id, "INFO", f"{ticker}: already published by this run")
        return {"ticker": ticker, "published": "before"}
    config = experiment.training_config()
    begin_training(experiment.id)
    with _logged(experiment.id, f"{ticker}: "):
        store.check_writable()
        rows = read_rows(store, panel_url, ticker)
        if rows.empty:
            raise NoPrices(f"no bars up to {experiment.as_of}")
        shortest = max(1, min(config.targets.horizons) // SESSION_BARS[config.targets.timeframe])
        _check_age(rows, experiment, shortest)
        stored = [files for files in pooled if files is not None]
        urls = [files["forecasts"] for files in stored if files["forecasts"] is not None]
        forecasts = [read_rows(store, url, ticker) for url in urls]
        contributions = [
            read_rows(store, url.removesuffix(_FORECASTS) + _CONTRIBUTIONS, ticker) for url in urls
        ]
        result = train_ticker(
            ticker,
            rows[BAR_COLUMNS],
            rows[["date", *feature_names(config.indicators, config.targets.lookback_window)]],
            config,
            partial(raise_unless_running, experiment.id),
            _by_horizon(forecasts),
            {files["horizon"]: read_rows(store, files["quantiles"]) for files in stored},
            by_horizon(contributions),
            parent_selections(config.selection.parent, ticker, config.targets.horizons),
        )
        raise_unless_running(experiment.id)
        if config.targets.timeframe == DAYS:
            publish(store, experiment, result, rows[BAR_COLUMNS])
        else:
            publish_bars(store, experiment, result, config.targets.timeframe)
    scores = {
        str(horizon): {"skill": round(outcome.scores.skill, 4), "p_value": round(outcome.p_value, 4)}
        for horizon, outcome in result.horizons.items()
    }
    for problem, fits in sorted(result.problems.items()):
        log_line(experiment.id, "WARNING", f"{ticker}: {problem} ({fits} of its fits)")
    log_line(experiment.id, "INFO", f"{ticker}: published; {_summary(result)}")
    return {"ticker": ticker, "seconds": round(sum(result.seconds.values()), 2), "horizons": scores}


@contextmanager
def _logged(experiment_id: str, prefix: str = "") -> Iterator[None]:
    """Write an error of users into the run's log as well."""
    try:
        yield
    except WrongInput as error:
        log_line(experiment_id, "ERROR", f"{prefix}{error}")
        raise


def _by_horizon(pooled: Iterable[pd.DataFrame]) -> dict[int, "pd.Series[float]"]:
    dated = (rows.set_index(pd.DatetimeIndex(rows["date"])).drop(columns=KEY_COLUMNS) for rows in pooled)
    return {int(str(name)): series for table in dated for name, series in table.items()}


def _summary(result: TickerResult) -> str:
    return ", ".join(
        f"{horizon} sessions: skill {outcome.scores.skill:+.3f} (p {outcome.p_value:.3f})"
        for horizon, outcome in result.horizons.items()
    )


def _check_age(rows: pd.DataFrame, experiment: Experiment, horizon: int) -> None:
    """Refuse a newest trade so old that the forecast's target session has passed already."""
    traded = has_trades(rows["close"].to_numpy(), rows["volume"].to_numpy())
    newest = rows["date"][traded].iloc[-1].date()
    what = "bar" if traded[-1] else "bar with trades"
    age = len(current_calendar().sessions_between(newest, date.fromisoformat(experiment.as_of))) - 1
    if age >= horizon:
        raise NoPrices(f"its newest {what} is of {newest}, {age} sessions before {experiment.as_of}")
