"""Past prices, and the problem that they pose after a session."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vn30.errors import WrongInput
from vn30.i18n.localized import localized
from vn30.market.rules import rules_on
from vn30.optimisation.limits import MIN_SESSIONS
from vn30.optimisation.problem import Problem
from vn30.optimisation.simulation import Held, Tape
from vn30.typing import BoolArray, FloatArray, IntArray

_MIN_TRADED = 0.95
"""Share of the sessions in which a stock must have a close, to be bought: suspensions are short."""


@dataclass(frozen=True)
class History:
    """Prices of past sessions, a row a session (oldest first) and a column a ticker.

    Attributes:
        tickers: in the order of the columns.
        sessions: ``datetime64[D]``, shape (sessions,).
        closes: adjusted for dividends and splits, NaN where there is none, shape (sessions, tickers).
        index: closes of the VN30 in points, NaN where there is none, shape (sessions,).
        members: which stocks may be held after each session, shape (sessions, tickers).
    """

    tickers: tuple[str, ...]
    sessions: NDArray[np.datetime64]
    closes: FloatArray
    index: FloatArray
    members: BoolArray


def check_history(history: History, lookback: int, rebalance_sessions: int) -> None:
    """Raise an error for what cannot be.

    Raises:
        WrongInput: the history has a fault or is too short; the message names the remedy.
    """
    shape = (len(history.sessions), len(history.tickers))
    if history.closes.shape != shape or history.members.shape != shape:
        raise WrongInput(localized("history: closes and members need the shape {shape}.", shape=shape))
    if lookback < MIN_SESSIONS:
        raise WrongInput(
            localized("lookback: give {min_sessions} sessions or more.", min_sessions=MIN_SESSIONS)
        )
    if rebalance_sessions < 1:
        raise WrongInput(localized("rebalance_sessions: give 1 or more."))
    needed = lookback + 2 * rebalance_sessions
    if shape[0] <= needed:
        raise WrongInput(
            localized(
                "history: it has {sessions} sessions and needs more than {needed}: shorten lookback, or the "
                "sessions between two decisions.",
                sessions=shape[0],
                needed=needed,
            )
        )


def tape_of(history: History) -> Tape:
    """The closes as trades are made by them."""
    days = history.sessions.astype("datetime64[D]").tolist()
    return Tape(
        prices=pd.DataFrame(history.closes).ffill().to_numpy(),
        is_traded=~np.isnan(history.closes),
        settlement=np.array([rules_on(day).settlement.sessions for day in days]),
    )


def universe_at(history: History, tape: Tape, row: int, lookback: int) -> IntArray:
    """The columns of the stocks that a decision may hold.

    Raises:
        WrongInput: there is none.
    """
    traded = tape.is_traded[row - lookback : row + 1].mean(axis=0)
    begun = ~np.isnan(tape.prices[row - lookback])
    usable = history.members[row] & tape.is_traded[row] & begun & (traded >= _MIN_TRADED)
    if not usable.any():
        raise WrongInput(
            localized(
                "history: no stock has {lookback} sessions before {session}; shorten lookback.",
                lookback=lookback,
                session=history.sessions[row],
            )
        )
    return np.flatnonzero(usable)


def problem_at(
    history: History, tape: Tape, columns: IntArray, row: int, lookback: int, held: Held
) -> Problem:
    """The returns up to a row and what is held, as a problem without method and constraints.

    Args:
        columns: of the stocks that may be held.
    """
    prices = tape.prices[row - lookback : row + 1, columns]
    tickers = tuple(history.tickers[column] for column in columns)
    weights = dict(zip(history.tickers, np.maximum(held.weights, 0).tolist(), strict=True))
    since = dict(zip(history.tickers, held.since.tolist(), strict=True))
    return Problem(
        tickers=tickers,
        returns=prices[1:] / prices[:-1] - 1,
        held={ticker: weight for ticker, weight in weights.items() if weight > 0},
        # A stock that may not be held any more is sold, however short it was held.
        sessions_held={ticker: since[ticker] for ticker in tickers},
    )
