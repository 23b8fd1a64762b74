"""What has come of recommendations: returns over the horizon, and of the trades. Arrays in, figures out."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vn30.market.adjustment import Adjustment, cumulative_factors
from vn30.market.rules import rules_on
from vn30.market.traded_prices import rounded_to_ticks
from vn30.recommendations.trading import Position, Sessions, first_open, hold_until, net_return
from vn30.typing import FloatArray

PATIENCE = 10
"""Sessions after the horizon in which a position that could not be sold is waited for."""


@dataclass(frozen=True)
class Prices:
    """A stock and the VN30 over the same sessions, oldest first.

    Attributes:
        dates: the sessions.
        stock: ``open`` to ``close`` and ``volume`` of the sessions; before the first bar NaN, and without a
            bar the close before it and no volume.
        limits: ceiling and floor of each session on the basis of ``stock``.
        index_open, index_close: of the VN30.
    """

    dates: NDArray[np.datetime64]
    stock: pd.DataFrame
    limits: tuple[FloatArray, FloatArray]
    index_open: FloatArray
    index_close: FloatArray

    def position(self, day: date) -> int:
        """The position of the last session up to ``day``; -1 if there is none."""
        return int(np.searchsorted(self.dates, np.datetime64(day), side="right")) - 1

    def after(self, position: int) -> Sessions:
        """The sessions after a position."""
        rows, (ceiling, floor) = self.stock.iloc[position + 1 :], self.limits
        return Sessions(
            open=rows["open"].to_numpy(),
            high=rows["high"].to_numpy(),
            low=rows["low"].to_numpy(),
            close=rows["close"].to_numpy(),
            ceiling=ceiling[position + 1 :],
            floor=floor[position + 1 :],
            traded=rows["volume"].to_numpy() > 0,
        )


def prices_of(bars: pd.DataFrame, index: pd.DataFrame, steps: list[Adjustment]) -> Prices:
    """The prices of one stock on the sessions of the index.

    Args:
        bars: the stock's bars; ``index``: those of the VN30, both with ``date``.
        steps: the adjustments that the stock's series contains.
    """
    index = index.set_index("date")
    stock = bars.set_index("date").reindex(index.index)
    close = stock["close"].ffill()
    for name in ("open", "high", "low", "close"):
        stock[name] = stock[name].fillna(close)
    stock["volume"] = stock["volume"].fillna(0)
    dates = index.index.to_numpy().astype("datetime64[D]")
    factors = cumulative_factors(dates, steps)
    reference = rounded_to_ticks(np.r_[np.nan, close.to_numpy()[:-1]] / factors, dates)
    limits = (
        np.array([_limits(day, price) for day, price in zip(dates, reference, strict=True)])
        * factors[:, None]
    )
    return Prices(
        dates,
        stock,
        (limits[:, 0], limits[:, 1]),
        index["open"].to_numpy(),
        index["close"].to_numpy(),
    )


def _limits(day: np.datetime64, reference: float) -> tuple[float, float]:
    if not np.isfinite(reference):
        return np.inf, -np.inf
    rules = rules_on(day.astype(date))
    return rules.ceiling(reference), rules.floor(reference)


def judge(row: dict[str, Any], prices: Prices) -> dict[str, Any] | None:
    """The outcome of a recommendation by the names of its columns; None if it cannot be judged yet.

    Args:
        row: of ``sql/queries/recommendations/due.sql``.
    """
    base, last = prices.position(row["session"]), prices.position(row["target_date"])
    if base < 0 or last <= base or not np.isfinite(prices.stock["close"].iloc[base]):
        return None
    close, index = prices.stock["close"].to_numpy(), prices.index_close
    stock_return, index_return = close[last] / close[base] - 1, index[last] / index[base] - 1
    costs = row["costs_pct"] / 100
    sessions, end = prices.after(base), last - base - 1
    scale = close[base] / row["base_price"] if row["base_price"] else np.nan
    bought = _bought(row, prices, sessions, base, end, costs, stop=None, target=None)
    if bought is None:
        return None
    traded: dict[str, Any] | None = {"exit_reason": "none", "gain_pct": 100 * (stock_return - index_return)}
    if row["label"] == "BUY":
        traded = _bought(
            row, prices, sessions, base, end, costs, row["stop_loss"] * scale, row["take_profit"] * scale
        )
    elif row["label"] == "SELL":
        traded = _sold(prices, sessions, base, end, costs)
    if traded is None:
        return None
    outcome = {
        "return_pct": 100 * stock_return,
        "vn30_return_pct": 100 * index_return,
        "excess_pct": 100 * (stock_return - index_return),
        "claim_true": claim_came_true(row, float(np.log1p(stock_return) - np.log1p(index_return)), costs),
        **{name: traded.get(name) for name in _TRADE},
        "bought_gain_pct": bought["gain_pct"],
    }
    return {name: round(value, 4) if isinstance(value, float) else value for name, value in outcome.items()}


_TRADE = ("entry_date", "entry_fill", "exit_date", "exit_fill", "exit_reason", "gain_pct")


def claim_came_true(row: dict[str, Any], excess: float, costs: float) -> bool | None:
    """Whether the claim of the label came true; None where no chance was given.

    Args:
        excess: log return less that of the VN30.
    """
    beat, behind = row["chance_to_beat"], row["chance_to_fall_behind"]
    if beat is None:
        return None
    did_beat, fell_behind = excess > np.log1p(costs), excess < -np.log1p(costs)
    if row["label"] == "BUY":
        return bool(did_beat)
    if row["label"] == "SELL":
        return bool(fell_behind)
    return not (fell_behind if behind > beat else did_beat)


def _bought(
    row: dict[str, Any],
    prices: Prices,
    sessions: Sessions,
    base: int,
    end: int,
    costs: float,
    stop: float | None,
    target: float | None,
) -> dict[str, Any] | None:
    """A purchase; None while it is not sold and may still be."""
    rules = rules_on(row["session"])
    entry = first_open(sessions, buys=True)
    if entry is None:
        return {"exit_reason": "not filled", "gain_pct": None}
    position = hold_until(sessions, entry, end, rules.settlement, stop, target)
    if position is None:
        if len(sessions) - 1 - end < PATIENCE:
            return None
        final = len(sessions) - 1
        position = Position(
            entry, float(sessions.open[entry]), final, float(sessions.close[final]), "horizon"
        )
    tax = rules.tax.of_sales
    made = net_return(position.entry_price, position.exit_price, (costs - tax) / 2, tax)
    index = _index_return(prices, base, position.entry, position.exit)
    return {
        "entry_date": _day(prices, base, position.entry),
        "entry_fill": position.entry_price,
        "exit_date": _day(prices, base, position.exit),
        "exit_fill": position.exit_price,
        "exit_reason": position.reason,
        "gain_pct": 100 * (made - index),
    }


def _sold(prices: Prices, sessions: Sessions, base: int, end: int, costs: float) -> dict[str, Any]:
    """What a sale has spared: the VN30 instead of the stock up to the horizon, less the costs of both."""
    entry = first_open(sessions, buys=False)
    if entry is None:
        return {"exit_reason": "not filled", "gain_pct": None}
    kept = float(sessions.close[end] / sessions.open[entry] - 1)
    return {
        "exit_date": _day(prices, base, entry),
        "exit_fill": float(sessions.open[entry]),
        "exit_reason": "none",
        "gain_pct": 100 * (_index_return(prices, base, entry, end) - kept - costs),
    }


def _index_return(prices: Prices, base: int, entry: int, last: int) -> float:
    """Of the VN30, from the open of one session to the close of another."""
    return float(prices.index_close[base + 1 + last] / prices.index_open[base + 1 + entry] - 1)


def _day(prices: Prices, base: int, position: int) -> date:
    day: date = prices.dates[base + 1 + position].astype(date)
    return day
