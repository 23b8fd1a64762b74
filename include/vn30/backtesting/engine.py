"""The engine: sessions in order, from decisions after a close to trades in the next session.

Of one session, cash and shares arrive and corporate actions count; orders are filled at the opening auction;
stops and targets are met; cash and shares of the afternoon arrive; orders are filled at the closing auction;
delisted stocks leave; the account is valued; the decision after the close asks for shares. By minutes, levels
are met in their minute, and orders can be filled in each of them. The rules and their sources are in
``docs/simulation.md``.
"""

from collections.abc import Sequence

import numpy as np

from vn30.backtesting.config import ExecutionConfig, PortfolioConfig
from vn30.backtesting.holder_rights import apply_actions
from vn30.backtesting.market import TradableMarket
from vn30.backtesting.minute_trading import MinuteSession
from vn30.backtesting.offers import Offer
from vn30.backtesting.orders import target_shares
from vn30.backtesting.prepared import PreparedMarket, prepared
from vn30.backtesting.result import SimulationResult
from vn30.backtesting.state import State
from vn30.backtesting.stops import sell_at_levels
from vn30.backtesting.terms import Terms
from vn30.backtesting.trading import trade
from vn30.typing import BoolArray, FloatArray

_TOLERANCE = 1e-9


def simulate(
    market: TradableMarket, decisions: FloatArray, portfolio: PortfolioConfig, execution: ExecutionConfig
) -> SimulationResult:
    """Trade what the decisions ask for.

    Args:
        decisions: target weights of the equity after the close of each session, shape (sessions, tickers),
            from 0 to 1 and together at most 1. NaN: no decision, what was asked for stays. The differences to
            the shares held are ordered in lots from the next session on, until the next decision.
        portfolio: its stop, target and minimum holding; the rest has made the decisions.

    Raises:
        ValueError: the decisions have another shape or are no weights.
        WrongInput: a corporate action leaves nothing of a price.
    """
    return simulate_prepared(prepared(market), decisions, portfolio, execution)


def simulate_prepared(
    known: PreparedMarket, decisions: FloatArray, portfolio: PortfolioConfig, execution: ExecutionConfig
) -> SimulationResult:
    """:func:`simulate` for many runs in one market, of which it is prepared once."""
    terms = Terms.of(portfolio, execution)
    state = State.begun(known, terms, execution.initial_cash)
    cash, holdings = run(state, decisions)
    return SimulationResult(
        known.market.sessions,
        known.market.tickers,
        cash + worth(known, holdings),
        cash,
        holdings.astype(np.int64),
        tuple(state.account.fills),
        state.dividends,
        state.dividend_taxes,
        state.unfilled,
        state.rights,
    )


def run(state: State, decisions: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Let the sessions pass: cash (VND) after each, and the shares held, shape (sessions, tickers)."""
    decided = _checked(decisions, state.market)
    market, terms, account = state.market, state.terms, state.account
    minutes = state.known.minute_offers if terms.by_minutes else None
    has_levels = terms.stop is not None or terms.target is not None
    auction = state.known.auction(terms.at_open, terms.by_minutes)
    cash, holdings = np.empty(len(market.sessions)), np.empty(market.close.shape)
    is_pending = False
    for session in range(len(market.sessions)):
        if state.traded:
            state.begin_session()
        if account.coming:
            account.settle(2 * session)
        if session in state.known.actions:
            apply_actions(state, session)
        by_minutes = None
        if minutes is not None and (has_levels or is_pending) and minutes.minutes.exist[session].any():
            by_minutes = MinuteSession(state, minutes, session, is_pending and terms.through)
        if is_pending and terms.at_open:
            left_out = by_minutes.exist if by_minutes and by_minutes.is_ordering else None
            is_pending = trade(state, session, 2 * session, auction, left_out)
        if by_minutes:
            by_minutes.pass_half(2 * session)
        if has_levels:
            sell_at_levels(state, session, by_minutes.exist if by_minutes else None)
        if account.coming:
            account.settle(2 * session + 1)
        if by_minutes:
            by_minutes.pass_half(2 * session + 1)
            by_minutes.end()
        if is_pending and not terms.at_open:
            is_pending = trade(state, session, 2 * session + 1, auction)
        if session in state.known.delisted:
            _delist(state, session, state.known.delisted[session])
        holdings[session] = account.held
        cash[session] = account.cash
        if decided[session]:
            _decide(state, session, decisions[session], cash[session])
            is_pending = True
    return cash, holdings


def _decide(state: State, session: int, weights: FloatArray, cash: float) -> None:
    held, closes = state.account.held, state.known.last_closes[session]
    lot = int(state.market.lots[session]) if state.terms.whole else 0
    equity = cash + float(held @ closes)
    state.targets = target_shares(weights, held, state.targets, equity, closes, lot, state.terms.band)
    state.decided[~np.isnan(weights)] = session


def _delist(state: State, session: int, tickers: Sequence[int]) -> None:
    """Close positions at the last price there ever was, without regard to lots, volume and settlement."""
    for ticker in tickers:
        held = float(state.account.held[ticker])
        if held:
            quantity = int(held) if state.terms.whole else held
            offer = Offer(float(state.market.close[session, ticker]), quantity)
            state.sell(session, ticker, quantity, offer, "delisted")
        state.targets[ticker] = 0


def _checked(decisions: FloatArray, market: TradableMarket) -> BoolArray:
    """The sessions with a decision, shape (sessions,)."""
    if decisions.shape != market.close.shape:
        raise ValueError(f"decisions have the shape {decisions.shape}, the market {market.close.shape}")
    known = ~np.isnan(decisions)
    weights = np.where(known, decisions, 0.0)
    if weights.min(initial=0) < 0 or weights.sum(axis=1).max(initial=0) > 1 + _TOLERANCE:
        raise ValueError("weights of a decision are from 0 to 1 and together at most 1")
    return np.asarray(known.any(axis=1), dtype=bool)


def worth(known: PreparedMarket, holdings: FloatArray) -> FloatArray:
    """The shares held at the newest raw closes, VND, shape (sessions,)."""
    values: FloatArray = np.einsum("st,st->s", holdings, known.last_closes)
    return values
