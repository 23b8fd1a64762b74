"""Requests and answers of ``/experiments``. Times carry their zone; horizons are trading sessions."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BeforeValidator, Field, field_validator

from api.artifacts.schemas import FILE, ArtifactFile
from api.core.language import FeatureWords, StoredWords, Words, translated
from api.core.schemas import (
    ApiModel,
    HorizonLabel,
    PageMeta,
    PageQuery,
    PlainText,
    RequestModel,
    Verdict,
    example,
)
from api.stocks.schemas import Horizon
from vn30.experiments.wording import localized_suspicion
from vn30.market.timeframes import Timeframe
from vn30.models.base import TargetColumn, TargetKind

RunState = Literal["pending", "running", "success", "failed", "cancelled"]
RunScope = Literal["all_vn30", "selected"]
Suspicion = Annotated[
    str,
    BeforeValidator(
        lambda reason: translated(localized_suspicion(reason)) if isinstance(reason, str) else reason
    ),
]
"""A reason to suspect a leak, which is stored in English."""

RUN = "5f0c2b1e-8f0b-4a53-9d0e-7a5f1f3f7c11"
CONFIG = "0d6d1c52-6a8b-4f6e-9a43-2f2f6d2f9b10"

SUMMARY = "v4: FPT VCB, 7/15/30 sessions, random_forest + ridge + pooled, weighted, seed 7"
GROUP = "0f5f6a52-6a0b-4a53-9d1e-1f4a3c0d9f11"
SCORES = {
    "tickers": 2,
    "testRows": 982,
    "mapePct": 4.02,
    "naiveMapePct": 4.05,
    "skill": 0.006,
    "verdict": "not proven",
    "pValue": 0.21,
    "rankIc": 0.041,
    "coverage": 0.801,
    "intervalWidthPct": 12.4,
    "coverageError": 0.02,
    "coverageCalm": 0.79,
    "coverageCalmError": 0.03,
    "coverageOrdinary": 0.81,
    "coverageOrdinaryError": 0.02,
    "coverageVolatile": 0.8,
    "coverageVolatileError": 0.03,
    "winklerPct": 19.8,
}

STATE = (
    "`pending` until Airflow starts it, then `running`; `success` if every ticker was published, `cancelled` "
    "if a user cancelled it, else `failed`"
)
KIND = "what its models learn; null until it is started, and of runs of version 0.2"
COLUMN = "the price that it forecasts; null until it is started, unless it was requested"
TIMEFRAME = (
    "the bars that its models learn from and its horizons count: `1d` sessions, `1h` hours, `half` half "
    "sessions; null until it is started, and of runs of version 0.2"
)
RESEARCH = "its forecasts are stored and scored under the run, and never shown on Market"
SCOPE = "`all_vn30`: the members of the VN30 on the run's session; `selected`: chosen tickers"


class Seeds(RequestModel):
    """The seeds of a run."""

    model_config = example(globalSeed=42)

    global_seed: int = Field(
        ge=0, le=2**32 - 1, description="replaces `reproducibility.seed` of the configuration"
    )


class RunRequest(RequestModel):
    """The training run to start."""

    model_config = example(
        configId=CONFIG, scope="selected", tickers=["FPT", "VCB"], seeds={"globalSeed": 7}, notes="Two banks"
    )

    config_id: UUID = Field(description="a version of the training configuration, active or not")
    scope: RunScope = Field(description=SCOPE)
    tickers: list[Annotated[PlainText, Field(max_length=12)]] | None = Field(
        None,
        max_length=2000,
        description="for scope `selected`; default: `universe.tickers` of the configuration. Not allowed "
        "with "
        "`all_vn30`",
    )
    seeds: Seeds | None = None
    targets: list[TargetColumn] | None = Field(
        None,
        min_length=1,
        max_length=4,
        json_schema_extra={"uniqueItems": True},
        description="start a group, one run a price, each instead of `targets.column` of the configuration; "
        "default: one run of the configuration",
    )
    parent_run_id: UUID | None = Field(
        None,
        description="train a child: on the features that the fits of this run had selected. It replaces "
        "`selection.parent` of the configuration",
    )
    notes: Annotated[PlainText, Field(max_length=2000)] | None = None

    @field_validator("targets")
    @classmethod
    def _each_once(cls, targets: list[TargetColumn] | None) -> list[TargetColumn] | None:
        if targets is not None and len(set(targets)) < len(targets):
            raise ValueError("must not repeat a price")
        return targets


class StartedRun(ApiModel):
    """The started run, or runs of a group."""

    model_config = example(runId=RUN, runIds=[RUN], groupId=GROUP)

    run_id: UUID = Field(description="the first one")
    run_ids: list[UUID] = Field(description="all of them, in the order of `targets`")
    group_id: UUID | None = Field(description="null without `targets`")


class TrainingScores(ApiModel):
    """The scores of a run on its test part, over all tickers, beside the naive forecast (no change)."""

    model_config = example(**SCORES)

    tickers: int
    test_rows: int = Field(description="number of scored forecasts")
    mape_pct: float = Field(description="mean absolute percentage error")
    naive_mape_pct: float = Field(description="the same for the naive forecast")
    skill: float = Field(description="1 - MAE / naive MAE; not above 0 means no better than naive")
    verdict: Verdict = Field(description="`proven`: skill above 0 with `pValue` below 0.05")
    p_value: float = Field(description="one-sided, of Diebold and Mariano against the naive forecast")
    rank_ic: float | None = Field(
        description="mean daily rank correlation of forecast and outcome between the tickers"
    )
    coverage: float | None = Field(description="share of outcomes inside the 80 % interval")
    interval_width_pct: float | None = Field(description="mean width of that interval, percent of the price")
    coverage_error: float | None = Field(description="standard error of `coverage`; null: too few sessions")
    coverage_calm: float | None = Field(
        description="`coverage` of forecasts from calm sessions: the lowest third of the stock's volatility "
        "over 20 sessions among those of its last 500; null for scores of earlier releases"
    )
    coverage_calm_error: float | None = Field(description="its standard error")
    coverage_ordinary: float | None = Field(description="the same in the middle third")
    coverage_ordinary_error: float | None = Field(description="its standard error")
    coverage_volatile: float | None = Field(description="the same in the highest third")
    coverage_volatile_error: float | None = Field(description="its standard error")
    winkler_pct: float | None = Field(
        description="mean interval score of Winkler, percent of the price: width plus ten times the "
        "distance of outcomes outside; less is better"
    )


DIRECTION = {
    "tickers": 2,
    "testRows": 982,
    "brier": 0.2497,
    "baseBrier": 0.2501,
    "logLoss": 0.6926,
    "baseLogLoss": 0.6933,
    "hitRate": 0.512,
}


RANKER = {
    "sessions": 1110,
    "rankIc": 0.0521,
    "rankIcError": 0.0184,
    "pooledRankIc": 0.0547,
    "pooledRankIcError": 0.0216,
    "gain": -0.0026,
    "gainError": 0.0107,
}


class DirectionScores(ApiModel):
    """The scores of a run's probabilities of a rise on its test part, beside the base rate.

    They are means over the tickers, weighted by their rows.
    """

    model_config = example(**DIRECTION)

    tickers: int
    test_rows: int = Field(description="number of scored forecasts")
    brier: float = Field(description="mean squared difference of probability and outcome")
    base_brier: float = Field(description="that of the base rate of the training rows")
    log_loss: float = Field(description="mean negative logarithm of the probability of what came")
    base_log_loss: float = Field(description="that of the base rate")
    hit_rate: float = Field(description="share of the rows whose likelier direction came")


class RankerScores(ApiModel):
    """The order of LambdaRank beside that of the pooled model, out of sample on the same rows."""

    model_config = example(**RANKER)

    sessions: int
    rank_ic: float = Field(description="of LambdaRank: mean rank correlation with the outcome by session")
    rank_ic_error: float = Field(description="its Newey-West error")
    pooled_rank_ic: float = Field(description="that of the pooled model")
    pooled_rank_ic_error: float
    gain: float = Field(description="`rankIc` - `pooledRankIc`")
    gain_error: float = Field(description="the error of the paired difference")


class Run(ApiModel):
    """A training run: request, progress and results."""

    model_config = example(
        runId=RUN,
        state="success",
        progressPct=100.0,
        eta="2026-11-20T11:02:10Z",
        createdAt="2026-11-20T11:00:00Z",
        startedAt="2026-11-20T11:00:04Z",
        finishedAt="2026-11-20T11:02:08Z",
        scope="selected",
        tickers=["FPT", "VCB"],
        globalSeed=7,
        notes="After the restatement of FPT",
        asOf="2026-11-20",
        pricesKnownAt="2026-11-20T11:00:03Z",
        owner="ds1",
        parentRunId="7ae6e7d4-7429-4f7e-b515-80efb2c074fd",
        hasSelected=True,
        configId=CONFIG,
        configVersion=4,
        configSummary=SUMMARY,
        airflowRunId=f"api__{RUN}",
        tickersDone=2,
        tickersTotal=2,
        scores={"7d": SCORES},
        suspicions=[],
        targetKind="logReturn",
        targetColumn="close",
        timeframe="1d",
        isResearch=False,
        groupId=GROUP,
        direction={},
        lambdaRank={},
    )

    run_id: UUID
    state: RunState = Field(description=STATE)
    progress_pct: float = Field(description="share of the tickers that are published")
    eta: datetime | None = Field(
        description="estimated publication of the last ticker, by the pace so far; null before the first one"
    )
    created_at: datetime
    started_at: datetime | None = Field(description="the newest start, if the run was repeated")
    finished_at: datetime | None
    scope: RunScope | None = Field(description=SCOPE)
    tickers: list[str] | None = Field(
        description="the requested tickers; null: by the scope and the configuration"
    )
    global_seed: int | None = Field(description="the requested seed; null: that of the configuration")
    notes: str | None
    as_of: date | None = Field(description="the session as of which it forecasts; null until it is started")
    prices_known_at: datetime | None = Field(
        description="it has read the prices that were stored at this time; null until it is started, and of "
        "runs of version 0.1"
    )
    owner: str = Field(description="user name; `airflow` for runs that Airflow started")
    parent_run_id: UUID | None = Field(description="the run on whose selected features it is trained")
    has_selected: bool = Field(description="whether its fits have selected features: it can be a parent")
    config_id: UUID
    config_version: int
    config_summary: Words = Field(description="the configuration in one line")
    airflow_run_id: str | None = Field(description="the run of `vn30_model_training` in Airflow")
    tickers_done: int = Field(description="published so far")
    tickers_total: int = Field(description="0 until it is started")
    scores: dict[HorizonLabel, TrainingScores] = Field(description="empty until it has finished")
    suspicions: list[Suspicion] = Field(
        description="reasons why its scores are implausibly good; empty if they are plausible"
    )
    target_kind: TargetKind | None = Field(description=KIND)
    target_column: TargetColumn | None = Field(description=COLUMN)
    timeframe: Timeframe | None = Field(description=TIMEFRAME)
    is_research: bool = Field(description=RESEARCH)
    group_id: UUID | None = Field(description="of the runs that were started together; null: of one alone")
    direction: dict[HorizonLabel, DirectionScores] = Field(
        description="of the target `direction`, once tickers are published; else empty"
    )
    lambda_rank: dict[HorizonLabel, RankerScores] = Field(
        description="of a configuration that compares LambdaRank, once it is fitted; else empty"
    )


class RunsQuery(PageQuery):
    """Filter and page of the runs."""

    state: RunState | None = Field(None, description=STATE)


ROW = {
    "runId": RUN,
    "createdAt": "2026-11-20T11:00:00Z",
    "startedAt": "2026-11-20T11:00:04Z",
    "finishedAt": "2026-11-20T11:02:08Z",
    "state": "success",
    "progressPct": 100.0,
    "scope": "selected",
    "asOf": "2026-11-20",
    "owner": "ds1",
    "notes": "After the restatement of FPT",
    "configId": CONFIG,
    "configVersion": 4,
    "configSummary": SUMMARY,
    "suspicious": False,
    "targetKind": "logReturn",
    "targetColumn": "close",
    "timeframe": "1d",
    "isResearch": False,
    "groupId": GROUP,
}
PAGE = {"page": 1, "pageSize": 20, "total": 1}


class TrainingRunRow(ApiModel):
    """A training run in the list."""

    model_config = example(**ROW)

    run_id: UUID
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    state: RunState = Field(description=STATE)
    progress_pct: float = Field(description="share of the tickers that are published")
    scope: RunScope | None = Field(description=SCOPE)
    as_of: date | None = Field(description="the session as of which it forecasts; null until it is started")
    owner: str = Field(description="user name; `airflow` for runs that Airflow started")
    notes: str | None
    config_id: UUID
    config_version: int
    config_summary: Words = Field(description="the configuration in one line")
    suspicious: bool = Field(description="its scores are implausibly good; the run has the reasons")
    target_kind: TargetKind | None = Field(description=KIND)
    target_column: TargetColumn | None = Field(description=COLUMN)
    timeframe: Timeframe | None = Field(description=TIMEFRAME)
    is_research: bool = Field(description=RESEARCH)
    group_id: UUID | None = Field(description="of the runs that were started together; null: of one alone")


class RunList(ApiModel):
    """Training runs, newest first."""

    model_config = example(data=[ROW], meta=PAGE)

    data: list[TrainingRunRow]
    meta: PageMeta


class CancelledRun(ApiModel):
    """The cancelled run."""

    model_config = example(runId=RUN, state="cancelled", stoppedInAirflow=True)

    run_id: UUID
    state: RunState = Field(description="always `cancelled`")
    stopped_in_airflow: bool = Field(
        description="false: Airflow does not respond. The tasks stop before their next fit; repeat the "
        "request to stop "
        "them at once"
    )


class LogQuery(RequestModel):
    """The part of the log to return."""

    cursor: Annotated[PlainText, Field(max_length=64)] | None = Field(
        None, description="`nextCursor` of the previous answer; default: from the first line"
    )
    limit: int = Field(200, ge=1, le=1000, description="maximum number of lines")


LINE = {"timestamp": "2026-11-20T11:00:04Z", "level": "INFO", "message": "Started: 2 tickers"}


class TrainingLogEntry(ApiModel):
    """One line of the log of a run."""

    model_config = example(**LINE)

    timestamp: datetime
    level: str
    message: str


class LogTail(ApiModel):
    """Lines of the log of a run, oldest first. Following the cursors returns each line once."""

    model_config = example(entries=[LINE], nextCursor="bGluZSA3MQ==", hasMore=False, ended=False)

    entries: list[TrainingLogEntry]
    next_cursor: str = Field(description="position after the last of these lines")
    has_more: bool = Field(description="further lines are available")
    ended: bool = Field(description="the run has ended and no further lines follow")


METRICS = {
    f"{name}{horizon}{unit}": value
    for horizon in ("7d", "15d", "30d")
    for name, unit, value in (("mape", "Pct", 3.92), ("naiveMape", "Pct", 4.0), ("skill", "", 0.02))
}


class TickerMetrics(ApiModel):
    """The errors of one ticker on the test part, in percent of the price, beside those of the naive forecast.

    `mape`: mean absolute percentage error; `naiveMape`: that of the naive forecast, no change, on the same
    rows; `skill`: 1 - MAE / naive MAE. Null for a horizon that was not trained.
    """

    model_config = example(**METRICS)

    mape_7d: float | None = Field(None, alias="mape7dPct")
    naive_mape_7d: float | None = Field(None, alias="naiveMape7dPct")
    skill_7d: float | None = Field(None, alias="skill7d")
    mape_15d: float | None = Field(None, alias="mape15dPct")
    naive_mape_15d: float | None = Field(None, alias="naiveMape15dPct")
    skill_15d: float | None = Field(None, alias="skill15d")
    mape_30d: float | None = Field(None, alias="mape30dPct")
    naive_mape_30d: float | None = Field(None, alias="naiveMape30dPct")
    skill_30d: float | None = Field(None, alias="skill30d")


class ArtifactsQuery(PageQuery):
    """Filter and page of the artifacts."""

    ticker: Annotated[PlainText, Field(max_length=12)] | None = Field(
        None, description="in either case; an empty list if the run did not publish it"
    )


class TickerArtifacts(ApiModel):
    """The results of a run for one ticker."""

    model_config = example(ticker="FPT", metrics=METRICS, files=[FILE])

    ticker: str
    metrics: TickerMetrics
    files: list[ArtifactFile] = Field(description="empty once the files of the run were deleted")


class ArtifactList(ApiModel):
    """The artifacts of a run, by ticker."""

    model_config = example(
        tickerArtifacts=[{"ticker": "FPT", "metrics": METRICS, "files": [FILE]}], meta=PAGE
    )

    ticker_artifacts: list[TickerArtifacts]
    meta: PageMeta


class ImportancesQuery(RequestModel):
    """The importances to return."""

    horizon_days: Horizon = Field(Horizon.SHORT, description="trading sessions ahead")


IMPORTANCE = {
    "model": "linear",
    "method": "coefficient",
    "regime": "all",
    "feature": "return_over_60",
    "importance": 0.0012,
    "stdError": 0.0007,
    "pValue": 0.031,
    "models": 30,
}
SELECTED = {
    "feature": "return_over_60",
    "pooledFolds": 9,
    "pooledFinal": True,
    "tickerFolds": 41,
    "tickerFinals": 12,
}


class Importance(ApiModel):
    """The importance of a feature for the models of one kind, in one market regime."""

    model_config = example(**IMPORTANCE)

    model: str = Field(description="`pooled`, or a member of the tickers' own models: their mean")
    method: Literal["contribution", "permutation", "coefficient"] = Field(
        description="`contribution`: mean size of its contribution; `permutation`: increase of the mean "
        "absolute error when it is shuffled; `coefficient`: standardised. In ranks for the pooled model, "
        "else in log returns"
    )
    regime: str = Field(description="of the market, such as `quiet, bull`; `all`: all sessions together")
    feature: str
    importance: float
    std_error: float | None = Field(
        description="over the folds of the pooled model, else over the tickers; null if there is one only"
    )
    p_value: float | None = Field(
        description="smallest of the tickers' coefficients, corrected over the features alone"
    )
    models: int = Field(description="number of models that it is the mean of")


class SelectedFeature(ApiModel):
    """How often a feature was selected."""

    model_config = example(**SELECTED)

    feature: str
    pooled_folds: int = Field(description="fits of folds of the pooled model")
    pooled_final: bool = Field(description="by the fit of the pooled model that made the forecasts")
    ticker_folds: int = Field(description="fits of folds of the tickers' own models, all tickers together")
    ticker_finals: int = Field(description="tickers whose last fit has it")


class FeatureDescription(ApiModel):
    """A feature in words."""

    group: StoredWords = Field(description="such as `Momentum`; `Ranks`: the rank of what the words say")
    words: FeatureWords


class RunFeatures(ApiModel):
    """What the models of a run use at one horizon, and which features their fits had selected."""

    model_config = example(
        importances=[IMPORTANCE],
        selected=[SELECTED],
        descriptions={"return_over_60": {"group": "Returns", "words": "return over 60 sessions"}},
        pooledFolds=12,
        tickerFolds=180,
        tickers=30,
    )

    importances: list[Importance]
    selected: list[SelectedFeature] = Field(description="empty without a selection")
    descriptions: dict[str, FeatureDescription] = Field(
        description="by feature; those of an earlier release have none"
    )
    pooled_folds: int = Field(description="folds of the pooled model with a selection")
    ticker_folds: int = Field(description="folds of the tickers' own models with one, all tickers together")
    tickers: int = Field(description="tickers with a selection")
