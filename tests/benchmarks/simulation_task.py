"""One measurement of the engine of simulations, in a process of its own.

``python -m tests.benchmarks.simulation_task <measurement> <tickers> <count>``; its last line is JSON: CPU
seconds by part, and the peak of the memory.
"""

import json
import resource
import sys
from dataclasses import replace
from time import process_time
from typing import Any

import numpy as np
import pandas as pd

from tests.benchmarks.market import simulated_bars
from tests.vn30.backtesting.markets import minutes_of
from vn30.backtesting.build_market import tradable_market
from vn30.backtesting.build_minutes import traded_minutes
from vn30.backtesting.checks import check
from vn30.backtesting.config import ExecutionConfig, PortfolioConfig
from vn30.backtesting.engine import simulate_prepared
from vn30.backtesting.frictionless import frictionless_equity
from vn30.backtesting.market import TradableMarket
from vn30.backtesting.prepared import prepared
from vn30.backtesting.worth.costs import costs
from vn30.typing import FloatArray

CASH = 1e6
"""VND, without frictions: with 1e9 the rounding of floats in ``bt`` ends in an error of its own."""
EVERY, LOOK_BACK = 5, 60


def market_of(tickers: int) -> TradableMarket:
    """Ten years of random walks."""
    names = [f"T{number:04d}" for number in range(tickers)]
    bars = pd.concat([simulated_bars(number).assign(symbol=name) for number, name in enumerate(names)])
    sessions = [day.date() for day in pd.DatetimeIndex(bars["date"].unique())]
    return tradable_market(bars, {}, [], sessions, names)


def strongest(market: TradableMarket, names: int, offset: int = 0) -> FloatArray:
    """Weekly, equal weights of the stocks that have risen most over LOOK_BACK + ``offset`` sessions."""
    closes = market.adjusted_close
    decisions = np.full(closes.shape, np.nan)
    for session in range(LOOK_BACK + offset, len(closes), EVERY):
        gains = closes[session] / closes[session - LOOK_BACK - offset]
        decisions[session] = 0
        decisions[session, np.argsort(-gains)[:names]] = 1 / names
    return decisions


