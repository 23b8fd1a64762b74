import numpy as np
import pytest

from vn30.evaluation.scores import IntervalScores, UnscorableForecast, score, score_interval


def test_scores_by_hand() -> None:
    scores = score(
        actual_price=np.array([110.0, 100.0, 80.0]),
        predicted_price=np.array([105.0, 104.0, 101.0]),
        base_price=np.array([100.0, 100.0, 100.0]),
    )
    assert scores.mae == pytest.approx((5 + 4 + 21) / 3)
    assert scores.rmse == pytest.approx(np.sqrt((25 + 16 + 441) / 3))
    assert scores.mape_pct == pytest.approx(100 * (5 / 110 + 4 / 100 + 21 / 80) / 3)
    assert scores.naive_mae == pytest.approx(10)
    assert scores.naive_mape_pct == pytest.approx(100 * (10 / 110 + 20 / 80) / 3)
    assert scores.skill == pytest.approx(0)
    # The second price did not move and is not counted; one of the other two signs is correct.
    assert scores.direction_hit_rate == pytest.approx(0.5)
    assert scores.rows == 3


def test_rounded_price() -> None:
    """A price that differs by rounding did not move."""
    base = np.array([50_000.0, 50_000.0])
    scores = score(np.array([50_000.0001, 49_900.0]), np.array([49_000.0, 49_000.0]), base)
    assert scores.direction_hit_rate == 1
    with pytest.raises(UnscorableForecast, match="does not move"):
        score(base * (1 + 1e-9), base, base)


def test_skill() -> None:
    """The naive forecast has skill 0, a perfect one 1."""
    actual, base = np.array([110.0, 95.0]), np.array([100.0, 100.0])
    assert score(actual, base, base).skill == 0
    assert score(actual, actual, base).skill == 1


def test_constant_price() -> None:
    """A constant price cannot be scored."""
    still = np.array([100.0, 100.0])
    with pytest.raises(UnscorableForecast, match="does not move over any of the 2 test rows"):
        score(still, still, still)


def test_interval_scores_by_hand() -> None:
    actual, base = np.array([110.0, 95.0, 100.0, 90.0]), np.array([100.0, 100.0, 50.0, 100.0])
    lower, upper = np.array([90.0, 96.0, 90.0, np.nan]), np.array([110.0, 104.0, 110.0, np.nan])
    scores = score_interval(actual, lower, upper, base)
    assert scores == IntervalScores(
        coverage=pytest.approx(2 / 3), mean_width_pct=pytest.approx((20 + 8 + 40) / 3), rows=3
    )
    missing = np.full(4, np.nan)
    assert score_interval(actual, missing, missing, base) is None
