"""The documents in which a user requests an optimisation, or a walk-forward of its methods."""

import hashlib
import json
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from vn30.config_part import ConfigPart, fault
from vn30.i18n.localized import localized
from vn30.optimisation.methods import METHODS, Method

MAX_TICKERS = 60
"""Stocks among which an optimum is sought."""
VIEWS_HORIZON = 30
"""The horizon in sessions whose forecasts are views of Black-Litterman: the longest one that is ranked."""

Universe = Literal["vn30", "held"]
"""``vn30``: its members of the session and what is held; ``held``: what is held alone."""

Share = Annotated[float, Field(ge=0, le=1)]
SectorName = Annotated[str, StringConstraints(min_length=1, max_length=80)]


def _without_repeats(methods: tuple[Method, ...]) -> tuple[Method, ...]:
    if len(set(methods)) < len(methods):
        raise fault("methods", localized("a method is named twice. Name each once"))
    return methods


class ConstraintsConfig(ConfigPart):
    """What the weights have to obey. Weights are shares of the portfolio's value with its cash."""

    min_weight: Share = Field(0.0, description="least weight of a stock that is held at all")
    max_weight: Annotated[float, Field(gt=0, le=1)] = Field(1.0, description="most weight of a stock")
    max_by_sector: dict[SectorName, Share] = Field(
        default_factory=dict,
        max_length=40,
        description="most weight of a sector, by its name; `Other` are the stocks without one",
    )
    min_names: int | None = Field(None, ge=1, le=MAX_TICKERS, description="least number of stocks held")
    max_names: int | None = Field(None, ge=1, le=MAX_TICKERS, description="most stocks held")
    max_turnover: Share | None = Field(
        None, description="most of the value that is traded: half the sum of the changes of weights"
    )
    min_holding_sessions: int = Field(
        0, ge=0, le=250, description="sessions for which a purchase is not sold again"
    )
    cash_share: Annotated[float, Field(ge=0, lt=1)] = Field(
        0.0, description="share of the value that stays cash"
    )


class EstimationConfig(ConfigPart):
    """What an optimum is estimated from."""

    universe: Universe = Field(
        "vn30",
        description="`vn30`: the members of the VN30 and what is held; `held`: what is held alone",
    )
    lookback: int = Field(
        500, ge=60, le=1250, description="newest sessions whose returns are read; 250 are a year"
    )
    risk_free: float = Field(0.0, ge=0, le=1, description="return by year that is free of risk, share of 1")
    constraints: ConstraintsConfig = Field(default_factory=ConstraintsConfig)


class OptimisationConfig(EstimationConfig):
    """A request for an optimal portfolio."""

    method: Method = Field("minimum_variance", description="how the weights are chosen")


class WalkForwardConfig(EstimationConfig):
    """A request for a walk-forward: each method is applied in the past, again and again."""

    methods: Annotated[tuple[Method, ...], AfterValidator(_without_repeats)] = Field(
        ("minimum_variance",),
        min_length=1,
        max_length=len(METHODS),
        description="those to compare; each is one trial",
    )
    rebalance_sessions: int = Field(
        21, ge=5, le=250, description="sessions between two optimisations; 21 are a month"
    )
    years: int = Field(10, ge=1, le=20, description="most years before the session that are walked through")

    def fingerprint(self) -> str:
        """SHA-256 of the request, in hexadecimal digits."""
        return hashlib.sha256(json.dumps(self.model_dump(mode="json"), sort_keys=True).encode()).hexdigest()
