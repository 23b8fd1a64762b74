"""Runs over random markets and decisions break no rule, and each broken rule is found."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from tests.vn30.backtesting.markets import random_decisions, random_market
from vn30.backtesting.checks import ImpossibleSimulation, check, violations
from vn30.backtesting.config import ExecutionConfig, PortfolioConfig
from vn30.backtesting.engine import simulate
from vn30.backtesting.market import TradableMarket
from vn30.backtesting.result import Fill, SimulationResult
from vn30.market.calendar import SHIPPED
from vn30.portfolio.accounting import keep_account
from vn30.portfolio.transactions import Transaction

RUNS = 200
MARKETS = 10


@pytest.fixture(scope="module")
def markets() -> list[TradableMarket]:
    return [random_market(seed) for seed in range(MARKETS)]


def settings(random: np.random.Generator) -> tuple[PortfolioConfig, ExecutionConfig]:
    def one_of(*choices: Any) -> Any:
        return choices[random.integers(len(choices))]

    portfolio = PortfolioConfig(
        minimum_holding=one_of(0, 0, 3, 30),
        stop_pct=one_of(None, 2, 7.5),
        target_pct=one_of(None, 3, 15),
    )
    execution = ExecutionConfig(
        fill=one_of("next_open", "next_close"),
        volume_share=one_of(0.01, 0.1, 1.0),
        fee_pct=one_of(0, 0.15, 0.333),
        minimum_fee=one_of(0, 0, 30_000),
        initial_cash=one_of(10_000_000, 1_000_000_000, 100_000_000_000),
    )
    return portfolio, execution


def test_no_rule_is_broken(markets: list[TradableMarket]) -> None:
    reasons, largest = set(), 0
    for seed in range(RUNS):
        random = np.random.default_rng(seed)
        market = markets[seed % MARKETS]
        portfolio, execution = settings(random)
        every, names = int(random.choice([1, 3, 10])), int(random.integers(1, len(market.tickers) + 1))
        result = simulate(market, random_decisions(random, market, every, names), portfolio, execution)
        assert [str(each) for each in violations(result, market, execution)] == [], seed
        assert result.cash.min() >= 0
        assert result.holdings.min() >= 0
        reasons |= {fill.reason for fill in result.fills}
        largest = max([largest, *(abs(fill.quantity) for fill in result.fills)])
    assert reasons == {"signal", "stop", "target", "delisted"}
    assert largest > 100_000


@pytest.fixture(scope="module")
def run(markets: list[TradableMarket]) -> tuple[TradableMarket, ExecutionConfig, SimulationResult]:
    market, execution = markets[0], ExecutionConfig(initial_cash=100_000_000, volume_share=1)
    decisions = random_decisions(np.random.default_rng(7), market, 5, 3)
    return market, execution, simulate(market, decisions, PortfolioConfig(), execution)


def changed(result: SimulationResult, place: int, **values: Any) -> SimulationResult:
    fills = list(result.fills)
    fills[place] = replace(fills[place], **values)
    return replace(result, fills=tuple(fills))


def place_of(result: SimulationResult, wanted: Callable[[Fill], bool]) -> int:
    return next(place for place, fill in enumerate(result.fills) if wanted(fill))


@pytest.mark.parametrize(
    "broken", ["bar", "tick", "limit", "volume", "lot", "charges", "settlement", "holdings", "cash", "equity"]
)
def test_a_planted_violation(
    run: tuple[TradableMarket, ExecutionConfig, SimulationResult], broken: str
) -> None:
    market, execution, result = run
    assert violations(result, market, execution) == []
    bought = place_of(result, lambda fill: fill.quantity > 0)
    sold = place_of(result, lambda fill: fill.quantity < -100)
    buy, sale = result.fills[bought], result.fills[sold]
    at = (buy.session, buy.ticker)
    planted = {
        "bar": lambda: (market, changed(result, bought, price=market.high[at] + 100)),
        "tick": lambda: (market, changed(result, bought, price=buy.price + 1)),
        "limit": lambda: (limited(market, buy), result),
        "volume": lambda: (market, changed(result, bought, quantity=int(market.volume[at]) + 1)),
        "lot": lambda: (market, changed(result, bought, quantity=buy.quantity + 1)),
        "charges": lambda: (market, changed(result, sold, tax=sale.tax + 1)),
        "settlement": lambda: (market, changed(result, sold, session=sale.opened or 0)),
        "holdings": lambda: (market, replace(result, fills=result.fills[:-1])),
        "cash": lambda: (market, changed(result, sold, fee=sale.fee - 1)),
        "equity": lambda: (market, replace(result, equity=result.equity + 1)),
    }
    found = violations(*reversed_pair(planted[broken]()), execution)
    assert broken in {each.broken for each in found}
    with pytest.raises(ImpossibleSimulation, match="violations of the rules of the market"):
        check(*reversed_pair(planted[broken]()), execution)


def reversed_pair(pair: tuple[TradableMarket, SimulationResult]) -> tuple[SimulationResult, TradableMarket]:
    return pair[1], pair[0]


def limited(market: TradableMarket, fill: Fill) -> TradableMarket:
    """The market in which the price of a purchase was the ceiling."""
    ceiling = market.ceiling.copy()
    ceiling[fill.session, fill.ticker] = fill.price
    return replace(market, ceiling=ceiling)


def test_cash_that_had_not_arrived_is_found(
    run: tuple[TradableMarket, ExecutionConfig, SimulationResult],
) -> None:
    """The same fills with less cash at the start."""
    market, execution, result = run
    poorer = execution.model_copy(update={"initial_cash": execution.initial_cash - 50_000_000})
    less = replace(result, cash=result.cash - 50_000_000, equity=result.equity - 50_000_000)
    assert any("had not arrived" in each.message for each in violations(less, market, poorer))


def test_the_portfolio_keeps_the_same_account(markets: list[TradableMarket]) -> None:
    """The fills as transactions of a portfolio: its account has the same shares, cash and gains."""
    execution = ExecutionConfig(initial_cash=1_000_000_000)
    for market in markets[:3]:
        actions = [action for action in market.actions if action.kind != "rights_issue"]
        without_rights = replace(market, actions=tuple(actions))
        decisions = random_decisions(np.random.default_rng(5), market, 5, 4)
        # Of one day, a portfolio books sales before purchases: a stock that is delisted has both in one.
        decisions[:, 0] = np.minimum(decisions[:, 0], 0)
        result = simulate(without_rights, decisions, PortfolioConfig(stop_pct=10), execution)
        days = [session.astype(date) for session in market.sessions]
        entries = [
            Transaction(
                days[fill.session],
                "buy" if fill.quantity > 0 else "sell",
                market.tickers[fill.ticker],
                abs(fill.quantity),
                int(fill.price),
                fee=fill.fee,
                tax=fill.tax,
                number=number,
            )
            for number, fill in enumerate(result.fills, start=1)
        ]
        entries.append(Transaction(days[0], "deposit", amount=execution.initial_cash))
        account = keep_account(entries, actions, days[-1], calendar=SHIPPED)
        held = {ticker: holding.quantity for ticker, holding in account.holdings.items()}
        after = dict(zip(market.tickers, result.holdings[-1].tolist(), strict=True))
        assert held == {ticker: quantity for ticker, quantity in after.items() if quantity}
        assert account.cash == result.cash[-1]
        gains = [booking.gain for booking in account.bookings if booking.kind == "sell"]
        assert sum(gains) == sum(fill.gain for fill in result.fills)
        assert [each for each in account.problems if each.field != "quantity"] == []


def test_the_same_inputs_give_the_same_result(markets: list[TradableMarket]) -> None:
    decisions = random_decisions(np.random.default_rng(3), markets[1], 3, 4)
    first, again = (
        simulate(markets[1], decisions, PortfolioConfig(stop_pct=5), ExecutionConfig()) for _ in range(2)
    )
    assert first.fills == again.fills
    assert first.equity.tobytes() == again.equity.tobytes()


def test_a_cut_of_the_future_changes_nothing_before_it(markets: list[TradableMarket]) -> None:
    """The fills up to a session are those of a market that ends there, if no delisting is in it."""
    market = markets[2]
    decisions = random_decisions(np.random.default_rng(4), market, 5, 4)
    whole = simulate(market, decisions, PortfolioConfig(stop_pct=5, target_pct=9), ExecutionConfig())
    end = 100
    by_session = {
        name: value[:end]
        for name, value in vars(market).items()
        if isinstance(value, np.ndarray) and name != "tickers"
    }
    part = replace(market, **by_session)
    cut = simulate(part, decisions[:end], PortfolioConfig(stop_pct=5, target_pct=9), ExecutionConfig())
    assert cut.fills == tuple(fill for fill in whole.fills if fill.session < end)
    np.testing.assert_array_equal(cut.equity, whole.equity[:end])


@pytest.mark.parametrize(
    ("weights", "message"),
    [([0.6, 0.6], "together at most 1"), ([-0.1, 0.5], "from 0 to 1"), ([0.5], "shape")],
)
def test_what_is_no_weight_is_refused(
    markets: list[TradableMarket], weights: list[float], message: str
) -> None:
    market = markets[0]
    decisions = np.zeros((len(market.sessions), len(market.tickers)))
    decisions = decisions[:, : max(len(weights) - 1, 1)] if message == "shape" else decisions
    decisions[5, : len(weights)] = weights
    with pytest.raises(ValueError, match=message):
        simulate(market, decisions, PortfolioConfig(), ExecutionConfig())
