"""``/models``: a model's status for everybody who is signed in, the rest for data scientists."""

from http import HTTPStatus

from fastapi import APIRouter, Depends, Request, Response

from api.configuration import AppSettings
from api.database import Database
from api.errors import documented
from api.models import service
from api.models.schemas import ModelRow, ModelStatus
from api.security import data_scientists, signed_in

router = APIRouter(prefix="/models", tags=["models"], responses=documented(HTTPStatus.UNAUTHORIZED))
_of_one_stock = documented(HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY)
_for_data_scientists = documented(HTTPStatus.FORBIDDEN)


@router.get("", dependencies=[Depends(data_scientists)], responses=_for_data_scientists)
def models(engine: Database, request: Request) -> list[ModelRow]:
    """Every model with its scores beside the naive forecast, 7, 15 and 30 trading sessions ahead."""

    def plot_path(ticker: str) -> str:
        return str(request.app.url_path_for("evaluation_plot", ticker=ticker))

    with engine.connect() as connection:
        return service.model_rows(connection, plot_path)


@router.get("/{ticker}/status", dependencies=[Depends(signed_in)], responses=_of_one_stock)
def model_status(engine: Database, ticker: str) -> ModelStatus:
    """How old the model of a stock is, and how good against the naive forecast."""
    with engine.connect() as connection:
        return service.model_status(connection, ticker)


@router.get(
    "/{ticker}/evaluation.png",
    dependencies=[Depends(data_scientists)],
    response_class=Response,
    responses={**_of_one_stock, **_for_data_scientists, HTTPStatus.OK: {"content": {"image/png": {}}}},
)
def evaluation_plot(engine: Database, settings: AppSettings, ticker: str) -> Response:
    """Actual against predicted prices over the test part, as a picture."""
    with engine.connect() as connection:
        plot = service.evaluation_plot(connection, settings, ticker)
    return Response(plot, media_type="image/png")
