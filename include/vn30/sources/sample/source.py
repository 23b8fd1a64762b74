"""A simulated market, for demonstrations and tests: the same seed gives the same prices.

Daily log returns are the sum of a market, a sector and a company part with stochastic volatility, so that
volatility clusters and stocks are correlated. Each company has a drift that persists for months and is far
below the daily noise, so that relative returns are slightly predictable. Prices follow the rules of HOSE:
tick sizes, the daily limit, real sessions, reference prices lowered on ex-right days.
"""

from dataclasses import replace
from datetime import date
from functools import lru_cache
from math import ceil, exp, floor

import numpy as np
import pandas as pd

from vn30.market.bars import BAR_COLUMNS, PRICE_COLUMNS
from vn30.market.calendar import LAST_YEAR, SHIPPED, Calendar, sessions_between
from vn30.market.corporate_actions import CorporateAction
from vn30.market.fundamentals import Fundamentals
from vn30.market.price_limits import DAILY_LIMIT
from vn30.market.universe import INDICES, did_you_mean, known_stocks
from vn30.sources.base import Adjustment, Company, ListedActions, Market, Quota, SourceError
from vn30.sources.sample.fundamentals import simulated_fundamentals
from vn30.sources.sample.index import simulate_index
from vn30.sources.sample.market import DRIFT, simulated_company, stream, trend_state, volatility_state
from vn30.typing import FloatArray

FIRST_SESSION = date(2016, 1, 4)
_DAILY_LIMIT = DAILY_LIMIT["HOSE"]

_LISTED_LATER = {
    "VRE": date(2017, 11, 6),
    "VHM": date(2018, 5, 17),
    "TCB": date(2018, 6, 4),
    "SSB": date(2021, 3, 24),
}
_LOT = 100
_EX_COLUMNS = ["ex_factor", "cash", "new_shares"]
_CASH_STEP = 100
_STOCK_DIVIDENDS = (0.10, 0.15, 0.20, 0.30, 0.50, 1.00)
_MIN_PRICE_TO_SPLIT = 20_000
_STOCK_DIVIDEND_CHANCE, _CASH_DIVIDEND_CHANCE = 1 / 700, 1 / 350


