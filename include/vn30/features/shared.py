"""The features that are equal for every ticker of a session, by the series that they are computed from."""

from functools import partial

from vn30.features.bars import Feature
from vn30.features.calendar_features import calendar_features
from vn30.features.indicator_config import IndicatorConfig
from vn30.features.indicators.volume_ma import volume_to_ma
from vn30.features.market_context import VOLATILITY_WINDOW, context_features, volatility_ratio
from vn30.features.regimes.encoded import REGIME_FEATURES
from vn30.features.returns import lagged_return, log_return
from vn30.market.universe import INDICES

RETURN_SPANS = (5, 20)
VOLUME_WINDOW = 20


def series_features(config: IndicatorConfig) -> dict[str, dict[str, Feature]]:
    """The features of index series and context tickers by series and name, in the order of the columns.

    An unknown value is 0, as :mod:`vn30.features.market_context` has it.
    """
    contexts = context_features() if config.market_context else {}
    if config.regimes:
        contexts[INDICES[0]] = {**contexts.get(INDICES[0], {}), **REGIME_FEATURES}
    for ticker in config.context_tickers:
        contexts[ticker] = {f"{name}_{ticker}": feature for name, feature in _of_ticker().items()}
    return contexts


def shared_names(config: IndicatorConfig) -> list[str]:
    """The columns of all features that are equal for every ticker, in order: series, then calendar."""
    names = [name for features in series_features(config).values() for name in features]
    return names + list(calendar_features()) if config.calendar else names


def _of_ticker() -> dict[str, Feature]:
    features: dict[str, Feature] = {"return_lag_1": partial(lagged_return, lag=1)}
    for span in RETURN_SPANS:
        features[f"return_over_{span}"] = partial(log_return, span=span)
    features["volatility_ratio"] = partial(volatility_ratio, window=VOLATILITY_WINDOW)
    features[f"volume_to_ma_{VOLUME_WINDOW}"] = partial(volume_to_ma, window=VOLUME_WINDOW)
    return features
