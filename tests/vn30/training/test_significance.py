import numpy as np
import pytest
from scipy.stats import t as student
from scipy.stats import ttest_1samp

from vn30.training.significance import diebold_mariano, suspicions, verdict


def test_at_one_session_it_is_students_test_of_the_mean_gain() -> None:
    random = np.random.default_rng(1)
    loss, naive_loss = random.exponential(size=80), random.exponential(1.2, size=80)
    expected = ttest_1samp(naive_loss - loss, 0, alternative="greater").pvalue
    # Both divide by n - 1 degrees of freedom in the end: Harvey's correction is exact here.
    assert diebold_mariano(loss, naive_loss, horizon=1) == pytest.approx(expected)


def test_by_hand_with_overlap() -> None:
    # Gains 1, 0, 2, 3, -1: mean 1, autocovariances 2 and -0.6, so a variance of (2 - 2 * 0.6) / 5 = 0.16.
    gain = np.array([1.0, 0.0, 2.0, 3.0, -1.0])
    # The statistic is 1 / 0.4 * sqrt((5 + 1 - 4 + 2 / 5) / 5) = sqrt(3), on 4 degrees of freedom.
    assert diebold_mariano(np.zeros(5), gain, horizon=2) == pytest.approx(student.sf(np.sqrt(3), 4))


@pytest.mark.parametrize("horizon", [7, 30])
def test_luck_is_called_proven_about_as_seldom_as_promised(horizon: int) -> None:
    random = np.random.default_rng(2)
    found = 0
    for _ in range(400):
        outcome = np.convolve(random.normal(size=500 + horizon - 1), np.ones(horizon), "valid")
        forecast = 0.3 * np.convolve(random.normal(size=500 + horizon - 1), np.ones(horizon), "valid")
        # Squared errors less the penalty for the forecast's own variance: no better, no worse on average.
        gain = 2 * forecast * outcome
        found += diebold_mariano(np.zeros(500), gain, horizon) < 0.05
    assert 0.02 < found / 400 < 0.11


def test_a_forecast_that_knows_something_is_proven() -> None:
    random = np.random.default_rng(3)
    outcome = np.convolve(random.normal(size=506), np.ones(7), "valid")
    forecast = 0.5 * outcome
    p_value = diebold_mariano(np.abs(outcome - forecast), np.abs(outcome), 7)
    assert p_value < 0.001
    assert verdict(0.5, p_value) == "proven"


def test_the_naive_forecast_itself_and_too_few_sessions_prove_nothing() -> None:
    loss = np.random.default_rng(4).exponential(size=40)
    assert diebold_mariano(loss, loss, 7) == 1
    assert diebold_mariano(loss[:4], 2 * loss[:4], 7) == 1


def test_gains_that_alternate_have_a_variance_all_the_same() -> None:
    # 2.25 - 2 * 2.19 is no variance.
    gain = np.tile([2.0, -1.0], 20)
    assert diebold_mariano(np.zeros(40), gain, 2) < 0.001


def test_verdict_needs_both_skill_and_significance() -> None:
    assert verdict(0.01, 0.04) == "proven"
    assert verdict(0.01, 0.06) == verdict(-0.01, 0.01) == "not proven"


def test_what_is_too_good_to_be_true_is_named() -> None:
    assert suspicions(0.02, 0.05) == []
    assert suspicions(0.02, float("nan")) == []
    assert [text.split(" is ")[0] for text in suspicions(0.21, 0.4)] == ["skill 0.210", "rank IC 0.400"]
