"""``/models``: a model's status for everybody who is signed in, the rest for data scientists."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from pydantic import TypeAdapter

from api.artifacts.links import ArtifactLinks
from api.errors import documented
from api.models import service
from api.models.schemas import ModelList, ModelsQuery, ModelStatus
from api.reads import READ, MarketReads
from api.security import data_scientists, signed_in
from api.stocks.lookup import Ticker

router = APIRouter(
    prefix="/models",
    tags=["models"],
    responses={**READ, **documented(HTTPStatus.UNAUTHORIZED, HTTPStatus.UNPROCESSABLE_ENTITY)},
)

MODEL_LIST, MODEL_STATUS = TypeAdapter(ModelList), TypeAdapter(ModelStatus)


@router.get(
    "",
    dependencies=[Depends(data_scientists)],
    response_model=ModelList,
    responses=documented(HTTPStatus.FORBIDDEN),
)
def models(reads: MarketReads, links: ArtifactLinks, query: Annotated[ModelsQuery, Query()]) -> Response:
    """Every model with its scores beside the naive forecast, 7, 15 and 30 trading sessions ahead.

    A page like that of every list: the specification's bare list is its `data`.
    """
    return reads.answer(
        MODEL_LIST, lambda connection: service.model_list(connection, query, links), links.expire_at
    )


@router.get(
    "/{ticker}/status",
    dependencies=[Depends(signed_in)],
    response_model=ModelStatus,
    responses=documented(HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT),
)
def model_status(reads: MarketReads, ticker: Ticker) -> Response:
    """How old the model of a stock is, and how good against the naive forecast."""
    return reads.answer(MODEL_STATUS, lambda connection: service.model_status(connection, ticker))
