"""Answers of ``/data-quality``. Sessions are those of HOSE; a bar is one session's prices of one series."""

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from api.schemas import ApiModel, MarketStamp


class CrawlReport(ApiModel):
    """What one crawl left behind, as its quality gate found it."""

    run_id: str = Field(description="the run of the crawler in Airflow")
    source: str
    crawl_as_of: date = Field(description="the session that the crawl was for")
    summary: str = Field(description="all of this in one paragraph, for people")
    tickers_planned: int
    tickers_loaded: int
    tickers_up_to_date: int = Field(description="nothing was missing, so nothing was asked for")
    tickers_failed: int
    bars_inserted: int
    bars_updated: int
    bars_removed: int = Field(description="bars of an old adjustment that no new one replaces")
    rows_quarantined: int
    tickers_restated: int
    newest_session: date | None
    sessions_expected: int = Field(description="sessions from each series' first bar to the as-of session")
    bars_stored: int
    known_absences: int = Field(description="sessions the sources were asked for and have no usable bar of")
    open_gaps: int = Field(description="sessions without a bar that were not asked for yet")
    errors: int
    warnings: int
    reported_at: datetime


class Finding(ApiModel):
    """One answer of one check."""

    check_name: str
    severity: Literal["error", "warning", "info"]
    ticker: str | None
    detail: str


class SeriesQuality(ApiModel):
    """How complete one series is, as the last crawl that had it measured."""

    ticker: str
    state: Literal["planned", "loaded", "failed", "up_to_date"]
    answered_by: str | None = Field(description="the source that gave the bars of that crawl")
    message: str | None = Field(description="what happened on the way")
    newest_session: date | None
    sessions_expected: int
    bars_stored: int
    known_absences: int
    open_gaps: int
    completeness_pct: float | None = Field(description="bars stored of sessions expected")
    measured_at: datetime


class RestatedSeries(ApiModel):
    """A vendor adjusted its history: prices before ``exDate`` were multiplied by ``factor``."""

    ticker: str
    ex_date: date
    factor: float
    bars_restated: int
    likely_cause: str
    source: str
    recorded_at: datetime


class DataQuality(MarketStamp):
    """The state of the stored prices."""

    report: CrawlReport
    findings: list[Finding] = Field(description="of the reported crawl, errors first")
    series: list[SeriesQuality]
    restatements: list[RestatedSeries] = Field(description="the newest hundred, newest first")
