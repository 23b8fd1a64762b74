"""The returns that an optimum is estimated from: of the newest sessions that all its stocks have."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import numpy as np

from vn30.errors import WrongInput
from vn30.i18n.localized import localized
from vn30.optimisation.history import History
from vn30.portfolio.valuation import filled
from vn30.risk.prices import simple_returns
from vn30.typing import FloatArray

MIN_RETURNS = 60
"""Fewer returns say too little of the covariance of stocks."""


@dataclass(frozen=True)
class Window:
    """Simple returns by adjusted closes; a session without a trade has a return of 0.

    Attributes:
        first: the session whose close is the base of the first return.
        returns: shape (sessions, tickers).
        index_returns: of the VN30, shape (sessions,); None where closes of it are missing.
        left_out: by ticker, why a stock is not among ``tickers``.
        without_trade: tickers that did not trade in the newest session.
        is_short: fewer sessions than asked for are known.
    """

    tickers: tuple[str, ...]
    first: date
    returns: FloatArray
    index_returns: FloatArray | None
    left_out: dict[str, str]
    without_trade: frozenset[str]
    is_short: bool


def window_of(history: History, held: Collection[str], lookback: int) -> Window:
    """The newest ``lookback`` returns of a history.

    A stock that is not held and has no close at the start of them is left out; one that is held shortens
    them.

    Raises:
        WrongInput: a held stock, or the whole history, has too few sessions; the message says which.
    """
    closes = history.closes[-lookback - 1 :]
    known = np.array([np.flatnonzero(~np.isnan(column))[:1].sum() for column in closes.T], dtype=int)
    empty = np.all(np.isnan(closes), axis=0)
    is_held = np.array([ticker in held for ticker in history.tickers], dtype=bool)
    start = int(known[is_held & ~empty].max(initial=0))
    for ticker in np.array(history.tickers)[is_held]:
        at = history.tickers.index(ticker)
        if empty[at] or len(closes) - known[at] <= MIN_RETURNS:
            raise WrongInput(
                localized(
                    "universe: {ticker} is held and has closes of {known} "
                    "sessions; an optimum needs {needed}. Sell it first, or wait.",
                    ticker=ticker,
                    known=0 if empty[at] else len(closes) - known[at],
                    needed=MIN_RETURNS + 1,
                )
            )
    if len(closes) - start <= MIN_RETURNS:
        raise WrongInput(
            localized(
                "lookback: closes of {closes} sessions are stored; an optimum needs {needed}. "
                "Let the crawler load more.",
                closes=len(closes),
                needed=MIN_RETURNS + 1,
            )
        )
    is_used = ~empty & (known <= start)
    left_out = {
        ticker: "it has no closes at the start of the sessions that are read"
        for ticker, used in zip(history.tickers, is_used, strict=True)
        if not used
    }
    used = closes[start:, is_used]
    index = filled(history.index[-lookback - 1 :][start:])
    tickers = tuple(np.array(history.tickers)[is_used].tolist())
    return Window(
        tickers,
        history.sessions[-len(used)].astype(object),
        simple_returns(np.column_stack([filled(column) for column in used.T])),
        None if np.isnan(index).any() else simple_returns(index),
        left_out,
        frozenset(np.array(tickers)[np.isnan(used[-1])].tolist()),
        len(used) <= lookback,
    )
