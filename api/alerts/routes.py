"""``/alerts``: what the platform has told, or could not tell, for data scientists."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Query

from api.alerts import service
from api.alerts.schemas import AlertList, AlertsQuery
from api.database import Database
from api.errors import documented
from api.security import data_scientists

router = APIRouter(
    prefix="/alerts",
    tags=["alerts"],
    responses=documented(HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.UNPROCESSABLE_ENTITY),
)


@router.get("", dependencies=[Depends(data_scientists)])
def alerts(engine: Database, query: Annotated[AlertsQuery, Query()]) -> AlertList:
    """Alerts, newest first: failed runs, late prices, stale models, prices that break a check."""
    with engine.connect() as connection:
        return service.alerts(connection, query)
