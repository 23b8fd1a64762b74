"""Edit DAG: settings go into the DAG's Variable, and Airflow reads its file anew."""

import logging
import time
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

import sqlalchemy as sa
from pydantic import ValidationError

from api.database import writing
from api.errors import ApiError
from api.pipelines import service
from api.pipelines.controls import refusals_of_airflow
from api.pipelines.reading import Pipelines
from api.pipelines.schemas import ChangedDag, SettingsChange
from vn30.airflow_api import AirflowApi, AirflowRefused, AirflowUnavailable, SignInRefused
from vn30.airflow_api.dags import ask_to_parse, dag_facts, read_variable, write_variable
from vn30.dag_settings import SETTINGS, DagSettings, change
from vn30.pipeline_facts import DagFacts
from vn30.warehouse import execute

logger = logging.getLogger(__name__)

POLL_SECONDS = 0.3


def edit(
    pipelines: Pipelines, airflow: AirflowApi, dag_id: str, wanted: SettingsChange, patience: float
) -> ChangedDag:
    """Save the settings, wait until Airflow shows them, and return the DAG as it has it then.

    Args:
        patience: seconds to wait.

    Raises:
        ApiError: 422 ``invalid_settings``, with the field.
    """
    with refusals_of_airflow():
        settings = _save(pipelines.engine, airflow, dag_id, _changes(wanted))
    try:
        ask_to_parse(airflow, dag_id)
        applied = _wait(airflow, settings, dag_id, patience)
    except (AirflowUnavailable, SignInRefused, AirflowRefused) as error:
        # They are saved: an error would say that they were not.
        logger.warning("The settings of %s are saved, but Airflow does not show them: %s", dag_id, error)
        applied = False
    return ChangedDag(**service.dag(pipelines, dag_id).model_dump(), applied=applied)


def _changes(wanted: SettingsChange) -> dict[str, Any]:
    given = {**dict(wanted), **dict(wanted.default_args)}
    return {name: value for name, value in given.items() if name != "default_args" and value is not None}


def _save(engine: sa.Engine, airflow: AirflowApi, dag_id: str, changes: dict[str, Any]) -> DagSettings:
    variable = SETTINGS[dag_id]
    with writing(engine) as connection:
        # One change at a time: of two that meet, neither undoes what the other has changed elsewhere.
        execute(connection, "pipelines/lock_settings", dag_id=dag_id)
        text = read_variable(airflow, variable.name)
        try:
            settings = change(dag_id, text, changes, datetime.now(UTC))
        except ValidationError as error:
            faults = "; ".join(f"{fault['loc'][0]}: {fault['msg']}" for fault in error.errors())
            raise ApiError(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid_settings", faults) from error
        write_variable(
            airflow, variable.name, settings.model_dump_json(by_alias=True, indent=2), variable.description
        )
    return settings


def _wait(airflow: AirflowApi, settings: DagSettings, dag_id: str, patience: float) -> bool:
    deadline = time.monotonic() + patience
    while not _shows(dag_facts(airflow, dag_id), settings):
        if time.monotonic() > deadline:
            return False
        time.sleep(POLL_SECONDS)
    return True


def _shows(dag: DagFacts, settings: DagSettings) -> bool:
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
