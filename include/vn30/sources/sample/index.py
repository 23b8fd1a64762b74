"""The index series of the simulated market."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from vn30.market.bars import BAR_COLUMNS
from vn30.market.universe import vn30_tickers
from vn30.sources.sample.market import DRIFT, simulated_company, stream
from vn30.typing import FloatArray

_SWING = 0.003
_MAX_MOVE = 0.065


@dataclass(frozen=True)
class _Index:
    """One index.

    Attributes:
        first_points: level before the first session.
        share: weight of the common moves of the VN30 stocks.
        volatility: standard deviation of its own part of a log return.
        volume: shares on a calm session.
    """

    first_points: float
    share: float
    volatility: float
    volume: float


_INDICES = {
    "VN30": _Index(first_points=900.0, share=1.0, volatility=0.0015, volume=2.5e8),
    "VNINDEX": _Index(first_points=850.0, share=0.9, volatility=0.0025, volume=6e8),
}


def simulate_index(seed: int, index: str, sessions: list[date]) -> pd.DataFrame:
    """Points of ``index`` on ``sessions``, the HOSE sessions from the first one of the market on.

    Its returns are the average of what the market and the sectors contribute to the VN30 stocks, plus a small
    part of its own for the companies' own moves, which nearly cancel out in an average.

    Returns:
        BAR_COLUMNS: points to two decimals, volume in shares.
    """
    kind = _INDICES[index]
    count = len(sessions)
    own, gap, up, down, activity = stream(seed, f"{index} sessions").standard_normal((count, 5)).T
    common = _average_common_returns(seed, count)
    returns = np.clip(DRIFT + kind.share * common + kind.volatility * own, -_MAX_MOVE, _MAX_MOVE)
    close = kind.first_points * np.exp(returns.cumsum())
    open_ = close * np.exp(0.3 * _SWING * gap - 0.7 * returns)
    bars = pd.DataFrame({"open": open_, "close": close})
    bars["high"] = bars.max(axis=1) * np.exp(_SWING * np.abs(up))
    bars["low"] = bars[["open", "close"]].min(axis=1) * np.exp(-_SWING * np.abs(down))
    bars = bars.round(2)
    bars["date"] = pd.DatetimeIndex(sessions).astype("datetime64[ns]")
    bars["volume"] = (kind.volume * np.exp(8 * np.abs(returns) + 0.15 * activity)).astype(np.int64)
    return bars[BAR_COLUMNS]


def _average_common_returns(seed: int, count: int) -> FloatArray:
    moves = [simulated_company(seed, ticker).common_returns(seed, count) for ticker in vn30_tickers()]
    average: FloatArray = np.mean(moves, axis=0)
    return average
