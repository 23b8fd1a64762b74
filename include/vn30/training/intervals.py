"""Prediction intervals and direction probabilities from the errors of past out-of-sample forecasts.

Split-conformal prediction (J. Lei et al., "Distribution-free predictive inference for regression", Journal of
the American Statistical Association 113, 2018): the interval is as wide as past errors were, in units of the
ticker's recent volatility, so that it breathes with the market. Nothing is refitted for it.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vn30.training.splits import TooLittleData

FloatArray = NDArray[np.float64]

COVERAGE = 0.80
VOLATILITY_WINDOWS = (20, 60, 250)
"""About a month, a quarter and a year of sessions: volatility is rough at once and slow to forget."""
LEAST_VOLATILITY = 1e-4


@dataclass(frozen=True)
class ConformalInterval:
    """Calibrated on past errors.

    Attributes:
        errors: past log-return errors (outcome less forecast) over the volatility of their session, sorted.
        half_width: of the interval, in units of volatility.
    """

    errors: FloatArray
    half_width: float

    def bounds(
        self, forecast: FloatArray | float, volatility: FloatArray | float
    ) -> tuple[FloatArray, FloatArray]:
        """Lower and upper log return around each forecast log return."""
        reach = self.half_width * np.asarray(volatility)
        return np.asarray(forecast - reach), np.asarray(forecast + reach)

    def probability_of_rise(self, forecast: FloatArray | float, volatility: FloatArray | float) -> FloatArray:
        """The share of past errors with which the outcome would be above zero; never quite 0 or 1."""
        needed = -np.asarray(forecast) / np.asarray(volatility)
        above = len(self.errors) - np.searchsorted(self.errors, needed, side="right")
        return np.asarray((above + 0.5) / (len(self.errors) + 1))


def calibrate(
    errors: FloatArray, volatility: FloatArray, horizon: int, coverage: float = COVERAGE
) -> ConformalInterval:
    """The interval that covers ``coverage`` of the outcomes.

    The quantile has split-conformal's finite-sample correction, with the number of errors that do not
    overlap: forecasts over ``horizon`` sessions made every session hold but one in ``horizon`` of them.

    Args:
        errors: outcome less forecast, log returns, of forecasts whose target date has passed; one a session.
        volatility: :func:`recent_volatility` on the session of each forecast.

    Raises:
        TooLittleData: too few errors to promise that coverage.
    """
    independent = len(errors) / horizon
    level = (1 + 1 / independent) * coverage if independent else np.inf
    if level > 1:
        raise TooLittleData(
            f"{len(errors)} past forecasts over {horizon} sessions are too few for an interval of "
            f"{coverage:.0%}. Use a longer data window or a shorter horizon."
        )
    scaled = errors / volatility
    half_width = float(np.quantile(np.abs(scaled), level, method="higher"))
    return ConformalInterval(np.sort(scaled), half_width)


def recent_volatility(close: FloatArray) -> FloatArray:
    """Volatility per session known after each close: root mean square of daily log returns.

    The mean of that over VOLATILITY_WINDOWS, each as far as it is filled; NaN before the shortest one is.

    Args:
        close: one ticker's closes in VND, oldest session first.
    """
    squares = pd.Series(np.log(close)).diff() ** 2
    means = [
        squares.rolling(window, min_periods=VOLATILITY_WINDOWS[0]).mean() for window in VOLATILITY_WINDOWS
    ]
    volatility: FloatArray = np.sqrt(np.maximum(np.mean(means, axis=0), 0))
    volatility = np.maximum(volatility, LEAST_VOLATILITY)
    return volatility
