"""The efficient frontier, and where other portfolios are beside it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from vn30.optimisation.limits import limits_of
from vn30.optimisation.measures import Measures, measures_of
from vn30.optimisation.problem import Problem
from vn30.optimisation.skfolio_models import highest_return, least_risk
from vn30.optimisation.skfolio_prior import expected_returns
from vn30.optimisation.solve import best_support, without_dust
from vn30.typing import FloatArray

_INSIDE = 1e-6
"""Part of the range of returns by which the last point stays below the highest, which rounding may miss."""


@dataclass(frozen=True)
class FrontierPoint:
    """The portfolio with the least risk for its expected return.

    Attributes:
        weights: by ticker; what they lack to 1 is cash.
        measures: of the weights.
    """

    weights: Mapping[str, float]
    measures: Measures


def efficient_frontier(problem: Problem, points: int = 30) -> list[FrontierPoint]:
    """Portfolios from the least risk to the highest expected return, in even steps of that return.

    The risk is CVaR for the method ``minimum_cvar``, and variance for all others; the expected returns are
    those of Black and Litterman for that method, and past means for all others. Constraints count as for
    :func:`vn30.optimisation.solve.optimise`; with limits of names or a minimum weight, all points have the
    stocks that the portfolio of the least risk can choose from.

    Args:
        points: 2 or more; one comes back if the highest expected return is that of the least risk, too.

    Raises:
        Infeasible, WrongInput: as of :func:`vn30.optimisation.solve.optimise`.
    """
    if problem.method not in ("minimum_cvar", "black_litterman"):
        problem = replace(problem, method="minimum_variance")
    limits = limits_of(problem)
    support = best_support(problem, limits)
    expected = expected_returns(problem)
    weights = least_risk(problem, limits, support)
    low = float(weights[0] @ expected)
    high = float(highest_return(problem, limits, support) @ expected)
    if high - low > _INSIDE * abs(high):
        steps = np.linspace(0, 1 - _INSIDE, points)[1:].astype(float)
        targets = low + (high - low) * steps
        weights = np.vstack([weights, least_risk(problem, limits, support, targets)])
    weights = without_dust(weights, limits)
    measures = measures_of(problem.returns, weights, expected, problem.risk_free)
    return [
        FrontierPoint(dict(zip(problem.tickers, row.tolist(), strict=True)), measured)
        for row, measured in zip(weights, measures, strict=True)
    ]


def reference_points(problem: Problem, index_returns: FloatArray | None = None) -> dict[str, Measures]:
    """The measures of ``today``, ``equal_weight`` and ``vn30`` on the same sessions.

    Args:
        index_returns: simple returns of the VN30 in the sessions of the problem; None: it is left out. The
            index is one of prices: its return lacks the dividends that those of the stocks contain. As names
            it has one, and its diversification is 1.

    Raises:
        WrongInput: the problem has a fault; the message names the field.
    """
    limits = limits_of(problem)
    expected = expected_returns(problem)
    equal = np.full(len(problem.tickers), limits.invested / len(problem.tickers))
    today, equal_weight = measures_of(
        problem.returns, np.vstack([limits.held, equal]), expected, problem.risk_free
    )
    found = {"today": today, "equal_weight": equal_weight}
    if index_returns is not None:
        series = index_returns[:, None]
        found["vn30"] = measures_of(series, np.ones((1, 1)), series.mean(axis=0), problem.risk_free)[0]
    return found
