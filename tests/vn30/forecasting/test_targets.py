import numpy as np

from vn30.forecasting.targets import has_trades, log_return_ahead, price_after


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
