"""The optimal weights of a problem.

The convex solver cannot count names. Where it holds too many or too few, or some below the minimum weight,
the stocks are chosen by the nearest weights that meet all constraints (:mod:`vn30.optimisation.linear`), and
the solver is asked again for the best weights of those. That is a heuristic: the stocks need not be the best
ones; all constraints are met exactly.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from vn30.i18n.localized import joined, localized
from vn30.optimisation import wording
from vn30.optimisation.infeasible import Infeasible
from vn30.optimisation.limits import Limits, limits_of
from vn30.optimisation.linear import moves, nearest_weights
from vn30.optimisation.measures import Measures, measures_of
from vn30.optimisation.methods import METHOD_NAMES
from vn30.optimisation.problem import Problem
from vn30.optimisation.skfolio_models import CONVEX, Support, solve
from vn30.optimisation.skfolio_prior import expected_returns
from vn30.typing import FloatArray

__all__ = ["Infeasible", "Solution", "optimise"]

_DUST = 1e-6
"""Weights of an interior-point solver below this are 0."""


@dataclass(frozen=True)
class Solution:
    """The weights that a method chooses.

    Attributes:
        weights: by ticker, all tickers of the problem; what they lack to 1 is cash.
        measures: of the weights.
        today: the measures of what is held now.
        turnover: from what is held now, as ``Constraints.max_turnover`` counts it.
        binding: sentences, one a constraint that the weights have reached.
    """

    weights: Mapping[str, float]
    measures: Measures
    today: Measures
    turnover: float
    binding: tuple[str, ...]


def optimise(problem: Problem) -> Solution:
    """The weights that the method of the problem chooses.

    Raises:
        Infeasible: no weights meet the constraints, the method does not support one of them, or it is not
            defined for these returns; the message says which, and what to change.
        WrongInput: the problem has a fault; the message names the field.
    """
    limits = limits_of(problem)
    weights, _ = best_weights(problem, limits)
    expected = expected_returns(problem)
    both = np.vstack([weights, limits.held])
    measures, today = measures_of(problem.returns, both, expected, problem.risk_free)
    reached = wording.binding(problem.constraints, limits, problem.tickers, weights)
    return Solution(
        weights=dict(zip(problem.tickers, weights.tolist(), strict=True)),
        measures=measures,
        today=today,
        turnover=limits.turnover(weights),
        binding=tuple(f"{one.words}." for one in reached),
    )


def best_weights(problem: Problem, limits: Limits) -> tuple[FloatArray, Support]:
    """The weights of the method, shape (tickers,), and the stocks that it could choose from.

    Raises:
        Infeasible: see :func:`optimise`.
    """
    try:
        return _solved(problem, limits)
    except Infeasible:
        constraints = problem.constraints
        if nearest_weights(constraints, limits, limits.held, np.zeros(len(limits.held))) is not None:
            raise
        moved = list(moves(constraints, limits))
        raise wording.infeasible(constraints, limits, problem.tickers, moved) from None


def best_support(problem: Problem, limits: Limits) -> Support:
    """The stocks that portfolios can choose from: all if neither names nor a minimum weight are limited.

    Raises:
        Infeasible: see :func:`optimise`.
    """
    if limits.lowest or problem.constraints.max_names:
        return best_weights(problem, limits)[1]
    return _all_stocks(problem, limits)


def _solved(problem: Problem, limits: Limits) -> tuple[FloatArray, Support]:
    support = _all_stocks(problem, limits)
    weights = without_dust(solve(problem, limits, support), limits)
    if _is_split(problem, limits, weights):
        support = _chosen(problem, limits, weights)
        weights = without_dust(solve(problem, limits, support), limits)
    _require(problem, limits, weights)
    return weights, support


def without_dust(weights: FloatArray, limits: Limits) -> FloatArray:
    """Weights with 0 for those that a solver leaves near it; each row adds up to what is invested."""
    kept = np.where(weights < _DUST, 0.0, weights)
    found: FloatArray = kept * (limits.invested / kept.sum(axis=-1, keepdims=True))
    return found


def _all_stocks(problem: Problem, limits: Limits) -> Support:
    count = len(problem.tickers)
    return Support(np.ones(count, dtype=bool), limits.kept, np.full(count, problem.constraints.max_weight))


def _is_split(problem: Problem, limits: Limits, weights: FloatArray) -> bool:
    """Whether stocks have to be chosen: by their number, or as some weights are too small."""
    if problem.method == "equal_weight":
        return False
    names = {"min_weight", "min_names", "max_names"}
    found = wording.broken(problem.constraints, limits, problem.tickers, weights)
    return any(one.constraint in names for one in found)


def _chosen(problem: Problem, limits: Limits, weights: FloatArray) -> Support:
    """The stocks of the nearest weights that meet all constraints; of others the calmest come first."""
    deviations = problem.returns.std(axis=0)
    order = deviations / deviations.max()
    nearest = nearest_weights(problem.constraints, limits, weights, order)
    if nearest is None:
        raise Infeasible(localized("No choice of stocks meets all constraints."))
    columns = nearest > _DUST
    lowest = np.maximum(limits.kept, limits.lowest)[columns]
    return Support(columns, lowest, np.full(int(columns.sum()), problem.constraints.max_weight))


def _require(problem: Problem, limits: Limits, weights: FloatArray) -> None:
    """Refuse weights that break a constraint, which the method does not support."""
    found = list(wording.broken(problem.constraints, limits, problem.tickers, weights))
    if not found:
        return
    values = {
        "method": METHOD_NAMES[problem.method],
        "words": joined("; ", *(one.words for one in found)),
    }
    raise Infeasible(
        localized(
            "{method} misses constraints: its weights have {words}. Relax them, or take another method.",
            **values,
        )
        if problem.method in CONVEX
        else localized(
            "{method} does not support constraints: its weights have {words}. Relax them, or take another "
            "method.",
            **values,
        ),
        tuple(dict.fromkeys(one.constraint for one in found)),
    )
