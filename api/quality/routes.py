"""``/data-quality``: what the last crawl found, and how complete each series is, for data scientists."""

from http import HTTPStatus

from fastapi import APIRouter, Depends

from api.database import Database
from api.errors import documented
from api.quality import service
from api.quality.schemas import DataQuality
from api.security import data_scientists

router = APIRouter(
    prefix="/data-quality",
    tags=["data quality"],
    responses=documented(HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.CONFLICT),
)


@router.get("", dependencies=[Depends(data_scientists)])
def data_quality(engine: Database) -> DataQuality:
    """The newest crawl's report and findings, how complete every series is, and restated history."""
    with engine.connect() as connection:
        return service.data_quality(connection)
