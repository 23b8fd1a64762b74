"""Answers of ``/regimes``: the state of the market after each session."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from api.core.schemas import ApiModel, MarketStamp, example

Probability = Annotated[float | None, Field(ge=0, le=1, description="null before the first fit")]


class RegimesQuery(ApiModel):
    """How far back to look."""

    sessions: int = Field(750, ge=20, le=5000, description="the newest sessions")


class SessionRegime(ApiModel):
    """The regimes of VNINDEX after one session; no later bar changes them."""

    date: date
    close: float = Field(description="points")
    volatility: Literal["volatile", "quiet", "unknown"] = Field(
        description="volatile: the 20-session volatility is above its median of the past year"
    )
    trend: Literal["bull", "bear", "unknown"] = Field(
        description="bull: the close is above its 200-session average"
    )
    state: Literal["calm", "usual", "wild", "unknown"] = Field(
        description="most frequent state of the last five sessions, by a mixture fitted on earlier sessions"
    )
    probability_calm: Probability
    probability_usual: Probability
    probability_wild: Probability
    close_to_sma_200: float | None = Field(
        alias="closeToSma200", description="close / 200-session average - 1"
    )


class Regimes(MarketStamp):
    """The regimes of the market, oldest session first; empty before the first training run."""

    model_config = example(
        sessions=[
            {
                "date": "2025-03-31",
                "close": 1306.86,
                "volatility": "quiet",
                "trend": "bull",
                "state": "calm",
                "probabilityCalm": 0.94,
                "probabilityUsual": 0.05,
                "probabilityWild": 0.01,
                "closeToSma200": 0.024,
            }
        ],
        asOf="2025-03-31",
        dataSource="simulated",
    )

    sessions: list[SessionRegime]
