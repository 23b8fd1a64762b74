"""Requests and answers of a stock's price series and corporate actions. Prices are VND."""

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from api.core.schemas import ApiModel, MarketStamp, PageMeta, RequestModel, example
from api.stocks.schemas import STAMP
from vn30.market.corporate_actions import Kind, Origin
from vn30.market.timeseries import Day, Range

PriceBasis = Literal["adjusted", "raw"]
Resolution = Literal["minute", "hour", "half session", "session"]

PRICES = "`adjusted` for all later dividends and issues; `raw`: as traded, rebuilt by the actions on record"
ORIGIN = (
    "`declared` in a file of the operator, listed by a `vendor` among the events of the company, or "
    "`inferred` from a restatement of the prices: kind and terms are a guess then"
)


class TimeSeriesQuery(RequestModel):
    """The series to return."""

    range: Range = Field(
        "1Y",
        description="the last session, week, months or years up to `asOf`, or the year so far. Bars of 1D "
        "are minutes, of 1W hours, of 1M half sessions, of 2Y, 5Y and 10Y 2, 5 and 10 sessions, else one",
    )
    prices: PriceBasis = Field("adjusted", description=PRICES)


class SeriesBar(ApiModel):
    """One bar; `open`, `high` and `low` are null where no source gives them."""

    date: Day
    starts_at: datetime | None = Field(None, description="when a bar of minutes starts; null of sessions")
    last_date: Day = Field(description="the last session of a bar of several; else as `date`")
    open: float | None
    high: float | None
    low: float | None
    close: float
    volume: int | None = Field(description="shares as traded, not adjusted")


class TimeSeries(MarketStamp):
    """The bars of a stock in a range, oldest first; empty where nothing is stored."""

    model_config = example(
        ticker="FPT",
        range="2Y",
        prices="adjusted",
        resolution="session",
        sessionsABar=2,
        bars=[
            {
                "date": "2025-03-28",
                "lastDate": "2025-03-31",
                "open": 119000.0,
                "high": 121300.0,
                "low": 118700.0,
                "close": 120000.0,
                "volume": 9_421_800,
            }
        ],
        **STAMP,
    )

    ticker: str
    range: Range
    prices: PriceBasis = Field(description=PRICES)
    resolution: Resolution = Field(
        description="the unit of a bar; `session` as well for 1W and 1M, where not every session has minutes"
    )
    sessions_a_bar: int = Field(description="where the unit is a session: how many of them a bar has")
    bars: list[SeriesBar]


class CorporateAction(ApiModel):
    """What holders of a stock get; from `exDate` on its price is without it."""

    ex_date: date
    kind: Kind
    cash: float = Field(description="VND a share held")
    ratio: float = Field(description="new shares for each share held; of a rights issue, those offered")
    issue_price: float = Field(description="VND a share of a rights issue")
    factor: float | None = Field(
        description="by which a restatement multiplied earlier prices; null unless `origin` is `inferred`"
    )
    origin: Origin = Field(description=ORIGIN)
    source: str = Field(description="the file, the vendor or the restatement that says so")
    is_used: bool = Field(
        description="whether it counts in raw prices; false: another source names the same action, and counts"
    )


class ActionsMeta(MarketStamp, PageMeta):
    """The position of the page, and the session up to which actions are known."""


class Actions(ApiModel):
    """A page of the corporate actions of a stock up to `asOf`, newest first."""

    model_config = example(
        data=[
            {
                "exDate": "2025-03-20",
                "kind": "cash_dividend",
                "cash": 1000.0,
                "ratio": 0.0,
                "issuePrice": 0.0,
                "factor": 0.9917,
                "origin": "inferred",
                "source": "restated by VCI",
                "isUsed": True,
            }
        ],
        meta={"page": 1, "pageSize": 20, "total": 1, **STAMP},
    )

    data: list[CorporateAction]
    meta: ActionsMeta
