"""Expanding walk-forward folds over sessions that are common to all tickers.

A fold tests on a run of sessions and learns from everything before it. Folds are cut by date, not by the rows
of one ticker, so that a model of one ticker and a model of all of them are scored on the same sessions.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vn30.training.splits import TooLittleData

BoolArray = NDArray[np.bool_]

TEST_FOLDS = 3
EARLIER_FOLDS = 3
"""Of the same length, before the test part: what the first weights and intervals are learned from."""


@dataclass(frozen=True)
class Fold:
    """The test sessions from ``first`` to ``last``, both included, and all that was known before them."""

    first: pd.Timestamp
    last: pd.Timestamp

    def train(self, target_dates: pd.DatetimeIndex) -> BoolArray:
        """Which rows may be learned from: those whose label ended before the first test session.

        That purges ``horizon`` sessions at the boundary, and more where a ticker was suspended and its label
        took longer. The same rows are what was known of earlier forecasts when the fold began: weights,
        shrinkage and intervals are learned from them too.

        Args:
            target_dates: session on which each row's label ends, NaT where it is not over yet.
        """
        return np.asarray(target_dates < self.first)

    def test(self, dates: pd.DatetimeIndex) -> BoolArray:
        """Which rows are forecast from a test session."""
        return np.asarray((dates >= self.first) & (dates <= self.last))


def walk_forward(sessions: pd.DatetimeIndex, start: pd.Timestamp, n_folds: int) -> list[Fold]:
    """Cut the sessions from ``start`` on into ``n_folds`` test runs of equal length, give or take one.

    Args:
        sessions: rising, without repeats; those of all tickers together.
        start: the first session to test on, or the day before which none is.

    Raises:
        TooLittleData: there are fewer sessions from ``start`` on than folds.
    """
    tested = sessions[sessions >= start]
    if len(tested) < n_folds:
        raise TooLittleData(
            f"{len(tested)} sessions from {start.date()} on cannot be cut into {n_folds} folds. "
            "Use a longer data window."
        )
    parts = np.array_split(np.arange(len(tested)), n_folds)
    return [Fold(tested[part[0]], tested[part[-1]]) for part in parts]


def folds_around(dates: pd.DatetimeIndex, boundary: int, least_train_rows: int) -> list[Fold]:
    """Cut the test part into TEST_FOLDS, and as much as there is of EARLIER_FOLDS before it.

    Args:
        dates: sessions of one ticker's labelled rows, oldest first.
        boundary: number of the first test row; at least TEST_FOLDS rows follow.
        least_train_rows: no earlier fold starts with fewer rows before it.
    """
    length = -(-(len(dates) - boundary) // TEST_FOLDS)
    fitting = min(EARLIER_FOLDS, max(0, boundary - least_train_rows) // length)
    folds = walk_forward(dates, dates[boundary], TEST_FOLDS)
    if fitting:
        before = dates[:boundary]
        folds = [*walk_forward(before, before[boundary - fitting * length], fitting), *folds]
    return folds


def target_dates(dates: pd.DatetimeIndex, horizon: int) -> pd.DatetimeIndex:
    """The session on which the label of each of one ticker's rows ends; NaT in the last ``horizon`` rows."""
    ends = np.full(len(dates), np.datetime64("NaT"), dtype="datetime64[ns]")
    ends[:-horizon] = dates[horizon:]
    return pd.DatetimeIndex(ends)
