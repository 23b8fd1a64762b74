"""One model of all tickers: which of them will do better than the others.

What can be learned from daily prices is in the order of the tickers, and too little of it to learn from one
ticker alone. A ridge regression over all rows of all tickers forecasts the rank that a ticker's return will
have in its session, from its scale-free features and their ranks. How much return a rank is worth is learned
from the model's own past out-of-sample forecasts, so that a model without skill becomes the naive forecast.
The market's return is forecast as zero.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.linear_model import Ridge
from sklearn.preprocessing import StandardScaler

from vn30.training.ranking import session_ranks
from vn30.training.walk_forward import BoolArray, Fold

FloatArray = NDArray[np.float64]

ALPHA = 12_000.0
"""For standardised features: as much as so many rows that say nothing."""
FARTHEST = 3.0
"""Features beyond this many standard deviations count as that: returns have long tails."""
CAUTION = 0.5
"""The share of the best past slope that is used: too steep costs more than too flat, and it is uncertain."""


@dataclass(frozen=True)
class PooledModel:
    """``slope`` is the log return that a whole rank, from last to first, is worth; at 0 it is naive."""

    scaler: StandardScaler
    regression: Ridge
    slope: float

    def predict(self, features: FloatArray) -> FloatArray:
        """Log returns, one for each row of ``features``; NaN counts as the mean of its feature."""
        forecast: FloatArray = self.slope * self.expected_ranks(features)
        return forecast

    def expected_ranks(self, features: FloatArray) -> FloatArray:
        """The rank within its session, from -0.5 to 0.5, that each row is expected to have."""
        ranks: FloatArray = self.regression.predict(_standardised(self.scaler, features))
        return ranks


@dataclass(frozen=True)
class PooledResult:
    """The model fitted on all labelled rows, and the forecasts of its predecessors, one a fold.

    Attributes:
        forecasts: log return for each row that a fold tested, by a model that was fitted on and shrunk by
            what was known before the fold; NaN for all other rows.
    """

    model: PooledModel
    forecasts: FloatArray


def train_pooled(
    rows: pd.DataFrame, features: FloatArray, labels: FloatArray, folds: Sequence[Fold]
) -> PooledResult:
    """Forecast every fold from what was known before it, then fit on all that is known.

    Args:
        rows: all rows of all tickers: ``date``, and ``target_date`` on which the label ends, NaT if it has
            not ended yet.
        features: scale-free features and ranks within the session, shape (rows, features). NaN counts as the
            mean of its feature.
        labels: log return to ``target_date``, NaN where there is none.
        folds: rising. The first one has no past forecasts to learn the slope from: it is forecast as naive.
    """
    dates = pd.DatetimeIndex(rows["date"])
    ends = pd.DatetimeIndex(rows["target_date"])
    expected = np.full(len(rows), np.nan)
    forecasts = np.full(len(rows), np.nan)
    for fold in folds:
        known, tested = fold.train(ends), fold.test(dates)
        model = _fit(rows["date"], features, labels, known, expected)
        expected[tested] = model.expected_ranks(features[tested])
        forecasts[tested] = model.slope * expected[tested]
    return PooledResult(_fit(rows["date"], features, labels, ~np.isnan(labels), expected), forecasts)


def _fit(
    dates: pd.Series, features: FloatArray, labels: FloatArray, known: BoolArray, expected: FloatArray
) -> PooledModel:
    """Fit on the known rows; ``expected`` are the ranks that predecessors expected out of sample."""
    # Ranked among the known ones: the place of a label among those that end later is not known yet.
    ranks = session_ranks(dates[known], pd.Series(labels[known], index=dates.index[known]))
    scaler = StandardScaler().fit(features[known])
    regression = Ridge(alpha=ALPHA).fit(_standardised(scaler, features[known]), ranks)
    return PooledModel(scaler, regression, _slope(dates, expected, labels, known))


def _standardised(scaler: StandardScaler, features: FloatArray) -> FloatArray:
    standardised: FloatArray = np.nan_to_num(np.clip(scaler.transform(features), -FARTHEST, FARTHEST))
    return standardised


def _slope(dates: pd.Series, expected: FloatArray, labels: FloatArray, known: BoolArray) -> float:
    """The slope with the least absolute error on past forecasts, made smaller by CAUTION; never below 0.

    Of returns beyond their session's mean: what the whole market did says nothing about the order.
    """
    past = known & ~np.isnan(expected)
    if not past.any():
        return 0.0
    outcome = pd.Series(labels[past], index=dates.index[past])
    beyond = (outcome - outcome.groupby(dates[past]).transform("mean")).to_numpy()
    # The minimum of sum |y - s x| over s is the median of y / x, weighted by |x|.
    ratio, weight = beyond / expected[past], np.abs(expected[past])
    order = np.argsort(ratio)
    upto = np.cumsum(weight[order])
    best = float(ratio[order][np.searchsorted(upto, upto[-1] / 2)])
    return CAUTION * max(best, 0.0)
