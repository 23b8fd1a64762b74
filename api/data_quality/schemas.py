"""Answers of ``/data-quality``. Sessions are those of HOSE; a bar is one session's prices of one series."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from api.core.schemas import ApiModel, MarketStamp, PlainText, RequestModel, example
from vn30.ingestion.gaps import MAX_MINUTE_DAYS, MAX_TICKERS, GapKind
from vn30.ingestion.request import HISTORY_START


class CrawlReport(ApiModel):
    """The report of the quality gate of one crawl."""

    run_id: str = Field(description="the run of the crawler in Airflow")
    source: str
    crawl_as_of: date = Field(description="the session that the crawl was for")
    summary: str = Field(description="the report in one paragraph")
    tickers_planned: int
    tickers_loaded: int
    tickers_up_to_date: int = Field(
        description="series without missing sessions, for which no request was made"
    )
    tickers_failed: int
    bars_inserted: int
    bars_updated: int
    bars_removed: int = Field(
        description="bars on the old basis of a restated series that the source no longer has"
    )
    rows_quarantined: int
    tickers_restated: int
    newest_session: date | None
    sessions_expected: int = Field(
        description="sessions from the first one that each series could have, its listing or the first bar "
        "of any series, to the as-of session"
    )
    bars_stored: int
    known_absences: int = Field(description="sessions for which the sources have no usable bar")
    open_gaps: int = Field(description="sessions without a bar that were not requested yet")
    absent_members: list[str] = Field(
        description="members of the VN30 that the source does not have; they are neither crawled nor trained"
    )
    errors: int
    warnings: int
    reported_at: datetime


class Finding(ApiModel):
    """One finding of one check."""

    check_name: str
    severity: Literal["error", "warning", "info"]
    ticker: str | None
    detail: str


class SeriesQuality(ApiModel):
    """The completeness of one series, measured by the newest crawl that had it."""

    ticker: str
    state: Literal["planned", "loaded", "failed", "up_to_date"]
    answered_by: str | None = Field(description="the source of the bars of that crawl")
    message: str | None = Field(description="notes on the loading of the series")
    newest_session: date | None
    sessions_expected: int
    bars_stored: int
    known_absences: int
    open_gaps: int
    first_bar: date | None
    sessions_untraded: int | None = Field(
        description="bars without volume at the price of the bar before; no model is trained on them. Null "
        "if the crawl was before 0.2"
    )
    provisional_bars: int = Field(
        description="bars that were fetched before their session had settled; the next crawl replaces them"
    )
    completeness_pct: float | None = Field(description="100 * bars stored / sessions expected")
    measured_at: datetime


class RestatedSeries(ApiModel):
    """An adjustment of history by a vendor: prices before ``exDate`` were multiplied by ``factor``."""

    ticker: str
    ex_date: date
    factor: float
    bars_restated: int
    likely_cause: str
    source: str
    recorded_at: datetime


class LookaheadCheck(ApiModel):
    """What was computed for one past session, again from prices that end there."""

    run_id: str = Field(description="the run of `vn30_lookahead_check` in Airflow")
    session: date
    prices_up_to: date = Field(description="the session that the full history reaches")
    horizon: int = Field(description="of the forecasts, in sessions")
    ticker: str = Field(description="whose own models were fitted again")
    tickers: int = Field(description="of the panel and of the pooled model")
    values_compared: int
    differences: int = Field(description="columns that depend on later prices; 0 if nothing looks ahead")
    details: list[str] = Field(description="column, ticker, session and both values of each difference")
    checked_at: datetime


_CHECK = {
    "runId": "scheduled__2025-03-28T13:00:00+00:00",
    "session": "2024-06-13",
    "pricesUpTo": "2025-03-28",
    "horizon": 15,
    "ticker": "FPT",
    "tickers": 30,
    "valuesCompared": 4_271_905,
    "differences": 0,
    "details": [],
    "checkedAt": "2025-03-28T13:01:05Z",
}


class LookaheadChecks(ApiModel):
    """The sessions of the newest look-ahead check."""

    model_config = example(data=[_CHECK])

    data: list[LookaheadCheck] = Field(description="oldest first; empty before the first check")


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
            "absentMembers": ["VPL"],
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
                "firstBar": "2016-01-04",
                "sessionsUntraded": 0,
                "provisionalBars": 0,
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
        lookahead=[_CHECK],
        asOf="2025-03-31",
        dataSource="simulated",
    )

    report: CrawlReport
    findings: list[Finding] = Field(description="of the reported crawl, errors first")
    series: list[SeriesQuality]
    restatements: list[RestatedSeries] = Field(description="the newest 100, newest first")
    lookahead: list[LookaheadCheck] = Field(
        description="the sessions of the newest look-ahead check; empty before the first one"
    )


class CrawlStart(RequestModel):
    """The gap to load: sessions of some tickers. Stored ones in between are loaded again."""

    model_config = example(kind="daily", tickers=["FPT", "VCB"], **{"from": "2024-06-03", "to": "2024-06-28"})

    kind: GapKind = Field(description="`daily` bars, or one-minute bars")
    tickers: list[Annotated[PlainText, Field(max_length=12)]] = Field(min_length=1, max_length=MAX_TICKERS)
    first: date = Field(alias="from", description=f"the first day, from {HISTORY_START} on")
    last: date = Field(
        alias="to",
        description=f"the last day, `asOf` at the latest; at most {MAX_MINUTE_DAYS} days of minutes",
    )


class StartedCrawl(ApiModel):
    """A crawl that is recorded, and started in Airflow."""

    model_config = example(
        jobId="0b6e8f4e-63a5-4c2b-9d0e-7a5f1f3f7c33",
        dagId="vn30_data_crawler",
        airflowRunId="api__0b6e8f4e-63a5-4c2b-9d0e-7a5f1f3f7c33",
    )

    job_id: UUID = Field(description="`GET /jobs/{jobId}` has its state")
    dag_id: str
    airflow_run_id: str
