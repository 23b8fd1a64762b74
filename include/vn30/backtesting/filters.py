"""Which signals count: those above a threshold, and those that are no outliers of their own past."""

from dataclasses import replace

import numpy as np
import pandas as pd

from vn30.backtesting.config import FilterConfig
from vn30.backtesting.inputs import DecisionInputs
from vn30.backtesting.signals.base import Signals
from vn30.features.returns import realised_volatility
from vn30.features.series import features_of_each
from vn30.typing import FloatArray

VOLATILITY_WINDOW = 20
OUTLIER_WINDOW, OUTLIER_MIN_SESSIONS = 250, 60
"""Earlier signals of a ticker that its mean and standard deviation are taken from."""


def volatility_of(inputs: DecisionInputs) -> FloatArray:
    """Realised volatility of daily log returns over 20 sessions, shape (sessions, tickers).

    That of a session counts its own return. A session without a bar has the volatility before it.
    """
    values = np.empty((1, len(inputs.bars)), dtype=np.float32)
    features = {"volatility": lambda bars: realised_volatility(bars, VOLATILITY_WINDOW)}
    features_of_each(inputs.bars, features, delay=0, out=values)
    known = pd.DataFrame(inputs.grid(values[0].astype(np.float64))).ffill()
    return known.to_numpy(dtype=np.float64)


def thresholds(signals: Signals, filters: FilterConfig, volatility: FloatArray) -> FloatArray | float:
    """How far above its neutral value each signal has to be.

    Args:
        volatility: of :func:`volatility_of`.

    Returns:
        A number, or with a threshold by volatility an array of shape (sessions, tickers), NaN where the
        volatility is unknown.
    """
    if not filters.volatility_multiple:
        return filters.threshold
    reach = np.sqrt(signals.horizon or 1)
    scaled: FloatArray = filters.threshold + filters.volatility_multiple * volatility * reach
    return scaled


def without_outliers(signals: Signals, limit: float | None) -> Signals:
    """The signals, unknown where they are farther than ``limit`` from the mean of the ticker's earlier ones.

    Mean and standard deviation are those of the 250 sessions before, without the session itself; a ticker
    with fewer than 60 signals in them, or with equal ones only, has no outlier.

    Args:
        limit: in standard deviations; None: no signal is an outlier.
    """
    if limit is None:
        return signals
    past = pd.DataFrame(signals.values).shift(1).rolling(OUTLIER_WINDOW, min_periods=OUTLIER_MIN_SESSIONS)
    mean, deviation = past.mean().to_numpy(), past.std().to_numpy()
    # Rolling sums leave rounding errors in the deviation of equal values.
    usable = deviation > 1e-9 * np.abs(mean)
    outlier = usable & (np.abs(signals.values - mean) > limit * deviation)
    return replace(signals, values=np.where(outlier, np.nan, signals.values))
