"""Expanding walk-forward folds over sessions that are common to all tickers.

A fold tests on consecutive sessions and trains on all sessions before them. Folds are split by date, not by
the rows of one ticker, so that single-ticker models and the pooled model are scored on the same sessions.
"""

import numpy as np
import pandas as pd

from vn30.i18n.localized import localized
from vn30.model_selection.splits import Fold, TooLittleData

TEST_FOLDS = 3
EARLIER_FOLDS = 3
"""Folds of the same length before the test part, from which the first weights and intervals are learned."""


def walk_forward(sessions: pd.DatetimeIndex, start: pd.Timestamp, n_folds: int) -> list[Fold]:
    """Split the sessions from ``start`` on into ``n_folds`` folds, whose lengths differ by one at most.

    Args:
        sessions: sorted, without repeats; those of all tickers together.
        start: no session before it is tested.

    Raises:
        TooLittleData: there are fewer sessions from ``start`` on than folds.
    """
    tested = sessions[sessions >= start]
    if len(tested) < n_folds:
        raise TooLittleData(
            localized(
                "{tested} sessions from {start} on cannot be split into {n_folds} folds. "
                "Use a longer data window.",
                tested=len(tested),
                start=start.date(),
                n_folds=n_folds,
            )
        )
    parts = np.array_split(np.arange(len(tested)), n_folds)
    return [Fold(tested[part[0]], tested[part[-1]]) for part in parts]


def folds_around(dates: pd.DatetimeIndex, boundary: int, min_train_rows: int) -> list[Fold]:
    """Split the test part into TEST_FOLDS folds, with up to EARLIER_FOLDS of equal length before it.

    Args:
        dates: sessions of one ticker's labelled rows, oldest first.
        boundary: position of the first test row; at least TEST_FOLDS rows follow.
        min_train_rows: minimum of rows before the first of the earlier folds.
    """
    length = -(-(len(dates) - boundary) // TEST_FOLDS)
    fitting = min(EARLIER_FOLDS, max(0, boundary - min_train_rows) // length)
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
