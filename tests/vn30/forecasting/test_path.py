import numpy as np
import pytest

from vn30.forecasting.path import daily_bounds, daily_path


def test_path_meets_every_horizon() -> None:
    path = daily_path(100.0, {30: 90.0, 7: 107.0, 15: 115.0})
    assert list(path) == list(range(1, 31))
    assert (path[7], path[15], path[30]) == pytest.approx((107, 115, 90))


def test_return_between_knots() -> None:
    """The return between two knots is constant."""
    path = daily_path(100.0, {7: 107.0, 15: 115.0})
    assert path[1] / 100 == pytest.approx(1.07 ** (1 / 7))
    assert path[8] / path[7] == pytest.approx(path[15] / path[14])


def test_path_of_one_horizon_ends_there() -> None:
    path = daily_path(100.0, {15: 100.0})
    assert list(path.values()) == pytest.approx([100.0] * 15)


def test_bounds() -> None:
    """Bounds meet every horizon, and widen with the square root of time."""
    knots = {7: (93.0, 108.0), 15: (90.0, 113.0), 30: (88.0, 121.0)}
    bounds = daily_bounds(100.0, knots)
    assert list(bounds) == list(range(1, 31))
    for horizon, known in knots.items():
        assert bounds[horizon] == pytest.approx(known)
    widths = [np.log(upper / lower) for lower, upper in bounds.values()]
    assert widths[0] == pytest.approx(widths[6] / np.sqrt(7))
    squares = np.square(widths)
    assert squares[10] == pytest.approx(squares[6] + (squares[14] - squares[6]) * 4 / 8)


def test_path_within_bounds() -> None:
    """The path is the geometric middle of its bounds."""
    around = {7: 104.0, 15: 98.0, 30: 110.0}
    bounds = daily_bounds(100.0, {h: (price / 1.1, price * 1.1) for h, price in around.items()})
    for session, price in daily_path(100.0, around).items():
        lower, upper = bounds[session]
        assert np.sqrt(lower * upper) == pytest.approx(price)


def test_horizon_without_bounds() -> None:
    """Sessions next to a horizon without bounds have none."""
    assert list(daily_bounds(100.0, {7: (95.0, 105.0), 15: None, 30: (80.0, 120.0)})) == [*range(1, 8), 30]
    assert list(daily_bounds(100.0, {7: None, 15: (95.0, 105.0)})) == [15]
    assert daily_bounds(100.0, {7: None}) == {}
