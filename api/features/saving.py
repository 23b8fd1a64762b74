"""Saving the shared training configuration for a user of the API, through Airflow's REST API."""

from http import HTTPStatus
from typing import Any

import sqlalchemy as sa

from api.auth.users import User
from api.database import writing
from api.errors import ApiError
from api.features.schemas import SavedConfig
from vn30.airflow_api import AirflowApi, AirflowRefused
from vn30.airflow_api.dags import read_variable, write_variable
from vn30.pipelines import CONFIG_VARIABLE
from vn30.training import saving
from vn30.training.saving import SaveInProgress, VersionConflict


class _RemoteVariable:
    """The Variable as Airflow's REST API gives and takes it."""

    def __init__(self, airflow: AirflowApi) -> None:
        self._airflow = airflow

    def read(self) -> str | None:
        return read_variable(self._airflow, CONFIG_VARIABLE)

    def write(self, text: str) -> None:
        write_variable(self._airflow, CONFIG_VARIABLE, text)


def save(
    engine: sa.Engine,
    airflow: AirflowApi,
    user: User,
    document: dict[str, Any],
    based_on: int | None,
    description: str | None = None,
) -> SavedConfig:
    """Make ``document`` the next version and the Variable, as :func:`vn30.training.saving.save` does.

    Raises:
        InvalidConfig: it has faults.
        ApiError: 409 ``version_conflict`` or ``save_in_progress``; 503 ``airflow_refused``.
        AirflowUnavailable, SignInRefused: nothing is saved.
    """
    try:
        with writing(engine) as connection:
            row = saving.save(
                connection, _RemoteVariable(airflow), user.username, document, based_on, description
            )
    except VersionConflict as conflict:
        raise ApiError(HTTPStatus.CONFLICT, "version_conflict", f"basedOnVersion: {conflict}") from conflict
    except SaveInProgress as busy:
        raise ApiError(HTTPStatus.CONFLICT, "save_in_progress", str(busy)) from busy
    except AirflowRefused as refused:
        raise ApiError(
            HTTPStatus.SERVICE_UNAVAILABLE,
            "airflow_refused",
            f"Airflow does not let this API change the Variable {CONFIG_VARIABLE}: nothing was saved.",
        ) from refused
    return SavedConfig.model_validate(dict(row))
