"""Value at risk and expected shortfall against other implementations, and without a look ahead."""

import empyrical
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, stats

from vn30.risk.backtest import backtest, origins
from vn30.risk.tails import CONFIDENCES, METHODS, SPANS, WINDOW, Method, expansion, is_monotone, tails
from vn30.typing import FloatArray


def fat_tailed(seed: int, count: int) -> FloatArray:
    return np.random.default_rng(seed).standard_t(5, count) * 0.012


RETURNS = fat_tailed(1, 1600)
NEWEST = np.array([len(RETURNS) - 1])


@pytest.mark.parametrize("confidence", CONFIDENCES)
def test_historical_over_a_session_is_that_of_empyrical(confidence: float) -> None:
    simple = np.expm1(RETURNS[-WINDOW:])
    found = tails("historical", RETURNS, NEWEST, 1, (confidence,))
    assert found.var[0, 0] == pytest.approx(-empyrical.value_at_risk(simple, 1 - confidence))
    # Theirs counts each value in the tail as a whole, ours by its share: 25 and 5 values of 500.
    lowest = np.sort(simple)[: round((1 - confidence) * WINDOW)]
    assert found.es[0, 0] == pytest.approx(-lowest.mean())
    theirs = -empyrical.conditional_value_at_risk(simple, 1 - confidence)
    assert found.es[0, 0] == pytest.approx(theirs, rel=1e-9)


def test_historical_over_spans_reads_overlapping_losses() -> None:
    prices = np.exp(np.append(0, np.cumsum(RETURNS[-WINDOW:])))
    for horizon in SPANS:
        changes = prices[horizon:] / prices[:-horizon] - 1
        found = tails("historical", RETURNS, NEWEST, horizon, (0.95,))
        assert found.var[0, 0] == pytest.approx(-np.quantile(changes, 0.05))


def test_filtered_scales_with_volatility() -> None:
    """After a quiet year the losses of a wild one weigh less than without the filter, and the reverse."""
    wild, quiet = fat_tailed(2, 250) * 2, fat_tailed(3, 250) / 2
    calm_now, wild_now = np.concatenate([wild, quiet]), np.concatenate([quiet, wild])
    end = np.array([WINDOW - 1])
    for returns, is_lower in ((calm_now, True), (wild_now, False)):
        plain = tails("historical", returns, end, 1).var
        filtered = tails("filtered", returns, end, 1).var
        assert ((filtered < plain) == is_lower).all()


@pytest.mark.parametrize("confidence", CONFIDENCES)
def test_cornish_fisher_by_moments_and_integral_of_scipy(confidence: float) -> None:
    window, horizon = RETURNS[-WINDOW:], 7
    skewness = stats.skew(window) / np.sqrt(horizon)
    kurtosis = stats.kurtosis(window) / horizon
    mean, deviation = horizon * window.mean(), np.sqrt(horizon) * window.std()

    def loss(normal: float) -> float:
        return -float(np.expm1(mean + deviation * expansion(np.array(normal), skewness, kurtosis)))

    quantile = stats.norm.ppf(1 - confidence)
    mean_loss = integrate.quad(lambda z: loss(z) * stats.norm.pdf(z), -np.inf, quantile)[0]
    found = tails("cornish_fisher", RETURNS, NEWEST, horizon, (confidence,))
    assert found.var[0, 0] == pytest.approx(loss(quantile))
    assert found.es[0, 0] == pytest.approx(mean_loss / (1 - confidence), rel=1e-6)


def test_cornish_fisher_of_normal_returns_is_the_normal_one() -> None:
    """Its expected shortfall is ``sigma * density(quantile) / probability``, but for the compounding."""
    returns = stats.norm.ppf((np.arange(WINDOW) + 0.5) / WINDOW) * 1e-4
    found = tails("cornish_fisher", returns, np.array([WINDOW - 1]), 1)
    for column, confidence in enumerate(CONFIDENCES):
        quantile = stats.norm.ppf(1 - confidence)
        assert found.var[0, column] == pytest.approx(-quantile * returns.std(), rel=0.01)
        expected = stats.norm.pdf(quantile) / (1 - confidence) * returns.std()
        assert found.es[0, column] == pytest.approx(expected, rel=0.02)


