"""A market, and the account of simple rules in it, kept by other code than the engine's."""

from datetime import date

import numpy as np

from vn30.backtesting.market import TradableMarket
from vn30.backtesting.result import Fill, SimulationResult

FEE, TAX = 0.0015, 0.001


def made_market(tickers: int = 3, sessions: int = 1200, seed: int = 1) -> TradableMarket:
    """Prices without corporate actions; opens are the closes before."""
    random = np.random.default_rng(seed)
    shape = sessions, tickers
    market = random.standard_t(5, (sessions, 1)) * 0.008
    changes = market + random.standard_t(5, shape) * 0.008 + 0.0004
    close = np.round(20_000 * np.exp(np.cumsum(changes, axis=0)), -1)
    opened = np.vstack([close[:1], close[:-1]])
    days = np.busday_offset(np.datetime64(date(2020, 1, 2)), np.arange(sessions)).astype("datetime64[D]")
    return TradableMarket(
        tickers=tuple(f"T{number:02d}" for number in range(tickers)),
        sessions=days,
        open=opened,
        high=np.maximum(opened, close),
        low=np.minimum(opened, close),
        close=close,
        volume=np.full(shape, 1e6),
        ceiling=close * 1.07,
        floor=close * 0.93,
        adjusted_close=close,
        lots=np.full(sessions, 100),
        settlement=np.full(sessions, 2),
        sold_on_day=np.ones(sessions, dtype=bool),
        sales_tax=np.full(sessions, TAX),
        dividend_tax=np.full(sessions, 0.05),
        index=1000 * np.exp(np.cumsum(market[:, 0])),
    )


def made_result(
    market: TradableMarket, seed: int = 2, holding: int = 5, cash: int = 10**9
) -> SimulationResult:
    """Every ``holding`` sessions all is sold at the open, and a random ticker is bought with all cash."""
    random = np.random.default_rng(seed)
    sessions, tickers = market.close.shape
    fills: list[Fill] = []
    money, shares, ticker, bought, cost = cash, 0, 0, 0, 0
    equity, cashes, holdings = (
        np.empty(sessions),
        np.empty(sessions),
        np.zeros(market.close.shape, dtype=np.int64),
    )
    for session in range(sessions):
        if session % holding == 1:
            if shares:
                price = market.open[session, ticker]
                value = shares * price
                fee, tax = round(value * FEE), round(value * TAX)
                gain = round(value) - fee - tax - cost
                sold = Fill(session, session - 1, ticker, -shares, price, fee, tax, "signal", bought, gain)
                fills.append(sold)
                money += round(value) - fee - tax
            ticker, bought = int(random.integers(tickers)), session
            price = market.open[session, ticker]
            shares = int(money / (price * (1 + FEE)) // 100 * 100)
            fee = round(shares * price * FEE)
            cost = round(shares * price) + fee
            fills.append(Fill(session, session - 1, ticker, shares, price, fee, 0, "signal"))
            money -= cost
        holdings[session, ticker] = shares
        equity[session] = money + shares * market.close[session, ticker]
        cashes[session] = money
    none = np.zeros(sessions)
    return SimulationResult(
        market.sessions, market.tickers, equity, cashes, holdings, tuple(fills), none, none, none
    )
