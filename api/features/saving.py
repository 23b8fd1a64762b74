"""Saving the shared training configuration: in the database and in Airflow, or in neither.

The next run reads the Airflow Variable; the database has the versions. So the version is written first, is
not committed before Airflow has taken the Variable, and is rolled back if it does not. What is left are an
answer of Airflow's that is lost and a database that dies in that moment: then the Variable alone is new,
``GET /features/config`` shows how it differs, and the next run or save records it as a version.
"""

import json
from http import HTTPStatus
from typing import Any

import sqlalchemy as sa
from psycopg2.errors import LockNotAvailable

from api.auth.users import User
from api.database import writing
from api.errors import ApiError
from api.features.schemas import SavedConfig
from vn30.airflow_api import AirflowApi, AirflowRefused
from vn30.airflow_api.dags import read_variable, write_variable
from vn30.membership import known_tickers
from vn30.pipelines import CONFIG_VARIABLE
from vn30.training.config import InvalidConfig, parse_config
from vn30.training.versions import (
    active_version,
    document_of,
    lock_versions,
    record_version,
    save_version,
)
from vn30.warehouse import execute, fetch_returned


def save(
    engine: sa.Engine,
    airflow: AirflowApi,
    user: User,
    document: dict[str, Any],
    based_on: int | None,
    description: str | None = None,
) -> SavedConfig:
    """Make ``document`` the next version and the Variable. An edit in Airflow that it replaces is kept as a
    version of its own.

    Args:
        based_on: the version that was edited; None to save whatever others did.

    Raises:
        InvalidConfig: it has faults.
        ApiError: 409 ``version_conflict`` or ``save_in_progress``; 503 ``airflow_refused``.
        AirflowUnavailable, SignInRefused: nothing is saved.
    """
    with writing(engine) as connection:
        known = known_tickers(connection)
        wanted = document_of(parse_config(document, known))
        _lock(connection)
        active = active_version(connection)
        newest = active.number if active else 0
        if based_on is not None and based_on != newest:
            raise ApiError(
                HTTPStatus.CONFLICT,
                "version_conflict",
                f"basedOnVersion: version {newest} was saved since. Load it, and apply the changes to that.",
            )
        try:
            _keep_edit(connection, read_variable(airflow, CONFIG_VARIABLE), known)
            saved = save_version(connection, wanted, user.username, description)
            row = fetch_returned(connection, "configs/by_id", config_id=saved.id)
            write_variable(airflow, CONFIG_VARIABLE, json.dumps(wanted, indent=2))
        except AirflowRefused as refused:
            raise ApiError(
                HTTPStatus.SERVICE_UNAVAILABLE,
                "airflow_refused",
                f"Airflow does not let this API change the Variable {CONFIG_VARIABLE}: nothing was saved.",
            ) from refused
    return SavedConfig.model_validate(dict(row))


def _lock(connection: sa.Connection) -> None:
    execute(connection, "configs/wait_for_others")
    try:
        lock_versions(connection)
    except sa.exc.OperationalError as error:
        if isinstance(error.orig, LockNotAvailable):
            raise ApiError(
                HTTPStatus.CONFLICT, "save_in_progress", "Somebody else is saving. Try again in a moment."
            ) from error
        raise


def _keep_edit(connection: sa.Connection, variable: str | None, known: frozenset[str]) -> None:
    """Record what somebody has put into the Variable since the last version, unless no run could read it."""
    if variable is None:
        return
    try:
        edited = document_of(parse_config(variable, known))
    except InvalidConfig:
        return
    record_version(connection, edited)
