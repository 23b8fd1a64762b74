import numpy as np
import pytest

from vn30.forecasting.targets import (
    has_trades,
    labels_of,
    log_return_ahead,
    log_return_of,
    price_after,
)
from vn30.models.base import TargetKind


def test_log_return_ahead() -> None:
    close = np.array([100.0, 110.0, 121.0, 133.1])
    np.testing.assert_allclose(log_return_ahead(close, 2), [np.log(1.21), np.log(1.21), np.nan, np.nan])


def test_short_series() -> None:
    assert np.isnan(log_return_ahead(np.array([100.0, 110.0]), 7)).all()


def test_price_after() -> None:
    close = np.array([100.0, 90.0, 95.0])
    np.testing.assert_allclose(price_after(close[:1], log_return_ahead(close, 2)[:1]), [95.0])


CARRIED = np.array([100.0, 110.0, 110.0, 110.0, 121.0, 121.0])
VOLUME = np.array([5.0, 5.0, 0.0, 0.0, 5.0, 5.0])


def test_sessions_with_trades() -> None:
    """A price without volume that equals the one before is no trade; one that differs, or has volume, is."""
    assert has_trades(CARRIED, VOLUME).tolist() == [True, True, False, False, True, True]
    assert has_trades(CARRIED[4:], np.zeros(2)).tolist() == [True, False]
    assert has_trades(np.array([1.0, 2.0]), np.zeros(2)).all()


def test_no_return_without_trades() -> None:
    """A return from or to a session without trades is no label."""
    labels = log_return_ahead(CARRIED, 1, has_trades(CARRIED, VOLUME))
    np.testing.assert_allclose(labels, [np.log(1.1), np.nan, np.nan, np.nan, 0.0, np.nan])


@pytest.mark.parametrize("kind", ["logReturn", "percentChange", "rawPrice"])
def test_labels_turn_back_into_log_returns(kind: TargetKind) -> None:
    returns, base = np.array([-0.2, 0.0, 0.1]), np.array([50_000.0, 20_000.0, 90_000.0])
    labels = labels_of(kind, returns, base)
    np.testing.assert_allclose(log_return_of(kind, labels, base, 7), returns, atol=1e-12)


def test_percent_and_price() -> None:
    base = np.array([50_000.0])
    np.testing.assert_allclose(labels_of("percentChange", np.log([1.05]), base), [5.0])
    np.testing.assert_allclose(labels_of("rawPrice", np.log([1.05]), base), [52_500.0])


@pytest.mark.parametrize(("kind", "impossible"), [("rawPrice", -900.0), ("percentChange", -250.0)])
def test_impossible_prices_are_cut(kind: TargetKind, impossible: float) -> None:
    """A price below zero becomes that of sessions at the floor."""
    cut = log_return_of(kind, np.array([impossible]), 20_000.0, 7)
    np.testing.assert_allclose(cut, [7 * np.log(0.93)])


def test_return_to_another_price() -> None:
    """The return of the high counts from the last close."""
    close, high = np.array([100.0, 110.0, 121.0]), np.array([105.0, 120.0, 130.0])
    np.testing.assert_allclose(
        log_return_ahead(close, 1, price=high), [np.log(1.2), np.log(130 / 110), np.nan]
    )
