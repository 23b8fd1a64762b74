"""Compares two models on the forecasts that both have made, with the errors of the differences."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from vn30.evaluation.rank_ic import daily_rank_ic
from vn30.evaluation.reliability import mean_error
from vn30.typing import FloatArray

CONFIDENCE = 0.95
"""Coverage of the intervals of differences."""
MIN_WINDOWS = 4
"""Windows of a horizon without which a difference has no error: fewer do not show how windows differ."""

_PAIR = ["symbol", "date", "target_date"]


@dataclass(frozen=True)
class MeanDifference:
    """A mean of paired differences with its uncertainty, all in the unit of the differences.

    Attributes:
        value: the mean.
        error: its Newey-West standard error over sessions.
        low, high: the interval of CONFIDENCE around ``value``.
        p_value: two-sided, of no difference; below ``1 - CONFIDENCE`` if the interval does not hold 0.
    """

    value: float
    error: float
    low: float
    high: float
    p_value: float


@dataclass(frozen=True)
class PairedScores:
    """Scores of two models on the same tickers, sessions and target sessions.

    Attributes:
        tickers, sessions, pairs: numbers of what both have forecast.
        error_pct: mean absolute error, percent of the base price; ``other_error_pct`` of the other model,
            ``naive_error_pct`` of the naive forecast.
        skill: ``1 - error_pct / naive_error_pct``; ``other_skill`` of the other one; None if no price moved.
        error_difference: ``error_pct - other_error_pct``; None for fewer than MIN_WINDOWS.
        rank_ic: mean of :func:`vn30.evaluation.rank_ic.daily_rank_ic`; ``other_rank_ic`` of the other model;
            None if no session has enough tickers.
        rank_ic_difference: ``rank_ic - other_rank_ic``; None for fewer than MIN_WINDOWS.
    """

    tickers: int
    sessions: int
    pairs: int
    error_pct: float
    other_error_pct: float
    naive_error_pct: float
    skill: float | None
    other_skill: float | None
    error_difference: MeanDifference | None
    rank_ic: float | None
    other_rank_ic: float | None
    rank_ic_difference: MeanDifference | None


def score_pairs(model: pd.DataFrame, other: pd.DataFrame, horizon: int) -> PairedScores | None:
    """Score the forecasts that both have made for the same ticker, session and target session.

    Args:
        model: one row a ticker and session: ``symbol``, ``date``, ``target_date``, and in VND ``base``,
            ``predicted`` and ``actual``.
        other: as ``model``; its prices may be on another basis.
        horizon: sessions ahead, of all rows.

    Returns:
        None if they have no forecast in common.

    Raises:
        ValueError: one of them has two forecasts for the same ticker and session.
    """
    pairs = pair_forecasts(model, other, ("_model", "_other"))
    if pairs.empty:
        return None
    dates = pairs["date"]
    error = relative_error(pairs, "predicted", "_model")
    other_error = relative_error(pairs, "predicted", "_other")
    naive_error = relative_error(pairs, "base", "_model")
    naive = float(naive_error.mean())
    rank_ic, other_rank_ic = (
        daily_rank_ic(
            dates,
            pairs[f"predicted{side}"] / pairs[f"base{side}"],
            pairs["actual_model"] / pairs["base_model"],
        )
        for side in ("_model", "_other")
    )
    gain = rank_ic - other_rank_ic
    return PairedScores(
        tickers=pairs["symbol"].nunique(),
        sessions=dates.nunique(),
        pairs=len(pairs),
        error_pct=100 * float(error.mean()),
        other_error_pct=100 * float(other_error.mean()),
        naive_error_pct=100 * naive,
        skill=1 - float(error.mean()) / naive if naive else None,
        other_skill=1 - float(other_error.mean()) / naive if naive else None,
        error_difference=mean_difference(dates, (100 * (error - other_error)).to_numpy(), horizon),
        rank_ic=float(rank_ic.mean()) if len(rank_ic) else None,
        other_rank_ic=float(other_rank_ic.mean()) if len(other_rank_ic) else None,
        rank_ic_difference=mean_difference(gain.index.to_series(), gain.to_numpy(), horizon),
    )


def mean_difference(dates: pd.Series, differences: FloatArray, horizon: int) -> MeanDifference | None:
    """The mean of paired differences with :func:`vn30.evaluation.reliability.mean_error`.

    The error is too small for few windows of the horizon: Bartlett's weights lose a sixth of the variance of
    overlapping windows, and the mean that is taken off another share, that of the bandwidth of two horizons
    in all sessions. The interval allows for both, and for the few windows by Student's distribution with the
    equivalent degrees of freedom of Bartlett's weights, 1.5 times the sessions in a bandwidth.

    Args:
        dates: the session of each difference, shape (rows,).
        differences: shape (rows,).
        horizon: sessions ahead.

    Returns:
        None for fewer than MIN_WINDOWS windows of the horizon.
    """
    # At its first use: SciPy takes as long to import as pandas.
    from scipy.stats import t as student

    sessions = dates.nunique()
    if sessions < MIN_WINDOWS * horizon:
        return None
    value, error = float(differences.mean()), mean_error(dates, differences, horizon)
    spread = error / np.sqrt(5 / 6 * (1 - 2 * horizon / sessions))
    freedom = 1.5 * sessions / (2 * horizon)
    margin = float(spread * student.ppf((1 + CONFIDENCE) / 2, df=freedom))
    p_value = 2 * float(student.sf(abs(value) / spread, df=freedom)) if spread > 0 else float(value == 0)
    return MeanDifference(value, error, value - margin, value + margin, p_value)


def pair_forecasts(first: pd.DataFrame, second: pd.DataFrame, suffixes: tuple[str, str]) -> pd.DataFrame:
    """The forecasts of both for the same ticker, session and target session, by session and ticker.

    Rows of only one of them are left out, since sessions differ in how hard they are to forecast.

    Args:
        first: one row a ticker and session: ``symbol``, ``date``, ``target_date`` and figures.
        suffixes: of the names of the figures of each.

    Raises:
        ValueError: one of them has two forecasts for the same ticker and session.
    """
    pairs = first.merge(second, on=_PAIR, suffixes=suffixes, validate="one_to_one")
    return pairs.sort_values(["date", "symbol"])


def relative_error(pairs: pd.DataFrame, forecast: str, suffix: str) -> "pd.Series[float]":
    """Absolute error of a forecast of :func:`pair_forecasts`, as a share of its base price.

    Args:
        forecast: ``predicted``, or ``base`` for the naive forecast.
    """
    error = (pairs[f"actual{suffix}"] - pairs[f"{forecast}{suffix}"]).abs()
    return error / pairs[f"base{suffix}"]
