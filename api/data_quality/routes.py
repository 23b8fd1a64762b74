"""``/data-quality``: completeness, crawl reports, restatements and rejected rows, for data scientists."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from api.auth.audit import Audited
from api.auth.guards import data_scientists
from api.core.airflow import Airflow
from api.core.database import Database
from api.core.errors import documented
from api.core.idempotency import IdempotencyKey
from api.core.response_cache import READ, MarketReads
from api.core.schemas import PageQuery
from api.data_quality import completeness as complete
from api.data_quality import crawls, lists, service
from api.data_quality.completeness_schemas import Completeness, CompletenessQuery, Gaps, GapsQuery
from api.data_quality.list_schemas import (
    ActionsQuery,
    FindingList,
    FindingsQuery,
    RecordedActionList,
    RejectedRowList,
    ReportList,
    RestatementList,
    RestatementsQuery,
    TickerPage,
)
from api.data_quality.schemas import CrawlStart, DataQuality, LookaheadChecks, StartedCrawl

router = APIRouter(
    prefix="/data-quality",
    tags=["data quality"],
    responses=documented(HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.CONFLICT),
)
_reading = [Depends(data_scientists)]
_with_query = documented(HTTPStatus.UNPROCESSABLE_ENTITY)


@router.get("", dependencies=_reading)
def data_quality(engine: Database) -> DataQuality:
    """The report and the findings of the newest crawl, the completeness of each series, and restatements."""
    with engine.connect() as connection:
        return service.data_quality(connection)


@router.get("/lookahead", dependencies=_reading)
def lookahead_checks(engine: Database) -> LookaheadChecks:
    """The newest look-ahead check: sessions computed again from prices that end there, and what differed."""
    with engine.connect() as connection:
        return LookaheadChecks(data=service.lookahead_checks(connection))


@router.get(
    "/completeness",
    dependencies=_reading,
    response_model=Completeness,
    responses={**READ, **_with_query},
)
def completeness(reads: MarketReads, query: Annotated[CompletenessQuery, Query()]) -> Response:
    """The expected sessions of each series by month, and how many of them are in which state."""
    complete.check_period(query)
    return reads.answer_json(lambda connection: complete.completeness(connection, query))


@router.get("/gaps", dependencies=_reading, responses={**documented(HTTPStatus.NOT_FOUND), **_with_query})
def gaps(engine: Database, query: Annotated[GapsQuery, Query()]) -> Gaps:
    """The sessions of a series and month that are not stored as they should be, each with the reason."""
    with engine.connect() as connection:
        return complete.gaps(connection, query)


@router.get("/restatements", dependencies=_reading, responses=_with_query)
def restatements(engine: Database, query: Annotated[RestatementsQuery, Query()]) -> RestatementList:
    """Adjustments of history by vendors, by default newest first."""
    with engine.connect() as connection:
        return lists.restatements(connection, query)


@router.get("/actions", dependencies=_reading, responses=_with_query)
def recorded_actions(engine: Database, query: Annotated[ActionsQuery, Query()]) -> RecordedActionList:
    """Corporate actions of all stocks up to today as they are on record, by default by ex-date."""
    with engine.connect() as connection:
        return lists.actions(connection, query)


@router.get("/quarantine", dependencies=_reading, responses=_with_query)
def quarantine(engine: Database, query: Annotated[TickerPage, Query()]) -> RejectedRowList:
    """Rows of sources that were rejected, with the reason and the values as served, newest first."""
    with engine.connect() as connection:
        return lists.quarantine(connection, query)


@router.get("/findings", dependencies=_reading, responses=_with_query)
def findings(engine: Database, query: Annotated[FindingsQuery, Query()]) -> FindingList:
    """Findings of the checks after all crawls, newest first."""
    with engine.connect() as connection:
        return lists.findings(connection, query)


@router.get("/reports", dependencies=_reading, responses=_with_query)
def crawl_reports(engine: Database, query: Annotated[PageQuery, Query()]) -> ReportList:
    """The reports of all crawls, newest first."""
    with engine.connect() as connection:
        return lists.reports(connection, query)


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
