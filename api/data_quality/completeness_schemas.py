"""Requests and answers on completeness: the sessions that are expected of a series, and their state."""

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from api.core.language import Words
from api.core.schemas import ApiModel, MarketStamp, PlainText, RequestModel, example
from vn30.market.completeness import Series, State

SERIES = "`daily` bars, or `minutes`"
STATE = (
    "`stored`: a daily bar, or minutes that add up to it; `provisional`: fetched before the session had "
    "settled; `untraded`: a daily bar without volume at the price of the bar before; `different`: minutes "
    "that are not the daily bar; `absent`: a source was asked and has nothing; `missing`: none of these"
)


class CompletenessQuery(RequestModel):
    """Which sessions of which series."""

    series: Series = Field("daily", description=SERIES)
    start: date | None = Field(
        None,
        alias="from",
        description="first session; by default the first expected one, of minutes a year before `to`",
        examples=["2025-01-01"],
    )
    end: date | None = Field(
        None, alias="to", description="last session; by default the newest one", examples=["2025-03-31"]
    )


class SeriesCompleteness(ApiModel):
    """One series. Each list has a number of sessions for each of the `months`."""

    ticker: str
    kind: Literal["stock", "index"]
    expected: list[int] = Field(
        description="from the listing, or the first bar of any series, until the stock leaves the VN30; of "
        "minutes from the first stored ones on, of members, where there were trades. The others add up to it"
    )
    stored: list[int]
    provisional: list[int]
    untraded: list[int]
    different: list[int]
    absent: list[int]
    missing: list[int]


_COUNTS = {
    "expected": [20, 20, 21],
    "stored": [20, 18, 21],
    "provisional": [0, 0, 0],
    "untraded": [0, 1, 0],
    "different": [0, 0, 0],
    "absent": [0, 1, 0],
    "missing": [0, 0, 0],
}


class Completeness(MarketStamp):
    """The completeness of all series by month."""

    model_config = example(
        series="daily",
        months=["2025-01", "2025-02", "2025-03"],
        data=[{"ticker": "FPT", "kind": "stock", **_COUNTS}],
        asOf="2025-03-31",
        dataSource="simulated",
    )

    series: Series = Field(description=SERIES)
    months: list[str] = Field(description="those with an expected session, oldest first")
    data: list[SeriesCompleteness] = Field(description="stocks by ticker, then indices")


class GapsQuery(RequestModel):
    """The cell of a series and month."""

    series: Series = Field("daily", description=SERIES)
    ticker: PlainText = Field(
        max_length=20, description="of a stock or an index, in either case", examples=["FPT"]
    )
    month: str = Field(pattern=r"^20\d\d-(0[1-9]|1[0-2])$", description="YYYY-MM", examples=["2025-02"])


class Gap(ApiModel):
    """An expected session that is not stored as it should be."""

    session: date
    state: State = Field(description=STATE)
    reason: Words
    times_asked: int | None = Field(
        description="how often sources have answered without it; null where that is not on record"
    )
    last_asked_at: datetime | None = Field(description="as `timesAsked`")


class Gaps(MarketStamp):
    """The expected sessions of a month that are not in the state `stored`."""

    model_config = example(
        series="daily",
        ticker="FPT",
        month="2025-02",
        data=[
            {
                "session": "2025-02-11",
                "state": "absent",
                "reason": "The source has no row of this session.",
                "timesAsked": 3,
                "lastAskedAt": "2025-02-13T10:00:41Z",
            }
        ],
        asOf="2025-03-31",
        dataSource="simulated",
    )

    series: Series = Field(description=SERIES)
    ticker: str
    month: str
    data: list[Gap] = Field(description="oldest first")
