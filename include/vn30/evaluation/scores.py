"""Scores of forecasts, compared with the naive forecast on the same rows."""

from dataclasses import dataclass

import numpy as np

from vn30.errors import WrongInput
from vn30.typing import FloatArray

NO_MOVE = 1e-6
"""Share of the base price within which two prices are equal: adjusted prices are rounded."""


class UnscorableForecast(WrongInput):
    """The forecasts cannot be scored; the message names the reason and the remedy."""


@dataclass(frozen=True)
class Scores:
    """Scores of forecasts on ``rows`` rows; errors in VND, ``_pct`` in percent.

    The naive forecast is the base price (a random walk without drift). ``skill`` is ``1 - mae / naive_mae``:
    1 is perfect, 0 equals the naive forecast, below 0 is worse. ``direction_hit_rate`` is the share of
    correct signs among the rows whose price moved.
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
    moved = np.abs(actual_price - base_price) > NO_MOVE * base_price
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
    """Share of ``rows`` outcomes within their interval, and its mean width in percent of the base price."""

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
