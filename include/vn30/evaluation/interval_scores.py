"""Scores of the intervals of a whole run: coverage with its error, in calm and in volatile times, and width.

The forecasts of one session, and of sessions close together, are right or wrong together. The standard errors
are therefore those of a block bootstrap over sessions, all tickers of a session together.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from vn30.evaluation.block_bootstrap import ratio_error
from vn30.names import INTERVAL_COVERAGE
from vn30.typing import BoolArray, FloatArray

THIRDS = ("calm", "ordinary", "volatile")


@dataclass(frozen=True)
class Coverage:
    """The share of outcomes within their interval, and its standard error; None for fewer than two blocks."""

    share: float
    error: float | None


def winkler_scores(outcome: FloatArray, lower: FloatArray, upper: FloatArray) -> FloatArray:
    """The width of each interval, plus ten times the distance of an outcome outside; less is better.

    The interval score of R. L. Winkler (Journal of the American Statistical Association 67, 1972): its
    expected value is least for the true quantiles. All arrays have one unit, and so has the score.
    """
    outside = np.maximum(lower - outcome, 0) + np.maximum(outcome - upper, 0)
    scores: FloatArray = upper - lower + 2 / (1 - INTERVAL_COVERAGE) * outside
    return scores


def coverage(dates: pd.Series, inside: BoolArray) -> Coverage | None:
    """The coverage of the intervals of all tickers; None without any.

    Args:
        dates: the session of each forecast.
        inside: whether its outcome was within the interval.
    """
    if not len(inside):
        return None
    sums = pd.DataFrame({"inside": inside, "count": 1}).groupby(dates.to_numpy()).sum().to_numpy(float)
    return Coverage(float(inside.mean()), ratio_error(sums[:, 0], sums[:, 1]))


def coverage_by_volatility(
    dates: pd.Series, inside: BoolArray, volatility_rank: FloatArray
) -> dict[str, Coverage | None]:
    """The coverage in each of THIRDS, by what was known on the session of the forecast.

    Args:
        dates, inside: as in :func:`coverage`.
        volatility_rank: of :func:`vn30.forecasting.volatility_rank.volatility_rank`; NaN belongs to no third.
    """
    thirds = np.ceil(np.nan_to_num(volatility_rank) * len(THIRDS)) - 1
    return {
        name: coverage(dates[thirds == number], inside[thirds == number])
        for number, name in enumerate(THIRDS)
    }
