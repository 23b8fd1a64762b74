"""Answers of ``/alerts``."""

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from api.schemas import ApiModel, PageMeta, PageQuery, example
from vn30.alerts.kinds import KindName

AlertState = Literal["open", "resolved"]


class AlertsQuery(PageQuery):
    """Which alerts, and which page of them."""

    state: AlertState | None = Field(None, description="without it, of either state")
    kind: KindName | None = Field(None, description="without it, of all kinds")


class Alert(ApiModel):
    """A fact that somebody should know of; while it goes on it is one alert."""

    id: int
    kind: KindName
    state: AlertState = Field(description="`resolved`: it is over, or a newer one took its place")
    subject: str = Field(description="what it is about: a DAG, a check, the models")
    title: str
    details: list[str] = Field(description="more lines, the most telling first")
    members: list[str] = Field(description="the tickers or tasks that are concerned")
    remedy: str = Field(description="what to do first; the runbook says more")
    session: date | None
    dag_id: str | None
    run_id: str | None = Field(description="the run in Airflow")
    first_seen: datetime
    last_seen: datetime
    times: int = Field(description="how often it was seen")
    resolved_at: datetime | None
    resolution: str | None = Field(description="how it came to be over; `superseded` by a newer one")
    sent_at: datetime | None = Field(description="when a channel had it last; null if never")
    channels: list[str] = Field(description="those that have what was to be told last: webhook, mail, sns")
    is_waiting: bool = Field(description="a channel is still to be told: none is set up, or one is away")
    error: str | None = Field(description="why a channel could not be told; null if all could")


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
