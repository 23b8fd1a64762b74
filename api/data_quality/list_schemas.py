"""Lists over all series: restatements, corporate actions, rejected rows, findings and reports of crawls."""

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from api.core.schemas import ApiModel, PageMeta, PageQuery, PlainText, SortedPageQuery, example
from api.data_quality.schemas import Finding, RestatedSeries
from vn30.market.corporate_actions import Kind, Origin

Severity = Literal["error", "warning", "info"]

_META = {"page": 1, "pageSize": 20, "total": 1}


class TickerPage(PageQuery):
    """A page of a list, of one series or of all."""

    ticker: PlainText | None = Field(
        None, max_length=20, description="of one series, in either case; by default of all"
    )


class RestatementsQuery(TickerPage, SortedPageQuery):
    """A page of the restatements."""

    sort_by: Literal["ex_date", "factor", "bars"] | None = Field(None, description="default: newest first")


class ActionsQuery(TickerPage, SortedPageQuery):
    """A page of the corporate actions."""

    sort_by: Literal["cash", "ratio", "issue_price", "factor"] | None = Field(
        None, description="default: by ex-date; rows without a value are last"
    )


class FindingsQuery(TickerPage):
    """A page of the findings."""

    severity: Severity | None = None


class RestatementList(ApiModel):
    """A page of the restatements."""

    model_config = example(
        data=[
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
        meta=_META,
    )

    data: list[RestatedSeries]
    meta: PageMeta


class RecordedAction(ApiModel):
    """A corporate action as it is on record."""

    ticker: str
    ex_date: date = Field(description="the first session whose price is without it")
    kind: Kind
    cash: float = Field(description="VND a share held")
    ratio: float = Field(description="new shares for each share held; of a rights issue, those offered")
    issue_price: float = Field(description="VND a share of a rights issue")
    factor: float | None = Field(
        description="by which a restatement multiplied earlier prices; null unless `origin` is `inferred`"
    )
    origin: Origin
    source: str
    recorded_at: datetime


class RecordedActionList(ApiModel):
    """A page of the corporate actions of all stocks up to today."""

    model_config = example(
        data=[
            {
                "ticker": "FPT",
                "exDate": "2025-03-20",
                "kind": "cash_dividend",
                "cash": 1000.0,
                "ratio": 0.0,
                "issuePrice": 0.0,
                "factor": 0.9917,
                "origin": "inferred",
                "source": "restated by VCI",
                "recordedAt": "2025-03-20T10:01:00Z",
            }
        ],
        meta=_META,
    )

    data: list[RecordedAction]
    meta: PageMeta


class RawValue(ApiModel):
    """A value as the source served it. It may hold anything: show it as text."""

    name: str
    value: str


class RejectedRow(ApiModel):
    """A row of a source that is not stored as a bar."""

    id: int
    ticker: str
    session: date | None = Field(description="null if its date is unreadable")
    reason: str
    raw_values: list[RawValue] = Field(
        description="in the order of their names, each cut after 500 characters"
    )
    source: str
    run_id: str = Field(description="the run of the crawler in Airflow")
    rejected_at: datetime


class RejectedRowList(ApiModel):
    """A page of the quarantine, newest first."""

    model_config = example(
        data=[
            {
                "id": 41,
                "ticker": "HPG",
                "session": "2025-02-11",
                "reason": "high below low",
                "rawValues": [{"name": "high", "value": "24.1"}, {"name": "low", "value": "25.0"}],
                "source": "vnstock",
                "runId": "scheduled__2025-02-11T10:00:00+00:00",
                "rejectedAt": "2025-02-11T10:01:00Z",
            }
        ],
        meta=_META,
    )

    data: list[RejectedRow]
    meta: PageMeta


class RecordedFinding(Finding):
    """A finding, and the crawl whose gate has found it."""

    id: int
    run_id: str = Field(description="the run of the crawler in Airflow")
    crawl_as_of: date = Field(description="the session that the crawl was for")
    found_at: datetime


class FindingList(ApiModel):
    """A page of the findings of all crawls, newest first."""

    model_config = example(
        data=[
            {
                "checkName": "07_moves_beyond_the_daily_limit",
                "severity": "warning",
                "ticker": "FPT",
                "detail": "2024-06-13: -13.0 %",
                "id": 12,
                "runId": "scheduled__2025-03-31T10:00:00+00:00",
                "crawlAsOf": "2025-03-31",
                "foundAt": "2025-03-31T10:01:12Z",
            }
        ],
        meta=_META,
    )

    data: list[RecordedFinding]
    meta: PageMeta


class ReportRow(ApiModel):
    """The report of the quality gate of one crawl, in short."""

    run_id: str = Field(description="the run of the crawler in Airflow")
    source: str
    crawl_as_of: date = Field(description="the session that the crawl was for")
    summary: str
    errors: int
    warnings: int
    reported_at: datetime


class ReportList(ApiModel):
    """A page of the reports, newest first."""

    model_config = example(
        data=[
            {
                "runId": "scheduled__2025-03-31T10:00:00+00:00",
                "source": "sample",
                "crawlAsOf": "2025-03-31",
                "summary": "32 series: 32 loaded. 32 bars inserted. 100.00 % complete.",
                "errors": 0,
                "warnings": 0,
                "reportedAt": "2025-03-31T10:01:12Z",
            }
        ],
        meta=_META,
    )

    data: list[ReportRow]
    meta: PageMeta
