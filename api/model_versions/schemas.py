"""Requests and answers of ``/model-versions``. Errors are percent of the last close."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from api.core.schemas import (
    VERDICT,
    ApiModel,
    HorizonLabel,
    PageMeta,
    PageQuery,
    PlainText,
    RequestModel,
    Verdict,
    example,
)
from api.experiments.schemas import Suspicion
from api.model_versions.test_part import Residuals, SliceScores
from api.models.schemas import RankScores
from vn30.market.timeframes import Timeframe
from vn30.models.base import TargetColumn, TargetKind

Reason = Literal["first", "newest", "refit", "rule", "person", "rollback"]
REASON = (
    "`first`: there was none before; `newest`: the policy serves the newest run; `refit`: a version of the "
    "champion's own line; `rule`: better by the paired test; `person`, `rollback`: a person's decision"
)
Note = Annotated[PlainText, Field(min_length=3, max_length=2000, description="why")]
VersionName = Annotated[str, Field(pattern=r"^v[1-9]\d{0,8}$")]

_SCORES = {
    "tickers": 30,
    "testRows": 14700,
    "skill": 0.002,
    "verdict": "not proven",
    "pValue": 0.31,
    "mapePct": 3.92,
    "naiveMapePct": 3.93,
    "rankIc": 0.035,
    "rankIcError": 0.023,
    "coverage": 0.79,
    "intervalWidthPct": 11.8,
}
_VERSION = {
    "version": "v7",
    "runId": "5f0c2b1e-8f0b-4a53-9d0e-7a5f1f3f7c11",
    "universe": "vn30",
    "line": "v3",
    "asOf": "2025-03-31",
    "trainedAt": "2025-03-31T11:05:00Z",
    "configVersion": 4,
    "owner": "airflow",
    "tickers": 30,
    "isResearch": False,
    "championAt": ["7d", "15d"],
    "scores": {"7d": _SCORES},
}
_TENURE = {
    "version": "v7",
    "universe": "vn30",
    "horizon": "7d",
    "since": "2025-03-31T11:05:00Z",
    "reason": "refit",
    "isPinned": True,
    "isDeleted": False,
}


class VersionScores(ApiModel):
    """The scores of a version at one horizon over all tickers, on the test part."""

    tickers: int
    test_rows: int
    skill: float = Field(description="1 - mean error / mean naive error; not above 0 means no better")
    verdict: Verdict = Field(description=VERDICT)
    p_value: float = Field(description="one-sided Diebold-Mariano test against the naive forecast")
    mape_pct: float = Field(description="mean absolute percentage error")
    naive_mape_pct: float = Field(description="that of the naive forecast, on the same rows")
    rank_ic: float | None = Field(description="mean rank correlation of forecast and outcome by session")
    rank_ic_error: float | None = Field(description="its standard error if there is no skill")
    coverage: float | None = Field(description="share of outcomes inside the 80 % interval")
    interval_width_pct: float | None = None


class ModelVersionRow(ApiModel):
    """One version in the list."""

    model_config = example(**_VERSION)

    version: str
    run_id: UUID = Field(description="the training run that made it")
    universe: str = Field(description="`vn30`, or the tickers of a selection")
    line: str = Field(description="first version of its line: those with the same parameters")
    as_of: date = Field(description="the session that it was trained for")
    trained_at: datetime
    parent: str | None = Field(None, description="the version whose selection of features it is bound to")
    group_id: UUID | None = Field(None, description="the same for versions that were trained together")
    config_version: int = Field(description="version of the training configuration")
    owner: str
    tickers: int
    target_kind: TargetKind | None = Field(None, description="what it learns; null in runs of version 0.2")
    target_column: TargetColumn | None = Field(None, description="the price that it forecasts")
    timeframe: Timeframe | None = Field(
        None,
        description="the bars that it learns from and that its horizons count: `1d`, `1h` or `half`; null in "
        "runs of version 0.2",
    )
    is_research: bool = Field(
        description="it forecasts another target than the return of the close, or bars within sessions: "
        "never served"
    )
    champion_at: list[HorizonLabel] = Field(description="the horizons at which it is champion")
    scores: dict[HorizonLabel, VersionScores]


class ModelVersionList(ApiModel):
    """A page of the versions, newest first."""

    model_config = example(data=[_VERSION], meta={"page": 1, "pageSize": 100, "total": 1})

    data: list[ModelVersionRow]
    meta: PageMeta


class VersionsQuery(PageQuery):
    """The page of the versions to return."""

    page_size: int = Field(100, ge=1, le=200)


class Evidence(ApiModel):
    """The paired test by which a challenger became champion; errors are means on the same forecasts."""

    sessions: int
    pairs: int
    champion_error: float
    challenger_error: float
    naive_error: float
    p_value: float


class Tenure(ApiModel):
    """The time in which a version was champion at a horizon."""

    model_config = example(**_TENURE)

    version: str
    universe: str
    horizon: HorizonLabel
    since: datetime
    until: datetime | None = Field(None, description="null: it is champion")
    reason: Reason = Field(description=REASON)
    decided_by: str | None = Field(None, description="the person; null: the training run")
    note: str | None = None
    evidence: Evidence | None = None
    is_pinned: bool = Field(description="false: the newest run is served, as long as the tenure lasts")
    is_deleted: bool = Field(description="true: the version was deleted since")


class TenuresQuery(PageQuery):
    """Filter and page of the tenures."""

    horizon: HorizonLabel | None = None


class TenureList(ApiModel):
    """A page of the history of champions, newest first."""

    model_config = example(data=[_TENURE], meta={"page": 1, "pageSize": 20, "total": 1})

    data: list[Tenure]
    meta: PageMeta


class LiveScores(ApiModel):
    """The accuracy of the forecasts of a version that were made in time, served or not."""

    forecasts: int
    served: int = Field(description="of these, forecasts of record")
    error_pct: float
    naive_error_pct: float
    skill: float | None
    coverage: float | None


class MemberScores(ApiModel):
    """A member of the ensembles, averaged over the tickers."""

    horizon: HorizonLabel
    member: str
    weight: float | None = Field(description="null for a median, which has none")
    skill: float
    tickers: int
    proven: int = Field(description="tickers whose skill is proven one by one, without a correction")


class FileType(ApiModel):
    """The stored files of one type."""

    type: str
    files: int
    size_bytes: int


class Relative(ApiModel):
    """A version of the same line or group, or a child."""

    version: str
    relation: Literal["line", "group", "child"]
    as_of: date
    trained_at: datetime
    champion_at: list[HorizonLabel]


class ModelVersionDetail(ModelVersionRow):
    """A version with everything that is stored about it."""

    model_config = example(
        **_VERSION,
        paramsHash="9f2c" * 16,
        dataVersion="1b7d" * 16,
        codeVersion="77e0" * 16,
        suspicions=[],
        live={},
        residuals={},
        slices={},
        ranks={},
        members=[],
        files=[],
        relatives=[],
        tenures=[_TENURE],
    )

    params_hash: str = Field(description="SHA-256 of configuration and tickers")
    data_version: str | None = Field(description="hash of the prices")
    code_version: str | None = Field(description="hash of the code that computes forecasts")
    notes: str | None = None
    suspicions: list[Suspicion] = Field(description="reasons to suspect a leak")
    live: dict[HorizonLabel, LiveScores]
    residuals: dict[HorizonLabel, Residuals]
    slices: dict[HorizonLabel, list[SliceScores]] = Field(
        description="the test part by fold, then by market regime; empty for versions of earlier releases"
    )
    ranks: dict[HorizonLabel, RankScores] = Field(
        description="how reliable its ranks and chances to beat the VN30 were; empty without a pooled model"
    )
    members: list[MemberScores]
    files: list[FileType]
    relatives: list[Relative]
    tenures: list[Tenure] = Field(description="when it was champion, newest first; at most 50")


class Decision(RequestModel):
    """A person's decision on the champions of some horizons."""

    model_config = example(horizons=["7d"], note="A better order", expected={"7d": "v6"})

    horizons: list[HorizonLabel] = Field(min_length=1, max_length=3)
    note: Note
    expected: dict[HorizonLabel, VersionName] = Field(
        {}, description="the champions that the person saw: 409 if one has been replaced meanwhile"
    )


