import numpy as np

from vn30.training.targets import log_return_ahead, price_after


def test_label_is_the_log_return_over_the_horizon() -> None:
    close = np.array([100.0, 110.0, 121.0, 133.1])
    np.testing.assert_allclose(log_return_ahead(close, 2), [np.log(1.21), np.log(1.21), np.nan, np.nan])


def test_a_series_shorter_than_the_horizon_has_no_label() -> None:
    assert np.isnan(log_return_ahead(np.array([100.0, 110.0]), 7)).all()


def test_price_after_the_label_is_the_price_ahead() -> None:
    close = np.array([100.0, 90.0, 95.0])
    np.testing.assert_allclose(price_after(close[:1], log_return_ahead(close, 2)[:1]), [95.0])
