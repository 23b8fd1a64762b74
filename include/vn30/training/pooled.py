"""One model of all tickers: which of them will do better than the others.

What can be learned from daily prices is in the order of the tickers, and too little of it to learn from one
ticker alone. A ridge regression over all rows of all tickers forecasts the rank that a ticker's return will
have in its session, from ranks of its features. How much return a rank is worth is learned from the model's
own past out-of-sample forecasts, so that a model without skill becomes the naive forecast. The market's
return is forecast as zero.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.linear_model import Ridge

from vn30.training.ranking import session_ranks
from vn30.training.walk_forward import BoolArray, Fold

FloatArray = NDArray[np.float64]

ALPHA = 1000.0
"""For features and labels in (-0.5, 0.5): about as much as 12,000 rows that say nothing."""
CAUTION = 0.5
"""The share of the best past slope that is used: too steep costs more than too flat, and it is uncertain."""


@dataclass(frozen=True)
class PooledModel:
    """``slope`` is the log return that a whole rank, from last to first, is worth; at 0 it is naive."""

    regression: Ridge
    slope: float

    def predict(self, ranks: FloatArray) -> FloatArray:
        """Log returns, one for each row of ``ranks``; NaN counts as the middle."""
        forecast: FloatArray = self.slope * _scores(self.regression, ranks)
        return forecast


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
    rows: pd.DataFrame, ranks: FloatArray, labels: FloatArray, folds: Sequence[Fold]
) -> PooledResult:
    """Forecast every fold from what was known before it, then fit on all that is known.

    Args:
        rows: all rows of all tickers: ``date``, and ``target_date`` on which the label ends, NaT if it has
            not ended yet.
        ranks: features as ranks within their session, in [-0.5, 0.5], shape (rows, features). NaN counts as
            the middle.
        labels: log return to ``target_date``, NaN where there is none.
        folds: rising. The first one has no past forecasts to learn the slope from: it is forecast as naive.
    """
    dates = pd.DatetimeIndex(rows["date"])
    ends = pd.DatetimeIndex(rows["target_date"])
    scores = np.full(len(rows), np.nan)
    forecasts = np.full(len(rows), np.nan)
    for fold in folds:
        known, tested = fold.train(ends), fold.test(dates)
        slope = _slope(rows["date"], scores, labels, known)
        regression = _fit(rows["date"], ranks, labels, known)
        scores[tested] = _scores(regression, ranks[tested])
        forecasts[tested] = slope * scores[tested]
    known = ~np.isnan(labels)
    model = PooledModel(_fit(rows["date"], ranks, labels, known), _slope(rows["date"], scores, labels, known))
    return PooledResult(model, forecasts)


def _fit(dates: pd.Series, ranks: FloatArray, labels: FloatArray, known: BoolArray) -> Ridge:
    # Ranked among the known ones: the place of a label among those that end later is not known yet.
    label_ranks = session_ranks(dates[known], pd.Series(labels[known], index=dates.index[known]))
    return Ridge(alpha=ALPHA).fit(np.nan_to_num(ranks[known]), label_ranks)


def _scores(regression: Ridge, ranks: FloatArray) -> FloatArray:
    scores: FloatArray = regression.predict(np.nan_to_num(ranks))
    return scores


def _slope(dates: pd.Series, scores: FloatArray, labels: FloatArray, known: BoolArray) -> float:
    """The slope with the least absolute error on past forecasts, made smaller by CAUTION; never below 0.

    Of returns beyond their session's mean: what the whole market did says nothing about the order.
    """
    past = known & ~np.isnan(scores)
    if not past.any():
        return 0.0
    outcome = pd.Series(labels[past], index=dates.index[past])
    beyond = (outcome - outcome.groupby(dates[past]).transform("mean")).to_numpy()
    # The minimum of sum |y - s x| over s is the median of y / x, weighted by |x|.
    ratio, weight = beyond / scores[past], np.abs(scores[past])
    order = np.argsort(ratio)
    upto = np.cumsum(weight[order])
    best = float(ratio[order][np.searchsorted(upto, upto[-1] / 2)])
    return CAUTION * max(best, 0.0)
