"""The orders of one session: the difference between the shares asked for and those held.

Sales come first, then purchases, each in the order of the tickers. An order lasts one session. What it leaves
is ordered again in each session until the next decision, as cash of sales arrives sessions later than the
shares that it is to buy are ordered.
"""

from collections.abc import Sequence

import numpy as np

from vn30.backtesting.offers import Auction, Offer
from vn30.backtesting.orders import Purchases, sold_at_once
from vn30.backtesting.state import State
from vn30.typing import BoolArray

DUST = 1e-9
"""Shares by which accounts without frictions may differ from what they are asked to hold."""

Ordered = tuple[int, float, Offer]
"""The position of a ticker, the shares that are missing, below 0 those to be sold, and what is offered."""


def trade(state: State, session: int, half: int, auction: Auction, without: BoolArray | None = None) -> bool:
    """Order what is missing in one auction; whether anything is left to be ordered.

    Args:
        without: tickers whose orders are left out, as they are filled minute by minute, shape (tickers,).
    """
    gaps = state.targets - state.account.held
    (asked,) = (np.abs(gaps) > DUST).nonzero()
    others = 0
    if without is not None:
        others = int(without[asked].sum())
        asked = asked[~without[asked]]
    orders = list(zip(asked.tolist(), gaps[asked].tolist(), auction.offers(session, asked), strict=True))
    left = unfilled = 0.0
    for ticker, gap, offer in orders:
        if gap < 0:
            ordered, sold = sell(state, session, half, ticker, -gap, offer)
            unfilled += ordered - sold
            left -= gap + sold
    state.account.settle(half)
    purchases = [order for order in orders if order[1] > 0]
    not_bought = sum(gap for _, gap, _ in purchases) - buy(state, session, purchases)
    state.unfilled[session] += unfilled + not_bought
    return left + not_bought > DUST or others > 0


def sell(state: State, session: int, half: int, ticker: int, gap: float, offer: Offer) -> tuple[float, float]:
    """Sell what a decision asks for: the shares ordered, of those that can be sold, and the shares sold."""
    oldest = session - state.terms.minimum_holding
    ordered = min(_shares(state, gap), state.account.sellable(ticker, half, oldest))
    sold = sale(state, session, ticker, ordered, offer)
    if sold > 0:
        state.sell(session, ticker, sold, offer, "signal")
    return ordered, sold


def sale(state: State, session: int, ticker: int, ordered: float, offer: Offer) -> float:
    """The shares of an order that are sold at a price: within the volume, in lots."""
    if ordered <= 0 or not state.can_sell(session, ticker, offer):
        return 0
    sold = min(ordered, state.capacity(ticker, offer))
    if not state.terms.whole:
        return sold
    lot, rule = int(state.market.lots[session]), state.known.lot_rules[session]
    return sold_at_once(sold, float(state.account.held[ticker]), lot, rule.odd_lots)


def buy(state: State, session: int, orders: Sequence[Ordered]) -> float:
    """Buy what the cash that has arrived allows, and return the shares bought."""
    cash, lot = state.account.arrived, int(state.market.lots[session]) if state.terms.whole else 0
    # Most sessions after a decision have orders and no cash for a lot of any of them.
    possible = [
        (ticker, _shares(state, min(gap, state.capacity(ticker, offer))), offer)
        for ticker, gap, offer in orders
        if offer.price * lot <= cash and state.can_buy(session, ticker, offer)
    ]
    if not possible:
        return 0
    tickers, wanted, offers = zip(*possible, strict=True)
    prices = [offer.price for offer in offers]
    bought = 0.0
    for ticker, quantity, offer in zip(tickers, _bought(state, session, wanted, prices), offers, strict=True):
        if quantity > 0:
            state.buy(session, ticker, quantity, offer)
            bought += quantity
    return bought


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
