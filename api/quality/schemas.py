"""Answers of ``/data-quality``. Sessions are those of HOSE; a bar is one session's prices of one series."""

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from api.schemas import ApiModel, MarketStamp, example


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

    model_config = example(
        report={
            "runId": "scheduled__2025-03-31T10:00:00+00:00",
            "source": "sample",
            "crawlAsOf": "2025-03-31",
            "summary": "32 series: 32 loaded. 32 bars inserted. 100.00 % complete.",
            "tickersPlanned": 32,
            "tickersLoaded": 32,
            "tickersUpToDate": 0,
            "tickersFailed": 0,
            "barsInserted": 32,
            "barsUpdated": 0,
            "barsRemoved": 0,
            "rowsQuarantined": 0,
            "tickersRestated": 0,
            "newestSession": "2025-03-31",
            "sessionsExpected": 83_992,
            "barsStored": 83_992,
            "knownAbsences": 0,
            "openGaps": 0,
            "errors": 0,
            "warnings": 0,
            "reportedAt": "2025-03-31T10:01:12Z",
        },
        findings=[
            {
                "checkName": "07_moves_beyond_the_daily_limit",
                "severity": "warning",
                "ticker": "FPT",
                "detail": "2024-06-13: -13.0 %",
            }
        ],
        series=[
            {
                "ticker": "FPT",
                "state": "loaded",
                "answeredBy": "sample",
                "message": "1 bar, overlap of 10 unchanged",
                "newestSession": "2025-03-31",
                "sessionsExpected": 2_624,
                "barsStored": 2_624,
                "knownAbsences": 0,
                "openGaps": 0,
                "completenessPct": 100.0,
                "measuredAt": "2025-03-31T10:01:10Z",
            }
        ],
        restatements=[
            {
                "ticker": "FPT",
                "exDate": "2024-06-13",
                "factor": 0.8696,
                "barsRestated": 2_430,
                "likelyCause": "15 new for 100 held",
                "source": "vnstock",
                "recordedAt": "2024-06-13T10:01:00Z",
            }
        ],
        asOf="2025-03-31",
        dataSource="simulated",
    )

    report: CrawlReport
    findings: list[Finding] = Field(description="of the reported crawl, errors first")
    series: list[SeriesQuality]
    restatements: list[RestatedSeries] = Field(description="the newest hundred, newest first")
