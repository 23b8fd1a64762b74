"""The optimal weights of a problem."""

from collections.abc import Mapping
from dataclasses import dataclass

from vn30.optimisation.infeasible import Infeasible
from vn30.optimisation.measures import Measures
from vn30.optimisation.problem import Problem

__all__ = ["Infeasible", "Solution", "optimise"]


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
    raise NotImplementedError
