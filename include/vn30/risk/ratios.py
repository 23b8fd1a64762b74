"""Return for risk, by year, with standard errors: Sharpe, Sortino and Calmar ratios, and growth.

Returns are simple, of sessions; a risk-free return is a share by year.
"""

from typing import NamedTuple

import numpy as np
from scipy.special import ndtr

from vn30.risk.drawdown import deepest_fall
from vn30.risk.prices import SESSIONS_A_YEAR, Closes, simple_returns
from vn30.typing import FloatArray

_DAYS_A_YEAR = 365.25
_SAMPLES, _BLOCK_SESSIONS = 200, 20


class Ratio(NamedTuple):
    """A ratio by year and its standard error; None where it is not defined."""

    value: float | None
    error: float | None


def growth(closes: Closes) -> float | None:
    """Compound annual growth rate by calendar days, as a share; None within one day."""
    years = _years(closes)
    return float((closes.prices[-1] / closes.prices[0]) ** (1 / years) - 1) if years > 0 else None


def sharpe(returns: FloatArray, risk_free: float = 0.0) -> Ratio:
    """Mean excess return over its standard deviation, times ``sqrt(250)``."""
    value = session_sharpe(returns, risk_free)
    if value is None:
        return Ratio(None, None)
    scale = np.sqrt(SESSIONS_A_YEAR)
    return Ratio(float(scale * value), float(scale * sharpe_error(value, len(returns))))


def session_sharpe(returns: FloatArray, risk_free: float = 0.0) -> float | None:
    """The Sharpe ratio of a session, not scaled to a year; None for returns that are all equal."""
    deviation = np.std(returns, ddof=1)
    return float((returns.mean() - risk_free / SESSIONS_A_YEAR) / deviation) if deviation > 0 else None


def sharpe_error(value: float, observations: int) -> float:
    """``sqrt((1 + value ** 2 / 2) / observations)``, of a ratio that is not scaled to a year.

    For independent and identically distributed returns: A. W. Lo, "The Statistics of Sharpe Ratios",
    *Financial Analysts Journal* 58, 2002.
    """
    return float(np.sqrt((1 + value**2 / 2) / observations))


def probabilistic_sharpe(
    value: float, observations: int, skewness: float, kurtosis: float, benchmark: float = 0.0
) -> float:
    """Probability that the true Sharpe ratio is above ``benchmark``, by skewness and kurtosis of the returns.

    D. H. Bailey and M. Lopez de Prado, "The Sharpe Ratio Efficient Frontier", *Journal of Risk* 15, 2012.

    Args:
        value, benchmark: not scaled to a year.
        kurtosis: 3 for normal returns.
    """
    spread = np.sqrt(1 - skewness * value + (kurtosis - 1) / 4 * value**2)
    return float(ndtr((value - benchmark) * np.sqrt(observations - 1) / spread))


def moments(returns: FloatArray) -> tuple[float, float]:
    """Skewness and kurtosis of returns that are not all equal; those of normal returns are 0 and 3."""
    deviations = (returns - returns.mean()) / returns.std()
    return float(np.mean(deviations**3)), float(np.mean(deviations**4))


def sortino(returns: FloatArray, risk_free: float = 0.0) -> Ratio:
    """Mean excess return over the root of the mean squared negative excess returns, times ``sqrt(250)``.

    The standard error is that of the delta method, as Lo's is of the Sharpe ratio: the deviation of the
    ratio's influence function over the root of the number of returns.
    """
    excess = returns - risk_free / SESSIONS_A_YEAR
    below = np.minimum(excess, 0) ** 2
    squared, mean = below.mean(), excess.mean()
    if squared == 0:
        return Ratio(None, None)
    downside = np.sqrt(squared)
    influence = (excess - mean) / downside - mean * (below - squared) / (2 * downside**3)
    scale = np.sqrt(SESSIONS_A_YEAR)
    return Ratio(float(scale * mean / downside), float(scale * influence.std() / np.sqrt(len(returns))))


def calmar(closes: Closes) -> Ratio:
    """Growth over the maximum drawdown, both as shares.

    The standard error is that of 200 series of blocks of 20 sessions, as in
    :mod:`vn30.evaluation.block_bootstrap`: the drawdown has no formula for it. The same closes have the same
    error.
    """
    annual, fall = growth(closes), deepest_fall(closes.prices)
    if annual is None or fall == 0:
        return Ratio(None, None)
    returns = simple_returns(closes.prices)
    count = len(returns)
    random = np.random.default_rng(0)
    starts = random.integers(0, count, (_SAMPLES, -(-count // _BLOCK_SESSIONS)))
    drawn = ((starts[:, :, None] + np.arange(_BLOCK_SESSIONS)) % count).reshape(_SAMPLES, -1)[:, :count]
    paths = np.cumprod(1 + returns[drawn], axis=1)
    paths = np.column_stack([np.ones(_SAMPLES), paths])
    falls = np.max(1 - paths / np.maximum.accumulate(paths, axis=1), axis=1)
    annuals = paths[:, -1] ** (1 / _years(closes)) - 1
    usable = falls > 0
    error = float(np.std(annuals[usable] / falls[usable], ddof=1)) if usable.sum() > 1 else None
    return Ratio(annual / fall, error)


def _years(closes: Closes) -> float:
    return float((closes.dates[-1] - closes.dates[0]).astype(int)) / _DAYS_A_YEAR
