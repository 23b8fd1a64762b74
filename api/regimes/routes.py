"""``/regimes``: the state of the market after each session, for signed-in users."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Query

from api.auth.guards import signed_in
from api.core.database import Database
from api.core.errors import documented
from api.regimes import service
from api.regimes.schemas import Regimes, RegimesQuery

router = APIRouter(
    prefix="/regimes",
    tags=["market"],
    responses=documented(HTTPStatus.UNAUTHORIZED, HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY),
)


@router.get("", dependencies=[Depends(signed_in)])
def regimes(engine: Database, query: Annotated[RegimesQuery, Query()]) -> Regimes:
    """The regimes of VNINDEX: volatility and trend, the state of a mixture, the distance to its average."""
    with engine.connect() as connection:
        return service.regimes(connection, query.sessions)
