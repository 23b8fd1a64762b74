"""The features that a formula may name: all registered ones, by the default parameters.

Those of minutes are left out: no session before the platform was set up has them.
"""

from collections.abc import Mapping

from vn30.features.bars import Feature
from vn30.features.cross_section import ranked_features
from vn30.features.indicator_config import INDICATORS, IndicatorConfig
from vn30.features.shared import series_features
from vn30.training_config.document import TrainingConfig

RANK = "rank_"
CONFIG = IndicatorConfig(
    **{name: part() for name, part in INDICATORS.items() if part.group != "Minutes"},
    **{name: None for name, part in INDICATORS.items() if part.group == "Minutes" and part.optional},
    regimes=True,
)
TICKER_FEATURES: Mapping[str, Feature] = CONFIG.features(TrainingConfig().targets.lookback_window)
"""Computed from the bars of each ticker."""
RANKED_FEATURES: Mapping[str, Feature] = ranked_features()
"""Computed from the bars of each ticker, and ranked among the members of the session."""
MARKET_FEATURES: Mapping[str, Mapping[str, Feature]] = series_features(CONFIG)
"""By index series; equal for all tickers of a session."""
FORMULA_FEATURES: tuple[str, ...] = (
    *TICKER_FEATURES,
    *(name for features in MARKET_FEATURES.values() for name in features),
    *RANKED_FEATURES,
)
