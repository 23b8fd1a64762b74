"""The penalty of a linear model by cross-validation on past rows, with a purge between the parts."""

from collections.abc import Sequence

import numpy as np

from vn30.names import HORIZONS
from vn30.typing import FloatArray

N_SPLITS = 3
SHARES = np.geomspace(0.7, 0.002, 15)
"""The tried penalties, as shares of the smallest one at which every coefficient is zero."""


def penalties(features: FloatArray, labels: FloatArray, l1_ratio: float) -> FloatArray:
    """The penalties to try, largest first, shape (15,). None of them sets every coefficient to zero.

    The largest useful penalty is that of J. Friedman, T. Hastie and R. Tibshirani, "Regularization paths for
    generalized linear models via coordinate descent", Journal of Statistical Software 33, 2010, section 2.5.

    Args:
        features: shape (rows, features).
        labels: shape (rows,).
        l1_ratio: share of the penalty that sets coefficients to zero, above 0.
    """
    centred = features - features.mean(axis=0)
    largest = float(np.abs(centred.T @ (labels - labels.mean())).max()) / (len(labels) * l1_ratio)
    # Labels or features that are all equal leave nothing to fit, at any penalty.
    return np.asarray(SHARES * max(largest, np.finfo(np.float64).tiny / SHARES[-1]))


def choose(features: FloatArray, labels: FloatArray, l1_ratios: Sequence[float]) -> tuple[float, float]:
    """The penalty and the L1 ratio with the smallest squared error on later rows.

    The rows are split into N_SPLITS + 1 parts, oldest first; each part but the first is forecast from the
    rows before it, less those whose labels at the longest horizon reach into it.

    Args:
        features: shape (rows, features), oldest first.
        labels: log returns, shape (rows,).
        l1_ratios: those to try, each above 0.

    Returns:
        alpha, l1_ratio. With too few rows for a split, the middle of the penalties and the first ratio.
    """
    from sklearn.linear_model import enet_path
    from sklearn.model_selection import TimeSeriesSplit

    purge = max(HORIZONS)
    grids = [penalties(features, labels, l1_ratio) for l1_ratio in l1_ratios]
    if len(labels) < (N_SPLITS + 1) * 2 * purge:
        return float(grids[0][len(SHARES) // 2]), l1_ratios[0]
    errors = np.zeros((len(l1_ratios), len(SHARES)))
    for train, test in TimeSeriesSplit(N_SPLITS, gap=purge).split(features):
        means, level = features[train].mean(axis=0), labels[train].mean()
        for row, (l1_ratio, alphas) in enumerate(zip(l1_ratios, grids, strict=True)):
            _, coefficients, _ = enet_path(
                features[train] - means, labels[train] - level, l1_ratio=l1_ratio, alphas=alphas
            )
            forecasts = (features[test] - means) @ coefficients + level
            errors[row] += ((labels[test, None] - forecasts) ** 2).sum(axis=0)
    # Of equal errors the first, which is the larger penalty.
    best, column = divmod(int(np.argmin(errors)), len(SHARES))
    return float(grids[best][column]), l1_ratios[best]


class PurgedElasticNet:
    """An elastic net whose penalty and L1 ratio are chosen by :func:`choose` at each fit.

    Args:
        alpha: the penalty; None: chosen.
        l1_ratios: those to choose from; one is used as it is.
    """

    def __init__(self, alpha: float | None, l1_ratios: Sequence[float]) -> None:
        self.alpha = alpha
        self.l1_ratios = tuple(l1_ratios)

    def fit(self, X: FloatArray, y: FloatArray) -> "PurgedElasticNet":
        """Choose the penalty, and fit with it on all rows."""
        from sklearn.linear_model import ElasticNet

        alpha, l1_ratio = self.alpha, self.l1_ratios[0]
        if alpha is None:
            alpha, l1_ratio = choose(X, y, self.l1_ratios)
        self.model_ = ElasticNet(alpha=alpha, l1_ratio=l1_ratio, max_iter=5000).fit(X, y)
        return self

    def predict(self, X: FloatArray) -> FloatArray:
        """One prediction per row of ``X``."""
        return np.asarray(self.model_.predict(X), dtype=np.float64)

    @property
    def coef_(self) -> FloatArray:
        """The fitted coefficients, shape (features,)."""
        return np.asarray(self.model_.coef_)
