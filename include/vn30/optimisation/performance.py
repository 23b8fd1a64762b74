"""Figures of simulated portfolios, and of the difference between two."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vn30.evaluation.block_bootstrap import ratio_error
from vn30.i18n.localized import joined, localized
from vn30.optimisation.methods import METHOD_NAMES, Method
from vn30.optimisation.simulation import Run
from vn30.risk.drawdown import deepest_fall
from vn30.risk.prices import SESSIONS_A_YEAR, Closes, simple_returns
from vn30.risk.ratios import growth, sharpe
from vn30.typing import FloatArray

PROVEN_BELOW = 0.05


@dataclass(frozen=True)
class Performance:
    """What came of a portfolio after costs; shares of 1, ``None`` where a figure is not defined.

    Attributes:
        equity: 1 before the first purchase, shape (sessions,); NaN where there is no value.
        growth: compound annual growth rate by calendar days.
        volatility: by year.
        sharpe, sharpe_error: by year, with Lo's standard error.
        maximum_drawdown: share of the peak.
        turnover: by year, half the sum of what is bought and sold over the value.
        costs: by year, fees and taxes over the value.
    """

    equity: FloatArray
    growth: float | None
    volatility: float | None
    sharpe: float | None
    sharpe_error: float | None
    maximum_drawdown: float | None
    turnover: float = 0.0
    costs: float = 0.0


@dataclass(frozen=True)
class Difference:
    """The mean log return by year of the method less that of another portfolio, on common sessions.

    Attributes:
        error: its standard error by a block bootstrap; None for fewer than two blocks.
        p_value: two-sided, of the hypothesis that there is no difference; None without an error.
        sessions: how many are common.
    """

    value: float
    error: float | None
    p_value: float | None
    sessions: int


def performance(sessions: NDArray[np.datetime64], run: Run, risk_free: float) -> Performance:
    """The figures of a simulated portfolio."""
    years = len(run.equity) / SESSIONS_A_YEAR
    return of_series(sessions, run.equity, risk_free, run.turnover / years, run.costs / years)


def of_series(
    sessions: NDArray[np.datetime64],
    equity: FloatArray,
    risk_free: float,
    turnover: float = 0.0,
    costs: float = 0.0,
) -> Performance:
    """The figures of a series of values, from the first to the last one that is no NaN."""
    known = ~np.isnan(equity)
    if known.sum() < 3:
        return Performance(equity, None, None, None, None, None, turnover, costs)
    closes = Closes(sessions[known], equity[known])
    returns = simple_returns(closes.prices)
    ratio = sharpe(returns, risk_free)
    return Performance(
        equity=equity,
        growth=growth(closes),
        volatility=float(returns.std(ddof=1) * np.sqrt(SESSIONS_A_YEAR)),
        sharpe=ratio.value,
        sharpe_error=ratio.error,
        maximum_drawdown=deepest_fall(closes.prices),
        turnover=turnover,
        costs=costs,
    )


def difference(equity: FloatArray, other: FloatArray) -> Difference | None:
    """The difference of two series of values; None without two common sessions.

    The standard error is that of :func:`vn30.evaluation.block_bootstrap.ratio_error`: differences of one
    session depend on those before, as weights stay for many sessions.
    """
    known = ~(np.isnan(equity) | np.isnan(other))
    if known.sum() < 3:
        return None
    gaps = np.diff(np.log(equity[known])) - np.diff(np.log(other[known]))
    error = ratio_error(gaps, np.ones(len(gaps)))
    mean = float(gaps.mean()) * SESSIONS_A_YEAR
    if not error:
        return Difference(mean, None, None, len(gaps))
    from scipy.stats import norm

    error *= SESSIONS_A_YEAR
    return Difference(mean, error, float(2 * norm.sf(abs(mean) / error)), len(gaps))


def verdict_on(method: Method, gap: Difference | None) -> str:
    """Whether a method beat equal weight after costs, in a sentence or two."""
    name = METHOD_NAMES[method]
    if method == "equal_weight":
        return localized("Equal weight is what the other methods are compared with.")
    if gap is None or gap.error is None or gap.p_value is None:
        return localized("{name} has too few sessions to be compared with equal weight.", name=name)
    values = {
        "name": name,
        "percent": 100 * abs(gap.value),
        "error": 100 * gap.error,
        "p_value": gap.p_value,
    }
    compared = (
        localized(
            "{name} was ahead of equal weight by {percent:.1f} ± {error:.1f} % a year after costs "
            "(p {p_value:.3f}).",
            **values,
        )
        if gap.value > 0
        else localized(
            "{name} lost to equal weight by {percent:.1f} ± {error:.1f} % a year after costs "
            "(p {p_value:.3f}).",
            **values,
        )
    )
    if gap.p_value >= PROVEN_BELOW:
        return joined(" ", compared, localized("No difference is proven."))
    if gap.value > 0:
        return compared
    return joined(" ", compared, localized("Equal weight was the better choice."))
