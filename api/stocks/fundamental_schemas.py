"""Requests and answers of the key figures of a stock."""

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from api.core.language import Words
from api.core.schemas import ApiModel, MarketStamp, RequestModel, example
from api.stocks.schemas import STAMP
from vn30.market.fundamentals import HIGH_PE, LARGE_CAP, MEDIUM_PE, MID_CAP, CapBucket, Metric, PeBucket
from vn30.market.key_figures import DerivedMetric

Unit = Literal["shares", "VND", "times", "%"]


class FundamentalsQuery(RequestModel):
    """The day whose knowledge is asked for."""

    as_of: date | None = Field(
        None, description="a session, or a day after it; by default, and at most, the current session"
    )


class KeyFigure(ApiModel):
    """A figure with its origin."""

    metric: Metric | DerivedMetric
    value: float | None = Field(description="in `unit`; null where it is not known, never zero for that")
    unit: Unit
    period: Words | None = Field(
        description="of the report, or the sessions that it is made of; null for what is of the day itself"
    )
    day: date | None = Field(description="the session after which it was known; null if it is not known")
    source: str = Field(description="who gives it; `computed` from stored bars and shares; `none`")
    reason: Words | None = Field(None, description="why there is no value; else null")
    note: Words | None = Field(description="how it is computed; null for one that the source gives")
    known_from: datetime | None = Field(
        description="when the platform had it; null for what is computed on request"
    )


class KeyFigures(MarketStamp):
    """What is known of a stock after a session."""

    model_config = example(
        ticker="FPT",
        name="FPT Corporation",
        sector="Technology",
        exchange="HOSE",
        day="2025-03-31",
        marketCapBucket="large",
        peBucket="high",
        checkedAt="2025-03-31T10:45:00Z",
        figures=[
            {
                "metric": "eps",
                "value": 5310.0,
                "unit": "VND",
                "period": "four quarters to 2024-Q4",
                "day": "2025-03-31",
                "source": "vnstock:VCI",
                "note": "market capitalisation / shares / P/E of the report",
                "knownFrom": "2025-03-31T10:45:00Z",
            }
        ],
        **STAMP,
    )

    ticker: str
    name: str
    sector: str | None
    exchange: str | None
    day: date = Field(description="the session whose knowledge it is; `asOf` is the current one")
    market_cap_bucket: CapBucket | None = Field(
        description=f"`mid` from {MID_CAP:,.0f} VND, `large` from {LARGE_CAP:,.0f} VND; null as the figure"
    )
    pe_bucket: PeBucket | None = Field(
        description=f"`medium` from a P/E of {MEDIUM_PE:g}, `high` above {HIGH_PE:g}; null as the figure"
    )
    checked_at: datetime | None = Field(
        description="when a source has answered last; null: never. Figures that have not changed since keep "
        "their day"
    )
    problem: str | None = Field(None, description="why the newest request failed; null if it did not")
    figures: list[KeyFigure]
