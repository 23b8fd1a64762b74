"""The Airflow client that all routes share."""

from http import HTTPStatus
from typing import Annotated

from fastapi import Depends, Request

from api.core.errors import ApiError
from vn30.i18n.localized import localized
from vn30.pipelines.airflow_api import AirflowApi
from vn30.settings import Settings


def open_airflow(settings: Settings) -> AirflowApi | None:
    """The client of the Airflow in the settings; None without one, in which case its routes answer 503."""
    if settings.airflow_url is None or settings.airflow_password is None:
        return None
    password = settings.airflow_password.get_secret_value()
    return AirflowApi(settings.airflow_url, settings.airflow_username, password, rest_seconds=5)


async def _airflow_if_there(request: Request) -> AirflowApi | None:
    client: AirflowApi | None = request.app.state.airflow
    return client


AirflowIfThere = Annotated[AirflowApi | None, Depends(_airflow_if_there)]


async def _airflow(client: AirflowIfThere) -> AirflowApi:
    if client is None:
        raise ApiError(
            HTTPStatus.SERVICE_UNAVAILABLE,
            "airflow_unavailable",
            localized(
                "This API is not connected to Airflow: VN30_AIRFLOW_URL and VN30_AIRFLOW_PASSWORD are not "
                "set."
            ),
        )
    return client


Airflow = Annotated[AirflowApi, Depends(_airflow)]
