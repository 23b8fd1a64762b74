"""The document of a simulation: what is traded, by which signal, how decisions and executions are made.

A simulation is named by the hash of its document and of all that it reads, so nothing of it is a default that
may change unseen: documents are stored complete.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from vn30.config_part import ConfigPart, fault
from vn30.i18n.localized import localized
from vn30.recommendations.profiles import ProfileName


class VersionSignal(ConfigPart, title="Model version"):
    """The out-of-sample forecasts of one model version."""

    kind: Literal["version"] = "version"
    version: int = Field(ge=1, le=2**31 - 1, title="Version", description="the number of the model version")
    horizon: int = Field(7, ge=1, le=60, title="Horizon", description="of the forecasts, in sessions")
    measure: Literal["return", "rank", "probability"] = Field(
        "return", title="Measure", description="forecast return, rank among the VN30, or chance to beat it"
    )


class ChampionSignal(ConfigPart, title="Champions"):
    """The forecasts that were served in each session: those of the champion of that day."""

    kind: Literal["champion"] = "champion"
    horizon: int = Field(7, ge=1, le=60, title="Horizon", description="of the forecasts, in sessions")
    measure: Literal["return", "rank", "probability"] = Field(
        "return", title="Measure", description="forecast return, rank among the VN30, or chance to beat it"
    )


class RecommendationSignal(ConfigPart, title="Recommendations"):
    """The labels of a profile: 1 for BUY, 0 for HOLD, -1 for SELL."""

    kind: Literal["recommendation"] = "recommendation"
    profile: ProfileName = Field(
        "moderate", title="Profile", description="the profile of the recommendations"
    )
    horizon: int = Field(7, ge=1, le=60, title="Horizon", description="in sessions")


class FormulaSignal(ConfigPart, title="Formula"):
    """A formula over features of the session and of those before it."""

    kind: Literal["formula"] = "formula"
    formula: str = Field(
        "rank(return_over_20)",
        min_length=1,
        max_length=400,
        title="Formula",
        description="of features and numbers with + - * /, comparisons, min, max, abs and rank",
    )

    @field_validator("formula")
    @classmethod
    def _is_a_formula(cls, formula: str) -> str:
        # Only documents with a formula pay for the import of the indicators.
        from vn30.backtesting.signals.expression import InvalidFormula, parse_formula

        try:
            parse_formula(formula)
        except InvalidFormula as error:
            raise fault("", str(error)) from error
        return formula


RegimeName = Literal["quiet", "volatile", "bull", "bear", "calm", "usual", "wild"]
"""Of volatility, of trend, and of the state of the mixture; see :mod:`vn30.features.regimes.market`."""

Signal = Annotated[
    VersionSignal | ChampionSignal | RecommendationSignal | FormulaSignal, Field(discriminator="kind")
]


class FilterConfig(ConfigPart, title="Filters"):
    """Which signals count."""

    threshold: float = Field(
        0.0, ge=-100, le=100, title="Threshold", description="a signal buys if it is above this value"
    )
    volatility_multiple: float = Field(
        0.0,
        ge=0,
        le=10,
        title="Threshold by volatility",
        description="added to the threshold of forecast returns, in volatilities of the ticker over the "
        "horizon; 0: off",
    )
    outlier_z: float | None = Field(
        None,
        gt=0,
        le=20,
        title="Outliers",
        description="signals farther from their past mean, in std, are left out",
    )
    regimes: tuple[RegimeName, ...] = Field(
        (),
        max_length=7,
        title="Regimes",
        description="purchases only in these regimes of VNINDEX: names of the same measure are alternatives, "
        "those of several measures must hold together; empty: in all",
        json_schema_extra={"uniqueItems": True},
    )


class PortfolioConfig(ConfigPart, title="Portfolio"):
    """What is held of the stocks that the signals name."""

    weights: Literal["equal", "inverse_volatility", "minimum_variance", "risk_parity", "hierarchical"] = (
        Field("equal", title="Weights", description="of the stocks that are held")
    )
    maximum_names: int = Field(5, ge=1, le=30, title="Names", description="the most stocks held at once")
    rebalance_sessions: int = Field(
        5, ge=1, le=120, title="Rebalancing", description="sessions between two decisions"
    )
    buffer_names: int = Field(
        0,
        ge=0,
        le=30,
        title="Buffer",
        description="a held stock stays while its place is at most the number of names and this",
    )
    minimum_holding: int = Field(
        0, ge=0, le=250, title="Minimum holding", description="sessions before a signal may sell"
    )
    stop_pct: float | None = Field(
        None,
        gt=0,
        le=50,
        title="Stop",
        description="loss on the entry price, in percent, at which all is sold",
    )
    target_pct: float | None = Field(
        None,
        gt=0,
        le=200,
        title="Target",
        description="gain on the entry price, in percent, at which all is sold",
    )
    rebalance_band: float = Field(
        0.0,
        ge=0,
        le=20,
        title="No-trade band",
        description="a held stock that stays is not traded if its weight differs by less, in percent of the "
        "account",
    )


class ExecutionConfig(ConfigPart, title="Execution"):
    """How orders are filled, and what they cost. The rest is ruled by the market: lots, bands, taxes."""

    fill: Literal["next_open", "next_close", "next_session"] = Field(
        "next_open",
        title="Fill",
        description="at the next opening (ATO) or closing auction (ATC), or minute by minute through the "
        "next session",
    )
    minutes: bool = Field(
        False,
        title="Minutes",
        description="sessions with stored minutes are traded by them: shares of the volume of each auction "
        "and minute, stops and targets in their minute; the others by daily bars",
    )
    volume_share: float = Field(
        0.1,
        gt=0,
        le=1,
        title="Share of volume",
        description="the most of the volume that an order trades: of a session, by minutes of each minute",
    )
    fee_pct: float = Field(
        0.15,
        ge=0,
        le=0.5,
        title="Brokerage fee",
        description="of the value of a trade, either side, in percent",
    )
    minimum_fee: int = Field(
        0, ge=0, le=1_000_000, title="Minimum fee", description="of a trade, either side, in VND"
    )
    initial_cash: int = Field(
        1_000_000_000, ge=1_000_000, le=10**13, title="Cash at the start", description="in VND"
    )


class BotConfig(ConfigPart, title="Bot"):
    """A second model that learns whether the signal is right, and lets a trade pass above a confidence."""

    enabled: bool = Field(False, title="Enabled", description="whether trades pass the bot")
    minimum_confidence: float = Field(
        0.5,
        ge=0.05,
        le=0.95,
        title="Minimum confidence",
        description="that the signal is right, for a trade to pass",
    )


class SimulationConfig(ConfigPart, title="Simulation"):
    """The document of one simulation."""

    tickers: tuple[str, ...] = Field(
        (), max_length=60, title="Tickers", description="empty: those that were in the VN30 in each session"
    )
    first: date = Field(date(2019, 1, 2), title="From", description="first day of the simulation")
    last: date | None = Field(None, title="To", description="last day; empty: the newest session")
    # Without a default in the schema: generators of clients have none for a choice of objects.
    signal: Signal = Field(default_factory=ChampionSignal)
    filters: FilterConfig = FilterConfig()
    portfolio: PortfolioConfig = PortfolioConfig()
    execution: ExecutionConfig = ExecutionConfig()
    bot: BotConfig = BotConfig()

    @model_validator(mode="after")
    def _is_a_period(self) -> "SimulationConfig":
        if self.last is not None and self.last <= self.first:
            raise fault("last", localized("the last day has to be after the first one"))
        return self

    @model_validator(mode="after")
    def _has_minutes(self) -> "SimulationConfig":
        if self.execution.fill == "next_session" and not self.execution.minutes:
            raise fault(
                "execution.minutes",
                localized(
                    "orders through the session need minutes: switch them on, or choose an auction as the "
                    "fill"
                ),
            )
        return self

    @model_validator(mode="after")
    def _scales_a_return(self) -> "SimulationConfig":
        if self.filters.volatility_multiple and getattr(self.signal, "measure", "") != "return":
            raise fault(
                "filters.volatilityMultiple",
                localized(
                    "a threshold by volatility needs forecast returns: choose them as the measure, or 0"
                ),
            )
        return self
