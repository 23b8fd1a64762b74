"""The orders of one session: the difference between the shares asked for and those held.

Sales come first, then purchases, each in the order of the tickers. An order lasts one session. What it leaves
is ordered again in each session until the next decision, as cash of sales arrives sessions later than the
shares that it is to buy are ordered.
"""

import numpy as np

from vn30.backtesting.orders import purchases, sold_at_once
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
    lot = int(state.market.lots[session])
    tickers, wanted, at = [], [], []
    for ticker, gap, price in orders:
        state.unfilled[session] += gap
        if state.can_buy(session, ticker, price):
            most = min(_shares(state, gap), state.capacity(session, ticker))
            tickers.append(ticker)
            wanted.append(most // lot * lot if state.terms.whole else most)
            at.append(price)
    if not tickers:
        return

    def cost(place: int, quantity: float) -> float:
        values = [state.terms.value(order, at[place]) for order in state.orders(session, quantity)]
        return sum(value + state.terms.fee(value) for value in values)

    if state.terms.whole:
        bought: list[float] = [*purchases(state.account.arrived, [int(most) for most in wanted], lot, cost)]
    else:
        needed = sum(cost(place, most) for place, most in enumerate(wanted))
        part = min(1.0, state.account.arrived / needed) if needed else 0.0
        bought = [most * part for most in wanted]
    for ticker, quantity, price in zip(tickers, bought, at, strict=True):
        if quantity > 0:
            state.buy(session, ticker, quantity, price)
            state.unfilled[session] -= quantity


def _shares(state: State, gap: float) -> float:
    return int(gap) if state.terms.whole else gap
