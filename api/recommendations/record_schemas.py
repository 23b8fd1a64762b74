"""Answers of ``/recommendations/track-record`` and ``/recommendations/replays``."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from api.core.language import constant
from api.core.schemas import ApiModel, HorizonLabel, MarketStamp, PageMeta, RequestModel, example
from api.recommendations.schemas import RECORD_EXAMPLE, Label, Record
from vn30.users.consent import NOTICE
from vn30.users.preferences import Profile

Grouping = Literal["label", "profile", "confidence", "regime", "version", "origin", "baseline"]

_REPLAY = {
    "replayId": "5f0c2b1e-8f0b-4a53-9d0e-7a5f1f3f7c11",
    "session": "2025-03-31",
    "basis": "now",
    "replayedAt": "2025-06-02T09:00:00Z",
    "originalMadeAt": "2025-03-31T11:30:00Z",
    "originalKnownAt": "2025-03-31T11:30:00Z",
    "knownAt": "2025-06-02T09:00:00Z",
    "isIdentical": False,
    "hasSameInputs": False,
    "hasSameCode": True,
    "changedRecommendations": 4,
    "changedLabels": 1,
    "restatements": [
        {"ticker": "FPT", "exDate": "2025-05-20", "factor": 0.87, "storedAt": "2025-05-20T10:00:00Z"}
    ],
}


class TrackRecordQuery(RequestModel):
    """Which recommendations the track record is of."""

    profile: Profile | None = Field(None, description="default: the profile of the caller's settings")
    horizon: HorizonLabel = "7d"


class GroupRecord(Record):
    """What has come of a group of judged recommendations."""

    group: str = Field(
        description="the label, profile, band of confidence, regime, model version, origin or baseline"
    )
    label: Label | Literal["all"] = Field(description="of the recommendations; `all`: a baseline")
    first_session: date
    last_session: date
    mean_confidence: float | None = Field(description="share of 1, to compare the hit rate with")
    stops: int = Field(description="recommendations whose stop-loss was met first")
    targets: int = Field(description="recommendations whose take-profit was met first")
    not_filled: int = Field(description="recommendations that could not be traded")


class TrackRecord(MarketStamp):
    """What has come of the recommendations of a profile at a horizon, by group, beside two baselines.

    Groups: `label`; `profile`: the labels of all profiles; `confidence`: bands, whose mean confidence and hit
    rate make the reliability diagram; `regime`; `version` of the model; `origin`: in time or backfilled;
    `baseline`: all HOLD, and the purchase of last month's winners.
    """

    model_config = example(
        profile="moderate",
        horizon="7d",
        judged=1236,
        open=210,
        groups={
            "label": [
                {
                    **RECORD_EXAMPLE,
                    "group": "BUY",
                    "label": "BUY",
                    "firstSession": "2024-01-02",
                    "lastSession": "2025-03-20",
                    "meanConfidence": 0.55,
                    "stops": 31,
                    "targets": 40,
                    "notFilled": 2,
                }
            ]
        },
        asOf="2025-03-31",
        dataSource="vci",
        notice=NOTICE[:],
    )

    profile: Profile
    horizon: HorizonLabel
    judged: int = Field(description="recommendations whose horizon is over")
    open: int = Field(description="recommendations that are not judged yet")
    groups: dict[Grouping, list[GroupRecord]]
    notice: str = constant(NOTICE)


class RestatedStock(ApiModel):
    """Prices of a stock that were restated between a run and its replay."""

    ticker: str
    ex_date: date = Field(description="prices before it were multiplied by the factor")
    factor: float
    stored_at: datetime


class Replay(ApiModel):
    """A run for a session that was made again, beside the run of record."""

    model_config = example(**_REPLAY)

    replay_id: UUID
    session: date
    basis: Literal["then", "now"] = Field(
        description="`then`: from prices as known to the original; `now`: as known at the replay"
    )
    replayed_at: datetime
    original_made_at: datetime
    original_known_at: datetime
    known_at: datetime
    is_identical: bool = Field(description="all recommendations are equal, byte for byte")
    has_same_inputs: bool
    has_same_code: bool
    changed_recommendations: int
    changed_labels: int
    restatements: list[RestatedStock]


class ReplayList(ApiModel):
    """A page of the replays, newest first."""

    model_config = example(data=[_REPLAY], meta={"page": 1, "pageSize": 20, "total": 1})

    data: list[Replay]
    meta: PageMeta


class Difference(ApiModel):
    """A field that a replay has otherwise than the recommendation of record."""

    ticker: str
    profile: str
    horizon: HorizonLabel
    recommendation_id: UUID
    field: str = Field(description="as the database names it")
    original: str | None
    replayed: str | None


class ReplayDetail(Replay):
    """A replay with what it has otherwise."""

    model_config = example(
        **_REPLAY,
        differences=[
            {
                "ticker": "FPT",
                "profile": "moderate",
                "horizon": "7d",
                "recommendationId": "5f0c2b1e-8f0b-4a53-9d0e-7a5f1f3f7c12",
                "field": "expected_return_pct",
                "original": "0.4000",
                "replayed": "0.3000",
            }
        ],
    )

    differences: list[Difference] = Field(description="labels first; at most 500")
