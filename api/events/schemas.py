"""Requests and answers of ``/events`` and ``/news-and-events``."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from api.core.schemas import ApiModel, MarketStamp, PageMeta, PlainText, RequestModel, example
from api.news.schemas import ARTICLE_EXAMPLE, NewsArticle

Kind = Literal[
    "ceiling",
    "floor",
    "high_52_weeks",
    "low_52_weeks",
    "volume_spike",
    "restatement",
    "ex_date",
    "joined_vn30",
    "left_vn30",
]
KIND = (
    "`ceiling`, `floor`: the close is at the price limit; `high_52_weeks`, `low_52_weeks`: the close is "
    "beyond all of the 252 sessions before, the first time for 20 sessions; `volume_spike`: more than 3 "
    "times the mean volume of the 20 sessions before, and more than 3 standard deviations above it; "
    "`restatement`: the vendor has adjusted earlier prices; `ex_date`: the price is without a dividend or "
    "issue from this session on; `joined_vn30`, `left_vn30`: membership from this session on"
)
Symbol = Annotated[PlainText, Field(max_length=20)]

_EVENT: dict[str, Any] = {
    "ticker": "FPT",
    "session": "2026-11-19",
    "at": "2026-11-19T08:00:00Z",
    "kind": "ceiling",
    "value": 25_900.0,
    "unit": "VND",
    "baseline": 24_250.0,
}


class _ListQuery(RequestModel):
    symbol: Symbol | None = Field(None, description="only those of this stock; its ticker, in either case")
    limit: int = Field(20, ge=1, le=100, description="maximum number of items")
    page: int = Field(1, ge=1, le=1_000_000)

    @property
    def skipped(self) -> int:
        """Items before the page."""
        return (self.page - 1) * self.limit


class EventQuery(_ListQuery):
    """The events to return."""

    kind: Kind | None = Field(None, description=KIND)
    from_: date | None = Field(None, alias="from", description="first session")


class NewsAndEventsQuery(_ListQuery):
    """The articles and events to return."""

    kind: Literal["article", "event"] | Kind | None = Field(
        None, description=f"`article`, or `event` for events of all kinds, or one kind of events. {KIND}"
    )


class MarketEvent(ApiModel):
    """An event that follows from the platform's own data."""

    model_config = example(**_EVENT)

    ticker: str
    session: date
    at: datetime = Field(description="when it was complete: the close of the session, or the open before it")
    kind: Kind = Field(description=KIND)
    value: float | None = Field(
        description="the close: as traded at a price limit, else adjusted; the volume of a spike; the factor "
        "of a restatement; cash or new shares for each share held of an ex-date; null of a membership"
    )
    unit: Literal["VND", "shares", "factor", "VND a share", "shares a share"] | None = Field(
        description="of `value`"
    )
    baseline: float | None = Field(
        description="what `value` is compared with, in its unit: the reference price, the extreme of the "
        "year before, the mean volume; of a rights issue the price of a new share, VND"
    )
    detail: str | None = Field(
        description="of an ex-date its kind, such as `cash_dividend`; of a restatement the likely cause"
    )


class EventPage(MarketStamp):
    """A page of the events, newest first."""

    model_config = example(
        data=[_EVENT],
        meta={"page": 1, "pageSize": 20, "total": 1},
        asOf="2026-11-19",
        dataSource="vnstock",
    )

    data: list[MarketEvent]
    meta: PageMeta


class NewsOrEvent(ApiModel):
    """An article or an event; the other one is null."""

    model_config = example(event=_EVENT)

    article: NewsArticle | None = Field(description="of a publisher")
    event: MarketEvent | None = Field(description="of the platform's own data")


class NewsAndEventsPage(MarketStamp):
    """A page of the articles and events, newest first."""

    model_config = example(
        data=[{"event": _EVENT}, {"article": ARTICLE_EXAMPLE}],
        meta={"page": 1, "pageSize": 20, "total": 2},
        refreshedAt="2026-11-20T03:00:04Z",
        asOf="2026-11-19",
        dataSource="vnstock",
    )

    data: list[NewsOrEvent]
    meta: PageMeta
    refreshed_at: datetime | None = Field(description="when a feed of news has answered last")
