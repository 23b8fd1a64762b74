"""From signals to target weights: which stocks are held after each session, and with which weights.

Everything of a session is computed from what was known after its close; execution follows in a later session.
"""

from dataclasses import dataclass

import numpy as np

from vn30.backtesting.config import PortfolioConfig
from vn30.backtesting.weights import LOOKBACK, weights_of
from vn30.typing import BoolArray, FloatArray, IntArray


@dataclass(frozen=True)
class Candidates:
    """What decisions are made from; arrays are (sessions, tickers) if nothing else is said.

    Attributes:
        values: the order of the candidates, the highest first; NaN is unknown.
        buys: may be bought.
        keeps: may stay if they are held.
        members: may be held at all.
        volatility: of daily returns.
        returns: simple daily returns, adjusted.
    """

    values: FloatArray
    buys: BoolArray
    keeps: BoolArray
    members: BoolArray
    volatility: FloatArray
    returns: FloatArray


def target_weights(candidates: Candidates, portfolio: PortfolioConfig, first: int) -> FloatArray:
    """The target weights after each session.

    The first decision is made in the first session with a signal from ``first`` on, the next ones every
    ``rebalance_sessions``; where no signal is known then, in the next session that has one. A held stock
    whose signal is unknown stays. Of equal signals, the first ticker is taken. Held is what was decided: a
    stock that a stop has sold meanwhile is bought again at the next decision that still holds it.

    Args:
        first: position of the first session of the simulation.

    Returns:
        Shape (sessions, tickers); a row sums to 1, or to 0 if nothing is held, and is NaN in a session
        without a decision.
    """
    weights = np.full(candidates.values.shape, np.nan)
    bought: IntArray = np.full(candidates.values.shape[1], -1)
    known = np.asarray(~np.isnan(candidates.values).all(axis=1))
    due = first
    for session in range(first, len(weights)):
        if session < due or not known[session]:
            continue
        due = session + portfolio.rebalance_sessions
        held = chosen_stocks(candidates, portfolio, session, bought)
        bought = np.where(held, np.where(bought < 0, session, bought), -1)
        weights[session] = _row(candidates, portfolio, session, np.flatnonzero(held))
    return weights


def chosen_stocks(
    candidates: Candidates, portfolio: PortfolioConfig, session: int, bought: IntArray
) -> BoolArray:
    """The stocks to hold after a session, shape (tickers,).

    Held stocks stay if their signal lets them and their place is within the number of names and the buffer,
    or if they were bought less than the minimum holding ago; the best stocks that may be bought take the
    places that are left. A stock that is no member any more is sold.

    Args:
        bought: position of the session in which each held stock was chosen; -1: it is not held.
    """
    row = candidates.values[session]
    member, is_held = candidates.members[session], bought >= 0
    # Stable: of equal values the first ticker is the better one; unknown values are last.
    order = np.argsort(-np.where(np.isnan(row), -np.inf, row), kind="stable")
    place = np.full(len(row), len(row) + 1)
    place[order[np.isin(order, np.flatnonzero(member))]] = np.arange(1, member.sum() + 1)
    within = place <= portfolio.maximum_names + portfolio.buffer_names
    stays = candidates.keeps[session] & (within | np.isnan(row))
    too_new = session - bought < portfolio.minimum_holding
    held: BoolArray = np.asarray(is_held & member & (stays | too_new))
    free = portfolio.maximum_names - int(held.sum())
    wanted = [
        stock for stock in order if candidates.buys[session, stock] and member[stock] and not held[stock]
    ]
    held[wanted[: max(0, free)]] = True
    return held


def _row(candidates: Candidates, portfolio: PortfolioConfig, session: int, chosen: IntArray) -> FloatArray:
    row = np.zeros(candidates.values.shape[1])
    if len(chosen):
        recent = candidates.returns[max(0, session + 1 - LOOKBACK) : session + 1]
        row[chosen] = weights_of(chosen, portfolio.weights, candidates.volatility[session], recent)
    return row
