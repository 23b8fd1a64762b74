"""What every feature of a panel is: its name, the function that computes it, and with which parameters."""

from collections.abc import Mapping
from functools import partial
from typing import Any, NamedTuple

from vn30.features.config import IndicatorConfig
from vn30.features.context import context_features
from vn30.features.cross_section import ranked_features
from vn30.features.indicators import Indicator, indicators


class Definition(NamedTuple):
    """One column of a panel; ``kind`` says whether it is the ticker's own, the market's, or a rank."""

    name: str
    kind: str
    function: str
    parameters: dict[str, Any]


def definitions(config: IndicatorConfig, lookback_window: int) -> list[Definition]:
    """The feature columns of a stored panel, in their order."""
    delay = {"delay_sessions": 1 if config.leakage_guard else 0}
    made = _defined("ticker", indicators(config, lookback_window), delay)
    if config.market_context:
        for index, features in context_features().items():
            made += _defined("market", features, {**delay, "index": index})
    return made + _defined("rank", ranked_features(), delay)


def _defined(kind: str, features: Mapping[str, Indicator], common: dict[str, Any]) -> list[Definition]:
    return [Definition(name, kind, *_call(feature, common)) for name, feature in features.items()]


def _call(feature: Indicator, common: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    if isinstance(feature, partial):
        return feature.func.__name__, {**feature.keywords, **common}
    return feature.__name__, common
