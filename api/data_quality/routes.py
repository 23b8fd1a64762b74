"""``/data-quality``: the newest crawl report and the completeness of each series, for data scientists."""

from http import HTTPStatus

from fastapi import APIRouter, Depends

from api.auth.audit import Audited
from api.auth.guards import data_scientists
from api.core.airflow import Airflow
from api.core.database import Database
from api.core.errors import documented
from api.core.idempotency import IdempotencyKey
from api.data_quality import crawls, service
from api.data_quality.schemas import CrawlStart, DataQuality, LookaheadChecks, StartedCrawl

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


@router.post(
    "/crawls",
    status_code=HTTPStatus.ACCEPTED,
    dependencies=[Depends(data_scientists)],
    responses=documented(HTTPStatus.BAD_REQUEST, HTTPStatus.UNPROCESSABLE_ENTITY),
)
def start_crawl(
    engine: Database,
    airflow: Airflow,
    audit: Audited,
    body: CrawlStart,
    idempotency_key: IdempotencyKey = None,
) -> StartedCrawl:
    """Ask a crawler to load a gap, as a run of `vn30_data_crawler` or `vn30_intraday_crawler` in Airflow.

    It is `queued` until Airflow starts it: one run at a time, and none while the DAG is paused. If Airflow
    does not respond, the answer is 503 and the job has failed; the same key then starts it.
    """
    return crawls.start(engine, airflow, audit, body, idempotency_key)
