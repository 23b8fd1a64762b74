"""The page VN30 in Airflow: data sets with their ages, assets, and what comes next.

A FastAPI app mounted in Airflow's, for users who may read its DAGs. Of the data sets it shows what the API's
``/operations/datasets`` answers, from the same view.
"""

from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated
from zoneinfo import ZoneInfo

import psycopg2
import sqlalchemy as sa
from airflow.api_fastapi.auth.managers.models.resource_details import DagAccessEntity
from airflow.api_fastapi.core_api.security import requires_access_dag
from fastapi import Depends, FastAPI, Header, HTTPException, Query
from fastapi.responses import HTMLResponse, Response

from vn30.airflow.ui.addresses import dag_page
from vn30.airflow.ui.pages import render
from vn30.airflow.ui.responses import install_refusals, page_response
from vn30.airflow.ui.schedule import read_schedule
from vn30.database.warehouse import fetch_all, transaction
from vn30.i18n.catalogue import in_language
from vn30.i18n.language import Language, negotiated
from vn30.i18n.localized import Localized, localized_plural, marked
from vn30.names import ZONE
from vn30.pipelines.freshness import freshness
from vn30.pipelines.schedule_words import schedule_words
from vn30.settings import get_settings

_UNAVAILABLE = "The platform's database does not answer at the moment. Its state is on the app's page Status."

_CODES = (
    marked("prices"),
    marked("minutes"),
    marked("fundamentals"),
    marked("news"),
    marked("forecasts"),
    marked("recommendations"),
    marked("risk"),
    marked("lake"),
    marked("look-ahead check"),
    marked("success"),
    marked("failed"),
    marked("running"),
    marked("queued"),
    marked("by hand or by the API"),
)
"""Data sets, states of runs and a schedule, which the page shows in words."""

app = FastAPI(
    title="VN30 overview",
    dependencies=[Depends(requires_access_dag("GET", DagAccessEntity.RUN))],
    docs_url=None,
    redoc_url=None,
    openapi_url=None,
)
install_refusals(app)


@app.get("/", response_class=HTMLResponse)
def page(
    language: Annotated[Language | None, Query()] = None,
    accept_language: Annotated[str | None, Header()] = None,
) -> Response:
    """The page, in the language that is chosen in Airflow, else in that of the browser."""
    now = datetime.now(UTC)
    try:
        with transaction() as connection:
            rows = fetch_all(connection, "airflow/dataset_ages")
    except (sa.exc.SQLAlchemyError, psycopg2.Error) as error:
        raise HTTPException(HTTPStatus.SERVICE_UNAVAILABLE, _UNAVAILABLE) from error
    assets, dags = read_schedule()
    shown = language or negotiated(accept_language)

    def text(message: str, **values: object) -> str:
        return in_language(Localized(message, None, values), shown)

    return page_response(
        render(
            "overview",
            as_of=rows[0]["as_of"] if rows else None,
            datasets=[{**row, "state": freshness(row, now)} for row in rows],
            assets=assets,
            dags=dags,
            dag_page=dag_page,
            local=_local,
            language=shown,
            t=text,
            sessions=lambda count: in_language(
                localized_plural("{count} session", "{count} sessions", count), shown
            ),
            schedule=lambda label: in_language(schedule_words(label), shown),
            now=now,
            app=get_settings().app_url(),
        )
    )


def _local(at: datetime | None) -> str:
    """Vietnam's time, as ``2025-03-31 18:05``; a dash without one."""
    return "-" if at is None else f"{at.astimezone(ZoneInfo(ZONE)):%Y-%m-%d %H:%M}"
