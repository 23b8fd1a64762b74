"""Requests and answers of ``/stocks``. Prices are VND, percentages are percent, horizons trading sessions."""

from datetime import date, datetime
from enum import IntEnum
from typing import Annotated, Literal, NotRequired

from pydantic import Field, with_config
from typing_extensions import TypedDict

from api.core.language import FeatureWords
from api.core.schemas import (
    BELOW_NAIVE,
    CAMEL_CASE,
    VERDICT,
    ApiModel,
    HorizonLabel,
    MarketStamp,
    PlainText,
    RequestModel,
    Verdict,
    example,
)
from vn30.users.accounts import Role


class Horizon(IntEnum):
    """Trading sessions ahead."""

    SHORT = 7
    MIDDLE = 15
    LONG = 30


HorizonKey = Literal["7", "15", "30"]
HORIZON_KEYS: dict[int, HorizonKey] = {7: "7", 15: "15", 30: "30"}

LOWER = "lower bound of the 80 % interval, VND; null if there were too few errors to calibrate it"
RANK = (
    "rank of the expected return among the VN30 by the pooled model, 1 is the highest; null without a pooled "
    "model, or outside the VN30"
)
BEATING = (
    "probability of a return above that of the index VN30 up to the target session, from the model's "
    "own past out-of-sample ranks; null where too few of them have an outcome"
)
RISE = "probability of a price above the base price, estimated from the errors of past forecasts"

Bucket = Literal["should_buy", "should_sell"]
SortBy = Literal["change_7d", "change_15d", "change_30d", "price", "predicted_change_7d", "vn30_rank_7d"]
HistoricalRange = Literal["15d", "30d", "60d", "90d"]


STAMP = {"asOf": "2025-03-31", "dataSource": "simulated"}
FORECAST = {
    "predictedChangePct": 1.25,
    "predictedPrice": 121500.0,
    "lowerPrice": 114600.0,
    "upperPrice": 127900.0,
    "probabilityOfRise": 0.56,
    "vn30Rank": 4,
    "vn30Ranked": 30,
    "probabilityOfBeatingVn30": 0.53,
    "targetDate": "2025-04-10",
    "mapePct": 3.12,
    "naiveMapePct": 3.15,
    "skill": 0.0105,
    "belowNaive": False,
    "verdict": "not proven",
}
PICK = {
    "ticker": "FPT",
    "name": "FPT Corporation",
    "sector": "Technology",
    "horizonDays": 7,
    **FORECAST,
    "forecastAsOf": "2025-03-31",
    "currentPrice": 120000.0,
    **STAMP,
}


class TopPicksQuery(RequestModel):
    """The forecasts to rank."""

    bucket: Bucket = Field(
        description="`should_buy`: only stocks forecast to rise, best first; "
        "`should_sell`: only stocks forecast to fall, worst first"
    )
    horizon_days: Horizon = Field(Horizon.SHORT, description="trading sessions ahead")
    limit: int = Field(5, ge=1, le=30)
    role: Role | None = Field(None, description="has no effect: the access token identifies the caller")


class TopPick(MarketStamp):
    """One ranked forecast, with its interval and scores."""

    model_config = example(**PICK)

    ticker: str
    name: str
    sector: str | None
    horizon_days: Horizon = Field(description="trading sessions ahead")
    predicted_change_pct: float = Field(description="forecast change from the price on `forecastAsOf`")
    predicted_price: float
    lower_price: float | None = Field(description=LOWER)
    upper_price: float | None = Field(description="the upper bound, as `lowerPrice`")
    probability_of_rise: float | None = Field(description=RISE)
    vn30_rank: int | None = Field(description=RANK)
    vn30_ranked: int | None = Field(description="number of tickers that are ranked; null as `vn30Rank`")
    probability_of_beating_vn30: float | None = Field(description=BEATING)
    target_date: date
    forecast_as_of: date = Field(description="the session after which the forecast was made")
    current_price: float = Field(description="newest close, VND")
    mape_pct: float | None = Field(description="mean absolute percentage error on the test part")
    naive_mape_pct: float | None = Field(description="the same for the naive forecast: no change")
    skill: float | None = Field(description="1 - MAE / naive MAE; not above 0 means no better than naive")
    below_naive: bool | None = Field(description=BELOW_NAIVE)
    verdict: Verdict | None = Field(description=VERDICT)


