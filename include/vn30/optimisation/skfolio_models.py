"""The methods as estimators of skfolio, which does the solving. Importing it takes three seconds: not here.

Weights inside are shares of what is invested, so that they add up to 1 for every estimator.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from vn30.i18n.localized import localized
from vn30.optimisation.infeasible import Infeasible
from vn30.optimisation.limits import Limits
from vn30.optimisation.methods import CVAR_CONFIDENCE, METHOD_NAMES, Method
from vn30.optimisation.problem import Problem
from vn30.optimisation.skfolio_prior import black_litterman, empirical
from vn30.risk.prices import SESSIONS_A_YEAR
from vn30.typing import BoolArray, FloatArray

CONVEX: frozenset[Method] = frozenset(
    {"minimum_variance", "maximum_sharpe", "minimum_cvar", "risk_parity", "black_litterman"}
)
"""Methods that support limits of sectors and of turnover."""
_NOT_ZERO = 1e-7


@dataclass(frozen=True)
class Support:
    """The stocks that a solver may hold, and bounds of their weights as shares of the value.

    Attributes:
        columns: which tickers, shape (tickers,).
        lowest, highest: of those, shape (columns,).
    """

    columns: BoolArray
    lowest: FloatArray
    highest: FloatArray


def solve(problem: Problem, limits: Limits, support: Support) -> FloatArray:
    """The weights of the method, shape (tickers,); 0 outside the support.

    Raises:
        Infeasible: the solver finds none.
    """
    weights: FloatArray = _fit(problem, support, _ESTIMATORS[problem.method](problem, limits, support))[0]
    return weights


def least_risk(
    problem: Problem, limits: Limits, support: Support, returns: FloatArray | None = None
) -> FloatArray:
    """The weights of the least risk for each expected return, shape (returns, tickers).

    Args:
        returns: of a session and of the whole value; None: the least risk of all, one row.

    Raises:
        Infeasible: the solver finds none.
    """
    targets = None if returns is None else returns / limits.invested
    return _fit(problem, support, _mean_risk(problem, limits, support, min_return=targets))


def highest_return(problem: Problem, limits: Limits, support: Support) -> FloatArray:
    """The weights with the highest expected return, shape (tickers,).

    Raises:
        Infeasible: the solver finds none.
    """
    from skfolio.optimization import ObjectiveFunction

    objective = ObjectiveFunction.MAXIMIZE_RETURN
    estimator = _mean_risk(problem, limits, support, objective_function=objective)
    weights: FloatArray = _fit(problem, support, estimator)[0]
    return weights


def _fit(problem: Problem, support: Support, estimator: Any) -> FloatArray:
    from skfolio.exceptions import OptimizationError

    tickers = [ticker for ticker, used in zip(problem.tickers, support.columns, strict=True) if used]
    frame = pd.DataFrame(problem.returns[:, support.columns], columns=tickers)
    try:
        inside = np.atleast_2d(estimator.fit(frame).weights_)
    except (OptimizationError, ValueError) as error:
        raise _unsolved(problem, error) from error
    weights = np.zeros((len(inside), len(problem.tickers)))
    weights[:, support.columns] = inside * (1 - problem.constraints.cash_share)
    return weights


def _unsolved(problem: Problem, error: Exception) -> Infeasible:
    name = METHOD_NAMES[problem.method]
    if problem.method in ("maximum_sharpe", "black_litterman"):
        return Infeasible(
            localized(
                "{name} is not defined here: no weights that meet the constraints have an expected return "
                "above "
                "the risk-free one of {risk_free:.1f} % a year. Take another method, or a lower "
                "risk-free return.",
                name=name,
                risk_free=100 * problem.risk_free,
            ),
            ("risk_free",),
        )
    reason = str(error).splitlines()[0][:200]
    return Infeasible(
        localized(
            "{name} found no weights ({reason}). Relax a constraint, or take another method.",
            name=name,
            reason=reason,
        )
    )


def _mean_risk(problem: Problem, limits: Limits, support: Support, **options: Any) -> Any:
    from skfolio import RiskMeasure
    from skfolio.optimization import MeanRisk

    is_cvar = problem.method == "minimum_cvar"
    return MeanRisk(
        risk_measure=RiskMeasure.CVAR if is_cvar else RiskMeasure.VARIANCE,
        cvar_beta=CVAR_CONFIDENCE,
        prior_estimator=_prior(problem, support),
        risk_free_rate=problem.risk_free / SESSIONS_A_YEAR / limits.invested,
        **_convex(limits, support, problem.constraints.max_turnover),
        **options,
    )


def _highest_ratio(problem: Problem, limits: Limits, support: Support) -> Any:
    from skfolio.optimization import ObjectiveFunction

    return _mean_risk(problem, limits, support, objective_function=ObjectiveFunction.MAXIMIZE_RATIO)


def _risk_parity(problem: Problem, limits: Limits, support: Support) -> Any:
    from skfolio.optimization import RiskBudgeting

    return RiskBudgeting(
        prior_estimator=empirical(), **_convex(limits, support, problem.constraints.max_turnover)
    )


def _hierarchical(problem: Problem, limits: Limits, support: Support) -> Any:
    from skfolio.optimization import HierarchicalRiskParity

    bounds = _bounds(limits, support)
    # It divides by the weight of each cluster, which must not be 0.
    bounds["min_weights"] = np.maximum(bounds["min_weights"], _NOT_ZERO)
    return HierarchicalRiskParity(prior_estimator=empirical(), **bounds)


def _equal(problem: Problem, limits: Limits, support: Support) -> Any:
    from skfolio.optimization import EqualWeighted

    return EqualWeighted()


_Estimator = Callable[[Problem, Limits, Support], Any]
_ESTIMATORS: dict[Method, _Estimator] = {
    "equal_weight": _equal,
    "minimum_variance": _mean_risk,
    "maximum_sharpe": _highest_ratio,
    "minimum_cvar": _mean_risk,
    "risk_parity": _risk_parity,
    "hierarchical_risk_parity": _hierarchical,
    "black_litterman": _highest_ratio,
}


def _prior(problem: Problem, support: Support) -> Any:
    if problem.method == "black_litterman":
        return black_litterman(problem, support.columns)
    return empirical()


def _bounds(limits: Limits, support: Support) -> dict[str, FloatArray]:
    # Rounding must not let the sum of the lowest weights pass what is invested.
    return {
        "min_weights": np.minimum(support.lowest / limits.invested, 1.0),
        "max_weights": np.minimum(support.highest / limits.invested, 1.0),
    }


def _convex(limits: Limits, support: Support, max_turnover: float | None) -> dict[str, Any]:
    """Bounds, and the limits that only convex solvers support."""
    found: dict[str, Any] = _bounds(limits, support)
    inside = limits.in_sector[:, support.columns]
    if inside.any():
        found["left_inequality"] = inside.astype(float)
        found["right_inequality"] = limits.sector_limits / limits.invested
    if max_turnover is not None:
        held = limits.held[support.columns] / limits.invested
        sold = limits.other_turnover + limits.held[~support.columns].sum()
        most = (2 * max_turnover - sold) / limits.invested
        found["add_constraints"] = _turnover(held, most)
    return found


def _turnover(held: FloatArray, most: float) -> Callable[[Any], Any]:
    def constraint(weights: Any) -> Any:
        import cvxpy

        # Its functions are hidden from type checkers.
        atoms: Any = cvxpy
        # The solver scales all weights of a ratio by one variable, which is their sum.
        scale = atoms.sum(weights)
        return atoms.norm1(weights - held * scale) <= most * scale

    return constraint
