"""Numbers of train and test rows of each walk-forward fold, computed from the number of sessions alone."""

from functools import lru_cache
from typing import NamedTuple

import pandas as pd

from vn30.model_selection.splits import MIN_TRAIN_ROWS, chronological_split
from vn30.model_selection.walk_forward import folds_around, target_dates


class FoldSize(NamedTuple):
    """Numbers of train and test rows of one fold."""

    train: int
    test: int


@lru_cache(maxsize=4096)
def fold_sizes(sessions: int, train_share: float, horizon: int) -> tuple[FoldSize, ...]:
    """The folds of :func:`vn30.forecasting.out_of_sample.forecast_out_of_sample`, oldest first.

    Args:
        sessions: number of sessions in the data window; the last ``horizon`` of them have no label yet.
        train_share: share of the rows before the test part, in (0, 1).
        horizon: sessions from a row to the end of its label.

    Raises:
        TooLittleData: too few rows to train and test on.
    """
    rows = sessions - horizon
    split = chronological_split(rows, train_share, horizon)
    days = pd.date_range("2000-01-01", periods=sessions)
    dates, ends = days[:rows], target_dates(days, horizon)[:rows]
    folds = folds_around(dates, split.test.start, MIN_TRAIN_ROWS + horizon)
    return tuple(FoldSize(int(fold.train(ends).sum()), int(fold.test(dates).sum())) for fold in folds)
