"""Reads of the crawler's tables, as responses of the API."""

from http import HTTPStatus

import sqlalchemy as sa

from api.core.clock import NO_MARKET_DATA, require_market
from api.core.errors import ApiError
from api.data_quality.schemas import (
    CrawlReport,
    DataQuality,
    Finding,
    LookaheadCheck,
    RestatedSeries,
    SeriesQuality,
)
from vn30.database.warehouse import fetch_all, fetch_one

NEWEST = 100
"""Restatements beside the newest report; ``/data-quality/restatements`` has all."""


def data_quality(connection: sa.Connection) -> DataQuality:
    """The newest report with its findings, all series, and restated history.

    Raises:
        ApiError: 409 ``no_market_data`` before the first crawl report.
    """
    clock = require_market(connection)
    report = fetch_one(connection, "data_quality/newest_report")
    if report is None:
        raise ApiError(HTTPStatus.CONFLICT, "no_market_data", NO_MARKET_DATA)
    findings = fetch_all(connection, "data_quality/findings", crawl_id=report["crawl_id"])
    return DataQuality(
        report=CrawlReport.model_validate(dict(report)),
        findings=[Finding.model_validate(dict(row)) for row in findings],
        series=[
            SeriesQuality.model_validate(dict(row)) for row in fetch_all(connection, "data_quality/series")
        ],
        restatements=[
            RestatedSeries.model_validate(dict(row))
            for row in fetch_all(
                connection,
                "data_quality/restatements",
                ticker=None,
                sort_by=None,
                descending=True,
                limit=NEWEST,
                skipped=0,
            )
        ],
        lookahead=lookahead_checks(connection),
        as_of=clock.as_of,
        data_source=clock.data_source,
    )


def lookahead_checks(connection: sa.Connection) -> list[LookaheadCheck]:
    """The sessions of the newest look-ahead check, oldest first; empty before the first one."""
    return [
        LookaheadCheck.model_validate(dict(row)) for row in fetch_all(connection, "data_quality/lookahead")
    ]
