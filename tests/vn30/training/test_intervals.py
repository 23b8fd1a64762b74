import numpy as np
import pytest

from vn30.training.intervals import ConformalInterval, calibrate, recent_volatility
from vn30.training.splits import TooLittleData


def walk(random: np.random.Generator, volatility: np.ndarray) -> np.ndarray:
    return 50_000 * np.exp((random.standard_t(5, size=len(volatility)) * volatility).cumsum())


@pytest.mark.parametrize("horizon", [7, 30])
def test_four_of_five_outcomes_lie_inside_in_calm_and_in_wild_times(horizon: int) -> None:
    random = np.random.default_rng(1)
    wild_times = np.repeat(np.arange(12) % 2 == 1, 350)
    inside, wild = [], []
    for _ in range(20):
        close = walk(random, np.where(wild_times, 0.03, 0.01))
        outcome = np.log(close[horizon:] / close[:-horizon])
        volatility = recent_volatility(close)[:-horizon]
        past, later = slice(300, 2000), slice(2100, None)
        interval = calibrate(outcome[past], volatility[past], horizon)
        lower, upper = interval.bounds(np.zeros(len(outcome)), volatility)
        inside.append(((lower <= outcome) & (outcome <= upper))[later])
        wild.append(wild_times[:-horizon][later])
    covered, in_wild = np.concatenate(inside), np.concatenate(wild)
    assert 0.77 < covered.mean() < 0.84
    assert 0.70 < covered[in_wild].mean() < 0.90
    assert 0.70 < covered[~in_wild].mean() < 0.90


def test_quantile_is_corrected_for_few_and_overlapping_errors() -> None:
    errors = np.arange(1.0, 101.0) * np.tile([1, -1], 50)
    ones = np.ones(100)
    # Alone: (1 + 1/100) * 0.8 is 0.808 of the way from the first to the last, rounded up.
    assert calibrate(errors, ones, 1).half_width == 81
    # Of ten that do not overlap: (1 + 1/10) * 0.8 is 0.88 of the way.
    assert calibrate(errors, ones, 10).half_width == 89
    assert calibrate(errors, 2 * ones, 10).half_width == 44.5


def test_too_few_errors_promise_nothing() -> None:
    with pytest.raises(TooLittleData, match=r"119 past forecasts over 30 sessions are too few .* of 80%"):
        calibrate(np.ones(119), np.ones(119), 30)
    with pytest.raises(TooLittleData, match="0 past forecasts"):
        calibrate(np.array([]), np.array([]), 7)
    calibrate(np.ones(120), np.ones(120), 30)


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
