"""Target weights of signals, by cases worked by hand."""

import numpy as np
import pytest

from tests.vn30.backtesting.made_inputs import START, TICKERS, made_inputs, with_signals
from vn30.backtesting.config import FilterConfig, PortfolioConfig, SimulationConfig
from vn30.backtesting.decide import decide
from vn30.backtesting.decisions import Candidates, target_weights
from vn30.backtesting.filters import thresholds, without_outliers
from vn30.backtesting.regimes import in_regimes, regimes_of
from vn30.backtesting.signals.base import NoSignals, Signals
from vn30.backtesting.weights import Method, weights_of
from vn30.typing import FloatArray

NAN = np.nan


def weights(values: list[list[float]], members: FloatArray | None = None, **portfolio: object) -> FloatArray:
    """The weights of return forecasts, rebalanced in each session unless it is said."""
    array = np.array(values)
    signals = Signals(array, "regressor", 5)
    candidates = Candidates(
        array,
        signals.buys(),
        signals.keeps(),
        np.ones(array.shape, dtype=bool) if members is None else members,
        np.tile([0.01, 0.02, 0.04], (len(array), 1)),
        np.zeros(array.shape),
    )
    settings = PortfolioConfig(**{"rebalance_sessions": 1, "maximum_names": 2, **portfolio})
    return target_weights(candidates, settings, first=0)


def test_best_names() -> None:
    """The two best that are above 0, equally; with one of them, all cash is in it; with none, nothing."""
    found = weights([[3, 1, 2], [-1, -1, 2], [-1, -1, -1], [1, 1, 1]])
    np.testing.assert_array_equal(found, [[0.5, 0, 0.5], [0, 0, 1], [0, 0, 0], [0.5, 0.5, 0]])


def test_rebalancing() -> None:
    """Between decisions there is none; a session without any signal hands its decision to the next one."""
    found = weights([[NAN] * 3, [1, 2, -1], [-1, -1, 1], [NAN] * 3, [-1, -1, 1]], rebalance_sessions=2)
    np.testing.assert_array_equal(found, [[NAN] * 3, [0.5, 0.5, 0], [NAN] * 3, [NAN] * 3, [0, 0, 1]])


def test_unknown_signal() -> None:
    """A held stock whose signal is unknown stays; one that is not held is not bought."""
    np.testing.assert_array_equal(weights([[1, 2, -1], [NAN, -1, NAN]]), [[0.5, 0.5, 0], [1, 0, 0]])


def test_buffer() -> None:
    """A held stock stays while its place is within the names and the buffer."""
    values = [[3, 2, 1], [1, 2, 3], [2, 1, 3], [-1, 1, 3]]
    found = weights(values, maximum_names=1, buffer_names=1)
    np.testing.assert_array_equal(found, [[1, 0, 0], [0, 0, 1], [0, 0, 1], [0, 0, 1]])
    with_more = weights(values, maximum_names=1, buffer_names=2)
    np.testing.assert_array_equal(with_more, [[1, 0, 0], [1, 0, 0], [1, 0, 0], [0, 0, 1]])


def test_minimum_holding() -> None:
    """A signal may sell three sessions after the decision to buy, not before."""
    values = [[1, -1, -1], [-1, 1, -1], [-1, 1, -1], [-1, 1, -1]]
    found = weights(values, maximum_names=1, minimum_holding=3)
    np.testing.assert_array_equal(found, [[1, 0, 0], [1, 0, 0], [1, 0, 0], [0, 1, 0]])


def test_membership() -> None:
    """A stock that leaves the basket is sold, whatever its signal and its holding time."""
    members = np.array([[True, True, False], [False, True, True]])
    found = weights([[1, 2, 9], [9, 2, 1]], members, minimum_holding=9)
    np.testing.assert_array_equal(found, [[0.5, 0.5, 0], [0, 0.5, 0.5]])


def test_inverse_volatility() -> None:
    found = weights([[1, 1, 1]], maximum_names=3, weights="inverse_volatility")
    np.testing.assert_allclose(found, [[4 / 7, 2 / 7, 1 / 7]])


