"""From forecasts at a few horizons to a daily path."""

from collections.abc import Mapping

import numpy as np


def daily_path(base_price: float, knots: Mapping[int, float]) -> dict[int, float]:
    """A price for each session from 1 to the longest horizon, in VND.

    Log-linear between the knots (constant daily log return), from ``base_price`` at session 0 through
    every horizon's own forecast. The points of horizon ``h`` are those of the sessions up to ``h``.

    Args:
        base_price: close of the as-of session, VND.
        knots: forecast price by horizon in sessions; at least one.
    """
    horizons = sorted(knots)
    sessions = np.arange(1, horizons[-1] + 1)
    logs = np.log([base_price, *(knots[horizon] for horizon in horizons)])
    prices = np.exp(np.interp(sessions, [0, *horizons], logs))
    return {int(session): float(price) for session, price in zip(sessions, prices, strict=True)}
