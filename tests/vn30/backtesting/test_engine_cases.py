"""The engine against simulations that were worked by hand, to the dong.

``cases.toml`` has those of daily bars, ``minute_cases.toml`` those of minutes.
"""

import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from vn30.backtesting.build_market import tradable_market
from vn30.backtesting.build_minutes import traded_minutes
from vn30.backtesting.checks import violations
from vn30.backtesting.config import ExecutionConfig, PortfolioConfig
from vn30.backtesting.engine import simulate
from vn30.backtesting.market import TradableMarket
from vn30.market.adjustment import Adjustment, adjusted_prices
from vn30.market.bars import PRICE_COLUMNS
from vn30.market.calendar import sessions_between
from vn30.market.corporate_actions import CorporateAction
from vn30.market.minutes import MINUTE_COLUMNS
from vn30.names import ZONE

CASES, MINUTE_CASES = (
    tomllib.loads(Path(__file__).with_name(name).read_text())["case"]
    for name in ("cases.toml", "minute_cases.toml")
)


def bars_of(case: dict[str, Any], ticker: str, sessions: list[date]) -> pd.DataFrame:
    price = case["flat"][ticker]
    rows = {day: [price] * 4 + [10_000_000] for day in sessions}
    rows |= {day: values for day, name, *values in case.get("bars", []) if name == ticker}
    until = case.get("last_bar", {}).get(ticker, date.max)
    bars = pd.DataFrame.from_dict(rows, orient="index", columns=[*PRICE_COLUMNS, "volume"])
    bars.insert(0, "date", pd.DatetimeIndex(pd.to_datetime(list(rows))))
    bars.insert(0, "symbol", ticker)
    return bars[(bars["volume"] > 0) & (bars["date"].dt.date <= until)]


def market_of(case: dict[str, Any]) -> TradableMarket:
    sessions = sessions_between(case["first"], case["last"])
    steps = {
        ticker: [Adjustment(day, factor) for day, name, factor in case.get("factors", []) if name == ticker]
        for ticker in case["flat"]
    }
    frames = []
    for ticker in case["flat"]:
        bars = bars_of(case, ticker, sessions).astype(dict.fromkeys(PRICE_COLUMNS, float))
        dates = bars["date"].to_numpy()
        bars[PRICE_COLUMNS] = adjusted_prices(bars[PRICE_COLUMNS].to_numpy(), dates, steps[ticker])
        frames.append(bars)
    actions = [CorporateAction(source="test", **action) for action in case.get("actions", [])]
    market = tradable_market(pd.concat(frames), steps, actions, sessions, case["flat"])
    frames = [minutes_of(case, ticker) for ticker in case["flat"]]
    return replace(market, minutes=traded_minutes(market, frames)) if "minutes" in case else market


def minutes_of(case: dict[str, Any], ticker: str) -> pd.DataFrame:
    rows = [
        [name, pd.Timestamp(f"{day} {clock}", tz=ZONE), *values]
        for day, name, clock, *values in case.get("minutes", [])
        if name == ticker
    ]
    return pd.DataFrame(rows, columns=MINUTE_COLUMNS)


def decisions_of(case: dict[str, Any], market: TradableMarket) -> np.ndarray:
    decisions = np.full(market.close.shape, np.nan)
    for day, weights in case["decisions"]:
        row = list(market.sessions).index(np.datetime64(day))
        decisions[row] = [weights.get(ticker, 0.0) for ticker in market.tickers]
    return decisions


@pytest.mark.parametrize(
    "case", [*CASES, *MINUTE_CASES], ids=[case["name"] for case in (*CASES, *MINUTE_CASES)]
)
def test_a_case(case: dict[str, Any]) -> None:
    market = market_of(case)
    execution = ExecutionConfig(**{"initial_cash": 100_000_000, **case.get("execution", {})})
    result = simulate(
        market, decisions_of(case, market), PortfolioConfig(**case.get("portfolio", {})), execution
    )
    day = {position: session.astype(date) for position, session in enumerate(market.sessions)}
    fills = [
        [
            day[fill.session],
            market.tickers[fill.ticker],
            fill.quantity,
            fill.price,
            fill.fee,
            fill.tax,
            fill.reason,
            fill.gain,
            *([fill.clock or ""] if "minutes" in case else []),
        ]
        for fill in result.fills
    ]
    assert fills == case["fills"]
    by_day = {day[position]: position for position in day}
    after = [[at, result.cash[by_day[at]], result.equity[by_day[at]]] for at, *_ in case["after"]]
    assert after == case["after"]
    unfilled = [[at, result.unfilled[by_day[at]]] for at, _ in case.get("unfilled", [])]
    assert unfilled == case.get("unfilled", [])
    assert [str(each) for each in violations(result, market, execution)] == []


def test_the_wait_for_shares_is_of_sessions() -> None:
    """Who decides and when the sold shares were bought, in the chain of T+2."""
    case = CASES[0]
    market = market_of(case)
    execution = ExecutionConfig(initial_cash=100_000_000)
    fills = simulate(market, decisions_of(case, market), PortfolioConfig(), execution).fills
    assert [(fill.decided, fill.opened) for fill in fills] == [(0, None), (1, 1), (4, None), (4, None)]
