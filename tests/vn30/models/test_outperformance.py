import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from vn30.models.outperformance import fit_outperformance


def past(slope: float, rows: int = 5_000) -> tuple[np.ndarray, np.ndarray]:
    """Ranks, and outcomes whose log odds are ``slope`` times the rank."""
    random = np.random.default_rng(1)
    ranks = random.uniform(-0.5, 0.5, rows)
    return ranks, (random.uniform(size=rows) < 1 / (1 + np.exp(0.2 - slope * ranks))).astype(float)


def test_against_scikit_learn() -> None:
    """The probability lies halfway between the base rate and scikit-learn's plain regression."""
    ranks, beaten = past(1.0)
    plain = LogisticRegression(C=np.inf).fit(ranks[:, None], beaten).predict_proba(ranks[:, None])[:, 1]
    probability = fit_outperformance(ranks, beaten).probability(ranks)
    np.testing.assert_allclose(probability, (plain + beaten.mean()) / 2, atol=1e-4)


def test_order_that_was_wrong() -> None:
    """Ranks that had the wrong order give the base rate to all."""
    ranks, beaten = past(-1.0)
    probability = fit_outperformance(ranks, beaten).probability(np.array([-0.4, 0.4]))
    assert probability == pytest.approx([beaten.mean()] * 2, abs=1e-3)


def test_one_outcome_only() -> None:
    """Where each row beat the index, the probability stays below 1."""
    probability = fit_outperformance(np.linspace(-0.4, 0.4, 9), np.ones(9)).probability(np.zeros(1))
    assert 0.9 < probability[0] < 1
