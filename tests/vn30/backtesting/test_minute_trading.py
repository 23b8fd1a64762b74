"""Simulations by minutes break no rule, and what breaks one is found."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from tests.vn30.backtesting.markets import random_decisions, random_market, with_random_minutes
from vn30.backtesting.build_minutes import traded_minutes
from vn30.backtesting.checks import violations
from vn30.backtesting.config import ExecutionConfig, PortfolioConfig
from vn30.backtesting.engine import simulate
from vn30.backtesting.market import TradableMarket
from vn30.backtesting.minutes import NOON
from vn30.backtesting.result import Fill, SimulationResult
from vn30.market.bars import PRICE_COLUMNS
from vn30.names import ZONE

RUNS = 16


@pytest.fixture(scope="module")
def markets() -> list[TradableMarket]:
    return [with_random_minutes(random_market(seed), seed) for seed in (0, 1)]


def execution_of(random: np.random.Generator, number: int) -> ExecutionConfig:
    fills = ("next_session", "next_open", "next_session", "next_close")
    return ExecutionConfig(
        fill=fills[number // 2 % 4],  # type: ignore[arg-type]
        minutes=True,
        volume_share=float(random.choice([0.02, 0.1, 1.0])),
        fee_pct=float(random.choice([0, 0.15, 0.333])),
        minimum_fee=int(random.choice([0, 30_000])),
        initial_cash=int(random.choice([10_000_000, 1_000_000_000, 20_000_000_000])),
    )


def test_no_rule_is_broken(markets: list[TradableMarket]) -> None:
    """Half of the sessions have minutes; those without are traded by daily bars in the same run."""
    found: dict[tuple[str, bool], int] = {}
    for number in range(RUNS):
        random, market = np.random.default_rng(number), markets[number % 2]
        execution = execution_of(random, number)
        portfolio = PortfolioConfig(
            stop_pct=random.choice([None, 2, 7.5]), target_pct=random.choice([None, 3, 15])
        )
        decisions = random_decisions(random, market, int(random.choice([1, 3, 10])), 3)
        result = simulate(market, decisions, portfolio, execution)
        assert [str(each) for each in violations(result, market, execution)] == [], number
        assert result.cash.min() >= 0
        for fill in result.fills:
            kind = fill.reason, fill.minute is not None
            found[kind] = found.get(kind, 0) + 1
    assert set(found) == {
        *((reason, by_minutes) for reason in ("signal", "stop", "target") for by_minutes in (False, True)),
        ("delisted", False),
    }
    assert min(found.values()) >= 5


@pytest.fixture(scope="module")
def run(markets: list[TradableMarket]) -> tuple[TradableMarket, ExecutionConfig, SimulationResult]:
    execution = ExecutionConfig(fill="next_session", minutes=True, initial_cash=2_000_000_000)
    decisions = random_decisions(np.random.default_rng(7), markets[1], 1, 3)
    return markets[1], execution, simulate(markets[1], decisions, PortfolioConfig(), execution)


def changed(result: SimulationResult, wanted: Callable[[Fill], bool], **values: Any) -> SimulationResult:
    place = next(place for place, fill in enumerate(result.fills) if wanted(fill))
    fills = list(result.fills)
    fills[place] = replace(fills[place], **values)
    return replace(result, fills=tuple(fills))


def row_of(market: TradableMarket, fill: Fill) -> int:
    assert market.minutes is not None
    rows = market.minutes.rows(fill.session, fill.ticker)
    return rows.start + list(market.minutes.minute[rows]).index(fill.minute)


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        ("minute", "traded at 11:45, which has no bar"),
        ("minute", "by the daily bar, though its minutes are known"),
        ("bar", "outside"),
        ("volume", "in one minute"),
        ("charges", "for one order instead of"),
        ("settlement", "before they had arrived"),
    ],
)
def test_a_planted_violation(
    run: tuple[TradableMarket, ExecutionConfig, SimulationResult], broken: str, message: str
) -> None:
    """Each is possible by the daily bar alone."""
    market, execution, result = run
    minutes = market.minutes
    assert minutes is not None

    def is_bought(fill: Fill) -> bool:
        return fill.quantity > 0 and fill.minute is not None

    def is_inside(fill: Fill) -> bool:
        """Below the high of the session, in a minute whose high it is."""
        return is_bought(fill) and fill.price == minutes.high[row_of(market, fill)] < market.high[at(fill)]

    def at(fill: Fill) -> tuple[int, int]:
        return fill.session, fill.ticker

    def is_at_noon(fill: Fill) -> bool:
        """The first sale in the afternoon of the session in which its shares arrived."""
        if fill.opened is None or (fill.minute or 0) < NOON or not market.sold_on_day[fill.opened]:
            return False
        afternoon = [other for other in result.fills if at(other) == at(fill) and (other.minute or 0) > NOON]
        arrived = fill.session - fill.opened == market.settlement[fill.opened]
        return arrived and fill == afternoon[0]

    def found_by(wanted: Callable[[Fill], bool]) -> Fill:
        return next(fill for fill in result.fills if wanted(fill))

    first = found_by(is_bought)
    planted: dict[str, Callable[[], SimulationResult]] = {
        "traded at 11:45, which has no bar": lambda: changed(result, is_bought, minute=NOON - 15),
        "by the daily bar, though its minutes are known": lambda: changed(result, is_bought, minute=None),
        "outside": lambda: changed(result, is_inside, price=float(market.high[at(found_by(is_inside))])),
        "in one minute": lambda: changed(
            result, is_bought, quantity=int(minutes.volume[row_of(market, first)]) // 10 + 100
        ),
        "for one order instead of": lambda: changed(result, is_bought, fee=first.fee + 1),
        "before they had arrived": lambda: changed(result, is_at_noon, minute=NOON - 31),
    }

    assert violations(result, market, execution) == []
    found = violations(planted[message](), market, execution)
    assert any(each.broken == broken and message in each.message for each in found)


def test_a_cut_of_the_future_changes_nothing_before_it(markets: list[TradableMarket]) -> None:
    """What was filled up to a session is what was filled in a market that ends there."""
    market, end = markets[1], 90
    minutes = market.minutes
    assert minutes is not None
    execution = ExecutionConfig(fill="next_session", minutes=True)
    decisions = random_decisions(np.random.default_rng(4), market, 5, 4)
    whole = simulate(market, decisions, PortfolioConfig(stop_pct=5, target_pct=9), execution)
    rows = int(minutes.starts[end * minutes.tickers])
    by_session = {name: value[:end] for name, value in vars(market).items() if isinstance(value, np.ndarray)}
    part = replace(
        market,
        **by_session,
        minutes=replace(
            minutes,
            starts=minutes.starts[: end * minutes.tickers + 1],
            after_opening=minutes.after_opening[:end],
            closing=minutes.closing[:end],
            **{name: getattr(minutes, name)[:rows] for name in (*PRICE_COLUMNS, "minute", "volume")},
        ),
    )
    cut = simulate(part, decisions[:end], PortfolioConfig(stop_pct=5, target_pct=9), execution)
    assert cut.fills == tuple(fill for fill in whole.fills if fill.session < end)


def minutes_of_session(market: TradableMarket, session: int, scale: float, beyond: float = 0) -> pd.DataFrame:
    """Three minutes that make up the daily bar of the first ticker, its prices scaled, its high moved."""
    low, high, close = (float(getattr(market, name)[session, 0]) for name in ("low", "high", "close"))
    rows = [("09:10", low, low, low), ("10:00", high, high + beyond, low), ("14:45", close, close, close)]
    return pd.DataFrame(
        {
            "symbol": market.tickers[0],
            "time": [pd.Timestamp(f"{market.sessions[session]} {at}", tz=ZONE) for at, *_ in rows],
            "open": [scale * open_ for _, open_, _, _ in rows],
            "high": [scale * high for _, _, high, _ in rows],
            "low": [scale * low for *_, low in rows],
            "close": [scale * open_ for _, open_, _, _ in rows],
            "volume": [int(market.volume[session, 0]) // 3] * 3,
        }
    )


def test_minutes_become_raw() -> None:
    """Minutes that were fetched adjusted are those that were traded; those of another basis are refused."""
    market = random_market(0)
    known = np.flatnonzero(~np.isnan(market.close[:, 0]))[:4].tolist()
    market.adjusted_close[known, 0] = 0.8 * market.close[known, 0]
    scales = (1.0, 0.8, 0.5, 1.0)
    frames = [
        minutes_of_session(market, session, scale, beyond)
        for session, scale, beyond in zip(known, scales, (0, 0, 0, 5_000), strict=True)
    ]
    minutes = traded_minutes(market, [pd.concat(frames, ignore_index=True)])
    assert np.argwhere(minutes.exist).tolist() == [[session, 0] for session in known[:2]]
    assert minutes.refused == 2
    for session in known[:2]:
        rows = minutes.rows(session, 0)
        assert minutes.minute[rows].tolist() == [9 * 60 + 14, 10 * 60, 14 * 60 + 44]
        assert minutes.high[rows].max() == market.high[session, 0]
        assert minutes.close[rows][-1] == market.close[session, 0]
