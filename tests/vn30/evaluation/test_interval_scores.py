import numpy as np
import pandas as pd
import pytest

from vn30.evaluation.block_bootstrap import BLOCK_SESSIONS, ratio_error
from vn30.evaluation.interval_scores import coverage, coverage_by_volatility, winkler_scores


def test_winkler_scores() -> None:
    """Inside an interval the score is its width; outside it adds ten times the distance."""
    outcome, lower, upper = np.array([0.0, 3.0, -2.5]), np.full(3, -2.0), np.full(3, 2.0)
    np.testing.assert_allclose(winkler_scores(outcome, lower, upper), [4, 14, 9])


def test_winkler_prefers_true_quantiles() -> None:
    """Of all symmetric intervals, that of the true 10 and 90 % quantiles has the least score."""
    outcome = np.random.default_rng(1).normal(size=200_000)
    widths = np.array([1.0, 1.15, 1.2816, 1.4, 1.6])
    scores = [winkler_scores(outcome, -width, width).mean() for width in widths]
    assert int(np.argmin(scores)) == 2


def test_thirds() -> None:
    """Each third has its own share, and rows without a rank belong to none."""
    dates = pd.Series(pd.bdate_range("2020-01-01", periods=6))
    inside = np.array([True, False, True, True, False, False])
    rank = np.array([0.2, 1 / 3, 0.34, 2 / 3, 1.0, np.nan])
    thirds = coverage_by_volatility(dates, inside, rank)
    assert {name: third and third.share for name, third in thirds.items()} == {
        "calm": 0.5,
        "ordinary": 1.0,
        "volatile": 0.0,
    }
    assert coverage(dates, inside).share == 0.5
    assert coverage(dates, inside).error is None
    assert coverage(dates[:0], inside[:0]) is None


def test_error_of_independent_sessions() -> None:
    """Without dependence, the error is that of the binomial distribution."""
    hits = (np.random.default_rng(2).uniform(size=6000) < 0.8).astype(float)
    error = ratio_error(hits, np.ones(6000))
    assert error == pytest.approx(np.sqrt(0.8 * 0.2 / 6000), rel=0.2)


def test_error_of_dependent_sessions() -> None:
    """Runs of equal outcomes count as few observations."""
    runs = np.repeat(np.random.default_rng(3).uniform(size=200) < 0.8, 30).astype(float)
    error = ratio_error(runs, np.ones(6000))
    assert error is not None
    assert error > 3.5 * np.sqrt(0.8 * 0.2 / 6000)
    assert ratio_error(runs[: 2 * BLOCK_SESSIONS - 1], np.ones(2 * BLOCK_SESSIONS - 1)) is None
