"""Prediction intervals and chances of a rise from the errors of past out-of-sample forecasts.

Split-conformal prediction (J. Lei et al., "Distribution-free predictive inference for regression", Journal of
the American Statistical Association 113, 2018): the half-width is a quantile of past absolute errors in units
of the ticker's volatility, so that the interval widens with it. No model is refitted. The quantiles are those
of all tickers together (:mod:`vn30.forecasting.pooled_intervals`), since the errors of one ticker are few.

The distribution of the outcome is symmetric about the forecast: on sessions up to 2022 the drift of past
errors was no guide to that of later ones, neither a ticker's nor that of all tickers.
"""

from dataclasses import dataclass
from math import ceil

import numpy as np
import pandas as pd

from vn30.names import INTERVAL_COVERAGE
from vn30.typing import BoolArray, FloatArray, IntArray

VOLATILITY_WINDOWS = (20, 250, 500)
"""Sessions of about a month, a year and two years: volatility changes fast and has a long memory.

The long windows keep the interval from being too narrow in calm and too wide in volatile months. Chosen on
sessions up to 2022 (``make bench PART=intervals``).
"""
MIN_VOLATILITY = 0.004
"""The lowest of any VN30 stock from 2015 to 2024: a price that hardly moves is not known that exactly."""
LEVELS: FloatArray = np.arange(5, 100, 5) / 100
"""The levels of the stored quantiles of absolute errors; INTERVAL_COVERAGE is one of them."""
COVERAGE_LEVEL = int(np.argmin(np.abs(LEVELS - INTERVAL_COVERAGE)))
"""The position of INTERVAL_COVERAGE in LEVELS."""


@dataclass(frozen=True)
class ConformalInterval:
    """An interval calibrated on past errors.

    Attributes:
        quantiles: of past absolute log-return errors over the volatility of their session, at LEVELS.
    """

    quantiles: FloatArray

    @property
    def half_width(self) -> float:
        """Of the interval, in units of volatility."""
        return float(self.quantiles[COVERAGE_LEVEL])

    def bounds(
        self, forecast: FloatArray | float, volatility: FloatArray | float
    ) -> tuple[FloatArray, FloatArray]:
        """Lower and upper log return around each forecast log return."""
        reach = self.half_width * np.asarray(volatility)
        return np.asarray(forecast - reach), np.asarray(forecast + reach)

    def probability_of_rise(self, forecast: FloatArray | float, volatility: FloatArray | float) -> FloatArray:
        """Probability that the outcome is above zero, strictly within (0, 1); 0.5 for the naive forecast.

        A lower bound of zero has that of half the outcomes outside the interval, and those inside.
        """
        distance = np.asarray(forecast) / np.asarray(volatility)
        smaller = np.interp(np.abs(distance), np.append(0.0, self.quantiles), np.append(0.0, LEVELS))
        return np.asarray(0.5 + np.sign(distance) * smaller / 2)


def min_sessions(horizon: int) -> int:
    """Number of sessions with known errors that an interval needs.

    Errors of daily forecasts over ``horizon`` sessions overlap. With fewer sessions, the errors that do not
    overlap are too few for a quantile of INTERVAL_COVERAGE with a finite-sample correction.
    """
    return ceil(horizon * INTERVAL_COVERAGE / (1 - INTERVAL_COVERAGE) - 1e-9)


def widening(errors: FloatArray, reference_errors: FloatArray, known: IntArray, horizon: int) -> FloatArray:
    """How much larger a ticker's known errors are than those that its interval is calibrated on; at least 1.

    An ensemble of members without skill has larger errors than the pooled or the naive forecast.

    Args:
        errors: outcome less forecast of the ensemble, log returns, oldest first.
        reference_errors: those of the forecasts that the quantiles are calibrated on, for the same rows.
        known: number of errors, the oldest ones, that are known on each session in question.
        horizon: sessions ahead; with fewer than :func:`min_sessions` known errors, the factor is 1.

    Returns:
        One factor for each element of ``known``.
    """
    own, reference = (
        np.append(0.0, np.cumsum(np.abs(values)))[known] for values in (errors, reference_errors)
    )
    enough = (known >= min_sessions(horizon)) & (reference > 0)
    ratio = np.divide(own, reference, out=np.ones(len(known)), where=enough)
    factors: FloatArray = np.maximum(ratio, 1.0)
    return factors


def recent_volatility(
    close: FloatArray, traded: BoolArray | None = None, windows: tuple[int, ...] = VOLATILITY_WINDOWS
) -> FloatArray:
    """Volatility per session known after each close, from daily log returns.

    The root of the average of the mean squares over ``windows``. Partly filled windows count; the value is
    NaN until the shortest window is filled.

    Args:
        close: one ticker's closes in VND, oldest session first.
        traded: of :func:`vn30.forecasting.targets.has_trades`; a session without trades keeps the volatility
            before it. None: all had trades.
        windows: sessions, in ascending order.
    """
    if traded is not None and not traded.all():
        known = np.full(len(close), np.nan)
        known[traded] = recent_volatility(close[traded], windows=windows)
        return pd.Series(known).ffill().to_numpy(dtype=np.float64)
    squares = pd.Series(np.log(close)).diff() ** 2
    means = [squares.rolling(window, min_periods=windows[0]).mean() for window in windows]
    volatility: FloatArray = np.sqrt(np.maximum(np.mean(means, axis=0), 0))
    volatility = np.maximum(volatility, MIN_VOLATILITY)
    return volatility
