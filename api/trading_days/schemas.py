"""Requests and answers of ``/trading-days``."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from api.core.schemas import ApiModel, PageMeta, PlainText, RequestModel, example

Kind = Literal["closed", "session"]
KIND = "what the day is, other than in the calendar: `closed`, or a `session`"


_DAY = {
    "day": "2026-07-06",
    "kind": "closed",
    "state": "proposed",
    "reason": "no trades in any of 32 series that have bars before and after it",
    "decidedBy": "crawler",
    "decidedAt": "2026-07-07T10:02:11Z",
}


class TradingDay(ApiModel):
    """A day on which the calendar is, or may be, corrected."""

    model_config = example(**_DAY)

    day: date
    kind: Kind = Field(description=KIND)
    state: Literal["proposed", "confirmed", "dismissed"] = Field(
        description="`proposed` by the crawler, `confirmed` to correct the calendar, or `dismissed`"
    )
    reason: str
    decided_by: str = Field(
        description="the user who decided, `VN30_CLOSED_DAYS` for the setting, `crawler` for a proposal"
    )
    decided_at: datetime


class TradingDayList(ApiModel):
    """A page of these days."""

    model_config = example(data=[_DAY], meta={"page": 1, "pageSize": 20, "total": 1})

    data: list[TradingDay] = Field(description="proposals first, then the newest day first")
    meta: PageMeta


class DayDecision(RequestModel):
    """A decision on a day."""

    model_config = example(kind="closed", state="confirmed", reason="state funeral, decree 12")

    kind: Kind = Field(description=KIND)
    state: Literal["confirmed", "dismissed"] = Field(
        description="`confirmed` corrects the calendar, `dismissed` leaves it as it is"
    )
    reason: Annotated[PlainText, StringConstraints(strip_whitespace=True, max_length=200)] = Field(
        "", description="for the record"
    )
