"""The distribution of returns against the VN30: chances by costs, and what it is made from."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm

from vn30.recommendations.excess import ExcessDistribution, excess_distribution

NORMAL = ExcessDistribution(4, norm.ppf((np.arange(20_000) + 0.5) / 20_000))


def test_normal_outcomes() -> None:
    """Against the formula: outcomes of deviation 0.03 over four sessions, moved to a chance of 0.55."""
    chances = NORMAL.chances(0.55, 0.015, 0.004)
    moved = norm.ppf(0.55)
    assert chances.beat == pytest.approx(norm.sf(0.004 / 0.03 - moved), abs=1e-4)
    assert chances.fall_behind == pytest.approx(norm.cdf(-0.004 / 0.03 - moved), abs=1e-4)
    # The mean of a lognormal distribution, less 1.
    assert chances.expected == pytest.approx(np.expm1(0.03 * moved + 0.03**2 / 2), abs=1e-4)


def test_without_costs_the_chance_stays() -> None:
    chances = NORMAL.chances(0.47, 0.02, 0.0)
    assert chances.beat == pytest.approx(0.47, abs=1e-4)
    assert chances.fall_behind == pytest.approx(0.53, abs=1e-4)


def _closes(sessions: int) -> tuple[pd.DataFrame, "pd.Series[float]"]:
    random, dates = np.random.default_rng(3), pd.bdate_range("2022-01-03", periods=sessions)
    walks = np.exp(np.cumsum(random.normal(0, 0.015, (sessions, 6)), axis=0))
    closes = pd.DataFrame(walks, index=dates, columns=list("ABCDEF"))
    return closes, closes.mean(axis=1)


def test_the_outcomes_of_the_past() -> None:
    """Each is the excess over the horizon in units of the volatility before it; none is beyond the end."""
    closes, index = _closes(400)
    made = excess_distribution(closes, index, 7)
    assert made is not None
    relative = np.log(closes).sub(np.log(index), axis=0)
    deviation = relative.diff().rolling(60, min_periods=30).std()
    expected = ((relative.shift(-7) - relative) / (deviation * 7**0.5)).to_numpy()
    assert made.outcomes == pytest.approx(np.sort(expected[np.isfinite(expected)]))
    assert len(made.outcomes) == 6 * (400 - 30 - 7)


def test_too_few_outcomes() -> None:
    assert excess_distribution(*_closes(100), 30) is None
