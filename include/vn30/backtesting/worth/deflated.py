"""The Sharpe ratio that the best of many trials has by luck, and the deflated Sharpe ratio.

D. H. Bailey and M. Lopez de Prado, "The Deflated Sharpe Ratio: Correcting for Selection Bias, Backtest
Overfitting, and Non-Normality", *Journal of Portfolio Management* 40, 2014. Ratios are of a session, not
scaled to a year.
"""

import numpy as np
from scipy.special import ndtri

from vn30.risk.ratios import probabilistic_sharpe


def expected_maximum(trials: int, variance: float) -> float:
    """The expected highest Sharpe ratio of ``trials`` independent trials without skill; 0 for one.

    Args:
        trials: 1 or more.
        variance: of the Sharpe ratios of the trials.

    Raises:
        ValueError: there are no trials, or the variance is below 0.
    """
    if trials < 1 or variance < 0:
        raise ValueError("the expected maximum needs a trial and a variance of at least 0")
    if trials == 1:
        return 0.0
    # ndtri(1 - p) loses digits for small p: -ndtri(p) is the same and does not.
    quantiles = -ndtri(1 / trials), -ndtri(1 / (trials * np.e))
    return float(np.sqrt(variance) * ((1 - np.euler_gamma) * quantiles[0] + np.euler_gamma * quantiles[1]))


def deflated_sharpe(
    value: float, observations: int, skewness: float, kurtosis: float, trials: int, variance: float
) -> float:
    """Probability that the true Sharpe ratio is above what the best of the trials has by luck.

    Args:
        value: the Sharpe ratio; ``observations``, ``skewness`` and ``kurtosis`` are of its returns.
        trials, variance: as of :func:`expected_maximum`.
    """
    benchmark = expected_maximum(trials, variance)
    return probabilistic_sharpe(value, observations, skewness, kurtosis, benchmark)