class MyListQuery(RequestModel):
    """The part of the user's list to return."""

    horizon_days: Horizon = Field(Horizon.SHORT, description="trading sessions ahead")
    limit: int = Field(5, ge=1, le=200)


class MyListItem(MarketStamp):
    """One stock of the user's list; null: not available yet."""

    model_config = example(**PICK, addedAt="2025-03-31T12:00:00Z")

    ticker: str
    name: str
    sector: str | None
    horizon_days: Horizon = Field(description="trading sessions ahead")
    predicted_change_pct: float | None = Field(
        description="forecast change from the price on `forecastAsOf`; null without a current forecast"
    )
    predicted_price: float | None
    lower_price: float | None = Field(description=LOWER)
    upper_price: float | None = Field(description="the upper bound, as `lowerPrice`")
    probability_of_rise: float | None = Field(description=RISE)
    vn30_rank: int | None = Field(description=RANK)
    vn30_ranked: int | None = Field(description="number of tickers that are ranked; null as `vn30Rank`")
    probability_of_beating_vn30: float | None = Field(description=BEATING)
    target_date: date | None
    forecast_as_of: date | None = Field(description="the session after which the forecast was made")
    current_price: float | None = Field(description="newest close, VND; null before its first bar")
    mape_pct: float | None = Field(description="mean absolute percentage error on the test part")
    naive_mape_pct: float | None = Field(description="the same for the naive forecast: no change")
    skill: float | None = Field(description="1 - MAE / naive MAE; not above 0 means no better than naive")
    below_naive: bool | None = Field(description=BELOW_NAIVE)
    verdict: Verdict | None = Field(description=VERDICT)
    added_at: datetime


class MarketTableQuery(RequestModel):
    """Filter, order and page of the market table."""

    search: PlainText = Field("", max_length=100, description="part of a symbol or name, in either case")
    sector: PlainText | None = Field(None, max_length=100)
    sort_by: SortBy | None = Field(
        None,
        description="default: by symbol; rows without a value are last",
    )
    sort_dir: Literal["asc", "desc"] = Field("desc", description="applies to `sortBy`")
    my_list: bool = Field(False, description="only the stocks that the signed-in user follows")
    page: int = Field(1, ge=1, le=10_000)
    page_size: int = Field(30, ge=1, le=200)


class ActualChange(ApiModel):
    """The change over the last N trading sessions; null if the stock was not listed then."""

    actual_pct: float | None = Field(
        description="change in percent from the close N trading sessions ago to the current price"
    )
    actual_price: float | None = Field(description="that close N trading sessions ago, VND")


class PredictedChange(ApiModel):
    """The forecast N trading sessions ahead; null without a current forecast."""

    predicted_pct: float | None
    predicted_price: float | None
    below_naive: bool | None = Field(description=BELOW_NAIVE)
    verdict: Verdict | None = Field(description=VERDICT)
    vn30_rank: int | None = Field(description=RANK)
    vn30_ranked: int | None = Field(description="number of tickers that are ranked; null as `vn30Rank`")
    probability_of_beating_vn30: float | None = Field(description=BEATING)


@with_config(CAMEL_CASE)
class SparklinePoint(TypedDict):
    """One session of the sparkline."""

    date: date
    price: float
    is_predicted: bool


class MarketRow(ApiModel):
    """One stock in the market table."""

    symbol: str
    name: str
    sector: str | None
    current_price: float = Field(description="newest close, VND")
    pct_change: dict[HorizonLabel, ActualChange]
    predicted_pct_change: dict[Literal["7d"], PredictedChange]
    sparkline_14d: list[SparklinePoint] = Field(
        alias="sparkline14d",
        description="the stock's last 14 closes, then its forecast path for the next 7 trading sessions",
    )


