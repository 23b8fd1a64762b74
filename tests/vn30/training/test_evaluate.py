import numpy as np
import pytest

from vn30.training.evaluate import IntervalScores, UnscorableForecast, score, score_interval


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
    # The second row did not move and counts for neither; of the other two one sign is right.
    assert scores.direction_hit_rate == pytest.approx(0.5)
    assert scores.rows == 3


def test_naive_forecast_has_no_skill_and_a_perfect_one_has_all() -> None:
    actual, base = np.array([110.0, 95.0]), np.array([100.0, 100.0])
    assert score(actual, base, base).skill == 0
    assert score(actual, actual, base).skill == 1


def test_a_price_that_stands_still_is_not_scored() -> None:
    still = np.array([100.0, 100.0])
    with pytest.raises(UnscorableForecast, match="does not move over any of the 2 test rows"):
        score(still, still, still)


def test_interval_scores_by_hand() -> None:
    actual, base = np.array([110.0, 95.0, 100.0, 90.0]), np.array([100.0, 100.0, 50.0, 100.0])
    lower, upper = np.array([90.0, 96.0, 90.0, np.nan]), np.array([110.0, 104.0, 110.0, np.nan])
    found = score_interval(actual, lower, upper, base)
    assert found == IntervalScores(
        coverage=pytest.approx(2 / 3), mean_width_pct=pytest.approx((20 + 8 + 40) / 3), rows=3
    )
    nothing = np.full(4, np.nan)
    assert score_interval(actual, nothing, nothing, base) is None