class Replacement(ApiModel):
    """A champion that was replaced."""

    horizon: HorizonLabel
    before: str | None
    after: str


class Decided(ApiModel):
    """The champions that the decision has replaced; empty if the version was champion before."""

    model_config = example(replaced=[{"horizon": "7d", "before": "v6", "after": "v7"}])

    replaced: list[Replacement]


class ServedForecast(ApiModel):
    """The forecast of a version for a stock."""

    version: str
    horizon: HorizonLabel
    target_date: date
    base_price: float
    predicted_price: float
    realised_price: float | None = Field(description="on or before the target session; null: not reached yet")
    is_served: bool = Field(description="true: the champion's, which was served; false: a challenger's")


class ServedForecasts(ApiModel):
    """The forecasts of all versions for a stock as of a session. Prices are on today's basis."""

    model_config = example(
        ticker="FPT",
        asOf="2025-03-31",
        data=[
            {
                "version": "v7",
                "horizon": "7d",
                "targetDate": "2025-04-09",
                "basePrice": 121000,
                "predictedPrice": 121500,
                "realisedPrice": 120300,
                "isServed": True,
            }
        ],
    )

    ticker: str
    as_of: date | None = Field(description="the newest session up to the day with a forecast; null: none")
    data: list[ServedForecast]
