"""Changes of DAG settings: written to the DAG's Variable, after which Airflow parses its file again."""

import logging
import time
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

import sqlalchemy as sa
from pydantic import ValidationError

from api.auth.audit import Audit
from api.core.database import writing
from api.core.errors import ApiError
from api.pipelines import service
from api.pipelines.controls import refusals_of_airflow
from api.pipelines.reading import Pipelines
from api.pipelines.schemas import ChangedDag, SettingsChange
from vn30.database.warehouse import execute
from vn30.i18n.localized import joined
from vn30.pipelines.airflow_api import AirflowApi, AirflowRefused, AirflowUnavailable, SignInRefused
from vn30.pipelines.airflow_api.dags import read_dag, read_variable, request_parse, write_variable
from vn30.pipelines.dag_settings import SETTINGS, DagSettings, change, changed_fields, faults_of
from vn30.pipelines.models import Dag

logger = logging.getLogger(__name__)

POLL_SECONDS = 0.3


def edit(
    pipelines: Pipelines,
    airflow: AirflowApi,
    audit: Audit,
    dag_id: str,
    wanted: SettingsChange,
    patience: float,
) -> ChangedDag:
    """Save the settings, wait until Airflow applies them, and return the DAG.

    Args:
        patience: seconds to wait at most.

    Raises:
        ApiError: 422 ``invalid_settings``, with the field.
    """
    with refusals_of_airflow():
        settings = _save(pipelines.engine, airflow, audit, dag_id, _changes(wanted))
    try:
        request_parse(airflow, dag_id)
        applied = _wait(airflow, settings, dag_id, patience)
    except (AirflowUnavailable, SignInRefused, AirflowRefused) as error:
        # No error: the settings are saved.
        logger.warning("The settings of %s are saved, but not applied by Airflow yet: %s", dag_id, error)
        applied = False
    return ChangedDag(**service.dag(pipelines, dag_id).model_dump(), applied=applied)


def _changes(wanted: SettingsChange) -> dict[str, Any]:
    given = {**dict(wanted), **dict(wanted.default_args)}
    return {name: value for name, value in given.items() if name != "default_args" and value is not None}


def _save(
    engine: sa.Engine, airflow: AirflowApi, audit: Audit, dag_id: str, changes: dict[str, Any]
) -> DagSettings:
    variable = SETTINGS[dag_id]
    with writing(engine) as connection:
        # Serialised: concurrent changes of different fields both take effect.
        execute(connection, "pipelines/lock_settings", dag_id=dag_id)
        text = read_variable(airflow, variable.name)
        try:
            settings = change(dag_id, text, changes, datetime.now(UTC))
        except ValidationError as error:
            faults = joined("; ", *faults_of(error, "settings"))
            raise ApiError(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid_settings", faults) from error
        before, after = changed_fields(dag_id, text, settings)
        audit.add(connection, "change_dag_settings", dag_id, before=before, after=after)
        write_variable(
            airflow,
            variable.name,
            settings.model_dump_json(by_alias=True, indent=2),
            variable.description,
            audit.user.username,
        )
    return settings


def _wait(airflow: AirflowApi, settings: DagSettings, dag_id: str, patience: float) -> bool:
    deadline = time.monotonic() + patience
    while not _shows(read_dag(airflow, dag_id), settings):
        if time.monotonic() > deadline:
            return False
        time.sleep(POLL_SECONDS)
    return True


def _shows(dag: Dag, settings: DagSettings) -> bool:
    return (
        dag.cron == settings.schedule_cron
        and dag.timezone == settings.timezone
        and dag.trigger == getattr(settings, "trigger", "cron")
        and dag.catchup == settings.catchup
        and dag.max_active_runs == settings.max_active_runs
        and dag.retries == settings.retries
        and abs(dag.retry_delay_minutes - settings.retry_delay_minutes) < 0.001
        and dag.owner == settings.owner
        and set(dag.tags) == set(settings.tags)
    )
