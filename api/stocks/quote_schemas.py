"""Requests and answers of quotes, sectors and batches of stocks. Prices are raw ones, VND."""

from datetime import date, datetime

from pydantic import Field

from api.core.language import Words
from api.core.schemas import VERDICT, ApiModel, MarketStamp, Verdict, example
from api.stocks.schemas import LOWER, OVERVIEW, STAMP, HorizonKey, StockOverview
from vn30.market.quotes import Basis

QUOTE = {
    "ticker": "FPT",
    "name": "FPT Corporation",
    "price": 120000.0,
    "reference": 118000.0,
    "ceiling": 126200.0,
    "floor": 109800.0,
    "change": 2000.0,
    "changePct": 1.6949,
    "volume": 4_710_900,
    "session": "2025-03-31",
    "asOf": "2025-03-31T08:00:00Z",
    "basis": "session",
    "delayed": False,
    "source": "vnstock:VCI",
}


class Quote(ApiModel):
    """The newest price of a stock."""

    model_config = example(**QUOTE)

    ticker: str
    name: str
    price: float | None = Field(description="null before the first bar")
    reference: float | None = Field(
        description="close of the session before, lowered on an ex-date by what holders get, on a tick"
    )
    ceiling: float | None = Field(description="the highest price that can be traded in the session")
    floor: float | None = Field(description="the lowest one")
    change: float | None = Field(description="price - reference, VND")
    change_pct: float | None = Field(description="change in percent of the reference")
    volume: int | None = Field(description="shares traded in the session up to `asOf`")
    session: date | None = Field(description="the session of the price")
    as_of: datetime | None = Field(
        description="the minute of the last trade, or the close of the session; all is as of it"
    )
    basis: Basis | None = Field(description="whether the price is of a `minute`, or the close of a `session`")
    delayed: bool = Field(description="true: trading has gone on since the price was known")
    source: str | None = Field(description="of the minute or the bar")
    reason: Words | None = Field(None, description="why there is no reference, ceiling and floor; else null")


class Quotes(MarketStamp):
    """Quotes by ticker."""

    model_config = example(data=[QUOTE], **STAMP)

    data: list[Quote]


class BatchForecast(ApiModel):
    """The current forecast at one horizon."""

    forecast_as_of: date = Field(description="the session after which the forecast was made")
    target_date: date
    predicted_price: float
    predicted_change_pct: float
    lower_price: float | None = Field(description=LOWER)
    upper_price: float | None = Field(description="the upper bound, as `lowerPrice`")
    skill: float | None = Field(description="1 - MAE / naive MAE; not above 0 means no better than naive")
    verdict: Verdict | None = Field(description=VERDICT)


class BatchStock(ApiModel):
    """A stock: its company, its newest price, and its current forecasts."""

    overview: StockOverview
    quote: Quote
    forecasts: dict[HorizonKey, BatchForecast] = Field(
        description="by trading sessions ahead; empty without a current forecast"
    )


class StockBatch(MarketStamp):
    """Several stocks, by ticker."""

    model_config = example(
        data=[
            {
                "overview": OVERVIEW,
                "quote": QUOTE,
                "forecasts": {
                    "7": {
                        "forecastAsOf": "2025-03-31",
                        "targetDate": "2025-04-10",
                        "predictedPrice": 121500.0,
                        "predictedChangePct": 1.25,
                        "lowerPrice": 114600.0,
                        "upperPrice": 127900.0,
                        "skill": 0.0105,
                        "verdict": "not proven",
                    }
                },
            }
        ],
        **STAMP,
    )

    data: list[BatchStock]


class SectorMember(ApiModel):
    """A stock of a sector."""

    ticker: str
    name: str
    weight: float | None = Field(
        description="share of the sector's market capitalisation; null if its shares are not known"
    )
    change_pct: float | None = Field(description="from the reference price, percent")


class Sector(ApiModel):
    """A sector, and its members by market capitalisation."""

    name: str | None = Field(description="null: of stocks without a sector")
    market_cap: float | None = Field(description="VND, of the members whose shares are known")
    weight: float | None = Field(description="share of the market capitalisation of all sectors")
    change_pct: float | None = Field(
        description="mean change of its members, weighted by their market capitalisation at the reference "
        "price, percent; null if it is known of none"
    )
    session: date | None = Field(description="the newest session of the changes")
    members: list[SectorMember]
    left_out: int = Field(description="members without known shares or without a reference price")


class Sectors(MarketStamp):
    """The sectors, the largest first."""

    model_config = example(
        data=[
            {
                "name": "Technology",
                "marketCap": 176_000_000_000_000.0,
                "weight": 0.06,
                "changePct": 1.6949,
                "session": "2025-03-31",
                "members": [{"ticker": "FPT", "name": "FPT Corporation", "weight": 1.0, "changePct": 1.6949}],
                "leftOut": 0,
            }
        ],
        **STAMP,
    )

    data: list[Sector]
