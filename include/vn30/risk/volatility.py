"""Volatility by year, as a share: of past returns, weighted exponentially, and within sessions."""

import numpy as np
import pandas as pd

from vn30.market.minutes import local_days, local_minutes
from vn30.market.resampling import resample
from vn30.risk.prices import SESSIONS_A_YEAR
from vn30.typing import FloatArray, IntArray

DECAY = 0.94
"""Of daily variances: J. P. Morgan and Reuters, *RiskMetrics - Technical Document*, 4th edition, 1996."""
_SEED_RETURNS = 20


def sample_volatility(returns: FloatArray) -> float:
    """Standard deviation of the returns of sessions times ``sqrt(250)``; two returns or more."""
    return float(np.std(returns, ddof=1) * np.sqrt(SESSIONS_A_YEAR))


def sample_volatility_error(returns: FloatArray) -> float:
    """Standard error of :func:`sample_volatility`: ``volatility * sqrt((kurtosis - 1) / (4 n))``.

    By the delta method from the variance of a sample variance. Fat tails make it larger than the error of
    normal returns, whose kurtosis is 3. 0 for returns that are all equal.
    """
    deviations = returns - returns.mean()
    variance = np.mean(deviations**2)
    if variance == 0:
        return 0.0
    kurtosis = np.mean(deviations**4) / variance**2
    return float(sample_volatility(returns) * np.sqrt(max(kurtosis - 1, 0) / (4 * len(returns))))


def ewma_variances(returns: FloatArray, decay: float = DECAY) -> FloatArray:
    """``v[t + 1] = decay * v[t] + (1 - decay) * returns[t] ** 2``, of a session.

    Returns:
        One value more than returns: ``v[t]`` is the variance that is expected of ``returns[t]`` from the
        returns before it, the last one that of the next session. The first one, which has nothing before
        it, is the mean square of the first 20 returns.
    """
    variances = np.empty(len(returns) + 1)
    variances[0] = np.mean(returns[:_SEED_RETURNS] ** 2)
    variance = float(variances[0])
    for position, square in enumerate((returns**2).tolist(), 1):
        variance = decay * variance + (1 - decay) * square
        variances[position] = variance
    return variances


def ewma_volatility(returns: FloatArray) -> float:
    """The volatility that :func:`ewma_variances` expects of the next session, by year."""
    return float(np.sqrt(ewma_variances(returns)[-1] * SESSIONS_A_YEAR))


def realised_volatility(returns: FloatArray) -> float:
    """Root of the mean squared return of sessions, by year."""
    return float(np.sqrt(np.mean(returns**2) * SESSIONS_A_YEAR))


def session_variances(minutes: pd.DataFrame) -> tuple[IntArray, FloatArray]:
    """The sum of the squared 5-minute log returns of each session, from its first open to its last close.

    T. G. Andersen and T. Bollerslev, "Answering the Skeptics: Yes, Standard Volatility Models Do Provide
    Accurate Forecasts", *International Economic Review* 39, 1998.

    Args:
        minutes: a minutes frame (see :mod:`vn30.market.minutes`) of one stock.

    Returns:
        The sessions as days since 1970-01-01, and the variance of each, without the night before it.
    """
    bars = resample(minutes, "5m")
    if bars.empty:
        return np.empty(0, dtype=np.int64), np.empty(0)
    days = local_days(local_minutes(bars["time"]))
    first = np.flatnonzero(np.append(True, days[1:] != days[:-1]))
    closes = bars["close"].to_numpy()
    before = np.append(closes[0], closes[:-1])
    # Sources that give a close alone leave the first interval of a session out.
    opens = bars["open"].to_numpy()[first]
    before[first] = np.where(np.isfinite(opens), opens, closes[first])
    return days[first], np.add.reduceat(np.log(closes / before) ** 2, first)


def intraday_volatility(variances: FloatArray, overnight: FloatArray) -> float:
    """Volatility by year of sessions, each with its night.

    Args:
        variances: as of :func:`session_variances`.
        overnight: log return from the close before each of these sessions to its open.
    """
    return float(np.sqrt(np.mean(variances + overnight**2) * SESSIONS_A_YEAR))
