"""The pooled model: one model of all tickers, which forecasts their relative returns.

The predictable part of daily prices is mainly the ranking of the tickers, and the rows of one ticker are too
few to learn it. Three regressions forecast the rank of a ticker's return within its session from scale-free
features and their ranks. Returns are ranked in units of the ticker's recent volatility, since the largest
returns of the most volatile tickers are mostly noise. The expected rank is the mean of their forecasts:

- a ridge regression over the rows of all tickers;
- boosted trees with few, large leaves over the same rows, for effects that depend on the market regime or on
  the range of a feature (J. H. Friedman, "Greedy function approximation: a gradient boosting machine", Annals
  of Statistics 29, 2001);
- a ridge regression over each ticker's own rows, which shrinks the ticker's expected rank to 0, the mean of
  all tickers (partial pooling: A. Gelman and J. Hill, *Data Analysis Using Regression and
  Multilevel/Hierarchical Models*, chapter 12).

A slope converts ranks to log returns. It is the same for all tickers, so that the ranking is kept, and is
learned from the model's past out-of-sample forecasts, so that a model without skill becomes the naive
forecast. The forecast of the market's return is zero. The regressions and constants were chosen on sessions
up to 2022.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.linear_model import Ridge
from sklearn.preprocessing import StandardScaler

from vn30.evaluation.rank_ic import session_ranks
from vn30.model_selection.splits import Fold
from vn30.typing import BoolArray, FloatArray

Features = NDArray[np.floating[Any]]
Columns = NDArray[np.intp]
Select = Callable[[BoolArray, Fold | None], Columns | None]
"""The columns to fit on, from the mask of the known rows; None: all. The fold is None for the last fit."""

ALPHA = 3_000.0
"""The penalty of the ridge regression over all tickers, on standardised features."""
OWN_ALPHA = 10_000.0
"""The penalty of a ticker's own ridge regression. It is strong, since a ticker has few rows."""
OWN_MEAN = 0.5
"""The share of a ticker's past mean rank that its own regression keeps."""
MIN_OWN_ROWS = 120
"""A ticker with fewer rows (half a year) has no regression of its own."""
TREES_STRIDE = 2
"""The trees are fitted on every second row: overlapping labels are nearly equal, and the fit is faster."""
MAX_ROWS = 250_000
"""About the most rows of a fit, which bounds its memory. Of more, as of the whole exchange, it takes every
second session, every third and so on: overlapping labels are nearly equal. The VN30 has 75,000 rows in ten
years."""
CLIP_STD = 3.0
"""Standardised features are clipped at this many standard deviations, since returns have heavy tails."""
SLOPE_SHRINKAGE = 0.5
"""The share of the best past slope that is used: it is uncertain, and too steep costs more than too flat."""


@dataclass(frozen=True)
class PooledModel:
    """The three regressions of the rank, and the slope from ranks to log returns.

    Attributes:
        own: the own regressions by ticker; a ticker without one has the expected rank 0 in this part.
        slope: the difference in log return between the first and the last rank; at 0 the model is naive.
        columns: the selected columns of the features; None: all.
    """

    scaler: StandardScaler
    ridge: Ridge
    trees: HistGradientBoostingRegressor
    own: dict[str, Ridge]
    slope: float
    columns: Columns | None = None

    def predict(self, symbols: pd.Series, features: Features) -> FloatArray:
        """The forecast log returns, shape (rows,).

        Args:
            symbols: the ticker of each row.
            features: shape (rows, features); NaN is replaced by the feature's mean.
        """
        forecast: FloatArray = self.slope * self.expected_ranks(symbols, features)
        return forecast

    def expected_ranks(self, symbols: pd.Series, features: Features) -> FloatArray:
        """The expected rank of each row within its session, about -0.5 to 0.5, shape (rows,)."""
        standardised = self.standardised(features)
        own = np.zeros(len(features))
        for ticker, rows in _rows_of_each(symbols).items():
            if ticker in self.own:
                own[rows] = self.own[ticker].predict(standardised[rows])
        ranks: FloatArray = (self.ridge.predict(standardised) + self.trees.predict(standardised) + own) / 3
        return ranks

    def standardised(self, features: Features) -> Features:
        """The selected features as the regressions were fitted on them, shape (rows, columns)."""
        return _standardised(self.scaler, _chosen(features, self.columns))


Observe = Callable[[PooledModel, BoolArray], None]
"""Called with each fold's model and the mask of its test rows."""


@dataclass(frozen=True)
class PooledResult:
    """The model fitted on all labelled rows, and the out-of-sample forecasts of the folds' models.

    Attributes:
        forecasts: the forecast log return of each test row of a fold, by a model whose regressions and slope
            were fitted on data known before the fold; NaN for all other rows.
        expected: the expected rank of each of these rows, as :meth:`PooledModel.expected_ranks`.
    """

    model: PooledModel
    forecasts: FloatArray
    expected: FloatArray


