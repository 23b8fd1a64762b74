"""What is known about a version's test forecasts: residuals, and scores by fold and by market regime.

Errors are percent of the last close.
"""

from datetime import date
from typing import Literal

from pydantic import Field

from api.core.schemas import ApiModel


class QuarterErrors(ApiModel):
    """Mean absolute errors of the forecasts that were made in a quarter of the test part."""

    quarter: str
    rows: int
    error: float
    naive_error: float


class Residuals(ApiModel):
    """The errors of the test forecasts, outcome minus forecast."""

    mean: float
    deviation: float
    edges: list[float] = Field(description="of the bins; the outer bins hold the rest, too")
    counts: list[int]
    quarters: list[QuarterErrors]


class SliceScores(ApiModel):
    """The scores of the test forecasts of one walk-forward fold, or of the sessions of one market regime.

    An `...Error` is the standard error of a figure; null: fewer than two horizons of sessions.
    """

    kind: Literal["fold", "regime"]
    name: str = Field(description="the number of the fold, or the regime, such as `quiet, bull`")
    first: date = Field(description="session")
    last: date = Field(description="session")
    sessions: int
    rows: int = Field(description="forecasts")
    tickers: int
    error: float = Field(description="mean absolute error")
    naive_error: float = Field(description="the same for the naive forecast")
    skill: float | None
    skill_error: float | None
    rank_ic: float | None = Field(description="null: fewer than five tickers")
    rank_ic_error: float | None
    coverage: float | None = Field(description="share of outcomes inside the 80 % interval")
    coverage_error: float | None