def test_optimised() -> None:
    """Minimum variance against its closed form; the others are in the same order, and all sum to 1."""
    random = np.random.default_rng(7)
    returns = random.normal(0, [0.01, 0.02, 0.04], (250, 3)) + random.normal(0, 0.005, (250, 1))
    returns[3, 0] = NAN
    stocks, volatility = np.arange(3), np.array([0.01, 0.02, 0.04])
    inverse = np.linalg.inv(np.cov(np.delete(returns, 3, axis=0).T)).sum(axis=1)
    found = weights_of(stocks, "minimum_variance", volatility, returns)
    np.testing.assert_allclose(found, inverse / inverse.sum(), atol=2e-3)
    methods: tuple[Method, ...] = ("risk_parity", "hierarchical")
    for method in methods:
        found = weights_of(stocks, method, volatility, returns)
        assert found.sum() == pytest.approx(1, abs=1e-12)
        assert found[0] > found[1] > found[2] > 0
        np.testing.assert_array_equal(weights_of(stocks, method, volatility, returns[:59]), [1 / 3] * 3)


def test_kinds() -> None:
    """Chances buy above one half; of labels HOLD lets a held stock stay, SELL does not."""
    chances = Signals(np.array([[0.5, 0.51, NAN]]), "classifier", 5)
    assert chances.buys().tolist() == [[False, True, False]]
    labels = Signals(np.array([[1.0, 0.0, -1.0, NAN]]), "label", 5)
    assert labels.buys().tolist() == [[True, False, False, False]]
    assert labels.keeps().tolist() == [[True, True, False, True]]


def test_threshold_by_volatility() -> None:
    """Over four sessions a volatility of 1 % asks for 0.001 + 0.5 x 0.01 x 2 = 1.1 %."""
    signals = Signals(np.array([[0.0109, 0.0111]]), "regressor", 4)
    filters = FilterConfig(threshold=0.001, volatility_multiple=0.5)
    threshold = thresholds(signals, filters, np.array([[0.01, 0.01]]))
    assert signals.buys(threshold).tolist() == [[False, True]]


def test_outliers() -> None:
    """A signal is compared with earlier ones alone, so that a shock does not hide itself, but a later one."""
    values = np.tile([[-1.0], [1.0]], (50, 1))
    values[[30, 80, 81]] = 5.5
    found = without_outliers(Signals(values, "regressor", 5), 5.0)
    # The past of session 30 is too short, and its shock hides that of session 80.
    assert not np.isnan(found.values).any()
    values[30] = 1.0
    found = without_outliers(Signals(values, "regressor", 5), 5.0)
    # Its own value would make the deviation of session 80 so large that it is none; that of 81 has it.
    assert np.flatnonzero(np.isnan(found.values)).tolist() == [80]


def test_regimes() -> None:
    """Names of a measure are alternatives, those of several measures must hold together."""
    inputs = made_inputs()
    regimes = regimes_of(inputs.indices, inputs.sessions)
    bull, bear = (in_regimes(regimes, [name]) for name in ("bull", "bear"))
    assert bull.any()
    assert bear.any()
    assert not (bull & bear).any()
    np.testing.assert_array_equal(in_regimes(regimes, ["bull", "bear"]), regimes["trend"] != "unknown")
    np.testing.assert_array_equal(
        in_regimes(regimes, ["bull", "quiet"]), bull & (regimes["volatility"] == "quiet")
    )
    assert in_regimes(regimes, []).all()
    values = np.ones((len(inputs.sessions), len(TICKERS)))
    gated = SimulationConfig(
        first=START,
        filters=FilterConfig(regimes=("bull",)),
        portfolio=PortfolioConfig(maximum_names=8, rebalance_sessions=1),
    )
    found = decide(with_signals(inputs, values), gated).weights
    decided = ~np.isnan(found).all(axis=1)
    first = np.flatnonzero(decided & (found.sum(axis=1) > 0))[0]
    assert bull[first]
    assert not bull[decided.argmax() : first].any()


def test_period() -> None:
    """Decisions are made from the first day to the last one, and put on the sessions of a market."""
    inputs = made_inputs()
    values = np.ones((len(inputs.sessions), len(TICKERS)))
    config = SimulationConfig(first=START, last=inputs.sessions[600].item())
    decisions = decide(with_signals(inputs, values), config)
    decided = np.flatnonzero(~np.isnan(decisions.weights).all(axis=1))
    assert inputs.sessions[decided[0]] == np.datetime64(START)
    assert decided[-1] <= 600
    assert np.diff(decided).tolist() == [5] * (len(decided) - 1)
    on_market = decisions.on(inputs.sessions[decided[0] :], (*TICKERS, "XYZ"))
    assert on_market[0].tolist() == [0.2] * 5 + [0] * 4
    assert np.isnan(on_market[1]).all()


def test_no_signal() -> None:
    inputs = made_inputs()
    values = np.full((len(inputs.sessions), len(TICKERS)), NAN)
    with pytest.raises(NoSignals, match="No session of the simulation has a signal"):
        decide(with_signals(inputs, values), SimulationConfig(first=START))