def test_cornish_fisher_has_no_value_where_it_is_not_monotone() -> None:
    grid = np.linspace(-6, 0, 1201)
    for skewness, kurtosis in (
        (0.0, 0.0),
        (0.3, 2.0),
        (-0.5, 3.0),
        (-1.5, 1.0),
        (0.0, 9.0),
        (2.0, 4.0),
        (0.0, -0.2),
        (0.0, -0.5),
    ):
        rises = bool((np.diff(expansion(grid, np.array(skewness), np.array(kurtosis))) > -1e-12).all())
        assert bool(is_monotone(np.array(skewness), np.array(kurtosis))) == rises
    crash = np.append(np.tile([0.001, -0.001], WINDOW // 2)[:-1], -0.5)
    assert np.isnan(tails("cornish_fisher", crash, np.array([WINDOW - 1]), 1).var).all()
    assert backtest("cornish_fisher", np.append(crash, [0.0] * 20), 1, CONFIDENCES) == [None, None]


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**32 - 1), st.sampled_from(METHODS), st.sampled_from(SPANS), st.floats(0.1, 3))
def test_shortfall_is_beyond_var_and_both_grow_with_confidence(
    seed: int, method: Method, horizon: int, scale: float
) -> None:
    returns = fat_tailed(seed, WINDOW + 40) * scale
    found = tails(method, returns, np.arange(WINDOW - 1, WINDOW + 40), horizon)
    known = np.isfinite(found.var[:, 0])
    assert (found.es[known] >= found.var[known] - 1e-12).all()
    assert (np.diff(found.var[known], axis=1) >= 0).all()


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("horizon", SPANS)
def test_an_estimate_of_the_past_does_not_depend_on_later_returns(method: Method, horizon: int) -> None:
    """The estimates of a back-test are those of series that end where each of them was made."""
    ends = origins(len(RETURNS), horizon)[[0, -1]]
    found = tails(method, RETURNS, ends, horizon)
    for row, end in enumerate(ends):
        alone = tails(method, RETURNS[: end + 1], np.array([end]), horizon)
        assert (alone.var == found.var[[row]]).all()
        assert (alone.es == found.es[[row]]).all()


def test_outcomes_do_not_overlap_and_follow_their_estimates() -> None:
    ends = origins(1600, 7)
    assert len(ends) == 1000 // 7
    assert ends[-1] + 7 == 1599
    assert set(np.diff(ends)) == {7}
    assert origins(WINDOW + 30, 30).tolist() == [WINDOW - 1]
    assert len(origins(WINDOW + 29, 30)) == 0


def test_backtest_of_a_var_that_is_known_to_be_right() -> None:
    """Independent returns: 5 % and 1 % exceptions within their errors, and no red light."""
    for method in ("historical", "filtered"):
        for found, expected in zip(backtest(method, RETURNS, 1, CONFIDENCES), (50, 10), strict=True):
            assert found is not None
            assert found.outcomes == 1000
            assert found.expected == pytest.approx(expected)
            assert abs(found.exceptions - expected) < 3 * np.sqrt(expected)
            assert found.zone != "red"
            assert found.es_ratio == pytest.approx(1, abs=0.15)


def test_backtest_finds_a_var_of_calmer_times() -> None:
    """Volatility triples: plain history is rejected, and its exceptions follow each other."""
    returns = np.concatenate([fat_tailed(4, WINDOW) / 3, fat_tailed(5, 150)])
    plain, _ = backtest("historical", returns, 1, CONFIDENCES)
    filtered, _ = backtest("filtered", returns, 1, CONFIDENCES)
    assert plain is not None
    assert filtered is not None
    assert plain.kupiec_p < 1e-3
    assert plain.zone == "red"
    assert filtered.exceptions < plain.exceptions
