import numpy as np
import pytest

from vn30.models.weights import learned_weights


def overlapping(random: np.random.Generator, rows: int, horizon: int) -> np.ndarray:
    return np.convolve(random.normal(scale=0.02, size=rows + horizon - 1), np.ones(horizon), "valid")


def test_weight_without_skill() -> None:
    """Without skill the weight goes to the naive forecast."""
    random = np.random.default_rng(1)
    weights = []
    for _ in range(20):
        outcome = overlapping(random, 500, 7)
        members = {name: 0.3 * overlapping(random, 500, 7) for name in ("ridge", "svr", "random_forest")}
        weights.append(learned_weights(members, outcome, 7))
    assert np.mean([fitted["naive"] for fitted in weights]) > 0.97


def test_weight_with_skill() -> None:
    """A member with skill gets most of the weight, and a copy of the outcome all of it."""
    random = np.random.default_rng(2)
    outcome = overlapping(random, 500, 7)
    noise = overlapping(random, 500, 7)
    some = learned_weights({"ridge": outcome + noise, "svr": noise[::-1]}, outcome, 7)
    assert some["ridge"] > 0.3
    assert some["svr"] < 0.1
    assert sum(some.values()) == pytest.approx(1)
    assert min(some.values()) >= 0
    assert learned_weights({"ridge": outcome, "svr": noise}, outcome, 7)["ridge"] == pytest.approx(1)


def test_opposite_errors_share_the_weight() -> None:
    random = np.random.default_rng(3)
    outcome = overlapping(random, 400, 7)
    shock = np.abs(overlapping(random, 400, 7))
    weights = learned_weights({"ridge": outcome + shock, "svr": outcome - shock}, outcome, 7)
    assert weights == pytest.approx({"naive": 0, "ridge": 0.5, "svr": 0.5})


def test_pooled_by_default() -> None:
    """The pooled forecast is trusted until another member earns the weight."""
    random = np.random.default_rng(4)
    outcome = overlapping(random, 500, 7)
    pooled = 0.1 * overlapping(random, 500, 7)
    assert learned_weights({"pooled": pooled, "ridge": -3 * pooled}, outcome, 7)["pooled"] > 0.97
    assert learned_weights({"pooled": -outcome, "ridge": -outcome}, outcome, 7)["naive"] == pytest.approx(1)
    nothing = np.array([])
    assert learned_weights({"pooled": nothing, "ridge": nothing}, nothing, 7) == {
        "naive": 0,
        "pooled": 1,
        "ridge": 0,
    }
