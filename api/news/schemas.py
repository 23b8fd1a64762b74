"""Requests and answers of ``/news``. Titles and summaries are plain text, never HTML."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from api.core.schemas import ApiModel, MarketStamp, PageMeta, PlainText, RequestModel, example

ARTICLE_EXAMPLE: dict[str, Any] = {
    "id": 17,
    "title": "FPT công bố kết quả kinh doanh quý III",
    "url": "https://example.vn/fpt-quy-3.htm",
    "summary": "Doanh thu tăng so với cùng kỳ.",
    "publishedAt": "2026-11-20T02:15:00Z",
    "datedBy": "feed",
    "sources": ["CafeF", "Vietstock"],
    "tickers": ["FPT"],
    "moves": [
        {
            "ticker": "FPT",
            "session": "2026-11-20",
            "change1": 0.012,
            "vn30Change1": 0.004,
            "change7": 0.021,
            "vn30Change7": -0.003,
        }
    ],
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


class ArticleMove(ApiModel):
    """How a stock moved after an article that names it, beside the VN30: shares of 1, 0.012 is 1.2 %.

    They are changes from the last close before the article, and no proof that it has caused them.
    """

    ticker: str
    session: date | None = Field(
        description="the first session in which the article could be traded on: published before 14:45 in "
        "Vietnam, that day, else the next session"
    )
    change_1: float | None = Field(description="to the close of that session; null until it is over")
    vn30_change_1: float | None = Field(description="of the VN30 index between the same sessions")
    change_7: float | None = Field(description="to the close of the seventh session; null until it is over")
    vn30_change_7: float | None = Field(description="of the VN30 index between the same sessions")


class NewsArticle(ApiModel):
    """An article: its text stays with the publisher, at `url`."""

    model_config = example(**ARTICLE_EXAMPLE)

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
    moves: list[ArticleMove] = Field(description="of each of these stocks, by ticker")


class NewsPage(MarketStamp):
    """A page of the articles, newest first."""

    model_config = example(
        data=[ARTICLE_EXAMPLE],
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
