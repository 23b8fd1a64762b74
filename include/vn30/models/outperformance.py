"""The probability that a ticker beats the VN30, from its place in the order of the pooled model.

A logistic regression of past outcomes on past out-of-sample ranks, whose forecast is shrunk to the base rate.
Chosen on sessions up to 2022: isotonic regression and the logistic regression without shrinkage have larger
Brier scores there.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import expit
from sklearn.linear_model import LogisticRegression

from vn30.typing import FloatArray

SHRINKAGE = 0.5
"""The share of the regression's distance from the base rate that is used: outcomes overlap."""


@dataclass(frozen=True)
class Outperformance:
    """The probability of beating the VN30 by rank.

    Attributes:
        base_rate: share of past rows that beat it, within (0, 1). It is not one half: the index is weighted
            by market value, and a few large gains exceed many small losses.
        intercept: of the logistic regression, the log odds at the middle rank.
        slope: from the first to the last rank; if it is not above 0, each rank has the base rate.
    """

    base_rate: float
    intercept: float
    slope: float

    def probability(self, ranks: FloatArray) -> FloatArray:
        """The probability for ranks in (-0.5, 0.5), the highest return last; shape as ``ranks``."""
        if self.slope <= 0:
            return np.full(len(ranks), self.base_rate)
        regression = expit(self.intercept + self.slope * ranks)
        probability: FloatArray = self.base_rate + SHRINKAGE * (regression - self.base_rate)
        return probability


def fit_outperformance(ranks: FloatArray, beaten: FloatArray) -> Outperformance:
    """Fit on past rows.

    Args:
        ranks: out of sample, of :func:`vn30.evaluation.rank_ic.session_ranks`, shape (rows,).
        beaten: 1 if the ticker's return exceeded the index's, else 0, shape (rows,).
    """
    base_rate = (beaten.sum() + 0.5) / (len(beaten) + 1)
    if beaten.min() == beaten.max():
        return Outperformance(float(base_rate), 0.0, 0.0)
    fitted = LogisticRegression(C=np.inf).fit(ranks[:, None], beaten)
    return Outperformance(float(base_rate), float(fitted.intercept_[0]), float(fitted.coef_[0, 0]))
