"""The answer of ``/experiments/{runId}/comparison``."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from api.core.language import Words
from api.core.schemas import ApiModel, HorizonLabel, RequestModel, example
from api.experiments.schemas import RUN, SUMMARY

OTHER = "7ae6e7d4-7429-4f7e-b515-80efb2c074fd"
DIFFERENCE = {
    "value": -0.012,
    "error": 0.02,
    "low": -0.054,
    "high": 0.03,
    "pValue": 0.55,
    "correctedPValue": 1.0,
}
SCORES = {
    "tickers": 30,
    "sessions": 480,
    "forecasts": 14_350,
    "errorPct": 4.021,
    "otherErrorPct": 4.033,
    "naiveErrorPct": 4.05,
    "skill": 0.0072,
    "otherSkill": 0.0042,
    "errorDifference": DIFFERENCE,
    "rankIc": 0.041,
    "otherRankIc": 0.038,
    "rankIcDifference": DIFFERENCE,
    "verdict": "not proven",
}
COMPARED = {
    "runId": OTHER,
    "createdAt": "2026-11-19T11:00:00Z",
    "asOf": "2026-11-19",
    "owner": "ds1",
    "notes": "Before the efficiency ratio",
    "configVersion": 3,
    "configSummary": SUMMARY,
}
_DOCUMENT = {"universe": {"useAllVn30": True}, "targets": {"horizons": [7, 15, 30]}}


class ComparisonQuery(RequestModel):
    """The run to compare with."""

    other_run_id: UUID | None = Field(
        None, description="default: the newest run before it that has succeeded with the same target"
    )


class ScoreDifference(ApiModel):
    """The score of the run less that of the other run, over the same sessions."""

    model_config = example(**DIFFERENCE)

    value: float
    error: float = Field(description="its Newey-West error over sessions")
    low: float = Field(description="lower end of its 95 % interval")
    high: float = Field(description="upper end of its 95 % interval")
    p_value: float = Field(description="two-sided, of no difference")
    corrected_p_value: float = Field(description="the p-value times `trials`, at most 1")


class ComparedScores(ApiModel):
    """Scores of both runs at a horizon, on the forecasts that both have made in their test parts."""

    model_config = example(**SCORES)

    tickers: int
    sessions: int
    forecasts: int
    error_pct: float = Field(description="mean absolute error of the run, percent of the base price")
    other_error_pct: float = Field(description="the same of the other run")
    naive_error_pct: float = Field(description="the same of the naive forecast")
    skill: float | None = Field(description="1 - `errorPct` / `naiveErrorPct`; null if no price moved")
    other_skill: float | None
    error_difference: ScoreDifference | None = Field(
        description="of the errors, percentage points: below 0 the run has less error. Null for sessions of "
        "fewer than four horizons, which give no error of it"
    )
    rank_ic: float | None = Field(description="mean rank correlation of forecast and outcome by session")
    other_rank_ic: float | None
    rank_ic_difference: ScoreDifference | None
    verdict: Literal["less error", "more error", "not proven"] = Field(
        description="`not proven` unless the corrected p-value of `errorDifference` is below 0.05"
    )


class ComparedRun(ApiModel):
    """The run that another is compared with."""

    model_config = example(**COMPARED)

    run_id: UUID
    created_at: datetime
    as_of: date | None
    owner: str
    notes: str | None
    config_version: int
    config_summary: Words


class ComparedRuns(ApiModel):
    """A training run beside another: scores on the same forecasts, and the configurations."""

    model_config = example(
        runId=RUN,
        other=COMPARED,
        problem=None,
        scores={"7d": SCORES},
        trials=6,
        caveats=["The code has changed between the runs: a part of the difference can come from that."],
        config=_DOCUMENT,
        otherConfig=_DOCUMENT,
    )

    run_id: UUID
    other: ComparedRun | None = Field(description="null: no run before it is comparable")
    problem: Words | None = Field(None, description="why there are no scores")
    scores: dict[HorizonLabel, ComparedScores]
    trials: int = Field(
        description="configurations trained for this universe beside the other run's, times the horizons: "
        "p-values are corrected for so many"
    )
    caveats: list[Words] = Field(description="what else than the configuration differs")
    config: dict[str, Any] = Field(description="what the run was asked for, with all defaults")
    other_config: dict[str, Any] | None = Field(description="the same of the other run")
