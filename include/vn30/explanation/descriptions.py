"""Features in plain words and by group, from their definitions."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from vn30.features.cross_section import ranked_features
from vn30.features.definitions import Definition, definitions
from vn30.features.indicator_config import INDICATORS, IndicatorConfig
from vn30.features.returns import return_features
from vn30.i18n.localized import marked

WORDS: Mapping[str, str] = {
    "log_return": marked("return over {span} sessions"),
    "lagged_return": marked("daily return, {lag} sessions back"),
    "rate_of_change": marked("return over {window} sessions"),
    "close_to_sma": marked("distance of the close from its average of {window} sessions"),
    "close_to_ema": marked("distance of the close from its exponential average of {window} sessions"),
    "ema_to_ema": marked("exponential average of {fast} sessions against that of {slow}"),
    "realised_volatility": marked("volatility over {window} sessions"),
    "volatile": marked("whether the market is volatile"),
    "trend": marked("whether the market is above its average of {window} sessions"),
    "volume_to_ma": marked("volume against its average of {window} sessions"),
    "percent_b": marked("place of the close within its Bollinger bands of {window} sessions"),
    "bandwidth": marked("width of the Bollinger bands of {window} sessions"),
    "atr": marked("average true range of {window} sessions"),
    "rsi": marked("relative strength index of {window} sessions"),
    "close_to_high": marked("distance of the close from the high of {window} sessions"),
    "close_to_low": marked("distance of the close from the low of {window} sessions"),
    "day_position": marked("place of the close within the day's range"),
    "day_range": marked("range of the day"),
    "overnight_return": marked("return over the newest night"),
    "session_volatility": marked("volatility within the session, mean of {window} sessions"),
    "closing_auction_share": marked("volume share of the closing auction, mean of {window} sessions"),
    "session_vwap_distance": marked(
        "distance of the close from the session's VWAP, mean of {window} sessions"
    ),
    "afternoon_share": marked("volume share of the afternoon, mean of {window} sessions"),
}
"""By the function of a feature; any other function gives its own name and its parameters."""
MACD_PARTS = ("line", "signal", "histogram")
_NO_WORDS = ("delay_sessions", "index")


class Description(NamedTuple):
    """The group of a feature, such as ``Momentum``, and its words, such as ``return over 60 sessions``."""

    group: str
    words: str


def descriptions(config: IndicatorConfig, lookback_window: int) -> dict[str, Description]:
    """The description of each feature column of a panel, by name."""
    groups = _groups(config, lookback_window)
    return {
        column.name: Description(groups.get(column.name, "Market"), _words(column))
        for column in definitions(config, lookback_window)
    }


def _groups(config: IndicatorConfig, lookback_window: int) -> dict[str, str]:
    groups: dict[str, str] = {}
    for name, part in INDICATORS.items():
        if (indicator := getattr(config, name)) is not None:
            groups |= _all_in(indicator.features(), part.group)
    return (
        groups
        | _all_in(return_features(lookback_window), marked("Returns"))
        | _all_in(ranked_features(), marked("Ranks"))
    )


def _all_in(names: Iterable[str], group: str) -> dict[str, str]:
    return dict.fromkeys(names, group)


def _words(column: Definition) -> str:
    parameters = {name: value for name, value in column.parameters.items() if name not in _NO_WORDS}
    if column.function == "macd_part":
        words = (
            f"MACD {MACD_PARTS[parameters['part']]}, {parameters['fast']} and {parameters['slow']} sessions"
        )
    elif (template := WORDS.get(column.function)) is not None:
        words = template.format(**parameters)
    else:
        words = column.function.replace("_", " ") + _listed(parameters)
    words = words.replace("over 1 sessions", "over 1 session").replace("of 1 sessions", "of 1 session")
    words = words.replace(", 1 sessions back", ", newest")
    return f"{column.parameters['index']}: {words}" if column.kind == "market" else words


def _listed(parameters: Mapping[str, Any]) -> str:
    listed = " and ".join(f"{value:g}" for value in parameters.values())
    return f" of {listed} sessions" if listed else ""
