"""Splits into train and test rows, with a purge between them: by the rows of a ticker, or by date."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from vn30.errors import WrongInput
from vn30.i18n.localized import localized
from vn30.typing import BoolArray

MIN_TRAIN_ROWS = 60
MIN_TEST_ROWS = 20


class TooLittleData(WrongInput):
    """There are too few rows to train and test on; the message names the number needed and the remedy."""


@dataclass(frozen=True)
class Split:
    """Row ranges of the train and the test part."""

    train: slice
    test: slice


def chronological_split(n_rows: int, train_share: float, horizon: int) -> Split:
    """Split ``n_rows`` labelled rows, oldest first, into a train part and the test part after it.

    The label of row ``i`` is the return from session ``i`` to ``i + horizon``. With the boundary at
    ``b = floor(n_rows * train_share)`` the test part is ``[b, n_rows)`` and the train part
    ``[0, b - horizon)``: the last training label ends at row ``b - 1``, before the first test row, and the
    ``horizon`` rows whose labels reach ``b`` or beyond are purged.

    Args:
        n_rows: labelled rows of one ticker.
        train_share: share of the rows before the boundary, in (0, 1).
        horizon: sessions from a row to the end of its label.

    Raises:
        TooLittleData: fewer than ``MIN_TRAIN_ROWS`` or ``MIN_TEST_ROWS`` rows would remain.
    """
    boundary = int(n_rows * train_share)
    train_rows, test_rows = max(0, boundary - horizon), n_rows - boundary
    if train_rows < MIN_TRAIN_ROWS or test_rows < MIN_TEST_ROWS:
        raise TooLittleData(
            localized(
                "{n_rows} labelled sessions leave {train_rows} to train on and {test_rows} to test on at "
                "horizon {horizon}; at least {min_train_rows} and {min_test_rows} are needed. "
                "Use a longer data window or a shorter horizon.",
                n_rows=n_rows,
                train_rows=train_rows,
                test_rows=test_rows,
                horizon=horizon,
                min_train_rows=MIN_TRAIN_ROWS,
                min_test_rows=MIN_TEST_ROWS,
            )
        )
    return Split(train=slice(0, train_rows), test=slice(boundary, n_rows))


@dataclass(frozen=True)
class Fold:
    """A fold: test sessions from ``first`` to ``last``, both included, and the train rows before them."""

    first: pd.Timestamp
    last: pd.Timestamp

    def train(self, target_dates: pd.DatetimeIndex) -> BoolArray:
        """A mask of the train rows: those whose label ended before the first test session.

        This purges ``horizon`` sessions before the boundary, and more if a ticker was suspended. Weights,
        shrinkage and intervals are learned from the same rows, as their outcomes were known when the fold
        began.

        Args:
            target_dates: session on which each row's label ends, NaT if it has not ended yet.
        """
        return np.asarray(target_dates < self.first)

    def test(self, dates: pd.DatetimeIndex) -> BoolArray:
        """A mask of the rows on test sessions."""
        return np.asarray((dates >= self.first) & (dates <= self.last))
