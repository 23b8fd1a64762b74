"""Is a forecast better than the naive one, or was it lucky?"""

from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.stats import t as student

FloatArray = NDArray[np.float64]

PROVEN_BELOW = 0.05
"""A skill is proven if it is positive and its one-sided Diebold-Mariano p-value lies below this."""
SUSPECT_SKILL = 0.10
SUSPECT_RANK_IC = 0.15

Verdict = Literal["proven", "not proven"]


def diebold_mariano(loss: FloatArray, naive_loss: FloatArray, horizon: int) -> float:
    """One-sided p-value of the hypothesis that forecasts are no better than the naive ones.

    The test of F. X. Diebold and R. S. Mariano, "Comparing predictive accuracy", Journal of Business &
    Economic Statistics 13 (1995), with the small-sample correction and Student's distribution of D. Harvey,
    S. Leybourne and P. Newbold, "Testing the equality of prediction mean squared errors", International
    Journal of Forecasting 13 (1997). Forecasts of ``horizon`` sessions made every session overlap: the
    variance of the mean difference has ``horizon - 1`` autocovariances. Where their plain sum is not
    positive, they are weighted as by M. S. Bartlett, which keeps it so.

    Args:
        loss: error of each forecast (absolute, for a test of skill), one a session, oldest first.
        naive_loss: of the naive forecast, for the same sessions.
        horizon: sessions ahead.

    Returns:
        In [0, 1]; 1 where both forecasts are always the same, or there are no more sessions than ``horizon``:
        nothing is shown by so few.
    """
    gain = naive_loss - loss
    n = len(gain)
    correction = n + 1 - 2 * horizon + horizon * (horizon - 1) / n if n > horizon else 0.0
    variance = _variance_of_mean(gain, horizon) if correction > 0 else 0.0
    if variance <= 0:
        return 1.0
    statistic = gain.mean() / np.sqrt(variance) * np.sqrt(correction / n)
    return float(student.sf(statistic, df=n - 1))


def _variance_of_mean(values: FloatArray, horizon: int) -> float:
    centred = values - values.mean()
    n = len(values)
    covariances = np.array([centred[lag:] @ centred[: n - lag] / n for lag in range(horizon)])
    weights = np.full(horizon, 2.0)
    weights[0] = 1.0
    total = float(weights @ covariances)
    if total <= 0:
        total = float((weights * (1 - np.arange(horizon) / horizon)) @ covariances)
    return total / n


def verdict(skill: float, p_value: float) -> Verdict:
    """``proven`` only for a positive skill that luck alone reaches in fewer than one case in twenty."""
    return "proven" if skill > 0 and p_value < PROVEN_BELOW else "not proven"


def suspicions(skill: float, rank_ic: float, rank_ic_by_luck: float = 0.0) -> list[str]:
    """Why the scores of a whole run are too good to be true, one sentence each; none: they are plausible.

    Args:
        skill: over all tickers at one horizon.
        rank_ic: mean of :func:`vn30.training.ranking.daily_rank_ic` at that horizon; NaN if it has none.
        rank_ic_by_luck: its standard deviation without any skill. Of a few tickers over a few months luck
            alone makes more than SUSPECT_RANK_IC; three times this must be exceeded as well.
    """
    found = []
    if skill > SUSPECT_SKILL:
        found.append(f"skill {skill:.3f} is above {SUSPECT_SKILL:.2f}: look for a leak before believing it")
    if rank_ic > max(SUSPECT_RANK_IC, 3 * rank_ic_by_luck):
        found.append(
            f"rank IC {rank_ic:.3f} is above {SUSPECT_RANK_IC:.2f}: look for a leak before believing it"
        )
    return found
