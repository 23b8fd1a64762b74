"""The steps of one training run, as the DAG calls them."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial
from typing import Any

import pandas as pd

from vn30.calendar import sessions_between
from vn30.clock import not_after
from vn30.errors import WrongInput
from vn30.features.context import regime_on
from vn30.features.panel import feature_names
from vn30.features.panel_file import to_parquet
from vn30.features.series import KEY_COLUMNS
from vn30.features.store import read_rows, stored_panel
from vn30.membership import known_tickers, members
from vn30.pipelines import CONFIG_VARIABLE
from vn30.prices import BAR_COLUMNS, MARKET_COLUMNS, PRICE_COLUMNS
from vn30.settings import Settings
from vn30.task_store import task_store
from vn30.training.config import InvalidConfig, parse_config
from vn30.training.facts import load_facts
from vn30.training.fit import TickerResult, train_ticker
from vn30.training.pooling import pooled_columns, pooled_forecasts
from vn30.training.publish import is_published, pickled, publish
from vn30.training.registry import (
    AlreadyTrained,
    Experiment,
    NoPrices,
    current_as_of,
    log_line,
    start_experiment,
    timed_step,
    trained_already,
)
from vn30.training.requests import take_up
from vn30.training.review import warnings
from vn30.training.run_state import begin_training, raise_unless_running
from vn30.training.splits import TooLittleData
from vn30.universe import INDICES, KNOWN_FROM, check_tickers
from vn30.warehouse import engine, execute, fetch_all, fetch_one, transaction

TICKERS_AT_ONCE = 100


def asks_for_crawl(airflow_run_id: str, document: Any, experiment_id: str | None = None) -> bool:
    """Whether prices are to be crawled before a run of this configuration document; not if it is invalid.

    Args:
        experiment_id: the run that a user asked for, if one did: its configuration counts.
    """
    try:
        with transaction() as connection:
            known = known_tickers(connection)
            if experiment_id is not None:
                document = take_up(connection, experiment_id, airflow_run_id).document
    except WrongInput:
        # As below.
        return False
    try:
        return not parse_config(document, known).data_window.skip_refetch
    except InvalidConfig:
        # resolve tells of every fault.
        return False


def resolve(
    airflow_run_id: str,
    document: Any,
    requested: Sequence[str] | None,
    as_of: date | None = None,
    unless_trained: bool = False,
    experiment_id: str | None = None,
) -> Experiment:
    """Validate the configuration ``document`` (JSON text or decoded) and start a run with it.

    A run that a user asked for (``experiment_id``) has its own configuration in place of ``document``, and
    hears in its log of what keeps it from starting.

    Args:
        airflow_run_id: the run is recorded once for it.
        document: the training configuration; None if there is none.
        requested: train only these tickers; empty for the configuration's universe. All of the VN30 are its
            members on the session that the run is for, not those of today.
        as_of: the session that the run is for, if it is not today's.
        unless_trained: start no run that would make the forecasts of the newest one again.

    Raises:
        AlreadyTrained: it would, and shall not.
        InvalidConfig: lists every fault of the configuration.
        UnknownTicker: a requested ticker never was in the VN30.
        NoPrices: no crawl has loaded prices yet.
        Cancelled: the run that was asked for was cancelled meanwhile.
        WrongInput: there is no configuration, or no such run for this Airflow run.
    """
    if experiment_id is None:
        return _resolve(airflow_run_id, document, requested, as_of, unless_trained)
    with transaction() as connection:
        taken = take_up(connection, experiment_id, airflow_run_id)
    try:
        return _resolve(airflow_run_id, taken.document, requested, as_of, False, taken.config_id)
    except WrongInput as error:
        log_line(experiment_id, "ERROR", str(error))
        raise


def _resolve(
    airflow_run_id: str,
    document: Any,
    requested: Sequence[str] | None,
    as_of: date | None,
    unless_trained: bool,
    config_id: str | None = None,
) -> Experiment:
    if document is None:
        raise WrongInput(f"The Airflow Variable {CONFIG_VARIABLE} is missing. Add it under Admin, Variables.")
    with transaction() as connection:
        known = known_tickers(connection)
        config = parse_config(document, known)
        before = fetch_one(connection, "training/experiment_of_airflow_run", airflow_run_id=airflow_run_id)
        # A run that is cleared stays as of its session, however late that is.
        session = before["as_of_date"] if before else None
        day = session or not_after(current_as_of(connection), as_of)
        basket = members(connection, day)
        doubts = list(warnings(config, load_facts(connection)))
    tickers = check_tickers(requested, known) if requested else config.universe.selected(basket)
    if unless_trained and (earlier := trained_already(config, tickers, day)):
        raise AlreadyTrained(f"{earlier} has trained {day} with these prices and this configuration.")
    experiment = start_experiment(airflow_run_id, config, tickers, basket, day, config_id)
    for doubt in doubts:
        log_line(experiment.id, "WARNING", f"{doubt.field_path}: {doubt.message}")
    if day < KNOWN_FROM and config.universe.use_all_vn30 and not requested:
        message = f"The VN30 of {day} is not known: its members of {KNOWN_FROM} stand in"
        log_line(experiment.id, "WARNING", message)
    return experiment


def build_panel_file(settings: Settings, experiment: Experiment) -> str:
    """Compute the features of all tickers at once and store them beside their bars, unless they are stored.

    Returns:
        URL of a panel as :func:`vn30.features.store.stored_panel` says, of the experiment's tickers and their
        peers as far as they have prices.

    Raises:
        NoPrices: none of the experiment's tickers has prices up to the as-of date.
    """
    config = experiment.training_config()
    as_of = date.fromisoformat(experiment.as_of)
    with timed_step(experiment.id, "panel"):
        market = load_market(experiment.peers, as_of)
        missing = sorted(set(experiment.tickers) - set(market["symbol"].unique()))
        if missing:
            log_line(experiment.id, "ERROR", f"No prices up to {experiment.as_of} for {', '.join(missing)}")
        if len(missing) == len(experiment.tickers):
            raise NoPrices(f"No ticker has prices up to {experiment.as_of}. Run vn30_data_crawler first.")
        indices = load_market(INDICES, as_of)
        heard = indices.loc[indices["date"] == pd.Timestamp(as_of), "symbol"]
        if unheard := sorted(set(INDICES) - set(heard)):
            message = f"No bar of {as_of} for {', '.join(unheard)}: the market context is older, or neutral"
            log_line(experiment.id, "WARNING", message)
        panel = stored_panel(
            task_store(settings),
            market,
            indices,
            config.indicators,
            config.targets.lookback_window,
        )
    # Of the session that forecasts start from: that is not today's if no crawl has brought today's bars yet.
    newest = market["date"].max().date()
    volatility, trend = regime_on(indices[indices["symbol"] == INDICES[0]], newest)
    with transaction() as connection:
        execute(
            connection,
            "training/record_inputs",
            run_id=experiment.id,
            data_version=panel.data_version,
            panel_hash=panel.content_hash,
            volatility=volatility,
            trend=trend,
        )
    return panel.url


def pool(settings: Settings, experiment: Experiment, panel_url: str, horizon: int) -> str | None:
    """Fit the pooled model of one horizon and store what it says of every ticker.

    Returns:
        URL of a Parquet file of :attr:`vn30.training.pooling.PooledForecasts.forecasts`, one row group a
        ticker; None without a pooled model: it is switched off, the horizon is not asked for, or there is too
        little to pool, as the run's log says.
    """
    config = experiment.training_config()
    if not config.models.pooled.enabled or horizon not in config.targets.horizons:
        return None
    store = task_store(settings)
    columns = [*KEY_COLUMNS, "close", *pooled_columns(config)]
    try:
        with timed_step(experiment.id, f"pool_{horizon}"):
            panel = read_rows(store, panel_url, columns=columns)
            running = partial(raise_unless_running, experiment.id)
            pooled = pooled_forecasts(panel, config, running, [horizon])
            name = f"models/{experiment.id}/pooled_{horizon}"
            store.put(f"{name}.pkl", pickled(pooled.models))
            return store.put(f"{name}.parquet", to_parquet(pooled.forecasts, [])).url
    except TooLittleData as error:
        message = f"{horizon} sessions: trained without the pooled model: {error}"
        log_line(experiment.id, "WARNING", message)
        return None


def train(
    settings: Settings, experiment: Experiment, panel_url: str, pooled_urls: Iterable[str | None], ticker: str
) -> dict[str, Any]:
    """Fit, score, refit, forecast and publish one ticker. One that this run has published is left as it is.

    Args:
        pooled_urls: what :func:`pool` has returned for each horizon.

    Returns:
        Ticker, seconds of compute, skill and verdict by horizon: what the run's pages show.

    Raises:
        WrongInput: the ticker cannot be trained; the message, also in the run's log, says why.
    """
    if is_published(experiment.id, ticker):
        log_line(experiment.id, "INFO", f"{ticker}: was published before, nothing to do")
        return {"ticker": ticker, "published": "before"}
    config = experiment.training_config()
    store = task_store(settings)
    begin_training(experiment.id)
    try:
        rows = read_rows(store, panel_url, ticker)
        if rows.empty:
            raise NoPrices(f"no prices up to {experiment.as_of}")
        _check_age(rows["date"].iloc[-1].date(), experiment, min(config.targets.horizons))
        pooled = [read_rows(store, url, ticker) for url in pooled_urls if url is not None]
        result = train_ticker(
            ticker,
            rows[BAR_COLUMNS],
            rows[["date", *feature_names(config.indicators, config.targets.lookback_window)]],
            config,
            partial(raise_unless_running, experiment.id),
            _by_horizon(pooled),
        )
        raise_unless_running(experiment.id)
        publish(store, experiment, result, rows[BAR_COLUMNS])
    except WrongInput as error:
        log_line(experiment.id, "ERROR", f"{ticker}: {error}")
        raise
    said = {
        str(horizon): {"skill": round(one.scores.skill, 4), "verdict": one.verdict}
        for horizon, one in result.horizons.items()
    }
    log_line(experiment.id, "INFO", f"{ticker}: published; {_summary(result)}")
    return {"ticker": ticker, "seconds": round(sum(result.seconds.values()), 2), "horizons": said}


def _by_horizon(pooled: Iterable[pd.DataFrame]) -> dict[int, "pd.Series[float]"]:
    dated = (one.set_index(pd.DatetimeIndex(one["date"])).drop(columns=KEY_COLUMNS) for one in pooled)
    return {int(str(name)): series for one in dated for name, series in one.items()}


def _summary(result: TickerResult) -> str:
    return ", ".join(
        f"{horizon} sessions: skill {one.scores.skill:+.3f} {one.verdict}"
        for horizon, one in result.horizons.items()
    )


def _check_age(newest: date, experiment: Experiment, horizon: int) -> None:
    """A forecast made from an old bar would be for a day that has passed already."""
    age = len(sessions_between(newest, date.fromisoformat(experiment.as_of))) - 1
    if age >= horizon:
        raise NoPrices(f"its newest bar is of {newest}, {age} sessions before {experiment.as_of}")


def load_market(tickers: Sequence[str], as_of: date) -> pd.DataFrame:
    """Stored bars of ``tickers`` up to ``as_of``, as a market frame (see :mod:`vn30.prices`)."""
    wanted = sorted(tickers)
    # As Python's objects, rows take ten times the memory that they have in a frame.
    parts = [
        _load_bars(wanted[start : start + TICKERS_AT_ONCE], as_of)
        for start in range(0, len(wanted), TICKERS_AT_ONCE)
    ]
    filled = [part for part in parts if len(part)]
    return pd.concat(filled, ignore_index=True) if filled else _load_bars([], as_of)


def _load_bars(tickers: list[str], as_of: date) -> pd.DataFrame:
    with engine().connect() as connection:
        rows = fetch_all(connection, "training/market_bars", tickers=tickers, as_of=as_of)
    market = pd.DataFrame(rows, columns=MARKET_COLUMNS)
    market["date"] = pd.to_datetime(market["date"])
    return market.astype(dict.fromkeys(PRICE_COLUMNS, float))