class MarketTableMeta(MarketStamp):
    """Size and sectors of the whole table."""

    total: int = Field(description="rows on all pages")
    page: int
    page_size: int
    sectors: list[str] = Field(description="all sectors, regardless of the filter")


class MarketTable(ApiModel):
    """A page of the market table."""

    model_config = example(
        data=[
            {
                "symbol": "FPT",
                "name": "FPT Corporation",
                "sector": "Technology",
                "currentPrice": 120000.0,
                "pctChange": {
                    "7d": {"actualPct": 3.0, "actualPrice": 116504.85},
                    "15d": {"actualPct": -1.2, "actualPrice": 121457.49},
                    "30d": {"actualPct": 5.4, "actualPrice": 113851.99},
                },
                "predictedPctChange": {
                    "7d": {
                        "predictedPct": 1.25,
                        "predictedPrice": 121500.0,
                        "belowNaive": False,
                        "verdict": "not proven",
                        "vn30Rank": 4,
                        "vn30Ranked": 30,
                        "probabilityOfBeatingVn30": 0.53,
                    }
                },
                "sparkline14d": [
                    {"date": "2025-03-31", "price": 120000.0, "isPredicted": False},
                    {"date": "2025-04-01", "price": 120200.0, "isPredicted": True},
                ],
            }
        ],
        meta={"total": 1, "page": 1, "pageSize": 30, "sectors": ["Technology"], **STAMP},
    )

    data: list[MarketRow]
    meta: MarketTableMeta


class StockLinks(ApiModel):
    """Links to further information on the company."""

    financial_report_url: str | None
    company_website_url: str | None


OVERVIEW = {
    "ticker": "FPT",
    "name": "FPT Corporation",
    "logoUrl": "https://logos.example/FPT.png",
    "description": "Software and telecommunications.",
    "sector": "Technology",
    "exchange": "HOSE",
    "marketCap": 176_000_000_000_000.0,
    "sharesOutstanding": 1_471_000_000,
    "tradingVolume": 4_710_900,
    "averageVolume": 5_020_300,
    "links": {
        "financialReportUrl": "https://reports.example/FPT",
        "companyWebsiteUrl": "https://fpt.example",
    },
    **STAMP,
}


class StockOverview(MarketStamp):
    """The company of a ticker."""

    model_config = example(**OVERVIEW)

    ticker: str
    name: str
    logo_url: str | None
    description: str | None
    sector: str | None
    exchange: str | None
    market_cap: float | None = Field(description="VND; null until company data is loaded")
    shares_outstanding: int | None = Field(description="null until company data is loaded")
    trading_volume: int | None = Field(description="shares traded in the newest session")
    average_volume: int | None = Field(description="mean shares a session over the newest 20 bars")
    links: StockLinks


WHY = {
    "unit": "log_return",
    "base": 0.0004,
    "contributions": [
        {
            "feature": "return_over_60",
            "words": "return over 60 sessions",
            "contribution": 0.002,
            "value": 0.081,
            "rank": 4,
            "ranked": 30,
        }
    ],
    "rest": -0.0003,
}


class Contribution(ApiModel):
    """What one feature adds to the forecast."""

    feature: str = Field(description="the name of the feature")
    words: FeatureWords = Field(description="what it measures, in plain words")
    contribution: float = Field(description="in the unit of the explanation")
    value: float | None = Field(description="of the feature; null for one that is a rank alone")
    rank: float | None = Field(
        description="place among the `ranked` stocks, 1 for the highest value; null if it is equal for all"
    )
    ranked: float | None = Field(description="number of stocks compared")


class Explanation(ApiModel):
    """What a forecast consists of: `base` + `contributions` + `rest` is the forecast."""

    unit: Literal["log_return", "rank"] = Field(
        description="`log_return`: of the forecast price. `rank`, where no feature moves the price: of the "
        "expected rank among the stocks, from -0.5 to 0.5 for the highest return"
    )
    base: float = Field(description="of a model that knows no feature")
    contributions: list[Contribution] = Field(description="the five largest, largest first")
    rest: float = Field(description="smaller contributions, and members that cannot be taken apart")


