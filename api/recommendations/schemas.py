"""Requests and answers of ``/recommendations``. Returns are percent of the close at the session, prices VND."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from api.core.schemas import (
    VERDICT,
    ApiModel,
    HorizonLabel,
    MarketStamp,
    PageMeta,
    PageQuery,
    RequestModel,
    Verdict,
    example,
)

NOTICE = (
    "Information, no advice. A recommendation is computed from past prices, knows nothing of your situation, "
    "and may be wrong: its record stands beside it."
)

Label = Literal["BUY", "HOLD", "SELL"]
LABEL = (
    "`BUY`: beats the VN30 by more than a round trip costs; `SELL`: falls behind it; `HOLD`: neither claim "
    "passes the profile"
)
Profile = Literal["conservative", "moderate", "aggressive"]
Ending = Literal["horizon", "stop", "target", "not_filled"]
ENDING = (
    "`horizon`: held to the end; `stop`, `target`: that price was met first; `not_filled`: it could not be "
    "traded"
)
CONFIDENCE = "the calibrated chance, as a share of 1, that the claim of the label comes true"
Tickers = Annotated[
    str,
    Field(
        pattern=r"^[A-Za-z0-9]{1,20}(,[A-Za-z0-9]{1,20}){0,19}$",
        description="a ticker in either case, or up to 20, separated by commas",
        examples=["FPT"],
    ),
]

_RECORD = {
    "judged": 412,
    "hits": 221,
    "hitRate": 0.536,
    "hitRateError": 0.031,
    "excessPct": -0.12,
    "excessPctError": 0.24,
}
_ROW = {
    "id": "5f0c2b1e-8f0b-4a53-9d0e-7a5f1f3f7c11",
    "ticker": "FPT",
    "name": "FPT Corporation",
    "session": "2025-03-31",
    "profile": "moderate",
    "horizon": "7d",
    "targetDate": "2025-04-09",
    "label": "HOLD",
    "confidence": 0.53,
    "reasonCode": "not_proven",
    "justification": "HOLD: the skill of the model is not proven.",
    "expectedReturnPct": 0.4,
    "lowerReturnPct": -4.8,
    "upperReturnPct": 5.7,
    "costsPct": 0.4,
    "basePrice": 121000,
    "entryPrice": 121000,
    "vn30Rank": 4,
    "vn30Ranked": 30,
    "verdict": "not proven",
    "record": _RECORD,
}


class Record(ApiModel):
    """The record of judged recommendations of one kind."""

    judged: int = Field(description="recommendations whose horizon is over and that could be traded")
    hits: int = Field(description="of these, those whose claim came true")
    hit_rate: float | None = Field(description="share of 1; null: none is judged yet")
    hit_rate_error: float | None = Field(description="its standard error, by sessions")
    excess_pct: float | None = Field(description="mean return against the VN30, after costs")
    excess_pct_error: float | None = Field(description="its standard error, by sessions")


class RecommendationRow(ApiModel):
    """A recommendation in a list."""

    model_config = example(**_ROW)

    id: UUID
    ticker: str
    name: str
    session: date = Field(description="the session after whose close it was made")
    profile: Profile
    horizon: HorizonLabel
    target_date: date | None = Field(description="the session at the end of the horizon")
    label: Label = Field(description=LABEL)
    confidence: float = Field(description=CONFIDENCE)
    reason_code: str = Field(description="stable identifier of the reason for the label")
    justification: str
    expected_return_pct: float
    lower_return_pct: float | None = Field(description="lower end of the 80 % interval")
    upper_return_pct: float | None = Field(description="upper end of the 80 % interval")
    costs_pct: float = Field(description="fees and tax of a purchase and a sale")
    base_price: float = Field(description="close at the session, as traded")
    entry_price: float | None = None
    stop_loss: float | None = None
    take_profit: float | None = None
    worst_case_pct: float | None = Field(
        None, description="return if the shares cannot be sold before they are settled, at the floor"
    )
    vn30_rank: int | None
    vn30_ranked: int | None
    verdict: Verdict | None = Field(description=VERDICT)
    model_version: str | None = None
    record: Record | None = Field(description="of earlier ones with this label, profile and horizon")


class RecommendationsQuery(PageQuery):
    """Filters and page of the current recommendations."""

    profile: Profile | None = Field(None, description="default: the profile of the caller's settings")
    label: Label | None = None
    horizon: HorizonLabel | None = None
    ticker: Tickers | None = None
    page_size: int = Field(50, ge=1, le=200)


class RecommendationsMeta(PageMeta, MarketStamp):
    """The page, and what the recommendations are for."""

    profile: Profile
    session: date | None = Field(description="the session of the newest recommendations; null: there are none")
    made_at: datetime | None


class RecommendationList(ApiModel):
    """A page of the current recommendations of a profile: BUY and SELL first, then by confidence."""

    model_config = example(
        data=[_ROW],
        meta={
            "page": 1,
            "pageSize": 50,
            "total": 1,
            "asOf": "2025-03-31",
            "dataSource": "vci",
            "profile": "moderate",
            "session": "2025-03-31",
            "madeAt": "2025-03-31T11:30:00Z",
        },
        notice=NOTICE,
    )

    data: list[RecommendationRow]
    meta: RecommendationsMeta
    notice: str = NOTICE


class Outcome(ApiModel):
    """How a recommendation ended."""

    judged_on: date = Field(description="the session at which it was over")
    ending: Ending = Field(description=ENDING)
    return_pct: float | None = Field(description="of the stock, from entry to exit, after costs")
    vn30_return_pct: float | None
    excess_pct: float | None = Field(description="return less the VN30's, after costs")
    came_true: bool | None = Field(description="whether the claim of the label came true")


class PastRecommendation(RecommendationRow):
    """A recommendation with its outcome."""

    outcome: Outcome | None = Field(None, description="null: the horizon is not over")


class HistoryQuery(PageQuery):
    """The stock, filters and page of past recommendations."""

    ticker: Annotated[str, Field(pattern=r"^[A-Za-z0-9]{1,20}$", examples=["FPT"])]
    profile: Profile | None = Field(None, description="default: the profile of the caller's settings")
    horizon: HorizonLabel | None = None


class HistoryMeta(PageMeta):
    """The page, and the profile of the recommendations."""

    profile: Profile


class RecommendationHistory(ApiModel):
    """A page of the recommendations for a stock, newest first."""

    model_config = example(
        data=[_ROW], meta={"page": 1, "pageSize": 20, "total": 1, "profile": "moderate"}, notice=NOTICE
    )

    data: list[PastRecommendation]
    meta: HistoryMeta
    notice: str = NOTICE


class Reason(ApiModel):
    """A part of the justification."""

    kind: str = Field(description="what it is about, such as `regime`, `interval` or `blocked`")
    text: str


class Origin(ApiModel):
    """What a recommendation was made from."""

    made_at: datetime
    known_at: datetime = Field(description="prices and forecasts as they were known at this time")
    profile_version: int
    code_version: str | None
    input_hash: str | None = Field(description="equal inputs have equal hashes")
    run_id: UUID | None = Field(description="the training run of the forecast")
    is_current: bool = Field(description="false: archived, a newer one has replaced it")


class RecommendationDetail(PastRecommendation, MarketStamp):
    """A recommendation with its reasons, its snapshot and its outcome."""

    model_config = example(
        **_ROW,
        reasons=[],
        snapshot={},
        origin={
            "madeAt": "2025-03-31T11:30:00Z",
            "knownAt": "2025-03-31T11:30:00Z",
            "profileVersion": 1,
            "isCurrent": True,
        },
        asOf="2025-03-31",
        dataSource="vci",
        notice=NOTICE,
    )

    reasons: list[Reason]
    snapshot: dict[str, Any] = Field(description="features, forecast, prices and thresholds as known then")
    origin: Origin
    notice: str = NOTICE
