import numpy as np
import pytest
from scipy.stats import t as student
from scipy.stats import ttest_1samp

from vn30.evaluation.significance import diebold_mariano, suspicions, verdict


def test_horizon_of_one_session() -> None:
    """At one session the test is Student's test of the mean gain."""
    random = np.random.default_rng(1)
    loss, naive_loss = random.exponential(size=80), random.exponential(1.2, size=80)
    expected = ttest_1samp(naive_loss - loss, 0, alternative="greater").pvalue
    # Harvey's correction turns the variance's divisor n into n - 1, which makes both equal.
    assert diebold_mariano(loss, naive_loss, horizon=1) == pytest.approx(expected)


def test_by_hand_with_overlap() -> None:
    # Gains 1, 0, 2, 3, -1: mean 1, autocovariances 2 and -0.6, so a variance of (2 - 2 * 0.6) / 5 = 0.16.
    gain = np.array([1.0, 0.0, 2.0, 3.0, -1.0])
    # The statistic is 1 / 0.4 * sqrt((5 + 1 - 4 + 2 / 5) / 5) = sqrt(3), on 4 degrees of freedom.
    assert diebold_mariano(np.zeros(5), gain, horizon=2) == pytest.approx(student.sf(np.sqrt(3), 4))


@pytest.mark.parametrize("horizon", [7, 30])
def test_size_of_the_test(horizon: int) -> None:
    """Forecasts without skill are proven at about the nominal rate."""
    random = np.random.default_rng(2)
    proven = 0
    for _ in range(400):
        outcome = np.convolve(random.normal(size=500 + horizon - 1), np.ones(horizon), "valid")
        forecast = 0.3 * np.convolve(random.normal(size=500 + horizon - 1), np.ones(horizon), "valid")
        # Difference of squared errors without the forecast's own variance: its mean is zero.
        gain = 2 * forecast * outcome
        proven += diebold_mariano(np.zeros(500), gain, horizon) < 0.05
    assert 0.02 < proven / 400 < 0.11


def test_skilled_forecast() -> None:
    random = np.random.default_rng(3)
    outcome = np.convolve(random.normal(size=506), np.ones(7), "valid")
    forecast = 0.5 * outcome
    p_value = diebold_mariano(np.abs(outcome - forecast), np.abs(outcome), 7)
    assert p_value < 0.001
    assert verdict(0.5, p_value) == "proven"


def test_no_evidence() -> None:
    """Equal forecasts and too few sessions have p-value 1."""
    loss = np.random.default_rng(4).exponential(size=40)
    assert diebold_mariano(loss, loss, 7) == 1
    assert diebold_mariano(loss[:4], 2 * loss[:4], 7) == 1


def test_alternating_gains() -> None:
    # The plain sum of autocovariances, 2.25 - 2 * 2.19, is negative.
    """Alternating gains have a positive variance."""
    gain = np.tile([2.0, -1.0], 20)
    assert diebold_mariano(np.zeros(40), gain, 2) < 0.001


def test_verdict() -> None:
    """A proven skill needs a positive skill and significance."""
    assert verdict(0.01, 0.04) == "proven"
    assert verdict(0.01, 0.06) == verdict(-0.01, 0.01) == "not proven"


def test_suspicions() -> None:
    assert suspicions(0.02, 0.05) == []
    assert suspicions(0.02, float("nan")) == []
    assert [text.split(" is ")[0] for text in suspicions(0.21, 0.4)] == ["skill 0.210", "rank IC 0.400"]
