"""The steps of a training run, one function per task of the DAG."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from functools import partial
from typing import Any, TypedDict

import pandas as pd

from vn30.database.warehouse import execute, fetch_all, fetch_one, transaction
from vn30.errors import WrongInput
from vn30.experiments.champions import pin_champions
from vn30.experiments.explanations import by_horizon, parent_selections, store_explanations
from vn30.experiments.known_prices import KnownPrices, known_prices
from vn30.experiments.parents import check_parent
from vn30.experiments.pooled_features import read_features
from vn30.experiments.publish import is_published, pickled, publish
from vn30.experiments.ranks import record_ranks
from vn30.experiments.record import (
    AlreadyTrained,
    Experiment,
    NoPrices,
    current_as_of,
    log_line,
    start_experiment,
    timed_step,
    trained_already,
)
from vn30.experiments.regimes import store_regimes
from vn30.experiments.requests import claim
from vn30.experiments.state import begin_training, raise_unless_running
from vn30.features.feature_store import read_rows, stored_panel
from vn30.features.market_context import regime_on
from vn30.features.panel import feature_names
from vn30.features.panel_io import to_parquet
from vn30.features.series import KEY_COLUMNS
from vn30.features.stored_minute_statistics import with_stored_minutes
from vn30.forecasting.pooled import pooled_forecasts
from vn30.forecasting.pooled_intervals import error_quantiles
from vn30.forecasting.targets import has_trades
from vn30.forecasting.ticker import TickerResult, train_ticker
from vn30.market.bars import BAR_COLUMNS
from vn30.market.clock import not_after, other_session
from vn30.market.membership import absent_members, known_tickers, members
from vn30.market.stored_bars import stored_bars
from vn30.market.stored_calendar import current_calendar, read_calendar
from vn30.market.universe import INDICES, KNOWN_FROM, check_tickers
from vn30.model_selection.splits import TooLittleData
from vn30.models.base import POOLED
from vn30.names import CONFIG_VARIABLE, Promotion
from vn30.storage.artifacts import ArtifactStore
from vn30.training_config.document import InvalidConfig, TrainingConfig, parse_config
from vn30.training_config.review.review import warnings
from vn30.training_config.review.stored_data import load_stored_data

# The files of a pooled model's forecasts, and of the contributions to those from the last bars.
_FORECASTS, _CONTRIBUTIONS = ".parquet", "_contributions.parquet"


def needs_crawl(airflow_run_id: str, document: Any, experiment_id: str | None = None) -> bool:
    """Whether a crawl precedes a run of this configuration document; False if the document is invalid.

    Args:
        experiment_id: the run that a user requested: its configuration replaces ``document``.
    """
    try:
        with transaction() as connection:
            known = known_tickers(connection)
            if experiment_id is not None:
                document = claim(connection, experiment_id, airflow_run_id).document
    except WrongInput:
        # start_run reports the error.
        return False
    try:
        return not parse_config(document, known).data_window.skip_refetch
    except InvalidConfig:
        # start_run reports every fault.
        return False


def start_run(
    airflow_run_id: str,
    document: Any,
    requested: Sequence[str] | None,
    as_of: date | None = None,
    unless_trained: bool = False,
    experiment_id: str | None = None,
    asked_by: str | None = None,
    promotion: Promotion = "newest",
) -> Experiment:
    """Validate the configuration ``document`` (JSON text or decoded) and start a run with it.

    A run that a user requested (``experiment_id``) uses its own configuration in place of ``document``. An
    error that prevents its start is written to its log.

    Args:
        airflow_run_id: the run is recorded once for this Airflow run.
        document: the training configuration; None if the Variable is missing.
        requested: train only these tickers; empty: the configuration's universe. The VN30 are the members on
            the session that the run is for.
        as_of: the session that the run is for; None: the session of the platform's clock.
        unless_trained: start no run that would repeat the forecasts of the newest run.
        asked_by: the Airflow user who triggered the run.
        promotion: see :class:`vn30.experiments.record.Experiment`.

    Raises:
        AlreadyTrained: the run would repeat the newest forecasts, and ``unless_trained`` is set.
        InvalidConfig: the configuration has faults; the exception lists all of them.
        UnknownTicker: a requested ticker is not known.
        NoPrices: no crawl has loaded prices yet.
        Cancelled: the requested run was cancelled.
        WrongInput: the configuration is missing, the requested run does not belong to this Airflow run, or
            the parent run cannot be one.
    """
    if experiment_id is None:
        return _start_run(
            airflow_run_id, document, requested, as_of, unless_trained, promotion, asked_by=asked_by
        )
    with transaction() as connection:
        claimed = claim(connection, experiment_id, airflow_run_id)
    try:
        return _start_run(
            airflow_run_id, claimed.document, requested, as_of, False, promotion, claimed.config_id
        )
    except WrongInput as error:
        log_line(experiment_id, "ERROR", str(error))
        raise


def _start_run(
    airflow_run_id: str,
    document: Any,
    requested: Sequence[str] | None,
    as_of: date | None,
    unless_trained: bool,
    promotion: Promotion,
    config_id: str | None = None,
    asked_by: str | None = None,
) -> Experiment:
    if document is None:
        raise WrongInput(f"The Airflow Variable {CONFIG_VARIABLE} is missing. Add it under Admin, Variables.")
    with transaction() as connection:
        known = known_tickers(connection)
        config = parse_config(document, known)
        before = fetch_one(connection, "experiments/by_airflow_run", airflow_run_id=airflow_run_id)
        # A cleared run keeps its session.
        session = before["as_of_date"] if before else None
        day = session or not_after(current_as_of(connection), as_of)
        if config.selection.parent is not None:
            check_parent(connection, config.selection.parent)
        basket = members(connection, day)
        config_warnings = list(warnings(config, load_stored_data(connection)))
    prices = known_prices(day)
    left_out = {} if requested else _without_trades(config, basket, day, prices)
    tickers = check_tickers(requested, known) if requested else config.universe.selected(basket)
    tickers = tuple(ticker for ticker in tickers if ticker not in left_out)
    if not tickers:
        raise NoPrices(f"No member of the VN30 has prices up to {day}. Run vn30_data_crawler first.")
    if unless_trained and (earlier := trained_already(config, tickers, day)):
        raise AlreadyTrained(f"{earlier} has trained {day} with these prices and this configuration.")
    if promotion != "newest":
        with transaction() as connection:
            pin_champions(connection)
    experiment = start_experiment(
        airflow_run_id,
        config,
        tickers,
        basket,
        day,
        config_id,
        requested=bool(requested),
        asked_by=asked_by,
        known_at=prices.at,
        promotion=promotion,
    )
    if note := other_session(day, as_of):
        log_line(experiment.id, "INFO", note)
    if line := prices.log_line(day):
        log_line(experiment.id, *line)
    for warning in config_warnings:
        log_line(experiment.id, "WARNING", f"{warning.field_path}: {warning.message}")
    if left_out:
        reasons = "; ".join(f"{ticker} ({reason})" for ticker, reason in left_out.items())
        log_line(experiment.id, "WARNING", f"Members of the VN30 that are left out: {reasons}")
    if day < KNOWN_FROM and config.universe.use_all_vn30 and not requested:
        message = f"The VN30 of {day} is not known: the members of {KNOWN_FROM} are used"
        log_line(experiment.id, "WARNING", message)
    return experiment


def _without_trades(
    config: TrainingConfig, basket: Sequence[str], day: date, prices: KnownPrices
) -> dict[str, str]:
    """The members that a run of all VN30 leaves out, each with the reason.

    The source does not have them, or they have not traded for so long that a forecast from their newest price
    would be over, or, of a past evening, no price of them was known. A ticker that was selected by its name
    is not left out, nor one that should have prices: its training fails.
    """
    if not config.universe.use_all_vn30:
        return {}
    with transaction() as connection:
        rows = fetch_all(
            connection, "experiments/newest_trades", tickers=list(basket), as_of=day, known_at=prices.at
        )
        absent = absent_members(connection)
        calendar = read_calendar(connection)
    trades = {row["ticker"]: row["newest"] for row in rows}
    reasons = {}
    for ticker in basket:
        newest = trades.get(ticker)
        if newest is None:
            if ticker in absent:
                reasons[ticker] = "the price source does not have it"
            elif prices.is_on_record:
                reasons[ticker] = "no price of it was known then"
        elif len(calendar.sessions_between(newest, day)) > min(config.targets.horizons):
            reasons[ticker] = f"its newest trade is of {newest}"
    return reasons


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
    with _logged(experiment.id):
        store.check_writable()
    with timed_step(experiment.id, "panel"):
        with transaction() as connection:
            market = stored_bars(connection, experiment.peers, as_of, known_at=known_at)
            context = [*INDICES, *config.indicators.context_tickers]
            indices = stored_bars(connection, context, as_of, known_at=known_at)
            market = with_stored_minutes(connection, store, market, config.indicators)
        missing = sorted(set(experiment.tickers) - set(market["symbol"].unique()))
        if missing:
            log_line(experiment.id, "ERROR", f"No prices up to {experiment.as_of} for {', '.join(missing)}")
        if len(missing) == len(experiment.tickers):
            raise NoPrices(f"No ticker has prices up to {experiment.as_of}. Run vn30_data_crawler first.")
        known = indices.loc[indices["date"] == pd.Timestamp(as_of), "symbol"]
        if absent := sorted(set(context) - set(known)):
            message = f"No bar of {as_of} for {', '.join(absent)}: its market context is older or neutral"
            log_line(experiment.id, "WARNING", message)
        panel = stored_panel(
            store,
            market,
            indices,
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
            raise NoPrices(f"no prices up to {experiment.as_of}")
        _check_age(rows, experiment, min(config.targets.horizons))
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
        publish(store, experiment, result, rows[BAR_COLUMNS])
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
