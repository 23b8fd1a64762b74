"""Inputs of decisions from a made market: random walks whose drift can be planted."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd

from vn30.backtesting.inputs import DecisionInputs
from vn30.backtesting.signals.base import SignalKind, Signals
from vn30.market.calendar import sessions_between
from vn30.typing import FloatArray

TICKERS = ("ACB", "BID", "CTG", "FPT", "HPG", "MBB", "VCB", "VNM")
SESSIONS = sessions_between(date(2019, 1, 2), date(2022, 12, 30))
START = date(2021, 1, 4)


def made_inputs(seed: int = 1, drift: FloatArray | None = None) -> DecisionInputs:
    """Eight random walks and their mean as both indices; all tickers are members.

    Args:
        drift: added to the daily log returns, shape (sessions, tickers).
    """
    random = np.random.default_rng(seed)
    returns = random.normal(0, 0.015, (len(SESSIONS), len(TICKERS)))
    returns += 0 if drift is None else drift
    bars = [frame(name, returns[:, column], random) for column, name in enumerate(TICKERS)]
    indices = [frame(name, returns.mean(axis=1), random) for name in ("VN30", "VNINDEX")]
    return DecisionInputs(
        sessions=np.array(SESSIONS, dtype="datetime64[D]"),
        tickers=TICKERS,
        bars=pd.concat(bars, ignore_index=True),
        indices=pd.concat(indices, ignore_index=True),
        members=np.ones(returns.shape, dtype=bool),
    )


def frame(symbol: str, returns: FloatArray, random: np.random.Generator) -> pd.DataFrame:
    """A market frame of one series."""
    close = 50_000 * np.exp(np.cumsum(returns))
    reach = np.abs(random.normal(0, 0.006, (2, len(close))))
    return pd.DataFrame(
        {
            "symbol": symbol,
            "date": pd.DatetimeIndex(SESSIONS),
            "open": close * np.exp(random.normal(0, 0.002, len(close))),
            "high": close * np.exp(reach[0]),
            "low": close * np.exp(-reach[1]),
            "close": close,
            "volume": random.integers(100_000, 5_000_000, len(close)),
        }
    )


def with_signals(
    inputs: DecisionInputs, values: FloatArray, kind: SignalKind = "regressor", horizon: int = 5
) -> DecisionInputs:
    """The inputs with stored signals."""
    return replace(inputs, stored=Signals(values, kind, horizon))
