import pytest
from hypothesis import given
from hypothesis import strategies as st

from vn30.model_selection.splits import MIN_TEST_ROWS, MIN_TRAIN_ROWS, TooLittleData, chronological_split


def test_purge() -> None:
    """Rows whose label extends into the test part are purged."""
    split = chronological_split(n_rows=1000, train_share=0.8, horizon=15)
    assert split.test == slice(800, 1000)
    assert split.train == slice(0, 785)


@given(
    st.integers(min_value=0, max_value=3000),
    st.integers(min_value=50, max_value=95),
    st.sampled_from([7, 15, 30]),
)
def test_no_train_label_in_test_part(n_rows: int, train_pct: int, horizon: int) -> None:
    try:
        split = chronological_split(n_rows, train_pct / 100, horizon)
    except TooLittleData:
        return
    last_label_ends = split.train.stop - 1 + horizon
    assert last_label_ends < split.test.start
    assert split.test.stop == n_rows
    assert split.train.stop >= MIN_TRAIN_ROWS
    assert n_rows - split.test.start >= MIN_TEST_ROWS


def test_too_little_data() -> None:
    """The error gives the number of rows needed."""
    with pytest.raises(TooLittleData, match=r"100 labelled sessions leave 50 to train .* at least 60 and 20"):
        chronological_split(n_rows=100, train_share=0.8, horizon=30)
