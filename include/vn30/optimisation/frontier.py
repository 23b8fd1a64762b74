"""The efficient frontier, and where other portfolios are beside it."""

from collections.abc import Mapping
from dataclasses import dataclass

from vn30.optimisation.measures import Measures
from vn30.optimisation.problem import Problem
from vn30.typing import FloatArray


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
    """Portfolios from the least risk to the highest expected return.

    The risk is CVaR for the method ``minimum_cvar``, and variance for all others; the expected returns are
    those of Black and Litterman for that method, and past means for all others. Constraints count as for
    :func:`vn30.optimisation.solve.optimise`.

    Args:
        points: 2 or more; fewer come back if the highest expected return is the least risk, too.

    Raises:
        Infeasible, WrongInput: as of :func:`vn30.optimisation.solve.optimise`.
    """
    raise NotImplementedError


def reference_points(problem: Problem, index_returns: FloatArray | None = None) -> dict[str, Measures]:
    """The measures of ``today``, ``equal_weight`` and ``vn30`` on the same sessions.

    Args:
        index_returns: simple returns of the VN30 in the sessions of the problem; None: it is left out. The
            index is one of prices: its return lacks the dividends that those of the stocks contain.
    """
    raise NotImplementedError
