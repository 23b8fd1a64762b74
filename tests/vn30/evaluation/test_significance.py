import numpy as np
import pytest
from scipy.stats import t as student
from scipy.stats import ttest_1samp

from vn30.evaluation.significance import corrected_p_values, diebold_mariano, suspicions, verdict


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


def test_correction_for_many_tickers() -> None:
    """The example of Benjamini and Hochberg (1995): of fifteen p-values, nine below 0.05, four are proven."""
    p_values = np.array(
        [
            *(0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344),
            *(0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0),
        ]
    )
    order = np.random.default_rng(1).permutation(15)
    corrected = corrected_p_values(p_values[order])
    proven = [p_values[order][place] for place in range(15) if verdict(0.01, corrected[place]) == "proven"]
    assert sorted(proven) == [0.0001, 0.0004, 0.0019, 0.0095]
    assert (corrected >= p_values[order]).all()


def test_luck_over_a_run() -> None:
    """Of ninety skills without substance hardly one is proven, where uncorrected four would be."""
    random = np.random.default_rng(4)
    proven = uncorrected = 0
    for _ in range(200):
        for p_values in random.uniform(size=(3, 30)):
            proven += int((corrected_p_values(p_values) < 0.05).any())
            uncorrected += int((p_values < 0.05).sum())
    assert uncorrected / 200 > 4
    assert proven / 600 < 0.08
