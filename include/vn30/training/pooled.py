"""One model of all tickers: which of them will do better than the others.

What can be learned from daily prices is in the order of the tickers, and too little of it to learn from one
ticker alone. Three regressions forecast the rank that a ticker's return will have in its session, from its
scale-free features and their ranks, and their mean is the rank that is expected:

- a ridge regression over all rows of all tickers;
- boosted trees over the same rows, with few and large leaves: what holds only in some regime of the market,
  or for some range of a feature (J. H. Friedman, "Greedy function approximation: a gradient boosting
  machine", Annals of Statistics 29, 2001);
- a ridge regression of each ticker's own rows, which pulls what the ticker has done to what all have done, a
  rank of 0 (partial pooling: A. Gelman and J. Hill, *Data Analysis Using Regression and
  Multilevel/Hierarchical Models*, chapter 12).

How much return a rank is worth is learned from the model's own past out-of-sample forecasts, one slope for
all tickers: it keeps their order, and a model without skill becomes the naive forecast. The market's return
is forecast as zero. Parts and constants were chosen on sessions up to 2022.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.linear_model import Ridge
from sklearn.preprocessing import StandardScaler

from vn30.training.ranking import session_ranks
from vn30.training.walk_forward import BoolArray, Fold

FloatArray = NDArray[np.float64]
Features = NDArray[np.floating[Any]]

ALPHA = 3_000.0
"""Of the regression over all tickers; for standardised features, as much as so many rows that say nothing."""
OWN_ALPHA = 10_000.0
"""Of a ticker's own regression, whose rows are fewer: it keeps a small part of what they say."""
OWN_MEAN = 0.5
"""The share of a ticker's mean rank that is expected to last."""
LEAST_OWN_ROWS = 120
"""A ticker with fewer rows, half a year, has no regression of its own."""
TREES_STRIDE = 2
"""The trees learn from every other row: labels that overlap say nearly the same, in half the time."""
FARTHEST = 3.0
"""Features beyond this many standard deviations count as that: returns have long tails."""
CAUTION = 0.5
"""The share of the best past slope that is used: too steep costs more than too flat, and it is uncertain."""


@dataclass(frozen=True)
class PooledModel:
    """Three regressions of the rank, and what a rank is worth.

    Attributes:
        own: by ticker; one that is not in it is expected in the middle by this part.
        slope: the log return that a whole rank, from last to first, is worth; at 0 the model is naive.
    """

    scaler: StandardScaler
    ridge: Ridge
    trees: HistGradientBoostingRegressor
    own: dict[str, Ridge]
    slope: float

    def predict(self, symbols: pd.Series, features: Features) -> FloatArray:
        """Log returns, one for each row of ``features``, whose tickers are ``symbols``.

        NaN counts as the mean of its feature.
        """
        forecast: FloatArray = self.slope * self.expected_ranks(symbols, features)
        return forecast

    def expected_ranks(self, symbols: pd.Series, features: Features) -> FloatArray:
        """The rank within its session, from -0.5 to 0.5, that each row is expected to have."""
        standardised = _standardised(self.scaler, features)
        own = np.zeros(len(features))
        for ticker, rows in _rows_of_each(symbols).items():
            if ticker in self.own:
                own[rows] = self.own[ticker].predict(standardised[rows])
        ranks: FloatArray = (self.ridge.predict(standardised) + self.trees.predict(standardised) + own) / 3
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
    rows: pd.DataFrame, features: Features, labels: FloatArray, folds: Sequence[Fold]
) -> PooledResult:
    """Forecast every fold from what was known before it, then fit on all that is known.

    Args:
        rows: all rows, ticker by ticker and oldest first: ``symbol``, ``date``, and ``target_date`` on which
            the label ends, NaT if it has not ended yet.
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
        model = _fit(rows, features, labels, known, expected)
        expected[tested] = model.expected_ranks(rows["symbol"][tested], features[tested])
        forecasts[tested] = model.slope * expected[tested]
    return PooledResult(_fit(rows, features, labels, ~np.isnan(labels), expected), forecasts)


def _fit(
    rows: pd.DataFrame, features: Features, labels: FloatArray, known: BoolArray, expected: FloatArray
) -> PooledModel:
    """Fit on the known rows; ``expected`` are the ranks that predecessors expected out of sample."""
    # Ranked among the known ones: the place of a label among those that end later is not known yet.
    dates = rows["date"][known]
    ranks = session_ranks(dates, pd.Series(labels[known], index=dates.index)).to_numpy()
    scaler = StandardScaler().fit(features[known])
    standardised = _standardised(scaler, features[known])
    return PooledModel(
        scaler,
        Ridge(alpha=ALPHA).fit(standardised, ranks),
        _trees().fit(standardised[::TREES_STRIDE], ranks[::TREES_STRIDE]),
        _own(rows["symbol"][known], standardised, ranks),
        _slope(rows["date"], expected, labels, known),
    )


def _trees() -> HistGradientBoostingRegressor:
    """Unfitted and seeded."""
    return HistGradientBoostingRegressor(
        max_iter=60,
        learning_rate=0.05,
        max_leaf_nodes=8,
        min_samples_leaf=100,
        l2_regularization=50,
        max_features=0.3,
        max_bins=63,
        early_stopping=False,
        random_state=0,
    )


def _own(symbols: pd.Series, standardised: Features, ranks: FloatArray) -> dict[str, Ridge]:
    fitted = {}
    for ticker, rows in _rows_of_each(symbols).items():
        if len(rows) >= LEAST_OWN_ROWS:
            fitted[ticker] = Ridge(alpha=OWN_ALPHA).fit(standardised[rows], ranks[rows])
            fitted[ticker].intercept_ -= (1 - OWN_MEAN) * ranks[rows].mean()
    return fitted


def _rows_of_each(symbols: pd.Series) -> dict[str, NDArray[np.intp]]:
    return {str(ticker): np.asarray(rows) for ticker, rows in symbols.groupby(symbols).indices.items()}


def _standardised(scaler: StandardScaler, features: Features) -> Features:
    standardised: Features = scaler.transform(features)
    np.clip(standardised, -FARTHEST, FARTHEST, out=standardised)
    return np.nan_to_num(standardised, copy=False)


def _slope(dates: pd.Series, expected: FloatArray, labels: FloatArray, known: BoolArray) -> float:
    """The slope with the least absolute error on past forecasts, made smaller by CAUTION; never below 0.

    Of returns beyond their session's mean: what the whole market did says nothing about the order.
    """
    # An expected rank of exactly 0 says nothing, and has no ratio.
    past = known & (np.nan_to_num(expected) != 0)
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
