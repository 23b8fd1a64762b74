"""Scores of forecasts, each beside the naive forecast on the same rows."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vn30.errors import WrongInput

FloatArray = NDArray[np.float64]


class UnscorableForecast(WrongInput):
    """No honest score can be given; the message says why."""


@dataclass(frozen=True)
class Scores:
    """How good forecasts were on ``rows`` rows; errors in VND, ``_pct`` in percent.

    The naive forecast is the base price itself (a random walk without drift). ``skill`` is
    ``1 - mae / naive_mae``: 1 is perfect, 0 as good as the naive forecast, below 0 worse.
    ``direction_hit_rate`` is the share of rows, among those whose price moved, where the forecast had
    the right sign.
    """

    mape_pct: float
    mae: float
    rmse: float
    direction_hit_rate: float
    naive_mape_pct: float
    naive_mae: float
    skill: float
    rows: int


def score(actual_price: FloatArray, predicted_price: FloatArray, base_price: FloatArray) -> Scores:
    """Score forecasts of ``actual_price`` made at ``base_price``; all of one length, VND.

    MAPE is ``100 * mean(|actual - predicted| / actual)``.

    Raises:
        UnscorableForecast: there is no row, or no price moved, so that the naive forecast is perfect.
    """
    moved = actual_price != base_price
    if not moved.any():
        raise UnscorableForecast(
            f"The price does not move over any of the {len(actual_price)} test rows: skill is undefined. "
            "Use a data window in which the stock was traded."
        )
    error = np.abs(actual_price - predicted_price)
    naive_error = np.abs(actual_price - base_price)
    hits = np.sign(predicted_price - base_price) == np.sign(actual_price - base_price)
    mae, naive_mae = float(error.mean()), float(naive_error.mean())
    return Scores(
        mape_pct=float(100 * (error / actual_price).mean()),
        mae=mae,
        rmse=float(np.sqrt((error**2).mean())),
        direction_hit_rate=float(hits[moved].mean()),
        naive_mape_pct=float(100 * (naive_error / actual_price).mean()),
        naive_mae=naive_mae,
        skill=1 - mae / naive_mae,
        rows=len(actual_price),
    )


@dataclass(frozen=True)
class IntervalScores:
    """How many of ``rows`` outcomes lay in their interval, and its width in percent of the base price."""

    coverage: float
    mean_width_pct: float
    rows: int


def score_interval(
    actual_price: FloatArray, lower_price: FloatArray, upper_price: FloatArray, base_price: FloatArray
) -> IntervalScores | None:
    """Score the rows that have an interval (bounds in VND, not NaN); None if there is none."""
    banded = ~np.isnan(lower_price)
    if not banded.any():
        return None
    inside = (lower_price <= actual_price) & (actual_price <= upper_price)
    width = (upper_price - lower_price)[banded] / base_price[banded]
    return IntervalScores(
        coverage=float(inside[banded].mean()),
        mean_width_pct=float(100 * width.mean()),
        rows=int(banded.sum()),
    )
