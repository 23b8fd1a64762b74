"""``/alerts``: alerts and their deliveries, for data scientists."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Query

from api.alerts import service
from api.alerts.schemas import AlertList, AlertsQuery
from api.auth.guards import data_scientists
from api.core.database import Database
from api.core.errors import documented

router = APIRouter(
    prefix="/alerts",
    tags=["alerts"],
    responses=documented(HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.UNPROCESSABLE_ENTITY),
)


@router.get("", dependencies=[Depends(data_scientists)])
def alerts(engine: Database, query: Annotated[AlertsQuery, Query()]) -> AlertList:
    """Alerts, newest first: failed runs, late prices, stale models, prices that fail a check."""
    with engine.connect() as connection:
        return service.alerts(connection, query)
