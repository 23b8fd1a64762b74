"""Requests and answers of ``/risk/portfolio``."""

from typing import Annotated

from pydantic import Field

from api.core.schemas import ApiModel, RequestModel, example
from api.risk.schemas import FIGURES_EXAMPLE, PositiveVnd, RiskFigures

MAX_HOLDINGS = 50


class Holding(RequestModel):
    """A stock in a portfolio, by its weight or by its shares."""

    ticker: Annotated[str, Field(min_length=1, max_length=20, pattern=r"^[A-Za-z0-9]+$")]
    weight: float | None = Field(None, gt=0, le=1, description="share of the portfolio's value")
    shares: int | None = Field(None, gt=0, le=10**12, description="number of shares")


class PortfolioRequest(RequestModel):
    """Holdings by weight, or all by shares."""

    model_config = example(
        holdings=[{"ticker": "FPT", "weight": 0.6}, {"ticker": "VCB", "weight": 0.3}], value=1e9
    )

    holdings: list[Holding] = Field(min_length=1, max_length=MAX_HOLDINGS)
    value: PositiveVnd | None = Field(None, description="VND, with weights: for the sessions to sell")
    cash: float = Field(0, ge=0, le=1e15, allow_inf_nan=False, description="VND, with shares")
    risk_free: float = Field(0, ge=0, le=1, allow_inf_nan=False, description="return by year, share of 1")


class HoldingRisk(ApiModel):
    """What a holding adds to the risk of its portfolio."""

    ticker: str
    weight: float
    sector: str | None = None
    risk_share: float | None = Field(
        None, description="of the portfolio's variance over 250 sessions; below 0: it lowers the risk"
    )
    sessions_to_sell: float | None = Field(
        None, description="at 20 % of the volume; null without a value of the portfolio"
    )


class SectorWeight(ApiModel):
    """The weight of a sector."""

    sector: str
    weight: float


class PortfolioRisk(RiskFigures):
    """The measures of a portfolio that keeps its weights, from the sessions that all holdings have."""

    model_config = example(
        **FIGURES_EXAMPLE,
        value=1e9,
        cashWeight=0.1,
        holdings=[
            {
                "ticker": "FPT",
                "weight": 0.6,
                "sector": "Technology",
                "riskShare": 0.78,
                "sessionsToSell": 0.005,
            }
        ],
        sectors=[{"sector": "Technology", "weight": 0.6}],
        soldInASession=1.0,
    )

    value: float | None = Field(None, description="VND")
    cash_weight: float
    holdings: list[HoldingRisk]
    sectors: list[SectorWeight]
    sold_in_a_session: float | None = Field(
        None, description="share of the stocks' value that can be sold in one session; null without a value"
    )
