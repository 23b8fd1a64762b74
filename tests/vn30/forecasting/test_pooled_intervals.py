"""Quantiles of the errors of all tickers, on which the intervals are calibrated."""

import numpy as np
import pandas as pd
import pytest

from vn30.forecasting import pooled_intervals
from vn30.forecasting.intervals import COVERAGE_LEVEL, LEVELS, min_sessions, recent_volatility
from vn30.forecasting.pooled_intervals import QUANTILE_COLUMNS, error_quantiles, quantiles_on
from vn30.forecasting.targets import log_return_ahead
from vn30.training_config.document import DataWindowConfig

WINDOW = DataWindowConfig()
SESSIONS = pd.bdate_range("2018-01-01", periods=1500)
HORIZON = 15


def panel_of(volatility: np.ndarray, seed: int = 1, tickers: int = 12) -> pd.DataFrame:
    """Bars of random walks with fat tails that share half of their variance with the market."""
    random = np.random.default_rng(seed)
    market = random.standard_t(5, size=len(volatility))
    parts = []
    for number in range(tickers):
        own = random.standard_t(5, size=len(volatility))
        returns = volatility * (1 + number / tickers) * (own + market) / np.sqrt(2)
        close = 50_000 * np.exp(returns.cumsum())
        parts.append(
            pd.DataFrame({"symbol": f"T{number:02}", "date": SESSIONS[: len(volatility)], "close": close})
        )
    return pd.concat(parts, ignore_index=True).assign(volume=1e6)


def by_hand(panel: pd.DataFrame, session: int, sessions: int) -> np.ndarray:
    """The quantiles known on ``session`` by NumPy's quantile, of the errors of the ``sessions`` before."""
    errors = []
    for _, bars in panel.groupby("symbol"):
        close = bars["close"].to_numpy()
        scaled = np.abs(log_return_ahead(close, HORIZON)) / recent_volatility(close)
        errors.append(scaled[max(session - HORIZON - sessions + 1, 0) : session - HORIZON + 1])
    pooled = np.concatenate(errors)
    return np.quantile(pooled[~np.isnan(pooled)], LEVELS, method="higher")


def test_quantiles_by_numpy() -> None:
    """The quantiles are those of the errors known on a session, of all tickers."""
    panel = panel_of(np.full(900, 0.012))
    quantiles = error_quantiles(panel, HORIZON, WINDOW, error_sessions=300)
    assert list(quantiles["date"]) == list(SESSIONS[:900])
    for session in (100, 500, 899):
        known = quantiles_on(quantiles, pd.DatetimeIndex([SESSIONS[session]]))
        np.testing.assert_allclose(known[0], by_hand(panel, session, 300))
    first = 20 + HORIZON + min_sessions(HORIZON) - 1
    known = quantiles[QUANTILE_COLUMNS].notna()
    assert not known.iloc[:first].any(axis=None)
    assert known.iloc[first:].all(axis=None)


def test_forecasts_and_window() -> None:
    """The errors are those of the pooled forecasts where there are some, of sessions in the data window."""
    panel = panel_of(np.full(600, 0.012))
    perfect = np.full(len(panel), np.nan)
    dates = panel["date"] >= SESSIONS[300]
    ahead = panel.groupby("symbol")["close"].transform(
        lambda close: log_return_ahead(close.to_numpy(), HORIZON)
    )
    perfect[dates] = ahead[dates]
    last = {"mode": "last_n", "lastSessions": 250}
    windowed = error_quantiles(panel, HORIZON, DataWindowConfig.model_validate(last), perfect)
    assert windowed[QUANTILE_COLUMNS].iloc[-1].max() == pytest.approx(0)
    assert windowed[QUANTILE_COLUMNS].iloc[:350].isna().all(axis=None)
    assert error_quantiles(panel, HORIZON, WINDOW, perfect)[QUANTILE_COLUMNS].iloc[-1].max() > 1


def test_coverage_in_calm_and_volatile_times() -> None:
    """About 80 % of outcomes are covered, in calm and in volatile years."""
    is_volatile = np.repeat(np.arange(6) % 2 == 1, 250)
    panel = panel_of(np.where(is_volatile, 0.018, 0.01), tickers=30)
    widths = error_quantiles(panel, HORIZON, WINDOW)[QUANTILE_COLUMNS[COVERAGE_LEVEL]].to_numpy()
    inside = []
    for _, bars in panel.groupby("symbol"):
        close = bars["close"].to_numpy()
        inside.append(np.abs(log_return_ahead(close, HORIZON)) <= widths * recent_volatility(close))
    covered = np.array(inside)[:, 500:-HORIZON]
    volatile = is_volatile[500:-HORIZON]
    assert 0.76 < covered.mean() < 0.84
    assert 0.70 < covered[:, volatile].mean() < 0.90
    assert 0.70 < covered[:, ~volatile].mean() < 0.90


def moved(panel: pd.DataFrame, day: int) -> bool:
    """Whether quantiles up to a session change with the prices after it."""
    other = panel.copy()
    later = other["date"] > SESSIONS[day]
    other.loc[later, "close"] *= 1 + np.random.default_rng(2).uniform(0, 0.5, int(later.sum()))
    before, after = (error_quantiles(prices, HORIZON, WINDOW) for prices in (panel, other))
    assert not before.equals(after)
    return not before[: day + 1].equals(after[: day + 1])


def test_no_leak(monkeypatch: pytest.MonkeyPatch) -> None:
    """No quantile depends on a later price; one of errors that are not known yet is detected."""
    panel = panel_of(np.full(700, 0.012))
    assert not moved(panel, 500)
    monkeypatch.setattr(pooled_intervals, "target_dates", lambda dates, _: dates)
    assert moved(panel, 500)


def test_prices_carried_forward() -> None:
    """Sessions without trades give no errors."""
    panel = panel_of(np.full(700, 0.012))
    stopped = (panel["symbol"] == "T00") & (panel["date"] > SESSIONS[100])
    halted = panel.copy()
    halted.loc[stopped, "close"] = panel.loc[
        (panel["symbol"] == "T00") & (panel["date"] == SESSIONS[100]), "close"
    ].item()
    halted.loc[stopped, "volume"] = 0
    others = panel[~stopped].reset_index(drop=True)
    columns = QUANTILE_COLUMNS
    pd.testing.assert_frame_equal(
        error_quantiles(halted, HORIZON, WINDOW)[columns], error_quantiles(others, HORIZON, WINDOW)[columns]
    )
