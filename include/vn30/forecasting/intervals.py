"""Prediction intervals and direction probabilities from the errors of past out-of-sample forecasts.

Split-conformal prediction (J. Lei et al., "Distribution-free predictive inference for regression", Journal of
the American Statistical Association 113, 2018): the half-width is a quantile of past absolute errors in units
of the ticker's recent volatility, so that the interval widens with recent volatility. No model is refitted.

When volatility changes between years, the quantile of past errors misses the nominal coverage. The level of
the quantile is therefore corrected after every outcome: adaptive conformal inference (I. Gibbs and E. Candes,
"Adaptive conformal inference under distribution shift", NeurIPS 2021), with the correction delayed until the
target date. The long-run coverage converges to the nominal one under any distribution shift.
"""

from bisect import insort
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np
import pandas as pd

from vn30.names import INTERVAL_COVERAGE
from vn30.typing import BoolArray, FloatArray

VOLATILITY_WINDOWS = (20, 60, 250)
"""Sessions of about a month, a quarter and a year: volatility changes fast and has a long memory."""
MIN_VOLATILITY = 0.004
"""The lowest of any VN30 stock from 2015 to 2024: a price that hardly moves is not known that exactly."""
CORRECTION = 0.08
"""Step size of adaptive conformal inference for one outcome that overlaps no other.

On sessions up to 2022, the smallest step with nearly equal coverage of calm and volatile years at 7 sessions.
"""


@dataclass(frozen=True)
class ConformalInterval:
    """An interval calibrated on past errors.

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
        """Share of past errors that put the outcome above zero, smoothed to lie strictly within (0, 1)."""
        needed = -np.asarray(forecast) / np.asarray(volatility)
        above = len(self.errors) - np.searchsorted(self.errors, needed, side="right")
        return np.asarray((above + 0.5) / (len(self.errors) + 1))


@dataclass(frozen=True)
class Calibration:
    """Intervals that were calibrated session by session.

    Attributes:
        half_widths: of each row's interval, in units of volatility, from the errors known on its session; NaN
            if they were too few.
        newest: the interval calibrated on all errors; None if they are too few.
    """

    half_widths: FloatArray
    newest: ConformalInterval | None


def calibrate(
    errors: FloatArray,
    volatility: FloatArray,
    known: Sequence[int],
    horizon: int,
    coverage: float = INTERVAL_COVERAGE,
) -> Calibration:
    """Calibrate the interval of each session to cover ``coverage`` of the outcomes.

    The quantile has the finite-sample correction of split-conformal prediction, for the number of errors that
    do not overlap: one in ``horizon`` of daily forecasts. For the same reason each outcome corrects the level
    by CORRECTION / ``horizon``.

    Args:
        errors: outcome less forecast, log returns, one a session, oldest first.
        volatility: :func:`recent_volatility` on the session of each forecast.
        known: number of errors, the oldest ones, that are known on the session of each row.
        horizon: sessions ahead.
        coverage: nominal coverage, in (0, 1).
    """
    scaled = np.abs(errors) / volatility
    half_widths = np.full(len(errors), np.nan)
    past: list[float] = []
    outside = 1 - coverage
    for row, until in enumerate([*known, len(errors)]):
        for outcome in range(len(past), until):
            insort(past, scaled[outcome])
            if not np.isnan(half_widths[outcome]):
                missed = float(scaled[outcome] > half_widths[outcome])
                outside += CORRECTION / horizon * ((1 - coverage) - missed)
        if len(past) < min_errors(horizon, coverage):
            continue
        level = min(max((1 - outside) * (1 + horizon / len(past)), 0.0), 1.0)
        half_width = past[ceil(level * (len(past) - 1))]
        if row == len(errors):
            return Calibration(half_widths, ConformalInterval(np.sort(errors / volatility), half_width))
        half_widths[row] = half_width
    return Calibration(half_widths, None)


def min_errors(horizon: int, coverage: float = INTERVAL_COVERAGE) -> int:
    """Number of errors needed for that coverage: with fewer, the corrected quantile exceeds the largest."""
    return ceil(horizon * coverage / (1 - coverage) - 1e-9)


def recent_volatility(close: FloatArray, traded: BoolArray | None = None) -> FloatArray:
    """Volatility per session known after each close, from daily log returns.

    The root of the average of the mean squares over VOLATILITY_WINDOWS. Partly filled windows count; the
    value is NaN until the shortest window is filled.

    Args:
        close: one ticker's closes in VND, oldest session first.
        traded: of :func:`vn30.forecasting.targets.has_trades`; a session without trades keeps the volatility
            before it. None: all had trades.
    """
    if traded is not None and not traded.all():
        known = np.full(len(close), np.nan)
        known[traded] = recent_volatility(close[traded])
        return pd.Series(known).ffill().to_numpy(dtype=np.float64)
    squares = pd.Series(np.log(close)).diff() ** 2
    means = [
        squares.rolling(window, min_periods=VOLATILITY_WINDOWS[0]).mean() for window in VOLATILITY_WINDOWS
    ]
    volatility: FloatArray = np.sqrt(np.maximum(np.mean(means, axis=0), 0))
    volatility = np.maximum(volatility, MIN_VOLATILITY)
    return volatility
