"""``/health``: whether the API can do its work, for probes and for people."""

import logging
from typing import Literal

import sqlalchemy as sa
from fastapi import APIRouter, Depends, Response, status
from pydantic import Field

from api.database import Database
from api.market import read_clock
from api.schemas import MarketStamp
from api.security import everybody

logger = logging.getLogger(__name__)
router = APIRouter(tags=["health"])


class Health(MarketStamp):
    """The state of the API, without details that help an attacker."""

    status: Literal["ok", "degraded"]
    database: bool = Field(description="whether the database answers")


@router.get(
    "/health",
    dependencies=[Depends(everybody)],
    responses={status.HTTP_503_SERVICE_UNAVAILABLE: {"model": Health}},
)
def health(engine: Database, response: Response) -> Health:
    """200 while the database answers, 503 otherwise."""
    try:
        with engine.connect() as connection:
            clock = read_clock(connection)
    except sa.exc.SQLAlchemyError as error:
        logger.warning("The database does not answer: %s", error)
        response.status_code = status.HTTP_503_SERVICE_UNAVAILABLE
        return Health(status="degraded", database=False, as_of=None, data_source=None)
    return Health(status="ok", database=True, as_of=clock.as_of, data_source=clock.data_source)
