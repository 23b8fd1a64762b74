"""From forecasts at a few horizons to a price for each session and an interval around it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from vn30.forecasting.ticker_result import TickerResult
from vn30.market.calendar import SHIPPED, Calendar


@dataclass(frozen=True)
class ForecastPath:
    """The forecast of one ticker for each session from 1 to the longest horizon; prices are VND.

    Attributes:
        dates: the sessions after the as-of session, in order; ``dates[n - 1]`` is session ``n``.
        prices: forecast price by session number.
        bounds: lower and upper price by session number, for those that have an interval.
    """

    dates: list[date]
    prices: dict[int, float]
    bounds: dict[int, tuple[float, float]]


def forecast_path(result: TickerResult, calendar: Calendar = SHIPPED) -> ForecastPath:
    """The daily path through the forecasts of all horizons of ``result``, on the sessions of ``calendar``.

    Raises:
        OutsideCalendar: the calendar ends before the longest horizon.
    """
    horizons = result.horizons
    return ForecastPath(
        dates=calendar.sessions_after(result.as_of, max(horizons)),
        prices=daily_path(
            result.base_price, {h: forecast.forecast_price for h, forecast in horizons.items()}
        ),
        bounds=daily_bounds(result.base_price, {h: forecast.bounds for h, forecast in horizons.items()}),
    )


def daily_path(base_price: float, knots: Mapping[int, float]) -> dict[int, float]:
    """A price in VND for each session from 1 to the longest horizon.

    Log-linear interpolation (constant daily log return) from ``base_price`` at session 0 through the forecast
    of every horizon. The path of horizon ``h`` consists of the sessions up to ``h``.

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

    They meet the bounds of every horizon. In between, as for a random walk with drift, the middle is linear
    in logs, as in :func:`daily_path`, and the squared half-width grows linearly with time. The width is 0 at
    session 0.

    Args:
        base_price: close of the as-of session, VND.
        knots: bounds by horizon in sessions; None if they are unknown.

    Returns:
        Bounds by session. A session between two horizons has bounds only if both horizons have them.
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
