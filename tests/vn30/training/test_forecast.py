import pytest

from vn30.training.forecast import daily_path


def test_path_meets_every_horizon() -> None:
    path = daily_path(100.0, {30: 90.0, 7: 107.0, 15: 115.0})
    assert list(path) == list(range(1, 31))
    assert (path[7], path[15], path[30]) == pytest.approx((107, 115, 90))


def test_path_has_a_constant_return_between_the_knots() -> None:
    path = daily_path(100.0, {7: 107.0, 15: 115.0})
    assert path[1] / 100 == pytest.approx(1.07 ** (1 / 7))
    assert path[8] / path[7] == pytest.approx(path[15] / path[14])


def test_path_of_one_horizon_ends_there() -> None:
    path = daily_path(100.0, {15: 100.0})
    assert list(path.values()) == pytest.approx([100.0] * 15)
