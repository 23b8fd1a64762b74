"""What the crawler's own tables say about the prices, in the shapes of the API."""

from http import HTTPStatus

import sqlalchemy as sa

from api.errors import ApiError
from api.market import NO_MARKET_DATA, require_market
from api.quality.schemas import CrawlReport, DataQuality, Finding, RestatedSeries, SeriesQuality
from vn30.warehouse import fetch_all, fetch_one


def data_quality(connection: sa.Connection) -> DataQuality:
    """The newest report with its findings, all series, and restated history.

    Raises:
        ApiError: 409 before the first crawl was judged.
    """
    clock = require_market(connection)
    report = fetch_one(connection, "quality/newest_report")
    if report is None:
        raise ApiError(HTTPStatus.CONFLICT, "no_market_data", NO_MARKET_DATA)
    findings = fetch_all(connection, "quality/findings", crawl_id=report["crawl_id"])
    return DataQuality(
        report=CrawlReport.model_validate(dict(report)),
        findings=[Finding.model_validate(dict(row)) for row in findings],
        series=[SeriesQuality.model_validate(dict(row)) for row in fetch_all(connection, "quality/series")],
        restatements=[
            RestatedSeries.model_validate(dict(row)) for row in fetch_all(connection, "quality/restatements")
        ],
        as_of=clock.as_of,
        data_source=clock.data_source,
    )
