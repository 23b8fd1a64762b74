"""The shared training configuration: what is saved, and whether Airflow agrees."""

import json
import logging
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

import sqlalchemy as sa

from api.errors import ApiError
from api.features.schemas import (
    ActiveConfig,
    AirflowVariable,
    ConfigReview,
    FieldFault,
    RunPreview,
    StoredVersion,
    VersionList,
    VersionRow,
)
from api.schemas import PageMeta, PageQuery
from vn30.airflow_api import AirflowApi, AirflowRefused, AirflowUnavailable, SignInRefused
from vn30.airflow_api.dags import read_variable
from vn30.membership import known_tickers
from vn30.pipelines import CONFIG_VARIABLE
from vn30.training.config import Fault, TrainingConfig, default_document
from vn30.training.facts import Facts, load_facts
from vn30.training.history import recorded_runs
from vn30.training.review import review
from vn30.training.runtime import estimate_minutes, planned_fits
from vn30.training.standing import compare, in_full
from vn30.warehouse import Row, fetch_all, fetch_one, fetch_returned

logger = logging.getLogger(__name__)


def active_config(engine: sa.Engine, airflow: AirflowApi | None) -> ActiveConfig:
    """The configuration that was saved last, the defaults before that, and how Airflow's Variable differs."""
    # Airflow may be slow to answer: no connection is held meanwhile.
    variable = _read_variable(airflow)
    with engine.connect() as connection:
        row = fetch_one(connection, "configs/active")
        known = known_tickers(connection)
    unsaved = {"config_id": None, "version": 0, "author": None, "saved_at": None}
    config = in_full(row["config"]) if row else default_document()
    return ActiveConfig.model_validate(
        {**(row or unsaved), "config": config, "airflow_variable": _compare(config, variable, known)}
    )


class _Unknown:
    """Stands for a Variable that could not be read."""


def _read_variable(airflow: AirflowApi | None) -> str | _Unknown | None:
    try:
        return read_variable(airflow, CONFIG_VARIABLE) if airflow else _Unknown()
    except (AirflowUnavailable, SignInRefused, AirflowRefused) as error:
        logger.warning("The Variable %s cannot be read: %s", CONFIG_VARIABLE, error)
        return _Unknown()


def _compare(
    config: dict[str, Any], variable: str | _Unknown | None, known: frozenset[str]
) -> AirflowVariable:
    if isinstance(variable, _Unknown):
        return AirflowVariable(state="unknown", differences=[], blockers=[])
    found = compare(config, variable, known)
    return AirflowVariable(
        state=found.state, differences=list(found.differences), blockers=faults(found.blockers)
    )


def faults(found: Iterable[Fault]) -> list[FieldFault]:
    """Faults in the shape of the API."""
    return [FieldFault(field_path=fault.field_path, message=fault.message) for fault in found]


def review_config(connection: sa.Connection, document: dict[str, Any]) -> ConfigReview:
    """What a configuration, or the saved one that ``{configId}`` names, would come to.

    Raises:
        ApiError: 404 ``unknown_config``.
    """
    if document.keys() == {"configId"}:
        document = _by_id(connection, document["configId"])["config"]
    facts = load_facts(connection)
    found = review(document, facts)
    preview = _preview(connection, found.config, facts) if found.config else None
    return ConfigReview(
        is_valid=found.config is not None,
        blockers=faults(found.blockers),
        warnings=faults(found.warnings),
        run_preview=preview,
    )


def _preview(connection: sa.Connection, config: TrainingConfig, facts: Facts) -> RunPreview:
    selected = config.universe.selected(facts.members)
    stored = {ticker: facts.stored[ticker] for ticker in selected if ticker in facts.stored}
    estimate = estimate_minutes(config, stored, recorded_runs(connection, facts))
    return RunPreview(
        est_runtime_minutes=round(estimate.minutes, 1) if stored else None,
        basis=estimate.basis,
        est_cost=None,
        tickers=len(stored),
        without_prices=sorted(set(selected) - set(stored)),
        horizons=list(config.targets.horizons),
        models=config.models.enabled(),
        fits=planned_fits(config, stored),
    )


def _by_id(connection: sa.Connection, config_id: Any) -> Row:
    # Compared as text: what is no UUID is the id of nothing.
    row = fetch_one(connection, "configs/by_text_id", config_id=json.dumps(config_id).strip('"'))
    if row is None:
        raise ApiError(
            HTTPStatus.NOT_FOUND,
            "unknown_config",
            "configId: there is no such configuration. Ask for the list of versions.",
        )
    return row


def versions(connection: sa.Connection, query: PageQuery) -> VersionList:
    """A page of the versions, newest first."""
    total = fetch_returned(connection, "configs/count_versions")["total"]
    rows = fetch_all(connection, "configs/versions", limit=query.page_size, skipped=query.skipped)
    return VersionList(
        data=[VersionRow.model_validate(dict(row)) for row in rows],
        meta=PageMeta(page=query.page, page_size=query.page_size, total=total),
    )


def version(connection: sa.Connection, number: int) -> StoredVersion:
    """One version with its content.

    Raises:
        ApiError: 404 ``unknown_version``.
    """
    row = fetch_one(connection, "configs/version", version=number)
    if row is None:
        raise ApiError(
            HTTPStatus.NOT_FOUND,
            "unknown_version",
            f"There is no version {number}. Ask for the list of versions.",
        )
    return StoredVersion.model_validate(dict(row))
