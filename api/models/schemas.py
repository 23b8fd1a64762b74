"""Answers of ``/models``. Errors are percent of the price on the test part; horizons are trading sessions."""

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from api.artifacts.schemas import FILE
from api.core.schemas import (
    VERDICT,
    ApiModel,
    HorizonLabel,
    MarketStamp,
    PageMeta,
    PageQuery,
    Verdict,
    example,
)

State = Literal["fresh", "stable", "stale"]
STATE = (
    "age of the training in sessions: `fresh` if it used prices up to the newest or the previous session, "
    "`stable` up to ten sessions old, `stale` if older. The server's settings can move both limits"
)
MODEL_BELOW_NAIVE = "true: the skill of the newest evaluation is below 0 at every horizon"


class HorizonScores(ApiModel):
    """The errors of the model beside those of the naive forecast (no change) on the same rows."""

    mape_pct: float = Field(description="mean absolute percentage error")
    naive_mape_pct: float = Field(description="the same for the naive forecast")
    skill: float = Field(description="1 - MAE / naive MAE; not above 0 means no better than naive")
    below_naive: bool = Field(description="true: `skill` is below 0")
    verdict: Verdict = Field(description=VERDICT)
    p_value: float | None = Field(
        description="one-sided Diebold-Mariano test against the naive forecast, of this ticker alone"
    )
    corrected_p_value: float | None = Field(
        description="corrected for the tickers of the run (Benjamini-Hochberg); null until it has finished"
    )
    direction_hit_rate: float | None = Field(description="share of forecasts with the correct sign")
    coverage: float | None = Field(description="share of outcomes inside the 80 % interval")
    interval_width_pct: float | None = Field(description="mean width of that interval, percent of the price")
    coverage_calm: float | None = Field(
        description="`coverage` over all stocks of the run, of forecasts from calm sessions: the lowest "
        "third of the stock's volatility over 20 sessions among those of its last 500; null: too few sessions"
    )
    coverage_calm_error: float | None = Field(description="its standard error")
    coverage_volatile: float | None = Field(description="the same in the highest third")
    coverage_volatile_error: float | None = Field(description="its standard error")


class LiveAccuracy(ApiModel):
    """The accuracy of forecasts that were published in time, beside the naive forecast on the same days."""

    forecasts: int = Field(description="number of forecasts whose target session has been reached")
    mape_pct: float
    naive_mape_pct: float
    skill: float | None = Field(description="null if the price did not change")
    coverage: float | None = Field(description="share of outcomes inside the 80 % interval")


class ModelStatus(MarketStamp):
    """The freshness and the scores of the model of a stock."""

    model_config = example(
        ticker="FPT",
        state="fresh",
        belowNaive=False,
        lastUpdatedAt="2025-03-31T11:05:00Z",
        metrics={
            "7d": {
                "mapePct": 3.12,
                "naiveMapePct": 3.15,
                "skill": 0.0105,
                "belowNaive": False,
                "verdict": "not proven",
                "pValue": 0.21,
                "correctedPValue": 0.63,
                "directionHitRate": 0.53,
                "coverage": 0.81,
                "intervalWidthPct": 11.2,
                "coverageCalm": 0.79,
                "coverageCalmError": 0.03,
                "coverageVolatile": 0.8,
                "coverageVolatileError": 0.03,
            }
        },
        live={"7d": {"forecasts": 40, "mapePct": 3.3, "naiveMapePct": 3.31, "skill": 0.003, "coverage": 0.8}},
        asOf="2025-03-31",
        dataSource="simulated",
    )

    ticker: str
    state: State = Field(description=STATE)
    below_naive: bool = Field(description=MODEL_BELOW_NAIVE)
    last_updated_at: datetime
    metrics: dict[HorizonLabel, HorizonScores] = Field(description="on the test part")
    live: dict[HorizonLabel, LiveAccuracy] = Field(
        description="of published forecasts, at the horizons with at least one realised price"
    )


class ReliabilityBin(ApiModel):
    """A bar of the reliability diagram: past forecasts with similar probabilities."""

    forecasts: int
    mean_probability: float = Field(description="of beating the VN30, as it was forecast")
    observed_share: float = Field(description="of these forecasts whose ticker beat the VN30")
    standard_error: float = Field(description="of `observedShare`; outcomes overlap and move together")


