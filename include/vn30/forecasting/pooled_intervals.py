"""Quantiles of the errors of all tickers, session by session, that the intervals are calibrated on.

The errors of one ticker over the past years are few, since forecasts over a horizon overlap. In units of
each ticker's volatility, the errors of all tickers have nearly the same distribution, and are pooled.
"""

import numpy as np
import pandas as pd

from vn30.features.series import ticker_slices
from vn30.forecasting.intervals import LEVELS, VOLATILITY_WINDOWS, min_sessions, recent_volatility
from vn30.forecasting.targets import has_trades, log_return_ahead
from vn30.model_selection.walk_forward import target_dates
from vn30.models.base import TargetColumn
from vn30.training_config.document import DataWindowConfig
from vn30.training_config.window import in_window
from vn30.typing import FloatArray, IntArray

ERROR_SESSIONS = 750
"""Sessions, about three years, whose outcomes count. Chosen on sessions up to 2022."""
QUANTILE_COLUMNS = [f"{level:.0%}" for level in LEVELS]


def error_quantiles(
    panel: pd.DataFrame,
    horizon: int,
    window: DataWindowConfig,
    forecasts: FloatArray | None = None,
    column: TargetColumn = "close",
    volatility_windows: tuple[int, ...] = VOLATILITY_WINDOWS,
    error_sessions: int = ERROR_SESSIONS,
) -> pd.DataFrame:
    """The quantiles of the absolute errors that were known on each session, in units of volatility.

    Args:
        panel: bars of all tickers, ticker by ticker and oldest first: ``symbol``, ``date``, ``close`` (VND)
            and ``volume``.
        horizon: sessions ahead.
        window: the data window; errors of forecasts from its sessions count.
        forecasts: out-of-sample log returns of the pooled model, one a row; where there is none (NaN, or
            None for all rows) the naive forecast counts.
        column: the price that is forecast, a column of ``panel``.
        volatility_windows: of :func:`vn30.forecasting.intervals.recent_volatility`.
        error_sessions: sessions for which an error counts, from the one on which its outcome has come.

    Returns:
        ``date`` and QUANTILE_COLUMNS, one row a session; NaN where fewer than
        :func:`vn30.forecasting.intervals.min_sessions` sessions have known errors.
    """
    dates = pd.DatetimeIndex(np.sort(panel["date"].unique()))
    errors, known_on = _errors(panel, horizon, forecasts, dates, volatility_windows, column)
    counted = panel["date"].isin(dates[in_window(dates, window)]).to_numpy() & ~np.isnan(errors)
    errors, known_on = errors[counted], known_on[counted]
    order = np.argsort(errors, kind="stable")
    errors, known_on = errors[order], known_on[order]
    sessions = np.cumsum(np.bincount(known_on, minlength=len(dates)) > 0)
    quantiles = np.full((len(dates), len(LEVELS)), np.nan)
    for session in np.flatnonzero(sessions >= min_sessions(horizon)):
        # The errors are sorted already, so that those of any sessions are as well.
        recent = errors[(known_on <= session) & (known_on > session - error_sessions)]
        if len(recent):
            quantiles[session] = recent[np.ceil(LEVELS * (len(recent) - 1)).astype(np.intp)]
    return pd.DataFrame(quantiles, columns=QUANTILE_COLUMNS).assign(date=dates)


def quantiles_on(quantiles: pd.DataFrame, dates: pd.DatetimeIndex) -> FloatArray:
    """The quantiles of :func:`error_quantiles` known on ``dates``, shape (dates, LEVELS)."""
    known: FloatArray = quantiles.set_index("date")[QUANTILE_COLUMNS].reindex(dates).to_numpy(np.float64)
    return known


def _errors(
    panel: pd.DataFrame,
    horizon: int,
    forecasts: FloatArray | None,
    sessions: pd.DatetimeIndex,
    windows: tuple[int, ...],
    column: TargetColumn,
) -> tuple[FloatArray, IntArray]:
    """Of each row the absolute error over the volatility (NaN if unknown), and the number of the session on
    which its outcome comes."""
    dates = pd.DatetimeIndex(panel["date"])
    close, volume, price = (panel[name].to_numpy(dtype=np.float64) for name in ("close", "volume", column))
    forecast = np.zeros(len(panel)) if forecasts is None else np.nan_to_num(forecasts)
    errors = np.full(len(panel), np.nan)
    known_on = np.zeros(len(panel), dtype=np.int64)
    for start, stop in ticker_slices(panel):
        rows = slice(start, stop)
        traded = has_trades(close[rows], volume[rows])
        outcome = log_return_ahead(close[rows], horizon, traded, price[rows])
        scale = recent_volatility(close[rows], traded, windows)
        errors[rows] = np.abs(outcome - forecast[rows]) / scale
        known_on[rows] = sessions.get_indexer(target_dates(dates[rows], horizon))
    return errors, known_on
