"""Without frictions, the equity of the engine is that of ``bt`` on the same weights, to 1e-9."""

from dataclasses import replace

import bt
import numpy as np
import pandas as pd
import pytest

from tests.vn30.backtesting.markets import random_market
from vn30.backtesting.frictionless import frictionless_equity
from vn30.backtesting.market import TradableMarket

CASH = 1e6
"""With 1e9 VND, the rounding of floats in ``bt`` ends in an error of its own."""
TICKERS = 12


def continuous_market(seed: int) -> TradableMarket:
    """Each session opens at the close before it, at which ``bt`` trades the weights of that session."""
    market = random_market(seed, TICKERS)
    random = np.random.default_rng(seed)
    close = 20_000 * np.exp(np.cumsum(random.normal(0, 0.02, market.close.shape), axis=0))
    return replace(market, close=close, open=np.vstack([close[:1], close[:-1]]), actions=())


def equity_of_bt(market: TradableMarket, decisions: np.ndarray) -> np.ndarray:
    index = pd.DatetimeIndex(market.sessions)
    weights = pd.DataFrame(decisions, index, market.tickers).dropna()
    prices = pd.DataFrame(market.close, index, market.tickers)
    strategy = bt.Strategy("weights", [bt.algos.WeighTarget(weights), bt.algos.Rebalance()])
    test = bt.Backtest(strategy, prices, initial_capital=CASH, integer_positions=False, progress_bar=False)
    test.run()
    return test.strategy.values.reindex(index).to_numpy()


def strongest(market: TradableMarket, names: int, every: int) -> np.ndarray:
    """Equal weights of the stocks that have risen most over 20 sessions."""
    decisions = np.full(market.close.shape, np.nan)
    for session in range(20, len(market.sessions), every):
        gains = market.close[session] / market.close[session - 20]
        decisions[session] = 0
        decisions[session, np.argsort(-gains)[:names]] = 1 / names
    return decisions


def in_and_out(market: TradableMarket) -> np.ndarray:
    """All cash in one stock while it is above its mean of ten sessions."""
    decisions = np.zeros(market.close.shape)
    close = market.close[:, 0]
    mean = pd.Series(close).rolling(10).mean().to_numpy()
    decisions[:, 0] = close > mean
    return decisions


@pytest.mark.parametrize("seed", [1, 2])
def test_equal_weights_of_the_strongest(seed: int) -> None:
    market = continuous_market(seed)
    decisions = strongest(market, names=4, every=5)
    ours = frictionless_equity(market, decisions, CASH)
    np.testing.assert_allclose(ours, equity_of_bt(market, decisions), rtol=1e-9)
    assert abs(ours[-1] / CASH - 1) > 0.01


def test_one_stock_in_and_out() -> None:
    market = continuous_market(3)
    decisions = in_and_out(market)
    ours = frictionless_equity(market, decisions, CASH)
    np.testing.assert_allclose(ours, equity_of_bt(market, decisions), rtol=1e-9)
    assert len(np.flatnonzero(np.diff(decisions[:, 0]))) > 20
