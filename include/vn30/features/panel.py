"""The feature panel of all tickers: one row per bar and one column per feature."""

import numpy as np
import pandas as pd

from vn30.features.calendar_features import add_calendar
from vn30.features.indicator_config import IndicatorConfig
from vn30.features.market_context import add_context
from vn30.features.regimes.encoded import REGIME_FEATURES
from vn30.features.series import features_of_each, panel_of
from vn30.features.shared import series_features, shared_names


def feature_names(config: IndicatorConfig, lookback_window: int) -> list[str]:
    """The panel's feature columns in order: the ticker's own features, then those equal for all tickers."""
    return [*config.features(lookback_window), *shared_names(config)]


def regime_columns(config: IndicatorConfig, lookback_window: int) -> list[int]:
    """The places of the regimes among :func:`feature_names`; none unless the configuration has them."""
    if not config.regimes:
        return []
    names = feature_names(config, lookback_window)
    return [names.index(name) for name in REGIME_FEATURES]


def build_panel(
    market: pd.DataFrame,
    config: IndicatorConfig,
    lookback_window: int,
    indices: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Compute all features of all bars.

    With the leakage guard, row ``t`` of a ticker is computed from its bars up to ``t - 1`` and from index
    bars before session ``t``; without it, from the bars up to and including ``t``. A missing high or low
    counts as the close, a missing volume as 0.

    Args:
        market: a market frame (see :mod:`vn30.market.bars`), ``n`` rows.
        lookback_window: the look-back of the cumulative returns, in sessions.
        indices: a market frame of the series of :data:`vn30.market.universe.INDICES` and of the context
            tickers; series may be missing.

    Returns:
        ``n`` rows in the order of ``market``: ``symbol``, ``date`` and the columns of
        :func:`feature_names` as float32. A ticker's own features are NaN before the first full window;
        unknown features of the market are 0.

    Raises:
        UnorderedMarket: the bars of a ticker or an index are scattered, repeated or out of order.
    """
    names = feature_names(config, lookback_window)
    own = config.features(lookback_window)
    values = np.empty((len(names), len(market)), dtype=np.float32)
    features_of_each(market, own, delay=1 if config.leakage_guard else 0, out=values[: len(own)])
    dates, known = market["date"].to_numpy(), market.iloc[:0] if indices is None else indices
    contexts = series_features(config)
    ends = len(own) + sum(map(len, contexts.values()))
    add_context(values[len(own) : ends], dates, known, config.leakage_guard, contexts)
    if config.calendar:
        add_calendar(values[ends:], dates)
    return panel_of(market, values, names)
