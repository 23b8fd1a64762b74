"""The figures of a simulation. Returns, volatilities, drawdowns and rates are shares of 1, amounts VND."""

from datetime import date
from typing import Literal

from pydantic import Field

from api.core.language import StoredWords
from api.core.schemas import ApiModel, example

TrialFamily = Literal["forecasts", "recommendations", "formulas"]
VerdictKind = Literal["no_trades", "loss", "could_be_luck", "not_above_holding", "above_holding"]

FAMILY = (
    "family of signals in the ledger: `forecasts` of versions and champions, `recommendations`, `formulas`"
)
_RATIO = {"value": 0.41, "error": 0.33}
_CURVE = {
    "totalReturn": 0.52,
    "annualReturn": 0.072,
    "volatility": 0.19,
    "volatilityError": 0.006,
    "sharpe": _RATIO,
    "sortino": {"value": 0.58, "error": 0.47},
    "calmar": {"value": 0.24, "error": 0.2},
    "drawdown": {"depth": 0.31, "peak": "2022-04-04", "trough": "2022-11-15", "sessions": 412},
    "finalDrawdown": 0.04,
}
_DIFFERENCE = {"meanReturn": 0.011, "low": -0.06, "high": 0.082}
_PERIOD = {
    "name": "2024",
    "sessions": 248,
    "totalReturn": 0.12,
    "heldReturn": 0.14,
    "indexReturn": 0.18,
    "sharpe": _RATIO,
    "drawdown": 0.09,
    "sales": 96,
    "hitRate": 0.51,
}
FIGURES = {
    "first": "2019-01-02",
    "last": "2024-12-31",
    "sessions": 1494,
    "strategy": _CURVE,
    "held": _CURVE,
    "index": _CURVE,
    "toHeld": _DIFFERENCE,
    "toIndex": _DIFFERENCE,
    "trading": {
        "purchases": 640,
        "sales": 612,
        "turnover": 9.4,
        "exposure": 0.93,
        "hitRate": {"value": 0.51, "error": 0.03},
        "recentHitRate": 0.48,
        "meanGain": 0.031,
        "meanLoss": -0.027,
        "holdingSessions": 12.4,
        "reasons": {"signal": 590, "stop": 22},
        "openPositions": 5,
        "unfilled": 1200,
    },
    "costs": {
        "fees": 31_000_000,
        "salesTax": 10_400_000,
        "dividendTax": 900_000,
        "slippage": 12_000_000.0,
        "charges": 42_300_000,
        "chargesByYear": 0.031,
    },
    "years": [_PERIOD],
    "regimes": [{**_PERIOD, "name": "quiet, bull"}],
    "luck": {
        "family": "forecasts",
        "trials": 120,
        "sharpeByLuck": 1.02,
        "sharpeAboveZero": 0.84,
        "deflatedSharpe": 0.07,
        "observations": 1493,
        "neededObservations": 4100,
    },
    "verdict": {
        "kind": "could_be_luck",
        "sentence": "Could be luck of 120 trials: deflated Sharpe ratio 0.07, below 0.95.",
    },
}


class RatioWithError(ApiModel):
    """A ratio with its standard error; null where it is not defined."""

    model_config = example(**_RATIO)

    value: float | None
    error: float | None


class CurveDrawdown(ApiModel):
    """The deepest fall from a highest equity."""

    depth: float = Field(description="share of the peak")
    peak: date
    trough: date
    recovered: date | None = Field(None, description="null: not yet")
    sessions: int = Field(description="from the peak to the recovery, or to the last session")


class CurveFigures(ApiModel):
    """The figures of one curve; ratios are by year."""

    model_config = example(**_CURVE)

    total_return: float = Field(description="over the whole period")
    annual_return: float | None = Field(description="compound, by calendar days (CAGR)")
    volatility: float = Field(description="by year")
    volatility_error: float
    sharpe: RatioWithError = Field(description="without a risk-free rate; the error is that of Lo (2002)")
    sortino: RatioWithError
    calmar: RatioWithError
    drawdown: CurveDrawdown
    final_drawdown: float = Field(description="how far the last value is below the highest before it")


class CurveDifference(ApiModel):
    """Mean return minus that of a benchmark, by year, with its 95 % interval by bootstrap of blocks."""

    model_config = example(**_DIFFERENCE)

    mean_return: float
    low: float | None = Field(description="null for fewer than 120 common returns")
    high: float | None


class Trading(ApiModel):
    """What was traded; gains are shares of what the sold shares had cost, after fees and tax."""

    purchases: int
    sales: int
    turnover: float = Field(description="half of all that was traded, by year, over the mean equity")
    exposure: float = Field(description="mean share of the equity that was in shares")
    hit_rate: RatioWithError = Field(description="share of the sales with a gain")
    recent_hit_rate: float | None = Field(description="of the newest 100 sales; null for fewer")
    mean_gain: float | None
    mean_loss: float | None
    holding_sessions: float | None = Field(description="mean, from purchase to sale")
    reasons: dict[str, int] = Field(description="sales by reason")
    open_positions: int = Field(description="tickers held after the last session")
    unfilled: int = Field(description="shares ordered and not traded: limits, volume, cash")


class TradingCosts(ApiModel):
    """What trading has cost over the whole period, VND."""

    fees: int
    sales_tax: int
    dividend_tax: int
    slippage: float = Field(
        description="what executions paid more than at the close of the decision; below 0 is a gain"
    )
    charges: int = Field(description="fees and both taxes")
    charges_by_year: float = Field(description="share of the mean equity")


class PeriodFigures(ApiModel):
    """The returns of a calendar year or of a regime of the market."""

    model_config = example(**_PERIOD)

    name: str
    sessions: int
    total_return: float
    held_return: float
    index_return: float | None
    sharpe: RatioWithError
    drawdown: float | None = Field(description="null of a regime, whose sessions are not one span")
    sales: int
    hit_rate: float | None


class Luck(ApiModel):
    """How much luck explains, by the trials of the family so far."""

    family: TrialFamily = Field(description=FAMILY)
    trials: int
    sharpe_by_luck: float = Field(description="what the best of the trials is expected to have without skill")
    sharpe_above_zero: float = Field(description="probability that the true Sharpe ratio is above 0 (PSR)")
    deflated_sharpe: float = Field(
        description="probability that it is above `sharpeByLuck`; below 0.95 the result could be luck"
    )
    observations: int = Field(description="returns of sessions")
    needed_observations: int | None = Field(
        description="with which `sharpeAboveZero` is 0.95; null for a ratio of 0 or less"
    )


class ResultVerdict(ApiModel):
    """One sentence about the result."""

    kind: VerdictKind
    sentence: StoredWords


class SimulationFigures(ApiModel):
    """The figures of a simulation after costs, beside the same stocks held and the VN30."""

    model_config = example(**FIGURES)

    first: date
    last: date
    sessions: int
    strategy: CurveFigures
    held: CurveFigures = Field(description="the same stocks, bought at the beginning and held, after costs")
    index: CurveFigures | None = Field(description="the VN30: it cannot be bought, and pays no dividends")
    to_held: CurveDifference
    to_index: CurveDifference | None
    trading: Trading
    costs: TradingCosts
    years: list[PeriodFigures]
    regimes: list[PeriodFigures] = Field(description="empty if no regime is known")
    luck: Luck | None = Field(description="null if the equity never changed")
    verdict: ResultVerdict
