"""Chronological train and test parts with a purge between them."""

from dataclasses import dataclass

from vn30.errors import WrongInput

MIN_TRAIN_ROWS = 60
MIN_TEST_ROWS = 20


class TooLittleData(WrongInput):
    """There are too few rows to train and test on; the message says how many are needed."""


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
            f"{n_rows} labelled sessions leave {train_rows} to train on and {test_rows} to test on at "
            f"horizon {horizon}; at least {MIN_TRAIN_ROWS} and {MIN_TEST_ROWS} are needed. "
            "Use a longer data window or a shorter horizon."
        )
    return Split(train=slice(0, train_rows), test=slice(boundary, n_rows))
