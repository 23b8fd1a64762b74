"""From forecasts at a few horizons to a daily path and the fan around it."""

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


def daily_bounds(
    base_price: float, knots: Mapping[int, tuple[float, float] | None]
) -> dict[int, tuple[float, float]]:
    """Lower and upper price for the sessions up to the longest horizon, in VND.

    Through every horizon's own bounds; between them as a random walk with drift has it, in logs: the middle
    moves linearly, as :func:`daily_path` does, and the squared half-width grows linearly with time, which is
    the half-width with its square root. Both start from ``base_price`` at session 0, with no width.

    Args:
        base_price: close of the as-of session, VND.
        knots: bounds by horizon in sessions; None where they are not known.

    Returns:
        Bounds by session. A session between two horizons has them if both horizons do: nothing is drawn
        past a horizon of which nothing is known.
    """
    horizons = [0, *sorted(knots)]
    bounds = np.array([(base_price, base_price), *(knots[h] or (np.nan, np.nan) for h in horizons[1:])])
    low, high = np.log(bounds).T
    sessions = np.arange(1, horizons[-1] + 1)
    middle = np.interp(sessions, horizons, (low + high) / 2)
    half_width = np.sqrt(np.interp(sessions, horizons, ((high - low) / 2) ** 2))
    return {
        int(session): (float(lower), float(upper))
        for session, lower, upper in zip(
            sessions, np.exp(middle - half_width), np.exp(middle + half_width), strict=True
        )
        if not np.isnan(lower)
    }
