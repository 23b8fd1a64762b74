"""What a portfolio of given weights is expected to be, by the returns and views of a problem."""

from dataclasses import dataclass

import numpy as np

from vn30.optimisation.constraints import HELD_FROM
from vn30.optimisation.methods import CVAR_CONFIDENCE
from vn30.risk.prices import SESSIONS_A_YEAR
from vn30.typing import FloatArray


@dataclass(frozen=True)
class Measures:
    """Of weights; shares of 1.

    Attributes:
        volatility: by year.
        cvar95: mean loss of the worst 5 % of sessions, positive.
        expected_return: by year, as the method assumes it: the mean of the past returns, or that of Black and
            Litterman. It is no forecast that was proven. Cash has none.
        sharpe: expected return above the risk-free one over the volatility; None without volatility.
        diversification: weighted volatilities of the stocks over that of the portfolio, 1 or more; None
            without volatility (Y. Choueifaty and Y. Coignard, "Toward Maximum Diversification", *Journal of
            Portfolio Management* 35, 2008).
        names: stocks that are held.
    """

    volatility: float
    cvar95: float
    expected_return: float
    sharpe: float | None
    diversification: float | None
    names: int


def measures_of(
    returns: FloatArray, weights: FloatArray, expected: FloatArray, risk_free: float
) -> list[Measures]:
    """The measures of some portfolios.

    Args:
        returns: simple, of sessions, shape (sessions, tickers).
        weights: shape (portfolios, tickers).
        expected: return of a session, shape (tickers,).
        risk_free: by year.
    """
    whole = returns @ weights.T
    scale = np.sqrt(SESSIONS_A_YEAR)
    volatilities = scale * whole.std(axis=0, ddof=1)
    alone = scale * returns.std(axis=0, ddof=1) @ weights.T
    means = SESSIONS_A_YEAR * (weights @ expected)
    shortfalls = shortfall(whole)
    return [
        Measures(
            volatility=float(volatility),
            cvar95=float(shortfalls[place]),
            expected_return=float(means[place]),
            sharpe=float((means[place] - risk_free) / volatility) if volatility > 0 else None,
            diversification=float(alone[place] / volatility) if volatility > 0 else None,
            names=int((weights[place] >= HELD_FROM).sum()),
        )
        for place, volatility in enumerate(volatilities)
    ]


def shortfall(returns: FloatArray) -> FloatArray:
    """CVaR of each column: the value at the edge of the tail counts in part (Acerbi and Tasche, 2002)."""
    inside = (1 - CVAR_CONFIDENCE) * len(returns)
    ordered = np.sort(returns, axis=0)
    shares = np.clip(inside - np.arange(len(returns)), 0, 1)
    found: FloatArray = -(shares @ ordered) / inside
    return found