class RankScores(ApiModel):
    """How reliable the pooled model's ranks were out of sample, before the session of the forecasts."""

    first_session: date
    last_session: date
    sessions: int
    forecasts: int = Field(description="ranked tickers, all sessions together")
    rank_ic: float = Field(description="mean rank correlation of forecast and outcome by session")
    rank_ic_error: float = Field(description="its standard error")
    brier: float = Field(description="mean squared error of the probability of beating the VN30")
    base_rate_brier: float = Field(description="that of the known share of rows that beat it, same rows")
    brier_gain_error: float = Field(description="standard error of `baseRateBrier` - `brier`")
    bins: list[ReliabilityBin] = Field(description="by ascending probability")


class Reliability(MarketStamp):
    """The reliability of ranks and of the probability of beating the VN30, by horizon."""

    model_config = example(
        horizons={
            "7d": {
                "firstSession": "2020-01-02",
                "lastSession": "2025-03-20",
                "sessions": 1300,
                "forecasts": 39_000,
                "rankIc": 0.051,
                "rankIcError": 0.013,
                "brier": 0.2485,
                "baseRateBrier": 0.2493,
                "brierGainError": 0.0004,
                "bins": [
                    {
                        "forecasts": 7_800,
                        "meanProbability": 0.45,
                        "observedShare": 0.44,
                        "standardError": 0.012,
                    }
                ],
            }
        },
        asOf="2025-03-31",
        dataSource="simulated",
    )

    horizons: dict[HorizonLabel, RankScores] = Field(
        description="of the run that made the newest forecasts; empty if none of them has a rank"
    )


_ROW = {
    "ticker": "FPT",
    "state": "fresh",
    "belowNaive": False,
    "lastTrained": "2025-03-31T11:05:00Z",
    "mape": {"7d": 3.12, "15d": 4.71, "30d": 7.02},
    "naiveMape": {"7d": 3.15, "15d": 4.7, "30d": 7.03},
    "skill": {"7d": 0.0105, "15d": -0.002, "30d": 0.001},
    "verdict": {"7d": "not proven", "15d": "not proven", "30d": "not proven"},
    "predictions": {"7d": 0.8, "15d": 1.1, "30d": 1.9},
    "lower": {"7d": -4.9, "15d": -7.4, "30d": -10.2},
    "upper": {"7d": 6.4, "15d": 9.8, "30d": 14.1},
    "plotUrl": FILE["url"],
    "asOf": "2025-03-31",
    "dataSource": "simulated",
}


class ModelsQuery(PageQuery):
    """The page of the models to return."""

    page_size: int = Field(100, ge=1, le=200)


class ModelRow(MarketStamp):
    """One model in the overview."""

    model_config = example(**_ROW)

    ticker: str
    state: State = Field(description=STATE)
    below_naive: bool = Field(description=MODEL_BELOW_NAIVE)
    last_trained: datetime
    mape: dict[HorizonLabel, float] = Field(description="mean absolute percentage error")
    naive_mape: dict[HorizonLabel, float] = Field(description="the same for the naive forecast: no change")
    skill: dict[HorizonLabel, float] = Field(
        description="1 - MAE / naive MAE; not above 0 means no better than naive"
    )
    verdict: dict[HorizonLabel, Verdict] = Field(description=VERDICT)
    predictions: dict[HorizonLabel, float] = Field(description="forecast change in percent")
    lower: dict[HorizonLabel, float] = Field(description="lower bound of its 80 % interval, in percent too")
    upper: dict[HorizonLabel, float] = Field(description="upper bound of its 80 % interval, in percent too")
    plot_url: str | None = Field(
        description="path of the evaluation plot on this server. It needs no token, and expires one to "
        "two hours after "
        "it was listed; null without a plot"
    )


class ModelListMeta(PageMeta, MarketStamp):
    """The position of the page in the list, and the state of the market."""


class ModelList(ApiModel):
    """A page of the models, by ticker."""

    model_config = example(
        data=[_ROW],
        meta={"page": 1, "pageSize": 100, "total": 1, "asOf": "2025-03-31", "dataSource": "simulated"},
    )

    data: list[ModelRow]
    meta: ModelListMeta
