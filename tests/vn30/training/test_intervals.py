import numpy as np
import pytest

from vn30.training.intervals import (
    Calibration,
    ConformalInterval,
    calibrate,
    least_errors,
    recent_volatility,
)


def walk(random: np.random.Generator, volatility: np.ndarray) -> np.ndarray:
    return 50_000 * np.exp((random.standard_t(5, size=len(volatility)) * volatility).cumsum())


def calibrated(errors: np.ndarray, volatility: np.ndarray, horizon: int) -> Calibration:
    """Of forecasts made every session, whose errors are known ``horizon`` sessions later."""
    known = np.maximum(np.arange(len(errors)) - horizon + 1, 0).tolist()
    return calibrate(errors, volatility, known, horizon)


@pytest.mark.parametrize("horizon", [7, 30])
def test_four_of_five_outcomes_lie_inside_in_calm_and_in_wild_times(horizon: int) -> None:
    random = np.random.default_rng(1)
    wild_times = np.repeat(np.arange(12) % 2 == 1, 350)
    inside, wild = [], []
    for _ in range(20):
        close = walk(random, np.where(wild_times, 0.03, 0.01))
        outcome = np.log(close[horizon:] / close[:-horizon])[300:]
        volatility = recent_volatility(close)[300:-horizon]
        half_widths = calibrated(outcome, volatility, horizon).half_widths
        inside.append((np.abs(outcome) <= half_widths * volatility)[1800:])
        wild.append(wild_times[300:-horizon][1800:])
    covered, in_wild = np.concatenate(inside), np.concatenate(wild)
    assert 0.78 < covered.mean() < 0.82
    assert 0.70 < covered[in_wild].mean() < 0.90
    assert 0.70 < covered[~in_wild].mean() < 0.90


def test_errors_that_their_volatility_does_not_tell_of_are_followed() -> None:
    random = np.random.default_rng(3)
    calmer = np.repeat([2.0, 1.0], 1000)
    errors, ones = calmer * random.normal(size=2000), np.ones(2000)
    inside = np.abs(errors) <= calibrated(errors, ones, 1).half_widths
    # Of all errors, and of no more than their quantile, nearly all would lie inside.
    assert 0.77 < inside[1000:].mean() < 0.85


def test_quantile_is_corrected_for_few_and_overlapping_errors() -> None:
    errors = np.arange(1.0, 101.0) * np.tile([1, -1], 50)
    ones, unknown = np.ones(100), [0] * 100

    def half_width(volatility: np.ndarray, horizon: int) -> float:
        newest = calibrate(errors, volatility, unknown, horizon).newest
        assert newest is not None
        return newest.half_width

    # Alone: (1 + 1/100) * 0.8 is 0.808 of the way from the first to the last, rounded up.
    assert half_width(ones, 1) == 81
    # Of ten that do not overlap: (1 + 1/10) * 0.8 is 0.88 of the way.
    assert half_width(ones, 10) == 89
    assert half_width(2 * ones, 10) == 44.5


def test_each_outcome_moves_the_next_interval_by_a_share_of_the_correction() -> None:
    errors, ones = np.r_[np.arange(1.0, 101.0), 200.0], np.ones(101)
    found = calibrate(errors, ones, [0] * 100 + [100], 1)
    assert np.isnan(found.half_widths[:100]).all()
    assert found.half_widths[100] == 81
    assert found.newest is not None
    # Missed: 0.2 - 0.08 * 0.8 may lie outside now, so (1 + 1/101) * 0.864 of 101 errors lie inside.
    assert found.newest.half_width == 89
    within = calibrate(np.r_[errors[:100], 50.0], ones, [0] * 100 + [100], 1).newest
    # Not missed: 0.2 + 0.08 * 0.2 may lie outside.
    assert within is not None
    assert within.half_width == 80


def test_too_few_errors_promise_nothing() -> None:
    assert least_errors(30) == 120
    assert least_errors(7) == 28
    ones = np.ones(120)
    assert calibrate(ones[:119], ones[:119], [0] * 119, 30).newest is None
    assert calibrate(np.array([]), np.array([]), [], 7).newest is None
    assert calibrate(ones, ones, [0] * 120, 30).newest is not None


def test_probability_of_a_rise_counts_the_errors_that_leave_the_outcome_above_zero() -> None:
    interval = ConformalInterval(np.array([-2.0, -1.0, 0.0, 1.0]), 2.0)
    found = interval.probability_of_rise(np.array([0.0, 0.15, -0.5, 9.0]), 0.1)
    np.testing.assert_allclose(found, [1.5 / 5, 3.5 / 5, 0.5 / 5, 4.5 / 5])


def test_volatility_knows_no_later_close_and_fills_its_windows_as_they_come() -> None:
    random = np.random.default_rng(2)
    close = walk(random, np.full(400, 0.02))
    volatility = recent_volatility(close)
    assert np.isnan(volatility[:20]).all()
    returns = np.diff(np.log(close))
    mean_square = [np.mean(returns[280 - window : 280] ** 2) for window in (20, 60, 250)]
    assert volatility[280] == pytest.approx(np.sqrt(np.mean(mean_square)))
    changed = close.copy()
    changed[301:] *= 3
    np.testing.assert_array_equal(recent_volatility(changed)[:301], volatility[:301])
    assert (recent_volatility(np.full(30, 1e4))[20:] > 0).all()
