import numpy as np
import pandas as pd
import pytest
from scipy.stats import spearmanr

from vn30.evaluation.rank_ic import daily_rank_ic, session_ranks


def test_daily_rank_ic() -> None:
    """The rank IC is Spearman's correlation within each session."""
    random = np.random.default_rng(1)
    dates = pd.Series(np.repeat(pd.bdate_range("2024-01-01", periods=3), 30))
    forecast = pd.Series(random.normal(size=90).round(1))
    outcome = forecast + random.normal(size=90)
    rank_ic = daily_rank_ic(dates, forecast, outcome)
    for session, rows in dates.groupby(dates):
        expected = spearmanr(forecast[rows.index], outcome[rows.index]).statistic
        assert rank_ic[session] == pytest.approx(expected)


def test_equal_forecasts() -> None:
    """Equal forecasts have rank IC 0, and sessions with few tickers are left out."""
    first, second, third = pd.bdate_range("2024-01-01", periods=3)
    dates = pd.Series([first] * 6 + [second] * 6 + [third] * 4)
    outcome = pd.Series([*range(6), *range(6), *range(4)], dtype=float)
    forecast = outcome.where(dates != second, 0.0)
    assert daily_rank_ic(dates, forecast, outcome).to_dict() == {first: pytest.approx(1), second: 0}


def test_session_ranks() -> None:
    """Session ranks are centred, and NaN is not ranked."""
    dates = pd.Series(["a"] * 5 + ["b"] * 2)
    values = pd.Series([3.0, 1.0, np.nan, 1.0, 9.0, 5.0, 4.0])
    expected = [0.125, -0.25, np.nan, -0.25, 0.375, 0.25, -0.25]
    np.testing.assert_allclose(session_ranks(dates, values), expected)
