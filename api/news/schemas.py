"""Requests and answers of ``/news``. Titles and summaries are plain text, never HTML."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from api.core.schemas import ApiModel, MarketStamp, PageMeta, PlainText, RequestModel, example

_ARTICLE: dict[str, Any] = {
    "id": 17,
    "title": "FPT công bố kết quả kinh doanh quý III",
    "url": "https://example.vn/fpt-quy-3.htm",
    "summary": "Doanh thu tăng so với cùng kỳ.",
    "publishedAt": "2026-11-20T02:15:00Z",
    "datedBy": "feed",
    "sources": ["CafeF", "Vietstock"],
    "tickers": ["FPT"],
}


class NewsQuery(RequestModel):
    """The articles to return."""

    symbol: Annotated[PlainText, Field(max_length=20)] | None = Field(
        None, description="only articles that name this stock; its ticker, in either case"
    )
    limit: int = Field(20, ge=1, le=100, description="maximum number of articles")
    page: int = Field(1, ge=1, le=1_000_000)

    @property
    def skipped(self) -> int:
        """Articles before the page."""
        return (self.page - 1) * self.limit


class NewsArticle(ApiModel):
    """An article: its text stays with the publisher, at `url`."""

    model_config = example(**_ARTICLE)

    id: int
    title: str = Field(description="plain text, at most 300 characters")
    url: str = Field(description="http or https")
    summary: str | None = Field(
        description="plain text, at most 600 characters; null where the feed has none"
    )
    published_at: datetime
    dated_by: Literal["feed", "first_seen"] = Field(
        description="`first_seen`: when the crawler first saw it, as the feed gives no date, or one in the "
        "future"
    )
    sources: list[str] = Field(description="the feeds that have it, the first one first")
    tickers: list[str] = Field(description="stocks of the platform that it names")


class NewsPage(MarketStamp):
    """A page of the articles, newest first."""

    model_config = example(
        data=[_ARTICLE],
        meta={"page": 1, "pageSize": 20, "total": 1},
        refreshedAt="2026-11-20T03:00:04Z",
        asOf="2026-11-19",
        dataSource="vnstock",
    )

    data: list[NewsArticle]
    meta: PageMeta
    refreshed_at: datetime | None = Field(
        description="when a feed has answered last; null before, and with the simulated market, which has no "
        "news"
    )
