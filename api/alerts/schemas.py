"""Answers of ``/alerts``."""

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from api.core.language import Words
from api.core.schemas import ApiModel, PageMeta, PageQuery, example
from vn30.alerts.kinds import KindName

AlertState = Literal["open", "resolved"]


class AlertsQuery(PageQuery):
    """Filter and page of the alerts."""

    state: AlertState | None = Field(None, description="default: both states")
    kind: KindName | None = Field(None, description="default: all kinds")


class Alert(ApiModel):
    """One alert; repeated events of the same subject update it until it is resolved."""

    id: int
    kind: KindName
    state: AlertState = Field(description="`resolved`: the cause has ended, or a newer alert has replaced it")
    subject: str = Field(description="a DAG, a check, or `models`")
    title: Words
    details: list[Words] = Field(description="further lines, the most important first")
    members: list[str] = Field(description="the tickers or tasks concerned")
    remedy: Words = Field(description="the first step; the runbook has more")
    session: date | None
    dag_id: str | None
    run_id: str | None = Field(description="the run in Airflow")
    first_seen: datetime
    last_seen: datetime
    times: int = Field(description="number of occurrences")
    resolved_at: datetime | None
    resolution: Words | None = Field(
        description="the reason of the end; `superseded`: replaced by a newer alert"
    )
    sent_at: datetime | None = Field(description="the last delivery; null without one")
    channels: list[str] = Field(description="the channels with the newest message: webhook, mail, sns")
    is_waiting: bool = Field(
        description="a delivery is pending: no channel is configured, or one does not respond"
    )
    error: str | None = Field(description="errors of failed deliveries; null without one")


class AlertList(ApiModel):
    """A page of alerts, newest first."""

    model_config = example(
        data=[
            {
                "id": 7,
                "kind": "failure",
                "state": "resolved",
                "subject": "vn30_data_crawler",
                "title": "vn30_data_crawler failed: FPT, HPG",
                "details": ["load FPT, load HPG: the source does not answer"],
                "members": ["FPT", "HPG"],
                "remedy": "Read the reasons, mend the cause, and clear the failed tasks of the run in "
                "Airflow.",
                "session": "2025-03-31",
                "dagId": "vn30_data_crawler",
                "runId": "scheduled__2025-03-31T10:00:00+00:00",
                "firstSeen": "2025-03-31T10:04:11Z",
                "lastSeen": "2025-03-31T10:04:11Z",
                "times": 1,
                "resolvedAt": "2025-03-31T11:20:00Z",
                "resolution": "the run manual__2025-03-31T11:15:02+00:00 succeeded",
                "sentAt": "2025-03-31T10:04:12Z",
                "channels": ["webhook"],
                "isWaiting": True,
                "error": "mail: ConnectionRefusedError",
            }
        ],
        meta={"page": 1, "pageSize": 20, "total": 1},
    )

    data: list[Alert]
    meta: PageMeta
