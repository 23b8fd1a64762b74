import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vn30.model_selection.splits import Fold, TooLittleData
from vn30.model_selection.walk_forward import folds_around, target_dates, walk_forward

SESSIONS = pd.bdate_range("2023-01-02", periods=300)


@given(
    start=st.integers(min_value=60, max_value=280),
    n_folds=st.integers(min_value=1, max_value=12),
    horizon=st.sampled_from([7, 15, 30]),
    suspended=st.lists(st.integers(min_value=0, max_value=299), max_size=60),
)
def test_purge(start: int, n_folds: int, horizon: int, suspended: list[int]) -> None:
    """No label of a train part ends in or after its test part."""
    dates = SESSIONS.delete(suspended)
    ends = target_dates(dates, horizon)
    folds = walk_forward(SESSIONS, SESSIONS[start], n_folds)
    tested = np.zeros(len(dates), dtype=int)
    for fold in folds:
        train, test = fold.train(ends), fold.test(dates)
        tested += test
        assert (ends[train] < fold.first).all()
        assert not (train & test).any()
        # No row with a known outcome is dropped.
        assert train.sum() == max(0, (dates < fold.first).sum() - horizon)
    assert (tested == (dates >= SESSIONS[start])).all()


def test_consecutive_folds() -> None:
    """Folds are consecutive and of equal length."""
    folds = walk_forward(SESSIONS, SESSIONS[200], 3)
    assert [(SESSIONS.get_loc(fold.first), SESSIONS.get_loc(fold.last)) for fold in folds] == [
        (200, 233),
        (234, 266),
        (267, 299),
    ]


def test_purge_after_suspension() -> None:
    """A label that a suspension extends into the test part is purged."""
    fold = Fold(SESSIONS[100], SESSIONS[120])
    dates = SESSIONS.delete(range(80, 97))
    train = fold.train(target_dates(dates, 7))
    # Seven sessions of the ticker before the test part lie beyond the 17 sessions of its suspension.
    assert dates[train][-1] == SESSIONS[75]


def test_too_few_sessions() -> None:
    with pytest.raises(TooLittleData, match="3 sessions from 2024-02-21 on cannot be split into 4 folds"):
        walk_forward(SESSIONS, SESSIONS[-3], 4)


def test_earlier_folds() -> None:
    """Earlier folds have the length of the test folds, and leave enough train rows."""
    folds = folds_around(SESSIONS, 240, min_train_rows=60)
    assert [SESSIONS.get_loc(fold.first) for fold in folds] == [180, 200, 220, 240, 260, 280]
    assert [SESSIONS.get_loc(fold.last) for fold in folds] == [199, 219, 239, 259, 279, 299]
    few = folds_around(SESSIONS, 240, min_train_rows=195)
    assert [SESSIONS.get_loc(fold.first) for fold in few] == [200, 220, 240, 260, 280]
    assert len(folds_around(SESSIONS, 240, min_train_rows=239)) == 3
