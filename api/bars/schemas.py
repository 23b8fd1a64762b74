"""Requests and answers of ``/stocks/{ticker}/bars``. Prices are VND, adjusted or as the source gave them."""

from datetime import date, datetime

from pydantic import Field

from api.core.schemas import ApiModel, MarketStamp, PageMeta, RequestModel, example
from vn30.market.resampling import Interval


class BarsQuery(RequestModel):
    """Which bars."""

    interval: Interval = Field("1d", description="length of a bar; `half` is the morning or the afternoon")
    start: date | None = Field(
        None, alias="from", description="first day; by default the first stored one", examples=["2025-03-24"]
    )
    end: date | None = Field(
        None, alias="to", description="last day; by default the newest one", examples=["2025-03-31"]
    )
    page: int = Field(1, ge=1, le=1_000_000)
    page_size: int = Field(1_000, ge=1, le=5_000)


class Bar(ApiModel):
    """One bar. Bars without trades do not exist."""

    time: datetime = Field(
        description="start of the bar, in Vietnam's time; of a day its midnight, of a week that of its Monday"
    )
    open: float | None = Field(description="null where no source gives it, as of some daily bars")
    high: float | None = Field(description="as `open`")
    low: float | None = Field(description="as `open`")
    close: float
    volume: int = Field(description="shares")


_BAR = {
    "time": "2025-03-31T09:15:00+07:00",
    "open": 120100.0,
    "high": 120400.0,
    "low": 120000.0,
    "close": 120300.0,
    "volume": 41300,
}


class Bars(MarketStamp):
    """A page of the bars of a stock."""

    model_config = example(
        ticker="FPT",
        interval="15m",
        data=[_BAR],
        meta={"page": 1, "pageSize": 1000, "total": 1},
        asOf="2025-03-31",
        dataSource="simulated",
    )

    ticker: str
    interval: Interval
    data: list[Bar]
    meta: PageMeta
