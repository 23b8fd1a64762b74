"""Combines classifiers' probabilities, and calibrates them on their own past."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.optimize import nnls
from sklearn.linear_model import LogisticRegression

from vn30.models.base import NAIVE
from vn30.typing import BoolArray, FloatArray

EDGE = 0.01
"""No probability is nearer to 0 or 1: one surprise would otherwise cost any log loss."""
SUM_WEIGHT = 1_000.0
"""Weight of the condition that the weights sum to 1, beside errors below 1."""


def brier_weights(probabilities: Mapping[str, FloatArray], rose: BoolArray) -> dict[str, float]:
    """Non-negative weights that sum to 1 and minimise the Brier score of past forecasts.

    Args:
        probabilities: by member, shape (rows,), of forecasts whose target date has passed.
        rose: whether the price rose, shape (rows,); if empty, the base rate has all the weight.
    """
    if len(rose) == 0:
        return {name: float(name == NAIVE) for name in probabilities}
    members = np.column_stack(list(probabilities.values()))
    sums = np.full((1, members.shape[1]), SUM_WEIGHT * np.sqrt(len(rose)))
    weights, _ = nnls(np.vstack([members, sums]), np.append(rose.astype(float), sums[0, 0]))
    return dict(zip(probabilities, (weights / weights.sum()).tolist(), strict=True))


@dataclass(frozen=True)
class ProbabilityCalibration:
    """A line in log odds: ``intercept + slope * (log odds less those of the base rate)``.

    Attributes:
        slope: 0: the past has shown no skill, and every probability is the same.
    """

    intercept: float
    slope: float

    def calibrated(self, probability: FloatArray, base_rate: FloatArray | float) -> FloatArray:
        """The calibrated probability of each row, in [EDGE, 1 - EDGE]."""
        odds = self.intercept + self.slope * (log_odds(probability) - log_odds(base_rate))
        return np.clip(1 / (1 + np.exp(-odds)), EDGE, 1 - EDGE)


def fit_calibration(
    probability: FloatArray, base_rate: FloatArray, rose: BoolArray, horizon: int
) -> ProbabilityCalibration | None:
    """Calibrate on past forecasts by a logistic regression; None if all or none of them rose.

    J. Platt, "Probabilistic outputs for support vector machines", 1999. The regression has a penalty, and
    each row counts 1 / ``horizon``, since so many outcomes overlap: a slope must be earned.

    Args:
        probability: out-of-sample forecasts, shape (rows,).
        base_rate: that was known at each forecast, shape (rows,).
        rose: whether the price rose, shape (rows,).
    """
    if rose.all() or not rose.any():
        return None
    beyond = (log_odds(probability) - log_odds(base_rate))[:, None]
    line = LogisticRegression(C=1.0).fit(beyond, rose, sample_weight=np.full(len(rose), 1 / horizon))
    if line.coef_[0, 0] > 0:
        return ProbabilityCalibration(float(line.intercept_[0]), float(line.coef_[0, 0]))
    # A negative slope is luck: the order of the forecasts is not turned around.
    return ProbabilityCalibration(float(log_odds(rose.mean())), 0.0)


def log_odds(probability: FloatArray | float) -> FloatArray:
    """``log(p / (1 - p))``, of probabilities cut at EDGE."""
    cut = np.clip(probability, EDGE, 1 - EDGE)
    return np.asarray(np.log(cut / (1 - cut)))
