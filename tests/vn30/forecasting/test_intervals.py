import numpy as np
import pytest

from vn30.forecasting.intervals import (
    MIN_VOLATILITY,
    Calibration,
    ConformalInterval,
    calibrate,
    min_errors,
    recent_volatility,
)


def walk(random: np.random.Generator, volatility: np.ndarray) -> np.ndarray:
    return 50_000 * np.exp((random.standard_t(5, size=len(volatility)) * volatility).cumsum())


def calibrated(errors: np.ndarray, volatility: np.ndarray, horizon: int) -> Calibration:
    """The calibration of daily forecasts, whose errors are known ``horizon`` sessions later."""
    known = np.maximum(np.arange(len(errors)) - horizon + 1, 0).tolist()
    return calibrate(errors, volatility, known, horizon)


@pytest.mark.parametrize("horizon", [7, 30])
def test_coverage(horizon: int) -> None:
    """About 80 % of outcomes are covered, in calm and in volatile periods."""
    random = np.random.default_rng(1)
    is_volatile = np.repeat(np.arange(12) % 2 == 1, 350)
    inside, volatile = [], []
    for _ in range(20):
        close = walk(random, np.where(is_volatile, 0.03, 0.01))
        outcome = np.log(close[horizon:] / close[:-horizon])[300:]
        volatility = recent_volatility(close)[300:-horizon]
        half_widths = calibrated(outcome, volatility, horizon).half_widths
        inside.append((np.abs(outcome) <= half_widths * volatility)[1800:])
        volatile.append(is_volatile[300:-horizon][1800:])
    covered, in_volatile = np.concatenate(inside), np.concatenate(volatile)
    assert 0.78 < covered.mean() < 0.82
    assert 0.70 < covered[in_volatile].mean() < 0.90
    assert 0.70 < covered[~in_volatile].mean() < 0.90


def test_adaptation() -> None:
    """The interval adapts to errors whose scale the volatility does not follow."""
    random = np.random.default_rng(3)
    calmer = np.repeat([2.0, 1.0], 1000)
    errors, ones = calmer * random.normal(size=2000), np.ones(2000)
    inside = np.abs(errors) <= calibrated(errors, ones, 1).half_widths
    # A plain quantile of all errors would cover nearly all of the second half.
    assert 0.77 < inside[1000:].mean() < 0.85


def test_finite_sample_correction() -> None:
    """The quantile is corrected for few and for overlapping errors."""
    errors = np.arange(1.0, 101.0) * np.tile([1, -1], 50)
    ones, unknown = np.ones(100), [0] * 100

    def half_width(volatility: np.ndarray, horizon: int) -> float:
        newest = calibrate(errors, volatility, unknown, horizon).newest
        assert newest is not None
        return newest.half_width

    # Without overlap: (1 + 1/100) * 0.8 is 0.808 of the way from the first to the last, rounded up.
    assert half_width(ones, 1) == 81
    # Ten errors that do not overlap: (1 + 1/10) * 0.8 is 0.88 of the way.
    assert half_width(ones, 10) == 89
    assert half_width(2 * ones, 10) == 44.5


def test_adaptive_correction() -> None:
    """Each outcome corrects the level of the next interval."""
    errors, ones = np.r_[np.arange(1.0, 101.0), 200.0], np.ones(101)
    calibrated = calibrate(errors, ones, [0] * 100 + [100], 1)
    assert np.isnan(calibrated.half_widths[:100]).all()
    assert calibrated.half_widths[100] == 81
    assert calibrated.newest is not None
    # Missed: 0.2 - 0.08 * 0.8 may lie outside now, so (1 + 1/101) * 0.864 of 101 errors lie inside.
    assert calibrated.newest.half_width == 89
    within = calibrate(np.r_[errors[:100], 50.0], ones, [0] * 100 + [100], 1).newest
    # Not missed: 0.2 + 0.08 * 0.2 may lie outside.
    assert within is not None
    assert within.half_width == 80


def test_too_few_errors() -> None:
    """Too few errors yield no interval."""
    assert min_errors(30) == 120
    assert min_errors(7) == 28
    ones = np.ones(120)
    assert calibrate(ones[:119], ones[:119], [0] * 119, 30).newest is None
    assert calibrate(np.array([]), np.array([]), [], 7).newest is None
    assert calibrate(ones, ones, [0] * 120, 30).newest is not None


def test_probability_of_rise() -> None:
    """The probability of a rise is the share of errors with an outcome above zero."""
    interval = ConformalInterval(np.array([-2.0, -1.0, 0.0, 1.0]), 2.0)
    probabilities = interval.probability_of_rise(np.array([0.0, 0.15, -0.5, 9.0]), 0.1)
    np.testing.assert_allclose(probabilities, [1.5 / 5, 3.5 / 5, 0.5 / 5, 4.5 / 5])


def test_recent_volatility() -> None:
    """Volatility depends on no later close, and windows fill gradually."""
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


def test_volatility_without_trades() -> None:
    """Sessions without trades keep the volatility before them, and a pinned price has that of no stock."""
    random = np.random.default_rng(5)
    close = walk(random, np.full(400, 0.015))
    traded = np.ones(400, dtype=bool)
    traded[100:390] = False
    close[100:390] = close[99]
    volatility = recent_volatility(close, traded)
    np.testing.assert_array_equal(volatility[100:390], volatility[99])
    assert volatility[-1] > 0.008
    assert recent_volatility(close)[389] < 0.008
    pinned = recent_volatility(np.full(400, 1e4))
    assert pinned[-1] == MIN_VOLATILITY
