"""Sales at the stop or the target of a session: see :mod:`vn30.market.exits`.

The levels are distances from the mean entry price, on the basis of the session after its corporate actions,
rounded away from it to the price step. A sale that finds no buyer is tried again in each session that touches
the level, and by minutes in each minute. The shares sold are those that have arrived and were not bought in
the session.
"""

import math

import numpy as np

from vn30.backtesting.offers import DAILY, Offer
from vn30.backtesting.state import State
from vn30.backtesting.trading import sale
from vn30.market.exits import Bar, close_alone, exit_of
from vn30.typing import BoolArray

_DIGITS = 6
"""Without the digits that floats add, a level that is on a step would be rounded to the next one."""
_ROOM = 1e-3
"""VND, so that no level is missed by the digits that floats add."""


def touched(state: State, session: int) -> BoolArray:
    """The held tickers whose daily bar touches a level, or nearly, shape (tickers,)."""
    terms, market, entry = state.terms, state.market, state.account.entry
    found = np.zeros(len(entry), dtype=bool)
    with np.errstate(invalid="ignore"):
        # The levels are at these distances or farther, by less than a price step.
        if terms.stop is not None:
            found |= market.low[session] <= entry * (1 - terms.stop) + _ROOM
        if terms.target is not None:
            found |= market.high[session] >= entry * (1 + terms.target) - _ROOM
    near: BoolArray = found & (entry > 0)
    return near


def sell_at_levels(state: State, session: int, without: BoolArray | None = None) -> None:
    """Sell the shares whose stop or target is met in ``session``, by the daily bar.

    Args:
        without: tickers that are left out, as their minutes count, shape (tickers,).
    """
    near = touched(state, session)
    if without is not None:
        near &= ~without
    for ticker in np.flatnonzero(near).tolist():
        _sell(state, session, ticker)


def _sell(state: State, session: int, ticker: int) -> None:
    market = state.market
    prices = (values[session, ticker] for values in (market.open, market.high, market.low, market.close))
    bar, volume = Bar(*(float(price) for price in prices)), float(market.volume[session, ticker])
    wanted = sold = 0.0
    for half, part in ((2 * session, bar), (2 * session + 1, close_alone(bar.close))):
        ordered, sold_now = sell_in_bar(state, session, ticker, half, part, volume)
        if ordered:
            wanted = sold + ordered
        sold += sold_now
    state.unfilled[session] += wanted - sold


def sell_in_bar(
    state: State, session: int, ticker: int, half: int, bar: Bar, volume: float, minute: int = DAILY
) -> tuple[float, float]:
    """Sell if the bar meets a level: the shares that were to be sold, 0 if it meets none, and those sold.

    Args:
        bar: of the session, of a part of it or of a minute; ``volume`` is what it traded.
    """
    account = state.account
    ordered = account.sellable(ticker, half, session - 1)
    stop, target = levels(state, session, ticker)
    if not ordered or not _is_met(bar, stop, target):
        return 0, 0
    sold = 0.0
    found = exit_of(
        bar, stop, target, lambda price: state.can_sell(session, ticker, Offer(price, volume, minute))
    )
    if found is not None:
        price, reason = found
        offer = Offer(price, volume, minute)
        sold = sale(state, session, ticker, ordered, offer)
        if sold > 0:
            state.sell(session, ticker, sold, offer, reason)
    # Sold or not, nothing is bought without a new decision.
    state.targets[ticker] = min(float(state.targets[ticker]), float(account.held[ticker]))
    return ordered, sold


def levels(state: State, session: int, ticker: int) -> tuple[float | None, float | None]:
    """The prices of stop and target, VND; None: not used."""
    entry, terms = float(state.account.entry[ticker]), state.terms
    stop = target = None
    if terms.stop is not None:
        stop = round(entry * (1 - terms.stop), _DIGITS)
    if terms.target is not None:
        target = round(entry * (1 + terms.target), _DIGITS)
    if not terms.whole:
        return stop, target
    tick = state.known.ticks[session]
    if stop is not None:
        stop = tick.at(stop) * math.floor(stop / tick.at(stop))
    if target is not None:
        target = tick.at(target) * math.ceil(target / tick.at(target))
    return stop, target


def _is_met(bar: Bar, stop: float | None, target: float | None) -> bool:
    return (stop is not None and bar.low <= stop) or (target is not None and bar.high >= target)
