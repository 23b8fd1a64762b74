"""Requests and answers of ``/recommendations``. Returns are percent of the close at the session."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from api.core.language import Words, constant
from api.core.schemas import (
    VERDICT,
    ApiModel,
    HorizonLabel,
    MarketStamp,
    PageMeta,
    PageQuery,
    SortedPageQuery,
    Verdict,
    example,
)
from vn30.users.consent import NOTICE
from vn30.users.preferences import Profile

Label = Literal["BUY", "HOLD", "SELL"]
LABEL = (
    "`BUY`: the return exceeds the VN30's by more than a round trip costs; `SELL`: it falls behind by more "
    "than that; `HOLD`: neither claim passes the profile"
)
CONFIDENCE = "the calibrated chance, a share of 1, that the claim of the label comes true; null: not known"
_PROFILE = "default: the profile of the caller's settings"
Tickers = Annotated[
    str,
    Field(
        pattern=r"^[A-Za-z0-9]{1,20}(,[A-Za-z0-9]{1,20}){0,19}$",
        description="a ticker in either case, or up to 20, separated by commas",
        examples=["FPT"],
    ),
]

RECORD_EXAMPLE = {
    "recommendations": 412,
    "sessions": 210,
    "hitRate": 0.536,
    "hitRateError": 0.031,
    "gainPct": -0.12,
    "gainErrorPct": 0.24,
}
_ROW = {
    "id": "5f0c2b1e-8f0b-4a53-9d0e-7a5f1f3f7c11",
    "ticker": "FPT",
    "name": "FPT Corporation",
    "session": "2025-03-31",
    "profile": "moderate",
    "horizon": "7d",
    "targetDate": "2025-04-09",
    "label": "BUY",
    "reasonCode": "buy",
    "confidence": 0.49,
    "justification": "BUY: it beats the VN30 by more than a round trip costs with a chance of 49 %.",
    "expectedReturnPct": 1.4,
    "lowerReturnPct": -4.8,
    "upperReturnPct": 7.7,
    "costsPct": 0.4,
    "basePrice": 121000,
    "entryPrice": 121000,
    "stopLoss": 112500,
    "takeProfit": 133500,
    "worstCasePct": -13.5,
    "vn30Rank": 4,
    "vn30Ranked": 30,
    "verdict": "not proven",
    "orderVerdict": "proven",
    "modelVersion": "v7",
    "isInTime": True,
    "record": RECORD_EXAMPLE,
}
_REASONS = {
    "claim": "It beats the VN30 by more than a round trip costs.",
    "blocks": [{"trade": "SELL", "code": "chances_too_low", "words": "The chance is too low."}],
    "contributions": ["+0.2 % from the return of 20 sessions"],
    "regime": "The market is quiet and rising.",
    "interval": "Four of five outcomes are expected between -4.8 % and +5.7 %.",
    "evidence": "The order of the stocks is proven.",
    "entry": "At the next session's open, 121,000 VND at most.",
    "worstCase": {"pct": -13.5, "floorSessions": 2, "settlementSessions": 2, "words": "Two floor sessions."},
}


class Record(ApiModel):
    """What has come of judged recommendations of one kind."""

    recommendations: int = Field(description="whose horizon is over")
    sessions: int = Field(description="after which they were made")
    hit_rate: float | None = Field(description="share of 1 whose claim came true")
    hit_rate_error: float | None = Field(description="its Newey-West standard error over sessions")
    gain_pct: float | None = Field(
        description="mean gain against the VN30 of following the label, after costs, in sessions that could "
        "be traded"
    )
    gain_error_pct: float | None = Field(description="its Newey-West standard error over sessions")


class RecommendationRow(ApiModel):
    """A recommendation in a list."""

    model_config = example(**_ROW)

    id: UUID
    ticker: str
    name: str
    session: date = Field(description="the session after whose close it was made")
    profile: Profile
    horizon: HorizonLabel
    target_date: date = Field(description="the session at the end of the horizon")
    label: Label = Field(description=LABEL)
    reason_code: str = Field(description="stable identifier of the reason for the label")
    confidence: float | None = Field(description=CONFIDENCE)
    justification: Words = Field(description="the reasons in a paragraph")
    expected_return_pct: float | None
    lower_return_pct: float | None = Field(description="lower end of the 80 % interval")
    upper_return_pct: float | None = Field(description="upper end of the 80 % interval")
    costs_pct: float = Field(description="fees and tax of a purchase and a sale")
    base_price: float | None = Field(description="close at the session, as traded")
    entry_price: float | None = Field(description="assumed price of the purchase, as traded")
    stop_loss: float | None = Field(description="of a BUY, as traded")
    take_profit: float | None = Field(description="of a BUY, as traded")
    worst_case_pct: float | None = Field(
        description="return of a purchase that cannot be sold before it is settled, nor at the floor"
    )
    vn30_rank: int | None
    vn30_ranked: int | None
    verdict: Verdict | None = Field(description=VERDICT)
    order_verdict: Verdict = Field(description="whether the order of the stocks is proven, by its rank IC")
    model_version: str | None
    is_in_time: bool = Field(description="false: made by a backfill, after it could have been followed")
    record: Record | None = Field(
        description="of those with its label, profile and horizon; null: none is judged yet"
    )


class RecommendationsQuery(SortedPageQuery):
    """Filters, order and page of the newest recommendations."""

    profile: Profile | None = Field(None, description=_PROFILE)
    label: Label | None = None
    horizon: HorizonLabel | None = None
    ticker: Tickers | None = None
    sort_by: Literal["confidence", "expected_return_pct", "entry_price", "worst_case_pct"] | None = Field(
        None,
        description="default: BUY and SELL before HOLD, by confidence; rows without a value are last",
    )
    page_size: int = Field(50, ge=1, le=200)


class RecommendationsMeta(PageMeta, MarketStamp):
    """The page, and what the recommendations are for."""

    profile: Profile
    session: date | None = Field(description="of the newest recommendations; null: there are none")
    made_at: datetime | None


class RecommendationList(ApiModel):
    """A page of the newest recommendations of a profile."""

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
        notice=NOTICE[:],
    )

    data: list[RecommendationRow]
    meta: RecommendationsMeta
    notice: str = constant(NOTICE)


class Outcome(ApiModel):
    """What has come of a recommendation."""

    judged_at: datetime
    return_pct: float = Field(description="of the stock, from the close at the session to the target")
    vn30_return_pct: float = Field(description="of the VN30 over the same time")
    excess_pct: float = Field(description="return of the stock less that of the VN30")
    came_true: bool | None = Field(description="whether the claim came true; null: it claimed nothing")
    exit_reason: Literal["stop", "target", "horizon", "not filled", "none"] = Field(
        description="how a BUY ended; `not filled`: it could not be bought; `none`: nothing was bought"
    )
    entry_date: date | None
    entry_fill: float | None
    exit_date: date | None
    exit_fill: float | None
    gain_pct: float | None = Field(description="of following the label, against the VN30, after costs")


class PastRecommendation(RecommendationRow):
    """A recommendation with its outcome."""

    outcome: Outcome | None = Field(None, description="null: not judged yet")


class HistoryQuery(PageQuery):
    """The stock, filters and page of past recommendations."""

    ticker: Annotated[str, Field(pattern=r"^[A-Za-z0-9]{1,20}$", examples=["FPT"])]
    profile: Profile | None = Field(None, description=_PROFILE)
    horizon: HorizonLabel | None = None


class HistoryMeta(PageMeta):
    """The page, and the profile of the recommendations."""

    profile: Profile


class RecommendationHistory(ApiModel):
    """A page of the recommendations for a stock, newest first."""

    model_config = example(
        data=[_ROW], meta={"page": 1, "pageSize": 20, "total": 1, "profile": "moderate"}, notice=NOTICE[:]
    )

    data: list[PastRecommendation]
    meta: HistoryMeta
    notice: str = constant(NOTICE)


class Block(ApiModel):
    """Why a trade is not recommended."""

    trade: Literal["BUY", "SELL"]
    code: str
    words: Words


class WorstCase(ApiModel):
    """What a purchase can cost before it can be sold."""

    pct: float
    floor_sessions: int = Field(description="sessions locked at the floor that are assumed")
    settlement_sessions: int = Field(description="sessions until the shares can be sold")
    words: Words


class Reasons(ApiModel):
    """The parts of the justification in words; null where one does not apply."""

    claim: Words
    blocks: list[Block]
    contributions: list[Words]
    regime: Words | None
    interval: Words | None
    evidence: Words | None
    entry: Words | None
    worst_case: WorstCase | None


class Origin(ApiModel):
    """What a recommendation was made from."""

    made_at: datetime
    known_at: datetime = Field(description="prices and forecasts as they were known at this time")
    profile_version: int
    code_version: str
    input_hash: str = Field(description="SHA-256 of all inputs: equal inputs make equal recommendations")
    experiment_run_id: UUID | None = Field(description="the training run of the forecast")


class RecommendationDetail(PastRecommendation, MarketStamp):
    """A recommendation with its reasons, its snapshot and its outcome."""

    model_config = example(
        **_ROW,
        reasons=_REASONS,
        snapshot={},
        origin={
            "madeAt": "2025-03-31T11:30:00Z",
            "knownAt": "2025-03-31T11:30:00Z",
            "profileVersion": 1,
            "codeVersion": "77e0" * 16,
            "inputHash": "9f2c" * 16,
            "experimentRunId": "5f0c2b1e-8f0b-4a53-9d0e-7a5f1f3f7c13",
        },
        asOf="2025-03-31",
        dataSource="vci",
        notice=NOTICE[:],
    )

    reasons: Reasons
    snapshot: dict[str, Any] = Field(description="forecast, prices and evidence as known then")
    origin: Origin
    notice: str = constant(NOTICE)
