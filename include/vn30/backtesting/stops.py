"""Sales at the stop or the target of a session: see :mod:`vn30.market.exits`.

The levels are distances from the mean entry price, on the basis of the session after its corporate actions,
rounded away from it to the price step. A sale that finds no buyer is tried again in each session that touches
the level. The shares sold are those that have arrived and were not bought in the session.
"""

import math

import numpy as np

from vn30.backtesting.state import State
from vn30.backtesting.trading import sale
from vn30.market.exits import Bar, close_alone, exit_of

_DIGITS = 6
"""Without the digits that floats add, a level that is on a step would be rounded to the next one."""


def sell_at_levels(state: State, session: int) -> None:
    """Sell the shares whose stop or target is met in ``session``."""
    terms, market, entry = state.terms, state.market, state.account.entry
    touched = np.zeros(len(entry), dtype=bool)
    with np.errstate(invalid="ignore"):
        # The levels are at these distances or farther, by less than a price step.
        if terms.stop is not None:
            touched |= market.low[session] <= entry * (1 - terms.stop) + _ROOM
        if terms.target is not None:
            touched |= market.high[session] >= entry * (1 + terms.target) - _ROOM
    for ticker in np.flatnonzero(touched & (entry > 0)).tolist():
        _sell(state, session, ticker)


_ROOM = 1e-3
"""VND, so that no level is missed by the digits that floats add."""


def _sell(state: State, session: int, ticker: int) -> None:
    market, account = state.market, state.account
    stop, target = _levels(state, session, ticker)
    prices = (values[session, ticker] for values in (market.open, market.high, market.low, market.close))
    bar = Bar(*(float(price) for price in prices))
    wanted = sold = 0.0
    for half, part in ((2 * session, bar), (2 * session + 1, close_alone(bar.close))):
        ordered = account.sellable(ticker, half, session - 1)
        if not ordered or not _is_met(part, stop, target):
            continue
        wanted = sold + ordered
        found = exit_of(part, stop, target, lambda price: state.can_sell(session, ticker, price))
        if found is not None:
            price, reason = found
            quantity = sale(state, session, ticker, ordered, price)
            if quantity > 0:
                state.sell(session, ticker, quantity, price, reason)
            sold += quantity
        # Sold or not, nothing is bought without a new decision.
        state.targets[ticker] = min(float(state.targets[ticker]), float(account.held[ticker]))
    state.unfilled[session] += wanted - sold


def _is_met(bar: Bar, stop: float | None, target: float | None) -> bool:
    return (stop is not None and bar.low <= stop) or (target is not None and bar.high >= target)


def _levels(state: State, session: int, ticker: int) -> tuple[float | None, float | None]:
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
