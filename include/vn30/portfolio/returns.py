"""Returns of a portfolio: time-weighted, money-weighted, and beside an index.

Formulas: the time-weighted return is linked over sessions (GIPS 2020, 2.A.32); the money-weighted one is the
rate at which the flows have a net present value of 0, with a year of 365 days (as XIRR of spreadsheets).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from vn30.portfolio.valuation import Values
from vn30.typing import FloatArray

YEAR = 365
"""Calendar days by which returns are brought to a year."""

_LOWEST_RATE, _HIGHEST_RATE = -0.999999, 1e6
_MIN_SESSIONS = 20
"""Fewer sessions have no standard error worth showing."""


@dataclass(frozen=True)
class Difference:
    """The return less that of the index: sum of the daily differences of log returns, and its standard error.

    The error is that of independent days: the standard deviation of a day times the root of their number.
    """

    log_return: float
    error: float | None
    sessions: int


def session_returns(values: Values) -> FloatArray:
    """The return of each session, as a share; 0 where there was no money.

    Deposits can be invested on their day, and withdrawals leave after the close: the return is
    ``(value + withdrawals) / (value before + deposits) - 1``.
    """
    before = np.concatenate([[0], values.total[:-1]]) + values.deposits
    after = values.total + values.withdrawals
    ratios: FloatArray = np.divide(after, before, out=np.ones(len(after)), where=before > 0)
    return ratios - 1


def growth(values: Values) -> FloatArray:
    """What 1 VND at the start has become by the close of each session, flows left out."""
    return np.asarray(np.cumprod(1 + session_returns(values)), dtype=np.float64)


def money_weighted(values: Values) -> float | None:
    """The yearly rate that explains the last value by the flows; None if no rate does, or no day passed."""
    days = np.array([(day - values.sessions[0]).days for day in values.sessions]) / YEAR
    flows = (values.withdrawals - values.deposits).astype(float)
    if not len(flows) or days[-1] == 0:
        return None
    flows[-1] += values.total[-1]

    def present(rate: float) -> float:
        return float(np.sum(flows / (1 + rate) ** days))

    # Imported here: the API imports this module at its start, and scipy.optimize takes a second.
    from scipy.optimize import brentq

    if present(_LOWEST_RATE) * present(_HIGHEST_RATE) >= 0:
        return None
    return float(brentq(present, _LOWEST_RATE, _HIGHEST_RATE, xtol=1e-12))


def over_period(yearly: float, first: date, last: date) -> float:
    """The return over a period at a yearly rate, by calendar days."""
    return float((1 + yearly) ** ((last - first).days / YEAR) - 1)


def yearly(total: float, first: date, last: date) -> float | None:
    """The yearly rate of a return over a period, by calendar days; None for less than a year."""
    days = (last - first).days
    return float((1 + total) ** (YEAR / days) - 1) if days >= YEAR and total > -1 else None


def difference(returns: FloatArray, index_closes: Sequence[float]) -> Difference | None:
    """The returns beside those of an index; None without two closes of the index.

    Args:
        returns: one a session, as shares.
        index_closes: one a session, NaN where there is none. The first session is left out: the portfolio
            begins on it.
    """
    closes = np.array(index_closes, dtype=float)
    of_index = np.full(len(closes), np.nan)
    of_index[1:] = np.log(closes[1:] / closes[:-1])
    with np.errstate(divide="ignore"):
        daily = np.log1p(np.where(returns > -1, returns, np.nan)) - of_index
    daily = daily[~np.isnan(daily)]
    if not len(daily):
        return None
    error = None
    if len(daily) >= _MIN_SESSIONS:
        error = float(np.std(daily, ddof=1) * np.sqrt(len(daily)))
    return Difference(float(daily.sum()), error, len(daily))
