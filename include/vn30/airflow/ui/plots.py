"""Plots of training runs, for users who may read the task instances of the training DAG.

A FastAPI app mounted in Airflow's. An address names a run, a ticker and one of two plots, never a file.
"""

import logging
from enum import StrEnum
from http import HTTPStatus
from typing import Annotated

from airflow.api_fastapi.auth.managers.models.resource_details import DagAccessEntity
from airflow.api_fastapi.core_api.security import requires_access_dag
from botocore.exceptions import BotoCoreError
from fastapi import Depends, FastAPI, HTTPException, Path, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, Response

from vn30.airflow.storage import task_store
from vn30.airflow.ui.addresses import plot_page, stock_page
from vn30.airflow.ui.pages import message, render
from vn30.airflow.ui.responses import install_refusals, page_response
from vn30.database.warehouse import Row, fetch_one, transaction
from vn30.errors import WrongInput
from vn30.names import TRAINING_DAG
from vn30.settings import get_settings

logger = logging.getLogger(__name__)

_NOT_FOUND = (
    "This plot does not exist. A plot is drawn when its ticker has been trained, and those of expired runs "
    "are removed. The stock's page has the newest forecast."
)
_UNAVAILABLE = "The artifact store is not available at the moment. Try again later."

_allowed = requires_access_dag("GET", DagAccessEntity.TASK_INSTANCE, param_dag_id=TRAINING_DAG)
app = FastAPI(
    title="VN30 plots", dependencies=[Depends(_allowed)], docs_url=None, redoc_url=None, openapi_url=None
)
install_refusals(app)

RunId = Annotated[str, Path(max_length=250)]
Ticker = Annotated[str, Path(pattern=r"^[A-Z0-9]{1,12}$")]


class Plot(StrEnum):
    """The plots of a ticker; the value is part of the address."""

    FORECAST = "forecast"
    EVALUATION = "evaluation"

    @property
    def artifact(self) -> str:
        """The type of the artifact that holds the plot."""
        return "future_png" if self is Plot.FORECAST else "evaluation_png"


@app.get("/{run_id}/{ticker}/{plot}", response_class=HTMLResponse)
def page(run_id: RunId, ticker: Ticker, plot: Plot) -> Response:
    """A page with the plot, and links to the other plot and to the stock's page."""
    row = _find(run_id, ticker, plot)
    others = {other.value: plot_page(run_id, ticker, other.value) for other in Plot if other is not plot}
    return page_response(
        render(
            "plot",
            run_id=run_id,
            ticker=ticker,
            plot=plot.value,
            session=row["as_of_date"],
            picture=f"{plot_page(run_id, ticker, plot.value)}/picture",
            others=others,
            stock=stock_page(ticker),
        )
    )


@app.get("/{run_id}/{ticker}/{plot}/picture")
def picture(run_id: RunId, ticker: Ticker, plot: Plot) -> Response:
    """The plot itself, a PNG."""
    row = _find(run_id, ticker, plot)
    try:
        content = task_store(get_settings()).read(row["url"])
    except FileNotFoundError as error:
        raise HTTPException(HTTPStatus.NOT_FOUND, _NOT_FOUND) from error
    except WrongInput as error:
        logger.error("Refused to read %s: %s", row["url"], error)
        raise HTTPException(HTTPStatus.NOT_FOUND, _NOT_FOUND) from error
    except (OSError, BotoCoreError) as error:
        logger.warning("The artifact store could not deliver %s: %s", row["url"], error)
        raise HTTPException(HTTPStatus.SERVICE_UNAVAILABLE, _UNAVAILABLE) from error
    headers = {
        "Cache-Control": "private, max-age=3600",
        "Content-Disposition": f'inline; filename="{ticker}_{plot.value}.png"',
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(content, media_type="image/png", headers=headers)


@app.exception_handler(RequestValidationError)
def not_found(request: Request, error: RequestValidationError) -> Response:
    """An invalid address is answered as one of a plot that does not exist."""
    return page_response(message(HTTPStatus.NOT_FOUND, _NOT_FOUND))


def _find(run_id: str, ticker: str, plot: Plot) -> Row:
    with transaction() as connection:
        row = fetch_one(
            connection,
            "airflow/files_of_run",
            airflow_run_id=run_id,
            ticker=ticker,
            type=plot.artifact,
        )
    if row is None:
        raise HTTPException(HTTPStatus.NOT_FOUND, _NOT_FOUND)
    return row
