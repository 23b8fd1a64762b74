"""``/data-quality``: the newest crawl report and the completeness of each series, for data scientists."""

from http import HTTPStatus

from fastapi import APIRouter, Depends

from api.auth.guards import data_scientists
from api.core.database import Database
from api.core.errors import documented
from api.data_quality import service
from api.data_quality.schemas import DataQuality, LookaheadChecks

router = APIRouter(
    prefix="/data-quality",
    tags=["data quality"],
    responses=documented(HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.CONFLICT),
)


@router.get("", dependencies=[Depends(data_scientists)])
def data_quality(engine: Database) -> DataQuality:
    """The report and the findings of the newest crawl, the completeness of each series, and restatements."""
    with engine.connect() as connection:
        return service.data_quality(connection)


@router.get("/lookahead", dependencies=[Depends(data_scientists)])
def lookahead_checks(engine: Database) -> LookaheadChecks:
    """The newest look-ahead check: sessions computed again from prices that end there, and what differed."""
    with engine.connect() as connection:
        return LookaheadChecks(data=service.lookahead_checks(connection))
