"""The start of a training run: its configuration, session, tickers and record."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from vn30.database.warehouse import fetch_all, fetch_one, transaction
from vn30.errors import WrongInput
from vn30.experiments.champions import pin_champions
from vn30.experiments.known_prices import KnownPrices, known_prices
from vn30.experiments.parents import check_parent
from vn30.experiments.record import (
    AlreadyTrained,
    Experiment,
    NoPrices,
    current_as_of,
    log_line,
    start_experiment,
    trained_already,
)
from vn30.experiments.requests import claim
from vn30.i18n.localized import localized
from vn30.market.clock import not_after, other_session
from vn30.market.membership import absent_members, known_tickers, members
from vn30.market.stored_calendar import read_calendar
from vn30.market.universe import KNOWN_FROM, check_tickers
from vn30.names import CONFIG_VARIABLE, Promotion
from vn30.training_config.document import InvalidConfig, TrainingConfig, parse_config
from vn30.training_config.review.review import warnings
from vn30.training_config.review.stored_data import load_stored_data


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
        raise WrongInput(
            localized(
                "The Airflow Variable {config_variable} is missing. Add it under Admin, Variables.",
                config_variable=CONFIG_VARIABLE,
            )
        )
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
        message = localized(
            "The VN30 of {day} is not known: the members of {known_from} are used",
            day=day,
            known_from=KNOWN_FROM,
        )
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
