"""The minutes of a simulated session: both auctions, a path between its prices, and a U of volume."""

from collections.abc import Hashable, Mapping
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from vn30.market.minutes import day_number
from vn30.market.rules import rules_on
from vn30.market.session_minutes import DAY_MINUTES, auction_ends, continuous_minutes
from vn30.sources.sample.market import stream
from vn30.typing import FloatArray, IntArray

_LOT = 100
_OPENING_SHARE, _CLOSING_SHARE = 0.04, 0.09
"""Of the volume of a session: that of each auction."""
_MIN_LOTS = 30
"""With fewer lots, all trades of a session are in its closing auction."""
_SWING = 0.6
"""How far the path leaves the line from open to close, as a share of the range of the session."""


def simulate_minutes(seed: int, ticker: str, day: Mapping[Hashable, Any]) -> tuple[IntArray, pd.DataFrame]:
    """The bars of one session, whose open, high, low, close and volume are those of ``day``.

    The opening auction is in its last minute, the closing auction likewise, each at one price. Of the minutes
    in between, some have no trade. The same seed, ticker and session give the same minutes.

    Args:
        day: ``date``, prices as traded (VND) and ``volume`` of the session.

    Returns:
        The minutes, from 1970-01-01 in Vietnam, and their open, high, low, close (VND) and volume.
    """
    session: date = day["date"].date()
    midnight = day_number(session) * DAY_MINUTES
    opening, closing = auction_ends(session)
    lots, rest = divmod(int(day["volume"]), _LOT)
    if lots < _MIN_LOTS:
        whole = {name: [day[name]] for name in ("open", "high", "low", "close")}
        bars = pd.DataFrame({**whole, "volume": [int(day["volume"])]})
        is_traded = int(day["volume"]) > 0
        return np.array([midnight + closing])[: int(is_traded)], bars.iloc[: int(is_traded)]
    random = stream(seed, f"{ticker} minutes of {session}")
    minutes = continuous_minutes(session)
    at_opening, at_closing = max(1, round(_OPENING_SHARE * lots)), max(1, round(_CLOSING_SHARE * lots))
    shares = random.multinomial(lots - at_opening - at_closing, _weights(len(minutes), random))
    traded = shares > 0
    prices = _prices(day, int(traded.sum()), random)
    opened, closed = day["open"], day["close"]
    rows = np.vstack([[opened] * 4, prices, [closed] * 4])
    bars = pd.DataFrame(rows, columns=["open", "high", "low", "close"])
    bars["volume"] = _LOT * np.concatenate([[at_opening], shares[traded], [at_closing]])
    bars.loc[bars.index[-1], "volume"] += rest
    return midnight + np.concatenate([[opening], minutes[traded], [closing]]), bars


def _weights(count: int, random: np.random.Generator) -> FloatArray:
    """The share of each minute in the volume: a U, highest at the open and before the close, with noise."""
    position = np.linspace(-1, 1, count)
    weights = (0.5 + 1.5 * position**2) * np.exp(0.6 * random.standard_normal(count))
    shares: FloatArray = weights / weights.sum()
    return shares


def _prices(day: Mapping[Hashable, Any], count: int, random: np.random.Generator) -> FloatArray:
    """Open, high, low and close of ``count`` minutes, on ticks, which reach high and low of the day."""
    low, high = day["low"], day["high"]
    walk = np.cumsum(random.standard_normal(count + 1))
    position = np.linspace(0, 1, count + 1)
    bridge = walk - walk[0] - position * (walk[-1] - walk[0])
    line = day["open"] + position * (day["close"] - day["open"])
    spread = max(float(np.abs(bridge).max()), 1e-9)
    path = np.clip(line + _SWING * (high - low) * bridge / spread, low, high)
    path = low + np.round((path - low) / _step(day)) * _step(day)
    path = np.clip(path, low, high)
    path[0], path[-1] = day["open"], day["close"]
    opens, closes = path[:-1], path[1:]
    highs, lows = np.maximum(opens, closes), np.minimum(opens, closes)
    highs[np.argmax(highs)] = high
    lows[np.argmin(lows)] = low
    return np.column_stack([opens, highs, lows, closes])


def _step(day: Mapping[Hashable, Any]) -> float:
    """The step of the path from the low on: its tick, which is a part of each higher price's."""
    step: float = rules_on(day["date"].date()).tick.at(day["low"])
    return step
