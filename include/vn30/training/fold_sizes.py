"""How many rows each fold of a back-test learns from and forecasts, known before anything is computed."""

from functools import lru_cache
from typing import NamedTuple

import pandas as pd

from vn30.training.splits import MIN_TRAIN_ROWS, chronological_split
from vn30.training.walk_forward import folds_around, target_dates


class FoldSize(NamedTuple):
    """Rows of one fold."""

    train: int
    test: int


@lru_cache(maxsize=4096)
def fold_sizes(sessions: int, train_share: float, horizon: int) -> tuple[FoldSize, ...]:
    """The folds of :func:`vn30.training.backtest.backtest`, oldest first.

    Args:
        sessions: of the data window; the last ``horizon`` of them have no label yet.

    Raises:
        TooLittleData: too few rows to train and test on.
    """
    rows = sessions - horizon
    split = chronological_split(rows, train_share, horizon)
    days = pd.date_range("2000-01-01", periods=sessions)
    dates, ends = days[:rows], target_dates(days, horizon)[:rows]
    folds = folds_around(dates, split.test.start, MIN_TRAIN_ROWS + horizon)
    return tuple(FoldSize(int(fold.train(ends).sum()), int(fold.test(dates).sum())) for fold in folds)
