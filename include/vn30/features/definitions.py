"""Definitions of a panel's features: name, function and parameters."""

from collections.abc import Mapping
from functools import partial
from typing import Any, NamedTuple

from vn30.features.bars import Feature
from vn30.features.cross_section import ranked_features
from vn30.features.indicator_config import IndicatorConfig
from vn30.features.market_context import context_features


class Definition(NamedTuple):
    """The definition of one column of a panel.

    Attributes:
        kind: ``ticker``, ``market`` or ``rank``.
        function: the name of the function that computes it.
        parameters: of the function, with ``delay_sessions``, and ``index`` for the kind ``market``.
    """

    name: str
    kind: str
    function: str
    parameters: dict[str, Any]


def definitions(config: IndicatorConfig, lookback_window: int) -> list[Definition]:
    """The definitions of a stored panel's feature columns, in their order."""
    delay = {"delay_sessions": 1 if config.leakage_guard else 0}
    columns = _defined("ticker", config.features(lookback_window), delay)
    if config.market_context:
        for index, features in context_features().items():
            columns += _defined("market", features, {**delay, "index": index})
    return columns + _defined("rank", ranked_features(), delay)


def rank_twins(config: IndicatorConfig, lookback_window: int) -> dict[str, str]:
    """By the name of a rank, the feature of the tickers that it is the rank of; other ranks are left out."""
    columns = definitions(config, lookback_window)
    own = {_key(column): column.name for column in columns if column.kind == "ticker"}
    ranks = [column for column in columns if column.kind == "rank"]
    return {rank.name: own[_key(rank)] for rank in ranks if _key(rank) in own}


def _key(column: Definition) -> tuple[Any, ...]:
    return column.function, *sorted(column.parameters.items())


def _defined(kind: str, features: Mapping[str, Feature], common: dict[str, Any]) -> list[Definition]:
    return [Definition(name, kind, *_call(feature, common)) for name, feature in features.items()]


def _call(feature: Feature, common: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    if isinstance(feature, partial):
        return feature.func.__name__, {**feature.keywords, **common}
    return feature.__name__, common