class SampleSource:
    """The simulated market of one seed: known VN30 stocks and indices, from 2016 to the calendar's end."""

    name = "sample"
    market: Market = "simulated"
    follows_wall_clock = True
    adjustment: Adjustment = "splits and dividends"
    quota: Quota | None = None

    def __init__(self, seed: int) -> None:
        self._seed = seed

    def tickers(self) -> frozenset[str]:
        """All stocks that are or were in the VN30."""
        return frozenset(stock.ticker for stock in known_stocks())

    def indices(self) -> frozenset[str]:
        """All of :data:`vn30.market.universe.INDICES`."""
        return frozenset(INDICES)

    def last_session(self, calendar: Calendar = SHIPPED) -> None:
        """None: it follows the wall clock."""
        return None

    def daily_bars(self, ticker: str, start: date, end: date) -> pd.DataFrame:
        """Bars as specified by :class:`vn30.sources.base.PriceSource`, adjusted for events up to ``end``.

        A split or dividend after ``end`` has no effect yet: a later ``end`` restates the history. Prices are
        rounded to four decimals; volume is as traded.

        Raises:
            SourceError: ``ticker`` is neither a known stock nor an index.
        """
        known = self.traded_bars(ticker, end)
        bars = known[BAR_COLUMNS].copy()
        bars[PRICE_COLUMNS] = bars[PRICE_COLUMNS].mul(known["adjustment"], axis=0).round(4)
        return bars[bars["date"] >= pd.Timestamp(start)].reset_index(drop=True)

    def traded_bars(self, ticker: str, end: date) -> pd.DataFrame:
        """All bars up to ``end`` as traded, and ``adjustment``, the factor of their events up to ``end``.

        Raises:
            SourceError: ``ticker`` is neither a known stock nor an index.
        """
        _check(ticker, self.tickers() | self.indices())
        traded = _whole_history(self._seed, ticker)
        known = traded[traded["date"] <= pd.Timestamp(end)]
        later = np.append(known["ex_factor"].to_numpy(), 1.0)[1:]
        return known[BAR_COLUMNS].assign(adjustment=later[::-1].cumprod()[::-1])

    def notes(self) -> list[str]:
        """Empty: it reads all that it is asked for."""
        return []

    def company(self, ticker: str) -> Company:
        """A simulated number of shares and no other data: the shipped company data are real.

        Raises:
            SourceError: ``ticker`` is no member of the VN30.
        """
        _check(ticker, self.tickers())
        return Company(ticker, shares_outstanding=_shares(self._seed, ticker))

    def fundamentals(self, ticker: str, day: date) -> Fundamentals:
        """Simulated fundamentals after the session ``day``, which may be a past one.

        Raises:
            SourceError: ``ticker`` is no stock of the simulated market.
        """
        traded = self.traded_bars(ticker, day)
        paid = [(action.ex_date, action.cash) for action in self.actions(ticker, day).actions if action.cash]
        return simulated_fundamentals(
            self._seed, ticker, day, _shares(self._seed, ticker), traded[["date", "close"]], paid
        )

    def actions(self, ticker: str, end: date) -> ListedActions:
        """The simulated dividends, up to ``end``: nobody knows of later ones.

        Raises:
            SourceError: ``ticker`` is no stock of the simulated market.
        """
        _check(ticker, self.tickers())
        traded = _whole_history(self._seed, ticker)
        known = traded[(traded["ex_factor"] != 1) & (traded["date"] <= pd.Timestamp(end))]
        listed: list[CorporateAction] = []
        days = pd.DatetimeIndex(known["date"]).date
        for day, cash, new_shares in zip(days, known["cash"], known["new_shares"], strict=True):
            if cash:
                listed.append(CorporateAction(ticker, day, "cash_dividend", self.name, cash=cash))
            if new_shares:
                listed.append(CorporateAction(ticker, day, "stock_dividend", self.name, ratio=new_shares))
        return ListedActions(tuple(replace(action, is_from_vendor=True) for action in listed))

    def members(self) -> None:
        """None: the simulated market has no index reviews."""
        return None


def _check(ticker: str, known: frozenset[str]) -> None:
    if ticker not in known:
        raise SourceError(
            f"the simulated market has no {ticker}{did_you_mean(ticker, known)}; it has {len(known)} tickers."
        )


def _shares(seed: int, ticker: str) -> int:
    """Shares for a market capitalisation of 30,000 to 450,000 billion VND at the first price."""
    size = stream(seed, f"{ticker} shares").random()
    return _LOT * round(30e12 * 15**size / simulated_company(seed, ticker).first_price / _LOT)


@lru_cache(maxsize=32)
def _whole_history(seed: int, ticker: str) -> pd.DataFrame:
    sessions = sessions_between(FIRST_SESSION, date(LAST_YEAR, 12, 31))
    if ticker in INDICES:
        return simulate_index(seed, ticker, sessions).assign(ex_factor=1.0, cash=0.0, new_shares=0.0)
    return simulate(seed, ticker, sessions)