class Prediction(ApiModel):
    """The forecast at one horizon."""

    predicted_change_pct: float
    target_date: date
    base_price: float = Field(description="close on `forecastAsOf`, from which the forecast starts")
    predicted_price: float
    lower_price: float | None = Field(description=LOWER)
    upper_price: float | None = Field(description="the upper bound, as `lowerPrice`")
    probability_of_rise: float | None = Field(description=RISE)
    vn30_rank: int | None = Field(description=RANK)
    vn30_ranked: int | None = Field(description="number of tickers that are ranked; null as `vn30Rank`")
    probability_of_beating_vn30: float | None = Field(description=BEATING)
    volatility_regime: Literal["volatile", "quiet", "unknown"] = Field(
        description="of VNINDEX on `forecastAsOf`: its 20-session volatility against that of the past year"
    )
    trend_regime: Literal["bull", "bear", "unknown"] = Field(
        description="of VNINDEX on `forecastAsOf`: above or below its 200-session average"
    )
    mape_pct: float | None = Field(description="mean absolute percentage error on the test part")
    naive_mape_pct: float | None = Field(description="the same for the naive forecast: no change")
    skill: float | None = Field(description="1 - MAE / naive MAE; not above 0 means no better than naive")
    below_naive: bool | None = Field(description=BELOW_NAIVE)
    verdict: Verdict | None = Field(description=VERDICT)
    explanation: Explanation | None = Field(
        description="null: not known, of forecasts of earlier versions and of medians"
    )


class Restatement(ApiModel):
    """What the vendor has restated of the prices since the forecasts were made from them."""

    factor: float = Field(description="by which prices before `exDate` were multiplied since")
    ex_date: date = Field(description="of the newest event, if there were several")
    likely_cause: str = Field(description="such as a cash dividend or a split; derived from the prices")


class Predictions(MarketStamp):
    """The current forecasts of a stock. Their prices are on the basis of today's."""

    model_config = example(
        ticker="FPT",
        forecastAsOf="2025-03-31",
        horizons={
            "7": {
                **FORECAST,
                "basePrice": 120000.0,
                "volatilityRegime": "quiet",
                "trendRegime": "bull",
                "explanation": WHY,
            }
        },
        restatement={
            "factor": 0.5,
            "exDate": "2025-04-01",
            "likelyCause": "a split or stock dividend of 100 new shares for 100 held",
        },
        **STAMP,
    )

    ticker: str
    forecast_as_of: date = Field(description="the session after which the forecasts were made")
    horizons: dict[HorizonKey, Prediction] = Field(description="by trading sessions ahead")
    restatement: Restatement | None = Field(
        description="null: the prices that the forecasts were made from were not restated since"
    )


@with_config(CAMEL_CASE)
class ChartPoint(TypedDict):
    """One session of the chart. The last session with an actual price is also the start of the forecast."""

    date: date
    actual_price: float | None
    predicted_price: float | None
    lower_price: NotRequired[
        Annotated[float | None, Field(description="lower bound of the 80 % interval, VND")]
    ]
    upper_price: NotRequired[
        Annotated[float | None, Field(description="upper bound of the 80 % interval, VND")]
    ]


class ChartRange(ApiModel):
    """The range of the chart, in trading sessions."""

    historical: HistoricalRange
    prediction: HorizonLabel


class Chart(MarketStamp):
    """Closes and the forecast path of a stock, oldest first."""

    model_config = example(
        ticker="FPT",
        points=[
            {
                "date": "2025-03-31",
                "actualPrice": 120000.0,
                "predictedPrice": 120000.0,
                "lowerPrice": 120000.0,
                "upperPrice": 120000.0,
            }
        ],
        verdict="not proven",
        range={"historical": "15d", "prediction": "7d"},
        **STAMP,
    )

    ticker: str
    points: list[ChartPoint]
    verdict: Verdict | None = Field(description=f"of the forecast: {VERDICT}")
    range: ChartRange
