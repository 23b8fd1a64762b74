"""What the bot knows of a signal: its strength, the stock, the market, and how right signals were of late."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vn30.backtesting.inputs import DecisionInputs
from vn30.backtesting.regimes import MEASURES
from vn30.backtesting.signals.base import NEUTRAL, Signals
from vn30.backtesting.signals.expression import ranked
from vn30.backtesting.signals.formula import feature_values
from vn30.typing import BoolArray, FloatArray

OF_TICKERS = (
    "volatility_20",
    "volatility_10_to_60",
    "return_over_20",
    "close_to_sma_60",
    "volume_to_ma_20",
    "illiquidity_20_to_120",
)
OF_THE_MARKET = ("vnindex_return_20", "vnindex_volatility_ratio", "market_close_to_sma_200")
RIGHT_SESSIONS = 60
"""Sessions in which the outcomes ended that the recent share of right signals counts."""


def bot_features(
    inputs: DecisionInputs, signals: Signals, buys: BoolArray, regimes: pd.DataFrame
) -> dict[str, FloatArray]:
    """Features by name, each of shape (sessions, tickers); unknown values are 0.

    Args:
        buys: the signals that buy, shape (sessions, tickers).
        regimes: of :func:`vn30.backtesting.regimes.regimes_of`.
    """
    of_stocks = feature_values(inputs, (*OF_TICKERS, *OF_THE_MARKET))
    above_average = np.where(inputs.members, of_stocks["close_to_sma_60"] > 0, np.nan)
    features = {
        "strength": signals.values - NEUTRAL[signals.kind],
        "place": ranked(signals.values, inputs.members),
        "breadth": _of_sessions(above_average, inputs.members),
        "share_of_buys": _of_sessions(buys.astype(np.float64), inputs.members),
        **of_stocks,
        **_regimes(regimes, inputs.members.shape[1]),
    }
    return {name: np.nan_to_num(values) for name, values in features.items()}


def recent_share_of_right(rows: pd.DataFrame, sessions: NDArray[np.datetime64]) -> FloatArray:
    """The share of right signals among those whose outcome ended in the last 60 sessions, less one half.

    Args:
        rows: one a signal that buys: ``target_date``, NaT if the outcome has not ended, and ``right``.
        sessions: ``datetime64[D]``.

    Returns:
        Shape (sessions,); 0 without such outcomes. That of a session counts outcomes up to its close.
    """
    ended = rows[rows["target_date"].notna()].groupby("target_date")["right"].agg(["sum", "count"])
    by_session = (
        ended.reindex(pd.DatetimeIndex(sessions), fill_value=0).rolling(RIGHT_SESSIONS, min_periods=1).sum()
    )
    share = by_session["sum"] / by_session["count"].where(by_session["count"] > 0)
    return share.sub(0.5).fillna(0.0).to_numpy(dtype=np.float64)


def _of_sessions(values: FloatArray, members: BoolArray) -> FloatArray:
    """The mean of the members' values by session, for each ticker."""
    known = members & ~np.isnan(values)
    count = np.maximum(known.sum(axis=1), 1)
    mean = np.where(known, values, 0.0).sum(axis=1) / count
    return np.repeat(mean[:, None], values.shape[1], axis=1)


def _regimes(regimes: pd.DataFrame, tickers: int) -> dict[str, FloatArray]:
    return {
        name: np.repeat((regimes[measure] == name).to_numpy(dtype=np.float64)[:, None], tickers, axis=1)
        for measure, names in MEASURES.items()
        for name in names
    }
