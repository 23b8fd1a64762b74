"""The feature panel: one row a bar and one column a feature, for all tickers at once."""

import numpy as np
import pandas as pd

from vn30.features.config import IndicatorConfig
from vn30.features.context import add_context, context_names
from vn30.features.indicators import indicators
from vn30.features.series import features_of_each, panel_of


def feature_names(config: IndicatorConfig, lookback_window: int) -> list[str]:
    """The panel's feature columns, in order: those of the ticker itself, then those of the market."""
    own = list(indicators(config, lookback_window))
    return own + context_names() if config.market_context else own


def build_panel(
    market: pd.DataFrame,
    config: IndicatorConfig,
    lookback_window: int,
    indices: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Compute every feature of every bar.

    With the leakage guard on, row ``t`` of a ticker holds what was known after its bar ``t - 1``, and of the
    indices what was known before session ``t``; with it off, what is known after bar and session ``t``. A
    bar without high or low counts as one without range, one without volume as one without trade.

    Args:
        market: a market frame (see :mod:`vn30.prices`), ``n`` rows.
        lookback_window: sessions the lagged returns reach back.
        indices: a market frame of the series of :data:`vn30.universe.INDICES`, as far as they are known.

    Returns:
        ``n`` rows in the order of ``market``: ``symbol``, ``date`` and the columns of
        :func:`feature_names` as float32. A ticker's own features are NaN where a window is not yet full,
        the market's are 0 where they are not known.

    Raises:
        UnorderedMarket: the bars of a ticker or an index are scattered, repeated or out of order.
    """
    names = feature_names(config, lookback_window)
    own = indicators(config, lookback_window)
    values = np.empty((len(names), len(market)), dtype=np.float32)
    features_of_each(market, own, delay=1 if config.leakage_guard else 0, out=values[: len(own)])
    if config.market_context:
        known = market.iloc[:0] if indices is None else indices
        add_context(values[len(own) :], market["date"].to_numpy(), known, config.leakage_guard)
    return panel_of(market, values, names)
