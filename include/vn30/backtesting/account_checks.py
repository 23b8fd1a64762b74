"""Whether the account of a result follows from its fills: shares, settlement, cash that has arrived, equity.

The account is kept again from fills and corporate actions, by counting: shares sold up to a time are at most
those that have arrived by then, and so is the cash that was spent.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from heapq import heappop, heappush
from math import floor

import numpy as np

from vn30.backtesting.config import ExecutionConfig
from vn30.backtesting.market import TradableMarket
from vn30.backtesting.result import Fill, SimulationResult
from vn30.backtesting.violation import Violation, violation
from vn30.market.corporate_actions import CorporateAction
from vn30.market.rules import rules_on
from vn30.typing import FloatArray

_HALF_OF_LAST_DIGIT = Fraction(5, 10**10)
"""Ratios of actions have nine decimals: 0.333333333 of 300 shares are 100."""
_VND = 1.0
_LUNCH = 12 * 60
"""Minutes from midnight: no session trades at noon."""


@dataclass
class _Shares:
    """The shares of a ticker: held, sellable, and on their way with the half of their arrival."""

    held: int = 0
    sellable: int = 0
    coming: list[tuple[int, int]] = field(default_factory=list)

    def arrive(self, half: int) -> None:
        while self.coming and self.coming[0][0] <= half:
            self.sellable += heappop(self.coming)[1]


@dataclass
class _Replay:
    """The account that is kept again: cash by session, and by half what arrives and what is spent."""

    market: TradableMarket
    cash: FloatArray
    arriving: FloatArray
    spent: FloatArray
    shares: dict[int, _Shares] = field(default_factory=lambda: defaultdict(_Shares))


def account_violations(
    result: SimulationResult, market: TradableMarket, execution: ExecutionConfig
) -> Iterator[Violation]:
    """What does not follow from the fills, and what was sold or spent before it had arrived."""
    sessions = len(market.sessions)
    halves = 2 * (sessions + int(market.settlement.max(initial=0)) + 1)
    replay = _Replay(market, np.zeros(sessions), np.zeros(halves), np.zeros(halves))
    fills: dict[int, list[Fill]] = defaultdict(list)
    for fill in result.fills:
        fills[fill.session].append(fill)
    actions = _by_session(market)
    holdings = np.zeros(market.close.shape[1])
    for session in range(sessions):
        for ticker, same_day in actions.get(session, {}).items():
            _act(replay, session, ticker, same_day)
        for fill in fills.get(session, ()):
            yield from _fill(replay, fill, execution)
        for ticker, shares in replay.shares.items():
            holdings[ticker] = shares.held
        if not np.array_equal(holdings, result.holdings[session]):
            ticker = int(np.flatnonzero(holdings != result.holdings[session])[0])
            message = f"{result.holdings[session, ticker]:,} shares, by the fills {holdings[ticker]:,.0f}"
            yield violation(market, "holdings", session, ticker, message)
            return
    yield from _cash(replay, result, execution)
    yield from _equity(result, market)


def _by_session(market: TradableMarket) -> dict[int, dict[int, list[CorporateAction]]]:
    grouped: dict[int, dict[int, list[CorporateAction]]] = defaultdict(lambda: defaultdict(list))
    for action in market.actions:
        session = int((market.sessions < np.datetime64(action.ex_date)).sum())
        if action.ticker in market.tickers and 0 < session < len(market.sessions):
            grouped[session][market.tickers.index(action.ticker)].append(action)
    return grouped


def _act(replay: _Replay, session: int, ticker: int, actions: list[CorporateAction]) -> None:
    market, shares = replay.market, replay.shares[ticker]
    held = shares.held
    closes = market.close[:session, ticker]
    before = Fraction(closes[~np.isnan(closes)][-1]) if held else Fraction(0)
    counted = [action for action in actions if action.kind != "rights_issue" or action.issue_price < before]
    reference = _reference(before, counted) if held else Fraction(0)
    for action in counted:
        amount = _rounded(held * _exact(action.cash))
        net = amount - _rounded(amount * _exact(market.dividend_tax[session]))
        if action.kind == "rights_issue":
            offered = _whole(held, action.ratio)
            worth = offered * max(reference - round(action.issue_price), Fraction(0))
            value = _rounded(worth)
            proceeds = value - _rounded(value * _exact(market.sales_tax[session]))
            replay.arriving[_arrival(market, session)] += proceeds
            replay.cash[session] += proceeds
        elif new := _whole(held, action.ratio):
            shares.held += new
            heappush(shares.coming, (2 * session, new))
        replay.arriving[2 * session] += net
        replay.cash[session] += net


def _reference(before: Fraction, actions: list[CorporateAction]) -> Fraction:
    if actions and actions[0].factor is not None:
        return before * _exact(actions[0].factor)
    free = sum((_exact(each.ratio) for each in actions if each.kind != "rights_issue"), Fraction(0))
    rights = [each for each in actions if each.kind == "rights_issue"]
    paid = sum((_exact(each.ratio) * _exact(each.issue_price) for each in rights), Fraction(0))
    offered = sum((_exact(each.ratio) for each in rights), Fraction(0))
    cash = sum((_exact(each.cash) for each in actions), Fraction(0))
    return (before - cash + paid) / (1 + free + offered)


def _fill(replay: _Replay, fill: Fill, execution: ExecutionConfig) -> Iterator[Violation]:
    market, shares, at = replay.market, replay.shares[fill.ticker], (fill.session, fill.ticker)
    lot = int(market.lots[fill.session])
    value = abs(fill.quantity) * fill.price
    shares.held += fill.quantity
    if fill.quantity > 0:
        half = 2 * fill.session + _is_afternoon(fill, execution.fill == "next_close")
        heappush(shares.coming, (_arrival(market, fill.session), fill.quantity))
        replay.spent[half] += value + fill.fee
        replay.cash[fill.session] -= value + fill.fee
        if fill.quantity % lot:
            yield violation(market, "lot", *at, f"bought {fill.quantity:,} shares, in lots of {lot}")
        return
    proceeds = value - fill.fee - fill.tax
    replay.arriving[_arrival(market, fill.session)] += proceeds
    replay.cash[fill.session] += proceeds
    if fill.reason == "delisted":
        shares.coming, shares.sellable = [], 0
        return
    if fill.quantity % lot and not (shares.held == 0 and _odd_lots(market, fill.session)):
        yield violation(market, "lot", *at, f"sold {-fill.quantity:,} shares, in lots of {lot}")
    in_auction = fill.price == market.close[at]
    may_be_late = in_auction and (fill.reason != "signal" or execution.fill == "next_close")
    shares.arrive(2 * fill.session + _is_afternoon(fill, may_be_late))
    shares.sellable += fill.quantity
    if shares.sellable < 0:
        yield violation(market, "settlement", *at, f"sold {-fill.quantity:,} shares before they had arrived")


def _is_afternoon(fill: Fill, by_days: bool) -> bool:
    """By its minute; of an execution without one, as its kind says."""
    return by_days if fill.minute is None else fill.minute >= _LUNCH


def _odd_lots(market: TradableMarket, session: int) -> bool:
    return rules_on(market.sessions[session].astype(object)).lot.odd_lots


def _cash(replay: _Replay, result: SimulationResult, execution: ExecutionConfig) -> Iterator[Violation]:
    market = replay.market
    cash = execution.initial_cash + np.cumsum(replay.cash)
    differs = np.abs(cash - result.cash) > _VND / 2
    if differs.any():
        session = int(np.flatnonzero(differs)[0])
        message = f"{result.cash[session]:,.0f} VND, by the fills {cash[session]:,.0f}"
        yield violation(market, "cash", session, None, message)
    spendable = execution.initial_cash + np.cumsum(replay.arriving) - np.cumsum(replay.spent)
    for half in np.flatnonzero((replay.spent > 0) & (spendable < 0)).tolist():
        message = f"spent {-spendable[half]:,.0f} VND that had not arrived"
        yield violation(market, "cash", half // 2, None, message)


def _equity(result: SimulationResult, market: TradableMarket) -> Iterator[Violation]:
    closes: FloatArray = np.zeros(market.close.shape[1])
    for session, row in enumerate(market.close):
        closes = np.where(np.isnan(row), closes, row)
        equity = result.cash[session] + closes @ result.holdings[session]
        if abs(equity - result.equity[session]) > _VND / 2:
            message = f"{result.equity[session]:,.0f} VND, cash and shares {equity:,.0f}"
            yield violation(market, "equity", session, None, message)
            return


def _arrival(market: TradableMarket, session: int) -> int:
    return 2 * (session + int(market.settlement[session])) + int(market.sold_on_day[session])


def _whole(held: int, ratio: float) -> int:
    return floor(held * (_exact(ratio) + _HALF_OF_LAST_DIGIT)) if ratio else 0


def _exact(value: float) -> Fraction:
    return Fraction(str(float(value)))


def _rounded(value: Fraction) -> int:
    return floor(value + Fraction(1, 2))
