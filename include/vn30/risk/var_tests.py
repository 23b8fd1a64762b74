"""Tests of a value at risk by its exceptions: the outcomes whose loss was larger than it.

- Kupiec: is the share of exceptions the expected one? (P. Kupiec, "Techniques for Verifying the Accuracy
  of Risk Measurement Models", *Journal of Derivatives* 3, 1995.)
- Christoffersen: does an exception make another one more likely the next time? And both together,
  "conditional coverage" (P. Christoffersen, "Evaluating Interval Forecasts", *International Economic
  Review* 39, 1998).
- The traffic light of the Basel Committee ("Supervisory framework for the use of 'backtesting'", 1996):
  yellow from the number of exceptions on that a correct VaR stays below with probability 95 %, red from
  99.99 %.
"""

from typing import Literal, NamedTuple

import numpy as np
from scipy.special import bdtr, chdtrc, xlog1py, xlogy

from vn30.typing import BoolArray

Zone = Literal["green", "yellow", "red"]
_YELLOW_FROM, _RED_FROM = 0.95, 0.9999


class LikelihoodRatio(NamedTuple):
    """A likelihood ratio statistic, and the probability of a larger one if the tested VaR is correct."""

    statistic: float
    p_value: float


def kupiec(observations: int, exceptions: int, probability: float) -> LikelihoodRatio:
    """Unconditional coverage, chi-squared with one degree of freedom.

    Args:
        observations: 1 or more.
        probability: the expected share of exceptions, between 0 and 1.
    """
    expected = _log_likelihood(observations - exceptions, exceptions, probability)
    seen = _log_likelihood(observations - exceptions, exceptions, exceptions / observations)
    return _ratio(seen - expected, 1)


def independence(exceptions: BoolArray) -> LikelihoodRatio | None:
    """Christoffersen's independence, chi-squared with one degree of freedom.

    Args:
        exceptions: in the order of time, from outcomes that do not overlap.

    Returns:
        None for fewer than two exceptions, which follow each other or do not, whatever the truth.
    """
    if np.count_nonzero(exceptions) < 2:
        return None
    before, after = exceptions[:-1], exceptions[1:]
    calm, calm_then_exception = np.count_nonzero(~before), np.count_nonzero(~before & after)
    hit, hit_then_exception = np.count_nonzero(before), np.count_nonzero(before & after)
    pooled = (calm_then_exception + hit_then_exception) / len(after)
    after_calm = _log_likelihood(calm - calm_then_exception, calm_then_exception, _share(after[~before]))
    after_hit = _log_likelihood(hit - hit_then_exception, hit_then_exception, _share(after[before]))
    together = _log_likelihood(
        calm + hit - calm_then_exception - hit_then_exception,
        calm_then_exception + hit_then_exception,
        pooled,
    )
    return _ratio(after_calm + after_hit - together, 1)


def conditional_coverage(coverage: LikelihoodRatio, independent: LikelihoodRatio) -> LikelihoodRatio:
    """Both together: the sum of the statistics, chi-squared with two degrees of freedom."""
    return _ratio((coverage.statistic + independent.statistic) / 2, 2)


def zone(observations: int, exceptions: int, probability: float) -> Zone:
    """The traffic light; of 250 outcomes at 99 %, green to 4 exceptions, yellow to 9, red from 10."""
    cumulative = bdtr(exceptions, observations, probability)
    if cumulative < _YELLOW_FROM:
        return "green"
    return "yellow" if cumulative < _RED_FROM else "red"


def _share(exceptions: BoolArray) -> float:
    return float(np.mean(exceptions)) if len(exceptions) else 0.0


def _log_likelihood(without: int, with_exception: int, probability: float) -> float:
    return float(xlog1py(without, -probability) + xlogy(with_exception, probability))


def _ratio(difference: float, degrees: int) -> LikelihoodRatio:
    # Rounding makes a difference of 0 negative.
    statistic = max(0.0, 2 * difference)
    return LikelihoodRatio(statistic, float(chdtrc(degrees, statistic)))
