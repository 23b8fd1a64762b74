"""Prediction intervals and direction probabilities from the errors of past out-of-sample forecasts.

Split-conformal prediction (J. Lei et al., "Distribution-free predictive inference for regression", Journal of
the American Statistical Association 113, 2018): the interval is as wide as past errors were, in units of the
ticker's recent volatility, so that it breathes with the market. Nothing is refitted for it.

Wild years follow calm ones, and then four of five past errors are not four of five of the next. So the share
of errors that the interval must hold is corrected after every outcome: adaptive conformal inference (I. Gibbs
and E. Candes, "Adaptive conformal inference under distribution shift", NeurIPS 2021), with the feedback
delayed until the target date has passed. In the long run it covers what it promises whatever the market does.
"""

from bisect import insort
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np
import pandas as pd
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

COVERAGE = 0.80
VOLATILITY_WINDOWS = (20, 60, 250)
"""About a month, a quarter and a year of sessions: volatility is rough at once and slow to forget."""
LEAST_VOLATILITY = 1e-4
CORRECTION = 0.08
"""How far one outcome that overlaps no other moves the share of errors that lie outside.

On sessions up to 2022: the smallest with which calm and wild years were covered nearly alike at 7 sessions.
"""


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


@dataclass(frozen=True)
class Calibration:
    """Intervals that were calibrated session by session.

    Attributes:
        half_widths: of each row's interval, in units of volatility, from what was known on its session; NaN
            where that was too little.
        newest: the interval that all errors together lead to; None if they are too few.
    """

    half_widths: FloatArray
    newest: ConformalInterval | None


def calibrate(
    errors: FloatArray,
    volatility: FloatArray,
    known: Sequence[int],
    horizon: int,
    coverage: float = COVERAGE,
) -> Calibration:
    """The interval of every session that covers ``coverage`` of the outcomes.

    The quantile has split-conformal's finite-sample correction, with the number of errors that do not
    overlap: forecasts over ``horizon`` sessions made every session hold but one in ``horizon`` of them. By
    the same reasoning each outcome corrects the share outside by CORRECTION / ``horizon``.

    Args:
        errors: outcome less forecast, log returns, one a session, oldest first.
        volatility: :func:`recent_volatility` on the session of each forecast.
        known: how many of the errors, the oldest ones, are known on the session of each row.
    """
    scaled = np.abs(errors) / volatility
    half_widths = np.full(len(errors), np.nan)
    past: list[float] = []
    outside = 1 - coverage
    for row, until in enumerate([*known, len(errors)]):
        for heard in range(len(past), until):
            insort(past, scaled[heard])
            if not np.isnan(half_widths[heard]):
                missed = float(scaled[heard] > half_widths[heard])
                outside += CORRECTION / horizon * ((1 - coverage) - missed)
        if len(past) < least_errors(horizon, coverage):
            continue
        level = min(max((1 - outside) * (1 + horizon / len(past)), 0.0), 1.0)
        half_width = past[ceil(level * (len(past) - 1))]
        if row == len(errors):
            return Calibration(half_widths, ConformalInterval(np.sort(errors / volatility), half_width))
        half_widths[row] = half_width
    return Calibration(half_widths, None)


def least_errors(horizon: int, coverage: float = COVERAGE) -> int:
    """How many errors it takes to promise that coverage: with fewer, the corrected quantile is beyond all."""
    return ceil(horizon * coverage / (1 - coverage) - 1e-9)


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
