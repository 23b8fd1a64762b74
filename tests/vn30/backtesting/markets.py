"""Made-up markets for tests of simulations: random walks on price steps, within their limits."""

from collections.abc import Hashable, Iterable
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from vn30.backtesting.build_market import tradable_market
from vn30.backtesting.build_minutes import traded_minutes
from vn30.backtesting.market import TradableMarket
from vn30.market.adjustment import Adjustment
from vn30.market.calendar import sessions_between
from vn30.market.corporate_actions import CorporateAction
from vn30.market.minutes import local_times
from vn30.market.traded_prices import rounded_to_ticks
from vn30.sources.sample.minutes import simulate_minutes

PERIODS = ((date(2020, 11, 2), date(2021, 5, 28)), (date(2022, 6, 1), date(2022, 12, 30)))
"""They cross the change of lots, and those of settlement and odd lots."""


def random_market(seed: int, tickers: int = 6) -> TradableMarket:
    """A market in one of PERIODS, with gaps, days at the limits, suspensions, a delisting and actions."""
    random = np.random.default_rng(seed)
    first, last = PERIODS[seed % len(PERIODS)]
    sessions = sessions_between(first, last)
    days = pd.DatetimeIndex(pd.to_datetime(sessions))
    names = [f"T{number:02d}" for number in range(tickers)]
    frames = [_bars(random, name, days) for name in names]
    frames[0] = frames[0].iloc[: len(days) - 40]
    actions, steps = _actions(random, names[1:], sessions)
    return tradable_market(pd.concat(frames), steps, actions, sessions, names)


def _bars(random: np.random.Generator, name: str, days: pd.DatetimeIndex) -> pd.DataFrame:
    dates = days.to_numpy()
    close = np.exp(random.uniform(9, 11.5) + np.cumsum(random.normal(0, 0.025, len(days)).clip(-0.07, 0.07)))
    open_ = close * np.exp(random.normal(0, 0.01, len(days)))
    at_once = random.random(len(days)) < 0.1
    open_[at_once] = close[at_once]
    prices = np.column_stack([open_, np.maximum(open_, close), np.minimum(open_, close), close])
    prices[:, 1] *= np.where(at_once, 1, 1.01)
    prices[:, 2] *= np.where(at_once, 1, 0.99)
    prices = rounded_to_ticks(prices, dates)
    bars = pd.DataFrame(prices, columns=["open", "high", "low", "close"])
    bars.insert(0, "date", days)
    bars.insert(0, "symbol", name)
    bars["volume"] = random.integers(1, 2_000, len(days)) * 10.0 ** random.integers(0, 4)
    absent = random.random(len(days)) < 0.02
    return bars[~absent].reset_index(drop=True)


def _actions(
    random: np.random.Generator, names: list[str], sessions: list[date]
) -> tuple[list[CorporateAction], dict[str, list[Adjustment]]]:
    """Two ex-dates a ticker; the factors are near those of the terms, as prices are made up anyway."""
    actions, steps = [], {}
    for name in names:
        ex_dates = sorted(random.choice(np.arange(20, len(sessions) - 5), 2, replace=False).tolist())
        kinds = random.choice(["cash_dividend", "stock_dividend", "rights_issue", "split"], 2)
        steps[name] = []
        for place, kind in zip(ex_dates, kinds, strict=True):
            terms = {
                "cash_dividend": {"cash": 700.0},
                "stock_dividend": {"ratio": 0.15},
                "rights_issue": {"ratio": 0.333333333, "issue_price": 3_000.0},
                "split": {"ratio": 1.0},
            }[str(kind)]
            actions.append(CorporateAction(name, sessions[place], str(kind), "test", **terms))  # type: ignore[arg-type]
            factor = {"cash_dividend": 0.97, "split": 0.5}.get(str(kind), 0.87)
            steps[name].append(Adjustment(sessions[place], factor))
    return actions, steps


def random_decisions(
    random: np.random.Generator, market: TradableMarket, every: int, names: int
) -> np.ndarray:
    """Equal weights of random tickers, every so many sessions; sometimes of none, or a part of the cash."""
    decisions = np.full(market.close.shape, np.nan)
    for session in range(0, len(market.sessions), every):
        decisions[session] = 0
        chosen = random.choice(len(market.tickers), names, replace=False)
        decisions[session, chosen] = random.choice([0, 0.5, 1, 1]) / names
    return decisions


def with_random_minutes(market: TradableMarket, seed: int) -> TradableMarket:
    """The market with simulated minutes in about half of the sessions of each ticker."""
    random = np.random.default_rng(seed)
    chosen = ~np.isnan(market.close) & (random.random(market.close.shape) < 0.5)
    frames = [
        minutes_of(market, column, np.flatnonzero(chosen[:, column]).tolist(), seed)
        for column in range(len(market.tickers))
    ]
    return replace(market, minutes=traded_minutes(market, frames))


def minutes_of(market: TradableMarket, column: int, sessions: Iterable[int], seed: int = 1) -> pd.DataFrame:
    """A minutes frame that makes up the daily bars of a ticker in ``sessions``, positions of the market."""
    ticker = market.tickers[column]
    bars = [simulate_minutes(seed, ticker, _day(market, session, column)) for session in sessions]
    frame = pd.concat([values for _, values in bars], ignore_index=True)
    frame.insert(0, "time", local_times(np.concatenate([minutes for minutes, _ in bars])))
    frame.insert(0, "symbol", ticker)
    return frame


def _day(market: TradableMarket, session: int, column: int) -> dict[Hashable, Any]:
    names = ("open", "high", "low", "close", "volume")
    values = {name: float(getattr(market, name)[session, column]) for name in names}
    return {"date": pd.Timestamp(market.sessions[session]), **values}
