"""``/models``: the status of a model for signed-in users, the list for data scientists."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from pydantic import TypeAdapter

from api.artifacts.links import ArtifactLinks
from api.auth.guards import data_scientists, signed_in
from api.core.errors import documented
from api.core.response_cache import READ, MarketReads
from api.models import service
from api.models.reliability import reliability as reliability_of
from api.models.schemas import ModelList, ModelsQuery, ModelStatus, Reliability
from api.stocks.lookup import Ticker

router = APIRouter(
    prefix="/models",
    tags=["models"],
    responses={**READ, **documented(HTTPStatus.UNAUTHORIZED, HTTPStatus.UNPROCESSABLE_ENTITY)},
)

MODEL_STATUS = TypeAdapter(ModelStatus)
RELIABILITY = TypeAdapter(Reliability)


@router.get(
    "",
    dependencies=[Depends(data_scientists)],
    response_model=ModelList,
    responses=documented(HTTPStatus.FORBIDDEN),
)
def models(reads: MarketReads, links: ArtifactLinks, query: Annotated[ModelsQuery, Query()]) -> Response:
    """All models with their scores beside the naive forecast, 7, 15 and 30 trading sessions ahead.

    Paginated: the specification's list is `data`.
    """
    return reads.answer_json(
        lambda connection: service.model_list(connection, query, links), also=links.terms
    )


@router.get("/reliability", dependencies=[Depends(signed_in)], response_model=Reliability)
def reliability(reads: MarketReads) -> Response:
    """How reliable ranks and probabilities of beating the VN30 were on the model's own past."""
    return reads.answer(RELIABILITY, reliability_of)


@router.get(
    "/{ticker}/status",
    dependencies=[Depends(signed_in)],
    response_model=ModelStatus,
    responses=documented(HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT),
)
def model_status(reads: MarketReads, ticker: Ticker) -> Response:
    """The freshness of the model of a stock, and its scores beside the naive forecast."""
    return reads.answer(MODEL_STATUS, lambda connection: service.model_status(connection, ticker))
