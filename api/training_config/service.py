"""Reads and reviews of the shared training configuration."""

import json
import logging
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

import sqlalchemy as sa

from api.core.errors import ApiError
from api.core.schemas import PageMeta, PageQuery
from api.training_config.schemas import (
    ActiveConfig,
    AirflowVariable,
    ConfigReview,
    FieldFault,
    RunPreview,
    StoredVersion,
    VersionList,
    VersionRow,
)
from vn30.config_part import Fault
from vn30.database.warehouse import Row, fetch_all, fetch_one, fetch_returned
from vn30.experiments.run_history import recorded_runs, stored_selection
from vn30.experiments.runtime_estimate import estimate_minutes, planned_fits
from vn30.i18n.localized import localized
from vn30.market.membership import known_tickers
from vn30.names import CONFIG_VARIABLE
from vn30.pipelines.airflow_api import AirflowApi, AirflowRefused, AirflowUnavailable, SignInRefused
from vn30.pipelines.airflow_api.dags import read_variable
from vn30.training_config.diff import diff
from vn30.training_config.document import TrainingConfig, default_document
from vn30.training_config.review.review import review
from vn30.training_config.review.stored_data import StoredData, load_stored_data
from vn30.training_config.versions import active_row, in_full

logger = logging.getLogger(__name__)


def active_config(engine: sa.Engine, airflow: AirflowApi | None) -> ActiveConfig:
    """The newest saved configuration or the defaults, and how the Airflow Variable differs from it."""
    # Before a connection is taken: Airflow may respond slowly.
    variable = _read_variable(airflow)
    with engine.connect() as connection:
        row = active_row(connection)
        known = known_tickers(connection)
    unsaved = {"config_id": None, "version": 0, "author": None, "saved_at": None}
    config = in_full(row["config"]) if row else default_document()
    return ActiveConfig.model_validate(
        {**(row or unsaved), "config": config, "airflow_variable": _compare(config, variable, known)}
    )


class _Unknown:
    """The Variable could not be read."""


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
    drift = diff(config, variable, known)
    return AirflowVariable(
        state=drift.state, differences=list(drift.differences), blockers=faults(drift.blockers)
    )


def faults(config_faults: Iterable[Fault]) -> list[FieldFault]:
    """Faults as responses of the API."""
    return [FieldFault(field_path=fault.field_path, message=fault.message) for fault in config_faults]


def review_config(connection: sa.Connection, document: dict[str, Any]) -> ConfigReview:
    """The review of a configuration, or of the saved one that ``{configId}`` names.

    Raises:
        ApiError: 404 ``unknown_config``.
    """
    if document.keys() == {"configId"}:
        document = _by_id(connection, document["configId"])["config"]
    data = load_stored_data(connection)
    reviewed = review(document, data)
    preview = _preview(connection, reviewed.config, data) if reviewed.config else None
    return ConfigReview(
        is_valid=reviewed.config is not None,
        blockers=faults(reviewed.blockers),
        warnings=faults(reviewed.warnings),
        run_preview=preview,
    )


def _preview(connection: sa.Connection, config: TrainingConfig, data: StoredData) -> RunPreview:
    selected = config.universe.selected(data.members)
    stored = stored_selection(config, data)
    estimate = estimate_minutes(config, stored, recorded_runs(connection, data))
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
    # Compared as text: the id may be no UUID.
    row = fetch_one(connection, "training_config/by_text_id", config_id=json.dumps(config_id).strip('"'))
    if row is None:
        raise ApiError(
            HTTPStatus.NOT_FOUND,
            "unknown_config",
            localized("configId: there is no such configuration. Request the list of versions."),
        )
    return row


def versions(connection: sa.Connection, query: PageQuery) -> VersionList:
    """A page of the versions, newest first."""
    total = fetch_returned(connection, "training_config/count_versions")["total"]
    rows = fetch_all(connection, "training_config/versions", limit=query.page_size, skipped=query.skipped)
    return VersionList(
        data=[VersionRow.model_validate(dict(row)) for row in rows],
        meta=PageMeta(page=query.page, page_size=query.page_size, total=total),
    )


def version(connection: sa.Connection, number: int) -> StoredVersion:
    """One version with its content.

    Raises:
        ApiError: 404 ``unknown_version``.
    """
    row = fetch_one(connection, "training_config/version", version=number)
    if row is None:
        raise ApiError(
            HTTPStatus.NOT_FOUND,
            "unknown_version",
            localized("There is no version {number}. Request the list of versions.", number=number),
        )
    return StoredVersion.model_validate(dict(row))
