"""Reliability of forecast probabilities: bins of similar probabilities, Brier scores, and their errors.

The outcomes of one session move together, and those of neighbouring sessions overlap. All errors are
therefore those of means over sessions, with autocovariances over a forecast's horizon.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from vn30.typing import FloatArray

BINS = 5
"""Bins of equally many forecasts: probabilities are alike, and most bins of equal width would be empty."""


@dataclass(frozen=True)
class ReliabilityBin:
    """Forecasts with similar probabilities.

    Attributes:
        forecasts: their number.
        mean_probability: of what was forecast.
        observed_share: of them that came true.
        standard_error: of ``observed_share``.
    """

    forecasts: int
    mean_probability: float
    observed_share: float
    standard_error: float


@dataclass(frozen=True)
class BrierScores:
    """The mean squared error of probabilities, beside that of the base rate on the same rows.

    Attributes:
        brier: of the probabilities (G. W. Brier, Monthly Weather Review 78, 1950).
        base_rate_brier: of the base rate that was known with each of them.
        gain_error: the standard error of ``base_rate_brier - brier``.
    """

    brier: float
    base_rate_brier: float
    gain_error: float


def reliability_bins(
    dates: pd.Series, probabilities: FloatArray, outcomes: FloatArray, horizon: int
) -> list[ReliabilityBin]:
    """The reliability diagram: up to BINS bins, by ascending probability.

    Args:
        dates: the session of each forecast, shape (rows,).
        probabilities: in (0, 1); equal ones are in one bin.
        outcomes: 1 if it came true, else 0.
        horizon: sessions from a forecast to its outcome.
    """
    edges = np.quantile(probabilities, np.arange(1, BINS) / BINS)
    # A probability that equals an edge is in the bin below it.
    bins = np.searchsorted(edges, probabilities)
    found = []
    for number in np.unique(bins):
        inside = bins == number
        share = float(outcomes[inside].mean())
        found.append(
            ReliabilityBin(
                forecasts=int(inside.sum()),
                mean_probability=float(probabilities[inside].mean()),
                observed_share=share,
                standard_error=mean_error(dates[inside], outcomes[inside], horizon),
            )
        )
    return found


def brier_scores(
    dates: pd.Series, probabilities: FloatArray, base_rates: FloatArray, outcomes: FloatArray, horizon: int
) -> BrierScores:
    """The Brier scores of probabilities and of base rates; arguments as of :func:`reliability_bins`."""
    loss, base_loss = (probabilities - outcomes) ** 2, (base_rates - outcomes) ** 2
    return BrierScores(
        float(loss.mean()), float(base_loss.mean()), mean_error(dates, base_loss - loss, horizon)
    )


def mean_error(dates: pd.Series, values: FloatArray, horizon: int) -> float:
    """The standard error of the mean of values that move together within ``horizon`` sessions.

    The variance of W. K. Newey and K. D. West (Econometrica 55, 1987) of the sums by session. Bartlett's
    weights fall to 0 at twice the horizon, since they would halve the covariances of the overlap otherwise.

    Args:
        dates: the session of each value, shape (rows,).
        values: shape (rows,).
    """
    sums = pd.Series(values - values.mean()).groupby(np.asarray(dates)).sum().to_numpy()
    total = float(sums @ sums)
    for lag in range(1, min(2 * horizon, len(sums))):
        total += 2 * (1 - lag / (2 * horizon)) * float(sums[lag:] @ sums[:-lag])
    return float(np.sqrt(max(total, 0.0)) / len(values))
