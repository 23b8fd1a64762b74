"""What moves the simulated market: companies, factors that stocks share, volatility that clusters."""

from dataclasses import dataclass
from itertools import accumulate
from zlib import crc32

import numpy as np
import numpy.typing as npt

from vn30.universe import known_stocks

Floats = npt.NDArray[np.float64]

DRIFT = 0.00015
_MARKET_VOLATILITY, _SECTOR_VOLATILITY = 0.0105, 0.005
_PERSISTENCE, _VOLATILITY_SHOCK = 0.97, 0.13
_TREND, _TREND_PERSISTENCE = 0.0008, 0.985
"""Of a company's drift: its standard deviation a session, and how much of it is left a session later."""


@dataclass(frozen=True)
class SimulatedCompany:
    """What is drawn once for a company.

    ``first_price`` is in VND and not on a tick yet, ``beta`` the share in the market's moves, ``volatility``
    that of its own daily log returns, ``lots`` what is traded on a day without news.
    """

    sector: str
    first_price: float
    beta: float
    volatility: float
    lots: float

    def common_returns(self, seed: int, count: int) -> Floats:
        """Its part in what moves the market and its sector: log returns of the first ``count`` sessions."""
        market = _factor(seed, "market", count, _MARKET_VOLATILITY)
        return self.beta * market + _factor(seed, f"sector {self.sector}", count, _SECTOR_VOLATILITY)


def simulated_company(seed: int, ticker: str) -> SimulatedCompany:
    """The company behind a ticker of the VN30."""
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
    """Random numbers of their own for each name: a new one leaves the numbers of all others as they are."""
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, crc32(name.encode())])))


def volatility_state(shocks: Floats) -> Floats:
    """Log-normal AR(1) volatility with mean square one (Taylor 1986), from standard normal shocks."""
    log_state = accumulate(_VOLATILITY_SHOCK * shocks, lambda state, shock: _PERSISTENCE * state + shock)
    variance = _VOLATILITY_SHOCK**2 / (1 - _PERSISTENCE**2)
    state: Floats = np.exp(np.fromiter(log_state, np.float64, len(shocks)) - variance)
    return state


def trend_state(shocks: Floats) -> Floats:
    """The drift of a company, log return a session: AR(1) with mean zero, from standard normal shocks."""
    scale = _TREND * (1 - _TREND_PERSISTENCE**2) ** 0.5
    drift = accumulate(scale * shocks, lambda state, shock: _TREND_PERSISTENCE * state + shock)
    trend: Floats = np.fromiter(drift, np.float64, len(shocks))
    return trend


def _factor(seed: int, name: str, count: int, volatility: float) -> Floats:
    shock, volatility_shock = stream(seed, name).standard_normal((count, 2)).T
    factor: Floats = volatility * volatility_state(volatility_shock) * shock
    return factor
