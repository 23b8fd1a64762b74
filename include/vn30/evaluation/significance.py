"""Significance of the skill against the naive forecast, and suspicion of scores that indicate a leak."""

from typing import Literal

import numpy as np

from vn30.i18n.localized import marked
from vn30.typing import FloatArray

PROVEN_BELOW = 0.05
"""A positive skill is proven if its one-sided Diebold-Mariano p-value, corrected, is below this."""
SUSPECT_SKILL = 0.10
"""Skill and mean rank IC of a whole run above which a leak is likelier than a good model."""
SUSPECT_RANK_IC = 0.15

_SKILL = marked("skill {skill:.3f} is above {suspect_skill:.2f}: check for a leak first")
_RANK_IC = marked("rank IC {rank_ic:.3f} is above {suspect_rank_ic:.2f}: check for a leak first")
SUSPICIONS = (_SKILL, _RANK_IC)
"""The messages of :func:`suspicions`, which are stored as plain texts."""

Verdict = Literal["proven", "not proven"]


def diebold_mariano(loss: FloatArray, naive_loss: FloatArray, horizon: int) -> float:
    """One-sided p-value of the hypothesis that forecasts are no better than the naive ones.

    The test of F. X. Diebold and R. S. Mariano, "Comparing predictive accuracy", Journal of Business &
    Economic Statistics 13 (1995), with the small-sample correction and Student's distribution of D. Harvey,
    S. Leybourne and P. Newbold, "Testing the equality of prediction mean squared errors", International
    Journal of Forecasting 13 (1997). Forecasts of ``horizon`` sessions made every session overlap: the
    variance of the mean difference has ``horizon - 1`` autocovariances. If their plain sum is not positive,
    they get the weights of M. S. Bartlett, whose sum always is.

    Args:
        loss: error of each forecast (absolute, for a test of skill), one a session, oldest first.
        naive_loss: of the naive forecast, for the same sessions.
        horizon: sessions ahead.

    Returns:
        In [0, 1]; 1 if both forecasts are always equal, or if there are at most ``horizon`` sessions.
    """
    # At its first use: stored verdicts are read without SciPy, which takes as long to import as pandas.
    from scipy.stats import t as student

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


def corrected_p_values(p_values: FloatArray) -> FloatArray:
    """The p-values of many tickers at one horizon, corrected for their number, in the same order.

    The procedure of Y. Benjamini and Y. Hochberg (Journal of the Royal Statistical Society B 57, 1995): of
    the skills that are proven by corrected p-values, the expected share that luck has made is below
    PROVEN_BELOW. It holds for the positive dependence of tickers of one market (Benjamini and D. Yekutieli,
    Annals of Statistics 29, 2001).

    Args:
        p_values: at least one, in [0, 1].
    """
    from scipy.stats import false_discovery_control

    corrected: FloatArray = false_discovery_control(p_values, method="bh")
    return corrected


def verdict(skill: float, p_value: float) -> Verdict:
    """``proven`` for a positive skill with a p-value below PROVEN_BELOW.

    Args:
        p_value: of :func:`corrected_p_values` where it is one of many.
    """
    return "proven" if skill > 0 and p_value < PROVEN_BELOW else "not proven"


def suspicions(skill: float, rank_ic: float, rank_ic_by_luck: float = 0.0) -> list[str]:
    """Reasons to suspect a leak behind the scores of a run, one sentence each; empty if they are plausible.

    Args:
        skill: over all tickers at one horizon.
        rank_ic: mean of :func:`vn30.evaluation.rank_ic.daily_rank_ic` at that horizon; NaN if it has none.
        rank_ic_by_luck: its standard deviation without skill. Over few tickers and sessions, chance alone
            exceeds SUSPECT_RANK_IC: the rank IC must also exceed three times this.
    """
    reasons = []
    if skill > SUSPECT_SKILL:
        reasons.append(_SKILL.format(skill=skill, suspect_skill=SUSPECT_SKILL))
    if rank_ic > max(SUSPECT_RANK_IC, 3 * rank_ic_by_luck):
        reasons.append(_RANK_IC.format(rank_ic=rank_ic, suspect_rank_ic=SUSPECT_RANK_IC))
    return reasons
