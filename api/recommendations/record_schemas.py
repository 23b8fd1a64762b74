"""Answers of ``/recommendations/track-record`` and ``/recommendations/replays``."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from api.core.schemas import ApiModel, HorizonLabel, MarketStamp, PageMeta, PageQuery, RequestModel, example
from api.recommendations.schemas import NOTICE, Label, Profile, Record

Grouping = Literal["label", "profile", "confidence", "regime", "version"]

_GROUP = {
    "group": "BUY",
    "judged": 412,
    "hits": 221,
    "hitRate": 0.536,
    "hitRateError": 0.031,
    "excessPct": -0.12,
    "excessPctError": 0.24,
    "returnPct": 0.3,
    "sessions": 210,
}
_BIN = {
    "label": "BUY",
    "recommendations": 140,
    "meanConfidence": 0.56,
    "observedShare": 0.52,
    "standardError": 0.04,
}


class TrackRecordQuery(RequestModel):
    """Which recommendations the track record is of."""

    profile: Profile | None = Field(None, description="default: all")
    horizon: HorizonLabel = "7d"


class GroupRecord(Record):
    """The record of a group of recommendations."""

    group: str = Field(description="the label, profile, band of confidence, regime or model version")
    return_pct: float | None = Field(description="mean return of the stock after costs")
    sessions: int = Field(description="sessions after which they were made")


class ConfidenceBin(ApiModel):
    """Recommendations of similar confidence, with the share whose claim came true."""

    label: Label
    recommendations: int
    mean_confidence: float
    observed_share: float
    standard_error: float = Field(description="of the observed share, by sessions")


class Baseline(ApiModel):
    """What somebody would have had without the recommendations, on the same sessions."""

    name: Literal["all_hold", "last_winners"] = Field(
        description="`all_hold`: nothing is bought; `last_winners`: last month's best stocks are bought"
    )
    judged: int
    hit_rate: float | None
    hit_rate_error: float | None
    excess_pct: float | None
    excess_pct_error: float | None


class TrackRecord(MarketStamp):
    """How recommendations ended, by group, with errors, beside two baselines."""

    model_config = example(
        horizon="7d",
        firstSession="2024-01-02",
        lastSession="2025-03-20",
        judged=1236,
        open=270,
        groups={"label": [_GROUP]},
        reliability=[_BIN],
        baselines=[
            {
                "name": "all_hold",
                "judged": 412,
                "hitRate": 0.5,
                "hitRateError": 0.02,
                "excessPct": 0,
                "excessPctError": 0,
            }
        ],
        asOf="2025-03-31",
        dataSource="vci",
        notice=NOTICE,
    )

    horizon: HorizonLabel
    profile: Profile | None = Field(None, description="null: all profiles")
    first_session: date | None = Field(description="of the judged recommendations; null: none is judged yet")
    last_session: date | None
    judged: int
    open: int = Field(description="recommendations whose horizon is not over")
    groups: dict[Grouping, list[GroupRecord]]
    reliability: list[ConfidenceBin]
    baselines: list[Baseline]
    notice: str = NOTICE


class ReplayRow(ApiModel):
    """A recommendation that a replay made again."""

    model_config = example(
        id="5f0c2b1e-8f0b-4a53-9d0e-7a5f1f3f7c11",
        ticker="FPT",
        session="2025-03-31",
        replayedAt="2025-06-02T09:00:00Z",
        isIdentical=False,
        causes=["Prices of FPT before 2025-05-20 were multiplied by 0.87"],
        differences=[{"field": "expectedReturnPct", "then": 0.4, "now": 0.3}],
    )

    id: UUID = Field(description="the recommendation of record")
    ticker: str
    session: date
    replayed_at: datetime
    is_identical: bool
    causes: list[str]
    differences: list[dict[str, Any]]
