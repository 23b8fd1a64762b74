"""Definitions of a panel's features: name, function, parameters and description."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, NamedTuple

from vn30.features.calendar_features import calendar_features
from vn30.features.cross_section import ranked_features
from vn30.features.description import Description, description_of
from vn30.features.indicator_config import IndicatorConfig
from vn30.features.shared import series_features
from vn30.market.universe import INDICES


class Definition(NamedTuple):
    """The definition of one column of a panel.

    Attributes:
        kind: ``ticker``, ``market``, ``calendar`` or ``rank``.
        function: the name of the function that computes it.
        parameters: of the function, with ``delay_sessions``, and for the kind ``market`` with ``index`` or
            ``ticker``.
        description: of its function.
    """

    name: str
    kind: str
    function: str
    parameters: dict[str, Any]
    description: Description


def definitions(config: IndicatorConfig, lookback_window: int) -> list[Definition]:
    """The definitions of a stored panel's feature columns, in their order."""
    delay = {"delay_sessions": 1 if config.leakage_guard else 0}
    columns = _defined("ticker", config.features(lookback_window), delay)
    for series, features in series_features(config).items():
        source = "index" if series in INDICES else "ticker"
        columns += _defined("market", features, {**delay, source: series})
    if config.calendar:
        columns += _defined("calendar", calendar_features(), {"delay_sessions": 0})
    return columns + _defined("rank", ranked_features(), delay)


def rank_twins(config: IndicatorConfig, lookback_window: int) -> dict[str, str]:
    """By the name of a rank, the feature of the tickers that it is the rank of; other ranks are left out."""
    columns = definitions(config, lookback_window)
    own = {_key(column): column.name for column in columns if column.kind == "ticker"}
    ranks = [column for column in columns if column.kind == "rank"]
    return {rank.name: own[_key(rank)] for rank in ranks if _key(rank) in own}


def _key(column: Definition) -> tuple[Any, ...]:
    return column.function, *sorted(column.parameters.items())


def _defined(
    kind: str, features: Mapping[str, Callable[..., Any]], common: dict[str, Any]
) -> list[Definition]:
    return [
        Definition(name, kind, *_call(feature, common), _description(kind, feature))
        for name, feature in features.items()
    ]


def _description(kind: str, feature: Callable[..., Any]) -> Description:
    description = description_of(feature)
    if kind == "market" and description.group != "Regime":
        return description._replace(group="Market")
    return description._replace(unit="rank") if kind == "rank" else description


def _call(feature: Callable[..., Any], common: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    if isinstance(feature, partial):
        return feature.func.__name__, {**feature.keywords, **common}
    return feature.__name__, common
