import numpy as np
import pytest

from vn30.forecasting.intervals import (
    COVERAGE_LEVEL,
    LEVELS,
    MIN_VOLATILITY,
    VOLATILITY_WINDOWS,
    ConformalInterval,
    min_sessions,
    recent_volatility,
    widening,
)
from vn30.names import INTERVAL_COVERAGE


def walk(random: np.random.Generator, volatility: np.ndarray) -> np.ndarray:
    return 50_000 * np.exp((random.standard_t(5, size=len(volatility)) * volatility).cumsum())


def test_interval() -> None:
    """The bounds are a quantile of the errors from the forecast, in units of volatility."""
    assert LEVELS[COVERAGE_LEVEL] == pytest.approx(INTERVAL_COVERAGE)
    interval = ConformalInterval(10 * LEVELS)
    low, high = interval.bounds(np.array([0.0, 0.01]), np.array([0.01, 0.02]))
    np.testing.assert_allclose(low, [-0.08, -0.15])
    np.testing.assert_allclose(high, [0.08, 0.17])


def test_probability_of_rise() -> None:
    """The probability of a rise agrees with the bounds, and never reaches 0 or 1."""
    interval = ConformalInterval(10 * LEVELS)
    forecast = np.array([0.0, 0.02, -0.02, interval.half_width * 0.01, 9.0, -9.0])
    # Errors are uniform up to 10 volatilities: 0.02 is a fifth of that, and 0.95 is the last known level.
    expected = [0.5, 0.6, 0.4, 0.9, 0.975, 0.025]
    np.testing.assert_allclose(interval.probability_of_rise(forecast, 0.01), expected)
    low, _ = interval.bounds(forecast[3], 0.01)
    assert low == pytest.approx(0)


def test_min_sessions() -> None:
    assert min_sessions(30) == 120
    assert min_sessions(7) == 28


def test_widening() -> None:
    """An interval is widened by larger errors that are known, and never narrowed."""
    reference = np.tile([1.0, -1.0], 50)
    errors = np.concatenate([1.5 * reference[:60], 0.1 * reference[60:]])
    factors = widening(errors, reference, np.array([0, 27, 28, 60, 100]), horizon=7)
    np.testing.assert_allclose(factors, [1, 1, 1.5, 1.5, 1])
    assert widening(np.zeros(30), np.zeros(30), np.array([30]), horizon=7) == 1


def test_recent_volatility() -> None:
    """Volatility depends on no later close, and windows fill gradually."""
    random = np.random.default_rng(2)
    close = walk(random, np.full(700, 0.02))
    volatility = recent_volatility(close)
    assert np.isnan(volatility[:20]).all()
    returns = np.diff(np.log(close))
    for session in (280, 600):
        mean_square = [
            np.mean(returns[max(session - window, 0) : session] ** 2) for window in VOLATILITY_WINDOWS
        ]
        assert volatility[session] == pytest.approx(np.sqrt(np.mean(mean_square)))
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
    assert volatility[389] > 1.5 * recent_volatility(close)[389]
    month = recent_volatility(close, traded, (20,))
    np.testing.assert_array_equal(month[100:390], month[99])
    assert month[99] == recent_volatility(close[:100], windows=(20,))[-1]
    pinned = recent_volatility(np.full(600, 1e4))
    assert pinned[-1] == MIN_VOLATILITY
