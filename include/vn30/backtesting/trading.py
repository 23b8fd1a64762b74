"""The orders of one session: the difference between the shares asked for and those held.

Sales come first, then purchases, each in the order of the tickers. An order lasts one session. What it leaves
is ordered again in each session until the next decision, as cash of sales arrives sessions later than the
shares that it is to buy are ordered.
"""

from collections.abc import Sequence

import numpy as np

from vn30.backtesting.orders import Purchases, sold_at_once
from vn30.backtesting.state import State
from vn30.typing import FloatArray

_DUST = 1e-9
"""Shares by which accounts without frictions may differ from what they are asked to hold."""


def trade(state: State, session: int, half: int, prices: FloatArray) -> bool:
    """Order what is missing at the prices of one auction; whether anything was to be ordered.

    Args:
        prices: of the tickers, VND.
    """
    gaps = state.targets - state.account.held
    asked = np.flatnonzero(np.abs(gaps) > _DUST)
    if not len(asked):
        return False
    orders = list(zip(asked.tolist(), gaps[asked].tolist(), prices[asked].tolist(), strict=True))
    for ticker, gap, price in orders:
        if gap < 0:
            _sell(state, session, half, ticker, -gap, price)
    state.account.settle(half)
    _buy(state, session, [order for order in orders if order[1] > 0])
    return True


def _sell(state: State, session: int, half: int, ticker: int, gap: float, price: float) -> None:
    oldest = session - state.terms.minimum_holding
    ordered = min(_shares(state, gap), state.account.sellable(ticker, half, oldest))
    sold = sale(state, session, ticker, ordered, price)
    if sold > 0:
        state.sell(session, ticker, sold, price, "signal")
    state.unfilled[session] += ordered - sold


def sale(state: State, session: int, ticker: int, ordered: float, price: float) -> float:
    """The shares of an order that are sold at a price: within the volume, in lots."""
    if ordered <= 0 or not state.can_sell(session, ticker, price):
        return 0
    sold = min(ordered, state.capacity(session, ticker))
    if not state.terms.whole:
        return sold
    lot, rule = int(state.market.lots[session]), state.known.lot_rules[session]
    return sold_at_once(sold, float(state.account.held[ticker]), lot, rule.odd_lots)


def _buy(state: State, session: int, orders: list[tuple[int, float, float]]) -> None:
    state.unfilled[session] += sum(gap for _, gap, _ in orders)
    cash, lot = state.account.arrived, int(state.market.lots[session]) if state.terms.whole else 0
    # Most sessions after a decision have orders and no cash for a lot of any of them.
    possible = [
        (ticker, _shares(state, min(gap, state.capacity(session, ticker))), price)
        for ticker, gap, price in orders
        if price * lot <= cash and state.can_buy(session, ticker, price)
    ]
    if not possible:
        return
    tickers, wanted, prices = zip(*possible, strict=True)
    for ticker, quantity, price in zip(tickers, _bought(state, session, wanted, prices), prices, strict=True):
        if quantity > 0:
            state.buy(session, ticker, quantity, price)
            state.unfilled[session] -= quantity


def _bought(state: State, session: int, wanted: Sequence[float], prices: Sequence[float]) -> Sequence[float]:
    cash = state.account.arrived
    if not state.terms.whole:
        needed = sum(quantity * price for quantity, price in zip(wanted, prices, strict=True))
        return [quantity * min(1.0, cash / needed) for quantity in wanted]
    lot = int(state.market.lots[session])
    in_lots = [int(quantity) // lot * lot for quantity in wanted]
    rules = Purchases(state.terms, lot, state.known.lot_rules[session].max_order)
    return rules.shared(cash, in_lots, prices)


def _shares(state: State, gap: float) -> float:
    return int(gap) if state.terms.whole else gap