def train_pooled(
    rows: pd.DataFrame,
    features: Features,
    labels: FloatArray,
    volatility: FloatArray,
    folds: Sequence[Fold],
    select: Select = lambda _known, _fold: None,
    observe: Observe = lambda _model, _tested: None,
) -> PooledResult:
    """Forecast every fold with a model fitted on data known before it, then fit a model on all labelled rows.

    Args:
        rows: all rows, ticker by ticker and oldest first: ``symbol``, ``date``, and ``target_date`` on which
            the label ends, NaT if it has not ended yet.
        features: scale-free features and ranks within the session, shape (rows, features). NaN is replaced
            by the feature's mean.
        labels: the log return to ``target_date``, NaN if unknown, shape (rows,).
        volatility: of a session, known on ``date``, shape (rows,). A row without it is not learned from.
        folds: in ascending order. The forecasts of the first fold are naive, since there are no past
            forecasts to learn the slope from.
        select: chooses the columns of each fit.
        observe: sees each fold's model beside the rows that it was not fitted on.
    """
    expected, forecasts = forecast_folds(rows, features, labels, volatility, folds, select, observe)
    known = ~np.isnan(labels)
    columns = select(_thinned(pd.DatetimeIndex(rows["date"]), known), None)
    final = _fit(rows, features, labels, volatility, known, expected, columns)
    return PooledResult(final, forecasts, expected)


def forecast_folds(
    rows: pd.DataFrame,
    features: Features,
    labels: FloatArray,
    volatility: FloatArray,
    folds: Sequence[Fold],
    select: Select = lambda _known, _fold: None,
    observe: Observe = lambda _model, _tested: None,
) -> tuple[FloatArray, FloatArray]:
    """The expected ranks and forecasts of every fold, as of :class:`PooledResult`, without a last fit.

    The arguments are those of :func:`train_pooled`.
    """
    dates = pd.DatetimeIndex(rows["date"])
    ends = pd.DatetimeIndex(rows["target_date"])
    expected = np.full(len(rows), np.nan)
    forecasts = np.full(len(rows), np.nan)
    for fold in folds:
        known, tested = fold.train(ends), fold.test(dates)
        columns = select(_thinned(dates, known), fold)
        model = _fit(rows, features, labels, volatility, known, expected, columns)
        observe(model, tested)
        expected[tested] = model.expected_ranks(rows["symbol"][tested], features[tested])
        forecasts[tested] = model.slope * expected[tested]
    return expected, forecasts


def _fit(
    rows: pd.DataFrame,
    features: Features,
    labels: FloatArray,
    volatility: FloatArray,
    known: BoolArray,
    expected: FloatArray,
    columns: Columns | None,
) -> PooledModel:
    """Fit on the ``known`` rows. ``expected`` holds the out-of-sample expected ranks of earlier folds."""
    slope = _slope(rows["date"], expected, labels, known)
    scaled = labels / volatility
    known = _thinned(pd.DatetimeIndex(rows["date"]), known & ~np.isnan(scaled))
    # Labels are ranked among the known labels only: the labels that end later are not known yet.
    dates = rows["date"][known]
    ranks = session_ranks(dates, pd.Series(scaled[known], index=dates.index)).to_numpy()
    chosen = _chosen(features[known], columns)
    scaler = StandardScaler().fit(chosen)
    standardised = _standardised(scaler, chosen)
    return PooledModel(
        scaler,
        Ridge(alpha=ALPHA).fit(standardised, ranks),
        _trees().fit(standardised[::TREES_STRIDE], ranks[::TREES_STRIDE]),
        _own(rows["symbol"][known], standardised, ranks),
        slope,
        columns,
    )


def _thinned(dates: pd.DatetimeIndex, known: BoolArray) -> BoolArray:
    """The ``known`` rows of every n-th session, the newest one included: about MAX_ROWS of them, or all."""
    stride = -(-int(known.sum()) // MAX_ROWS)
    if stride <= 1:
        return known
    sessions = np.unique(dates[known])[::-1][::stride]
    return known & dates.isin(sessions)


def _trees() -> HistGradientBoostingRegressor:
    """The unfitted, seeded boosted trees."""
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
        if len(rows) >= MIN_OWN_ROWS:
            fitted[ticker] = Ridge(alpha=OWN_ALPHA).fit(standardised[rows], ranks[rows])
            fitted[ticker].intercept_ -= (1 - OWN_MEAN) * ranks[rows].mean()
    return fitted


def _rows_of_each(symbols: pd.Series) -> dict[str, NDArray[np.intp]]:
    return {str(ticker): np.asarray(rows) for ticker, rows in symbols.groupby(symbols).indices.items()}


def _chosen(features: Features, columns: Columns | None) -> Features:
    return features if columns is None else features[:, columns]


def _standardised(scaler: StandardScaler, features: Features) -> Features:
    standardised: Features = scaler.transform(features)
    np.clip(standardised, -CLIP_STD, CLIP_STD, out=standardised)
    return np.nan_to_num(standardised, copy=False)


def _slope(dates: pd.Series, expected: FloatArray, labels: FloatArray, known: BoolArray) -> float:
    """The slope with the least absolute error on past forecasts, times SLOPE_SHRINKAGE; at least 0.

    It is fitted to returns in excess of their session's mean, since the market's return does not affect the
    ranking.
    """
    # An expected rank of exactly 0 has no effect on the slope, and no ratio.
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
    return SLOPE_SHRINKAGE * max(best, 0.0)
