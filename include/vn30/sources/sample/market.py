"""The simulated market: companies, common factors of their returns, and clustering volatility."""

from dataclasses import dataclass
from itertools import accumulate
from zlib import crc32

import numpy as np

from vn30.market.universe import known_stocks
from vn30.typing import FloatArray

DRIFT = 0.00015
_MARKET_VOLATILITY, _SECTOR_VOLATILITY = 0.0105, 0.005
_PERSISTENCE, _VOLATILITY_SHOCK = 0.97, 0.13
_TREND, _TREND_PERSISTENCE = 0.0008, 0.985
"""Of a company's drift: standard deviation of its log return a session, and AR(1) coefficient."""


@dataclass(frozen=True)
class SimulatedCompany:
    """The parameters of a company, which are drawn once.

    Attributes:
        sector: one of the sectors of the stocks.
        first_price: VND, not yet rounded to a tick.
        beta: weight of the market's moves.
        volatility: standard deviation of its own part of a daily log return.
        lots: round lots traded on a calm session.
    """

    sector: str
    first_price: float
    beta: float
    volatility: float
    lots: float

    def common_returns(self, seed: int, count: int) -> FloatArray:
        """The market's and the sector's part of its log returns on the first ``count`` sessions."""
        market = _factor(seed, "market", count, _MARKET_VOLATILITY)
        return self.beta * market + _factor(seed, f"sector {self.sector}", count, _SECTOR_VOLATILITY)


def simulated_company(seed: int, ticker: str) -> SimulatedCompany:
    """The simulated company of a VN30 ticker."""
    sector = next(stock.sector for stock in known_stocks() if stock.ticker == ticker)
    price, beta, volatility, lots = stream(seed, f"{ticker} company").random(4)
    return SimulatedCompany(
        sector=sector,
        first_price=18_000 * 5**price,
        beta=0.8 + 0.5 * beta,
        volatility=0.011 + 0.006 * volatility,
        lots=5_000 * 10**lots,
    )


def stream(seed: int, name: str) -> np.random.Generator:
    """A random generator for each name: a new name changes the numbers of no other one."""
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, crc32(name.encode())])))


def volatility_state(shocks: FloatArray) -> FloatArray:
    """Log-normal AR(1) volatility with mean square one (Taylor 1986), from standard normal shocks."""
    log_state = accumulate(_VOLATILITY_SHOCK * shocks, lambda state, shock: _PERSISTENCE * state + shock)
    variance = _VOLATILITY_SHOCK**2 / (1 - _PERSISTENCE**2)
    state: FloatArray = np.exp(np.fromiter(log_state, np.float64, len(shocks)) - variance)
    return state


def trend_state(shocks: FloatArray) -> FloatArray:
    """The drift of a company, log return a session: AR(1) with mean zero, from standard normal shocks."""
    scale = _TREND * (1 - _TREND_PERSISTENCE**2) ** 0.5
    drift = accumulate(scale * shocks, lambda state, shock: _TREND_PERSISTENCE * state + shock)
    trend: FloatArray = np.fromiter(drift, np.float64, len(shocks))
    return trend


def _factor(seed: int, name: str, count: int, volatility: float) -> FloatArray:
    shock, volatility_shock = stream(seed, name).standard_normal((count, 2)).T
    factor: FloatArray = volatility * volatility_state(volatility_shock) * shock
    return factor
