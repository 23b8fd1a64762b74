"""The section of the training configuration that selects the indicators.

Each file of :mod:`vn30.features.indicators` is an indicator.
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AfterValidator, Field, ValidationInfo
from pydantic.alias_generators import to_camel
from pydantic.config import JsonDict

from vn30.config_part import ConfigPart, assembled, fault, registered
from vn30.features import indicators
from vn30.features.bars import Feature
from vn30.features.indicator import IndicatorPart
from vn30.features.returns import return_features
from vn30.market.universe import UnknownTicker, check_tickers

INDICATORS: Mapping[str, type[IndicatorPart]] = registered(indicators, IndicatorPart)
"""The indicators by their name in the configuration, in the order of their features."""


MAX_CONTEXT_TICKERS = 3


def _known(tickers: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
    try:
        return check_tickers(tickers, info.context or ())
    except UnknownTicker as error:
        raise fault("", str(error)) from error


ContextTickers = Annotated[tuple[str, ...], AfterValidator(_known)]


class _Indicators(ConfigPart):
    """The indicators that become features; windows count sessions."""

    if TYPE_CHECKING:
        market_context: bool
        regimes: bool
        calendar: bool
        context_tickers: tuple[str, ...]
        leakage_guard: bool

    def features(self, lookback_window: int) -> dict[str, Feature]:
        """The features of a ticker by name, in the order of the panel's columns.

        The features of the indicators precede the features of every panel.

        Args:
            lookback_window: the look-back of the cumulative returns, in sessions.
        """
        features: dict[str, Feature] = {}
        for name in INDICATORS:
            indicator: IndicatorPart | None = getattr(self, name)
            if indicator is not None:
                features |= indicator.features()
        return features | return_features(lookback_window)

    def uses_minutes(self) -> bool:
        """Whether a feature is computed from the minutes of the sessions."""
        return bool(self.minute_features())

    def minute_features(self) -> list[str]:
        """The names of the features that are NaN for sessions without complete minutes."""
        parts: list[IndicatorPart] = [part for name in INDICATORS if (part := getattr(self, name))]
        return [name for part in parts if part.group == "Minutes" for name in part.features()]

    def unavailable(self) -> Iterator[tuple[str, str]]:
        """The field of each indicator that this installation cannot compute, and the reason."""
        for name, indicator in INDICATORS.items():
            reason = indicator.unavailable()
            if reason and getattr(self, name) is not None:
                yield to_camel(name), reason


def _section(indicator: type[IndicatorPart]) -> tuple[Any, Any]:
    if not indicator.optional:
        return indicator, indicator()
    # A form uses these values when the user enables the indicator.
    extra: JsonDict = {"x-group": indicator.group, "x-included": indicator().model_dump(by_alias=True)}
    field: Any = Field(
        indicator() if indicator.included else None,
        title=indicator.model_config.get("title"),
        description=f"{str(indicator.__doc__).rstrip('.')}; null: without it",
        json_schema_extra=extra,
    )
    return indicator | None, field


if TYPE_CHECKING:

    class IndicatorConfig(_Indicators):
        """The indicators that become features; windows count sessions."""

else:
    sections = {name: _section(indicator) for name, indicator in INDICATORS.items()}
    sections["market_context"] = (
        bool,
        Field(True, title="Market context", description="add features of the indices VNINDEX and VN30"),
    )
    sections["regimes"] = (
        bool,
        Field(
            False,
            title="Regimes",
            description="add the regimes of VNINDEX: volatility and trend, and the state of a mixture model",
        ),
    )
    sections["calendar"] = (
        bool,
        Field(
            False, title="Calendar", description="add weekday, month turn, and distance to holidays and Tet"
        ),
    )
    sections["context_tickers"] = (
        ContextTickers,
        Field(
            (),
            max_length=MAX_CONTEXT_TICKERS,
            title="Context tickers",
            description="add returns, volatility and volume of these tickers to the features of all tickers",
            json_schema_extra={"uniqueItems": True},
        ),
    )
    sections["leakage_guard"] = (
        bool,
        Field(
            False,
            title="Leakage guard",
            description="features of a session use only earlier bars; off: also its own bar, which is known "
            "when a forecast is made, after the close, but not to a trade at that close",
        ),
    )
    IndicatorConfig = assembled(_Indicators, "IndicatorConfig", "Indicators", sections)
