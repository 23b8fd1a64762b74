"""Scores of forecast probabilities of a rise, compared with the base rate on the same rows."""

from dataclasses import dataclass

import numpy as np

from vn30.evaluation.significance import diebold_mariano
from vn30.typing import BoolArray, FloatArray


@dataclass(frozen=True)
class ProbabilityScores:
    """Scores of probabilities on ``rows`` rows; the smaller, the better.

    Attributes:
        brier: mean squared difference of probability and outcome (G. W. Brier, "Verification of forecasts
            expressed in terms of probability", Monthly Weather Review 78, 1950).
        log_loss: mean negative logarithm of the probability of what came.
        base_brier, base_log_loss: those of the base rate, the share of rises among the training rows.
        hit_rate: share of the rows whose likelier direction came.
        p_value: of Diebold and Mariano, for a Brier score no better than that of the base rate.
    """

    brier: float
    log_loss: float
    base_brier: float
    base_log_loss: float
    hit_rate: float
    p_value: float
    rows: int

    @property
    def skill(self) -> float:
        """``1 - brier / base_brier``: 1 is perfect, 0 equals the base rate, below 0 is worse."""
        return 1 - self.brier / self.base_brier


def score_probability(
    rose: BoolArray, probability: FloatArray, base_rate: FloatArray, horizon: int
) -> ProbabilityScores:
    """Score probabilities of a rise; all arrays of one length.

    Args:
        rose: whether the price rose.
        probability: forecast, in (0, 1).
        base_rate: that the forecast is compared with, in (0, 1).
        horizon: sessions ahead, since the outcomes of so many rows overlap.
    """
    squared, base_squared = ((values - rose) ** 2 for values in (probability, base_rate))
    return ProbabilityScores(
        brier=float(squared.mean()),
        log_loss=_log_loss(rose, probability),
        base_brier=float(base_squared.mean()),
        base_log_loss=_log_loss(rose, base_rate),
        hit_rate=float(((probability > 0.5) == rose).mean()),
        p_value=diebold_mariano(squared, base_squared, horizon),
        rows=len(rose),
    )


def _log_loss(rose: BoolArray, probability: FloatArray) -> float:
    return float(-np.log(np.where(rose, probability, 1 - probability)).mean())
