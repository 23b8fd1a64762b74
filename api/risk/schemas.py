"""Answers of ``/risk``. Losses, volatilities and changes are shares of 1: 0.031 is 3.1 %."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from api.core.schemas import ApiModel, MarketStamp, PageMeta, PageQuery, RequestModel, example

Method = Literal["historical", "filtered", "cornish_fisher"]
METHOD = (
    "`historical`: the losses of the past 500 sessions; `filtered`: the same, scaled to today's volatility; "
    "`cornish_fisher`: the normal distribution, corrected for skewness and kurtosis"
)
PValue = Annotated[float | None, Field(ge=0, le=1)]
PositiveVnd = Annotated[float, Field(gt=0, le=1e15, allow_inf_nan=False)]

_BACKTEST = {
    "outcomes": 1000,
    "exceptions": 49,
    "expected": 50.0,
    "kupiecP": 0.88,
    "independenceP": 0.41,
    "coverageP": 0.71,
    "zone": "green",
    "esRatio": 0.95,
    "esRatioError": 0.04,
}
_TAIL = {
    "method": "filtered",
    "confidence": 0.95,
    "horizon": 1,
    "valueAtRisk": 0.0159,
    "expectedShortfall": 0.0217,
    "backtest": _BACKTEST,
}
_PERIOD = {
    "sessions": 250,
    "firstSession": "2024-03-29",
    "annualReturn": 0.21,
    "volatility": 0.242,
    "volatilityError": 0.015,
    "sharpe": 0.9,
    "sharpeError": 1.0,
    "sharpeAboveZero": 0.81,
    "sortino": 1.3,
    "sortinoError": 1.5,
    "calmar": 1.4,
    "calmarError": 1.9,
    "drawdown": {"depth": 0.15, "peak": "2024-07-08", "trough": "2024-08-05", "sessions": 66},
    "betas": [{"index": "VNINDEX", "value": 1.07, "error": 0.09, "correlation": 0.59}],
}
FIGURES_EXAMPLE = {
    "asOf": "2025-03-31",
    "dataSource": "simulated",
    "session": "2025-03-31",
    "firstBar": "2018-01-02",
    "lastBar": "2025-03-31",
    "ewmaVolatility": 0.21,
    "realisedVolatility": 0.23,
    "periods": [_PERIOD],
    "tails": [_TAIL],
    "worstSpans": [{"sessions": 7, "first": "2020-03-19", "last": "2020-03-30", "change": -0.153}],
    "stress": [
        {
            "name": "COVID-19 of 2020",
            "first": "2020-01-22",
            "last": "2020-03-24",
            "indexChange": -0.335,
            "change": -0.212,
            "isEstimated": False,
        }
    ],
}
_ROW = {
    "ticker": "FPT",
    "name": "FPT Corporation",
    "sector": "Technology",
    "session": "2025-03-31",
    "ewmaVolatility": 0.21,
    "valueAtRisk": 0.0159,
    "expectedShortfall": 0.0217,
    "zone": "green",
    "drawdown": 0.15,
    "betaVn30": 1.07,
    "tradedValue": 550e9,
}


class Backtest(ApiModel):
    """What came of a value at risk over past sessions, each estimated from the sessions before it."""

    outcomes: int = Field(description="that do not overlap, at most 1000 sessions of them")
    exceptions: int = Field(description="outcomes with a loss above the value at risk")
    expected: float = Field(description="exceptions of a correct value at risk")
    kupiec_p: float = Field(description="p-value of the number of exceptions; below 0.05: rejected")
    independence_p: PValue = Field(None, description="p-value that exceptions do not follow each other")
    coverage_p: PValue = Field(None, description="p-value of both together")
    zone: Literal["green", "yellow", "red"] = Field(description="traffic light of the Basel Committee")
    es_ratio: float | None = Field(None, description="mean of loss / expected shortfall over the exceptions")
    es_ratio_error: float | None = Field(None, description="its standard error")


class TailRisk(ApiModel):
    """Value at risk and expected shortfall by one method."""

    method: Method = Field(description=METHOD)
    confidence: float
    horizon: int = Field(description="trading sessions")
    value_at_risk: float | None = Field(
        description="loss that is exceeded with probability 1 - confidence; null where the method has none"
    )
    expected_shortfall: float | None = Field(description="mean of the losses beyond it")
    backtest: Backtest | None = Field(None, description="null with too few sessions")


class Drawdown(ApiModel):
    """The deepest fall from a highest close."""

    depth: float
    peak: date
    trough: date
    recovered: date | None = Field(None, description="null: not yet")
    sessions: int = Field(description="from the peak to the recovery, or to the newest session")


class IndexBeta(ApiModel):
    """Slope of the returns on those of an index."""

    index: Literal["VNINDEX", "VN30"]
    value: float
    error: float = Field(description="standard error")
    correlation: float


class PeriodRisk(ApiModel):
    """Measures over the newest sessions, by year, with standard errors."""

    sessions: int
    first_session: date
    annual_return: float | None = Field(description="compound, by calendar days")
    volatility: float
    volatility_error: float
    sharpe: float | None
    sharpe_error: float | None = Field(description="Lo (2002)")
    sharpe_above_zero: float | None = Field(description="probability that the true Sharpe ratio is above 0")
    sortino: float | None
    sortino_error: float | None
    calmar: float | None
    calmar_error: float | None
    drawdown: Drawdown
    betas: list[IndexBeta]


class WorstSpan(ApiModel):
    """The span of sessions with the lowest return."""

    sessions: int
    first: date
    last: date
    change: float


class Stress(ApiModel):
    """A named fall of the market."""

    name: str
    first: date
    last: date
    index_change: float = Field(description="of VNINDEX")
    change: float | None
    is_estimated: bool = Field(description="true: beta times the change of VNINDEX, as no prices reach it")


class RiskFigures(MarketStamp):
    """The measures of a stock or a portfolio after a session."""

    session: date = Field(description="the session after which they were computed")
    first_bar: date = Field(description="the first session that was read")
    last_bar: date
    ewma_volatility: float = Field(description="of the next session, by year; decay 0.94")
    realised_volatility: float = Field(description="of the newest 20 sessions, by year")
    periods: list[PeriodRisk] = Field(description="250 and 750 sessions, where there are so many")
    tails: list[TailRisk] = Field(description="empty for fewer than 500 sessions")
    worst_spans: list[WorstSpan]
    stress: list[Stress]


class StockRisk(RiskFigures):
    """The newest measures of a stock, as `vn30_risk` has stored them."""

    model_config = example(
        ticker="FPT",
        **FIGURES_EXAMPLE,
        tradedValue=550e9,
        position=1e9,
        sessionsToSell=0.009,
    )

    ticker: str
    intraday_volatility: float | None = Field(None, description="from minutes; null without enough of them")
    traded_value: float | None = Field(description="VND a session, median of 20")
    position: float = Field(description="VND; what `sessionsToSell` is of")
    sessions_to_sell: float | None = Field(description="at 20 % of the volume; null: nothing is traded")


class RiskQuery(RequestModel):
    """The size of a holding."""

    position: PositiveVnd = Field(1e9, description="VND, for `sessionsToSell`")


class RiskRow(ApiModel):
    """The newest risk of one stock, over one session and a year."""

    model_config = example(**_ROW)

    ticker: str
    name: str
    sector: str | None = None
    session: date
    ewma_volatility: float
    value_at_risk: float | None = Field(None, description="filtered, 95 %, one session")
    expected_shortfall: float | None = Field(None, description="the same")
    zone: Literal["green", "yellow", "red"] | None = Field(None, description="of its back-test")
    drawdown: float | None = Field(None, description="deepest fall of 250 sessions")
    beta_vn30: float | None = None
    traded_value: float | None = Field(None, description="VND a session, median of 20")


class RiskList(MarketStamp):
    """A page of the stocks with risk measures, by ticker."""

    model_config = example(
        data=[_ROW],
        meta={"page": 1, "pageSize": 100, "total": 1},
        asOf="2025-03-31",
        dataSource="simulated",
    )

    data: list[RiskRow]
    meta: PageMeta


class RiskListQuery(PageQuery):
    """The page to return."""

    page_size: int = Field(100, ge=1, le=200)