def runs(tickers: int, count: int) -> dict[str, float]:
    """``count`` simulations by the rules of the market, each with its checks."""
    begun = process_time()
    market = market_of(tickers)
    built = process_time()
    known, names = prepared(market), min(30, tickers // 6)
    seconds = {"market": built - begun, "decisions": 0.0, "engine": 0.0, "checks": 0.0}
    fills = 0
    for number in range(count):
        execution = ExecutionConfig(volume_share=(0.05, 0.1)[number % 2], initial_cash=10_000_000_000)
        portfolio = PortfolioConfig(stop_pct=(None, 7)[number // 2 % 2])
        at = [process_time()]
        decisions = strongest(market, names, number % 50)
        at.append(process_time())
        result = simulate_prepared(known, decisions, portfolio, execution)
        at.append(process_time())
        check(result, market, execution)
        at.append(process_time())
        for part, spent in zip(("decisions", "engine", "checks"), np.diff(at), strict=True):
            seconds[part] += float(spent)
        fills += len(result.fills)
    return {**seconds, "fills": fills / count}


def engines(tickers: int, count: int) -> dict[str, float]:
    """Accounts without frictions: the engine, ``bt`` and a loop over pandas, on the same decisions."""
    import bt

    market = market_of(tickers)
    closes = market.adjusted_close
    # Each session opens at the close before it, at which the others trade.
    market = replace(market, close=closes, open=np.vstack([closes[:1], closes[:-1]]))
    decisions = strongest(market, 5)
    index = pd.DatetimeIndex(market.sessions)
    prices = pd.DataFrame(closes, index, market.tickers)
    weights = pd.DataFrame(decisions, index, market.tickers).dropna()
    seconds, curves = {}, []
    for name in ("engine", "bt", "pandas"):
        begun = process_time()
        for _ in range(count):
            if name == "engine":
                curve = frictionless_equity(market, decisions, CASH)
            elif name == "bt":
                strategy = bt.Strategy("weights", [bt.algos.WeighTarget(weights), bt.algos.Rebalance()])
                test = bt.Backtest(
                    strategy, prices, initial_capital=CASH, integer_positions=False, progress_bar=False
                )
                test.run()
                curve = test.strategy.values.reindex(index).to_numpy()
            else:
                curve = pandas_loop(prices, weights)
        seconds[name] = (process_time() - begun) / count
        curves.append(curve)
    for curve in curves[1:]:
        np.testing.assert_allclose(curves[0], curve, rtol=1e-9)
    return seconds


def pandas_loop(prices: pd.DataFrame, weights: pd.DataFrame) -> FloatArray:
    """The plain way: a row of prices at a time."""
    cash, shares = CASH, pd.Series(0.0, prices.columns)
    equity = pd.Series(np.nan, prices.index)
    for day, row in prices.iterrows():
        value = cash + (shares * row).sum()
        equity.loc[day] = value
        if day in weights.index:
            shares = weights.loc[day] * value / row
            cash = value - (shares * row).sum()
    return equity.to_numpy()


def minutes(tickers: int, count: int) -> dict[str, Any]:
    """The last year with simulated minutes of all sessions: by days, in auctions and minute by minute."""
    whole = market_of(tickers)
    market = last_sessions(whole, 250)
    frames = [minutes_of(market, column, range(250)) for column in range(tickers)]
    begun = process_time()
    market = replace(market, minutes=traded_minutes(market, frames))
    known = prepared(market)
    _ = known.minute_offers
    assert market.minutes is not None
    found: dict[str, Any] = {"build": process_time() - begun, "rows": len(market.minutes.minute)}
    decisions = strongest(market, 5)
    for name, fill in (
        ("by days", None),
        ("at the opening auction", "next_open"),
        ("through the session", "next_session"),
    ):
        execution = ExecutionConfig.model_validate(
            {"fill": fill or "next_open", "minutes": fill is not None, "initial_cash": 10_000_000_000}
        )
        at = [process_time()]
        for _ in range(count):
            result = simulate_prepared(known, decisions, PortfolioConfig(stop_pct=7), execution)
        at.append(process_time())
        for _ in range(count):
            check(result, market, execution)
        at.append(process_time())
        found[name] = [*(np.diff(at) / count).tolist(), len(result.fills)]
    return found


def last_sessions(market: TradableMarket, number: int) -> TradableMarket:
    """The newest sessions of a market without corporate actions."""
    arrays = {name: value[-number:] for name, value in vars(market).items() if isinstance(value, np.ndarray)}
    return replace(market, **arrays)


def bands(tickers: int, count: int) -> dict[str, Any]:
    """Inverse volatilities of all stocks, decided daily: turnover and costs by no-trade band."""
    market = market_of(tickers)
    known = prepared(market)
    returns = np.diff(np.log(market.adjusted_close), axis=0, prepend=np.nan)
    inverse = 1 / pd.DataFrame(returns).rolling(20).std().to_numpy()
    decisions = inverse / inverse.sum(axis=1, keepdims=True)
    found = {}
    for band in (0, 0.25, 0.5, 1, 2):
        result = simulate_prepared(
            known, decisions, PortfolioConfig(rebalance_band=band), ExecutionConfig(initial_cash=10**11)
        )
        years = len(market.sessions) / 250
        traded = sum(abs(fill.quantity) * fill.price for fill in result.fills)
        turnover = traded / 2 / float(result.equity.mean()) / years
        found[str(band)] = (turnover, costs(result, market).charges_by_year, len(result.fills))
    return {"bands": found}


def main() -> None:
    """Measure, and print the figures."""
    what, tickers, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    figures = {"runs": runs, "engines": engines, "minutes": minutes, "bands": bands}[what](tickers, count)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    print(json.dumps({**figures, "peak_gb": peak}))


if __name__ == "__main__":
    main()