def simulate(seed: int, ticker: str, sessions: list[date]) -> pd.DataFrame:
    """Prices as traded on ``sessions``, the HOSE sessions from FIRST_SESSION on.

    Random numbers are drawn session by session, so that later sessions leave the earlier ones unchanged.

    Returns:
        BAR_COLUMNS (unadjusted, VND) from the listing of the stock on, ``ex_factor``: the reference price
        of an ex-right session over the close before it, 1 on all others, and what holders of a share get on
        it: ``cash`` (VND) and ``new_shares``.
    """
    company = simulated_company(seed, ticker)
    count = len(sessions)
    listed = np.array(sessions) >= _LISTED_LATER.get(ticker, FIRST_SESSION)
    normals = stream(seed, f"{ticker} sessions").standard_normal((count, 6))[listed]
    chances = stream(seed, f"{ticker} events").random((count, 2))[listed]
    shock, volatility_shock, gap, up, down, activity = normals.T
    state = volatility_state(volatility_shock)
    own_volatility = company.volatility * state
    trend = trend_state(stream(seed, f"{ticker} trend").standard_normal(count))[listed]
    returns = DRIFT + trend + company.common_returns(seed, count)[listed] + own_volatility * shock
    reach = 0.4 * own_volatility

    prices = _trade(
        to_tick(company.first_price),
        chances,
        moves=np.column_stack(
            [returns, 0.3 * returns + 0.3 * own_volatility * gap, reach * np.abs(up), reach * np.abs(down)]
        ),
    )
    busy = 0.35 * np.abs(returns) / company.volatility + 0.35 * activity
    lots = np.ceil(company.lots * np.sqrt(state) * np.exp(busy))
    bars = pd.DataFrame(prices, columns=[*PRICE_COLUMNS, *_EX_COLUMNS])
    bars["date"] = pd.DatetimeIndex(sessions)[listed].astype("datetime64[ns]")
    bars["volume"] = (_LOT * lots).astype(np.int64)
    return bars[[*BAR_COLUMNS, *_EX_COLUMNS]]


def _trade(first_price: float, chances: FloatArray, moves: FloatArray) -> list[tuple[float, ...]]:
    """Open, high, low, close, ex-factor, cash and new shares of each session.

    ``moves`` are log moves: of the close and the open against the reference price, and how far the high and
    the low lie beyond both. A close is clipped to the daily limit. The excess is dropped: carried over, it
    would make the direction of the next session predictable.
    """
    bars: list[tuple[float, ...]] = []
    last_close = first_price
    for (stock_chance, cash_chance), (to_close, to_open, up, down) in zip(
        chances.tolist(), moves.tolist(), strict=True
    ):
        cash, new_shares = _entitlement(last_close, stock_chance, cash_chance) if bars else (0.0, 0.0)
        is_ex_right = cash > 0 or new_shares > 0
        reference = to_tick((last_close - cash) / (1 + new_shares)) if is_ex_right else last_close
        lowest, highest = daily_limits(reference)
        close = min(max(to_tick(reference * exp(to_close)), lowest), highest)
        open_ = min(max(to_tick(reference * exp(to_open)), lowest), highest)
        high = min(to_tick(max(open_, close) * exp(up)), highest)
        low = max(to_tick(min(open_, close) * exp(-down)), lowest)
        bars.append((open_, high, low, close, reference / last_close, cash, new_shares))
        last_close = close
    return bars


def _entitlement(close: float, stock_chance: float, cash_chance: float) -> tuple[float, float]:
    """Cash (VND) and new shares for each share held after ``close``, both 0 on most sessions.

    Each chance is uniform on 0 to 1. A value below the event's probability is an event, whose size it gives.
    """
    cash = new_shares = 0.0
    if cash_chance < _CASH_DIVIDEND_CHANCE:
        yield_ = 0.01 + 0.03 * cash_chance / _CASH_DIVIDEND_CHANCE
        cash = float(_CASH_STEP * round(close * yield_ / _CASH_STEP))
    if stock_chance < _STOCK_DIVIDEND_CHANCE and close >= _MIN_PRICE_TO_SPLIT:
        new_shares = _STOCK_DIVIDENDS[int(stock_chance / _STOCK_DIVIDEND_CHANCE * len(_STOCK_DIVIDENDS))]
    return cash, new_shares


def to_tick(price: float) -> float:
    """The price rounded to the tick of HOSE: 10 VND below 10,000, 50 VND below 50,000, else 100 VND."""
    return round(price / _tick(price)) * _tick(price)


def _tick(price: float) -> float:
    return 10.0 if price < 10_000 else 50.0 if price < 50_000 else 100.0


def daily_limits(reference: float) -> tuple[float, float]:
    """The lowest and highest price of a session: 7 % around the reference, rounded inwards to the tick."""
    lowest, highest = reference * (1 - _DAILY_LIMIT), reference * (1 + _DAILY_LIMIT)
    floor_ticks, ceiling_ticks = ceil(lowest / _tick(lowest)), floor(highest / _tick(highest))
    return floor_ticks * _tick(lowest), ceiling_ticks * _tick(highest)
