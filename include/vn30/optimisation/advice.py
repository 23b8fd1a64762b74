"""The answer to one request: the optimum, what stands beside it, and the orders that lead to it.

Pure: a question holds all that is read, so that it can be answered in another process.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np

from vn30.i18n.localized import localized
from vn30.market.calendar import Calendar
from vn30.optimisation.frontier import FrontierPoint, efficient_frontier, reference_points
from vn30.optimisation.infeasible import Infeasible
from vn30.optimisation.measures import Measures
from vn30.optimisation.orders import OrderList, Terms, order_list
from vn30.optimisation.problem import Problem
from vn30.optimisation.solve import Solution, optimise
from vn30.portfolio.account import Lot
from vn30.risk.ratios import sharpe
from vn30.risk.volatility import sample_volatility_error
from vn30.typing import FloatArray


@dataclass(frozen=True)
class Question:
    """A problem, and the account that its orders are made for.

    Attributes:
        index_returns: of the VN30 in the sessions of the problem.
        lots: what is held by ticker.
        prices: raw closes of the newest session by ticker, VND.
        cash: that has arrived, VND.
        pending: cash that arrives on later sessions.
        day: the newest session.
        fee: share of the value of a trade.
        max_shares: the most shares of all orders of a session, by ticker.
        points: of the frontier.
    """

    problem: Problem
    index_returns: FloatArray | None
    lots: Mapping[str, tuple[Lot, ...]]
    prices: Mapping[str, float]
    cash: int
    pending: tuple[tuple[date, int], ...]
    day: date
    fee: float
    max_shares: Mapping[str, int]
    calendar: Calendar
    points: int = 30


@dataclass(frozen=True)
class Measured:
    """The measures of a portfolio with the standard errors of volatility and Sharpe ratio."""

    measures: Measures
    volatility_error: float
    sharpe_error: float | None


@dataclass(frozen=True)
class Advice:
    """The answer to a question.

    Attributes:
        portfolios: ``now``, ``optimal``, ``ordered`` (after the orders, in whole lots), ``equal_weight`` and
            ``vn30``, which is missing without returns of the index.
    """

    solution: Solution
    portfolios: Mapping[str, Measured]
    frontier: tuple[FrontierPoint, ...]
    orders: OrderList
    warnings: tuple[str, ...] = field(default_factory=tuple)


def advise(question: Question) -> Advice:
    """Answer a question.

    Raises:
        Infeasible: no weights meet the constraints; the message names them.
        vn30.errors.WrongInput: the question has a fault; the message names the field.
    """
    problem, warnings = question.problem, []
    solution = optimise(problem)
    orders = order_list(
        question.lots,
        question.prices,
        solution.weights,
        question.cash,
        question.day,
        terms=Terms(fee=question.fee),
        pending=question.pending,
        max_shares=question.max_shares,
        calendar=question.calendar,
    )
    try:
        frontier = efficient_frontier(problem, question.points)
    except Infeasible as error:
        frontier = []
        warnings.append(localized("There is no frontier: {error}", error=error))
    beside = reference_points(problem, question.index_returns)
    ordered = reference_points(replace(problem, held=orders.weights))["today"]
    equal = dict.fromkeys(problem.tickers, 1 / len(problem.tickers))
    portfolios = {
        "now": _measured(beside["today"], _returns(problem, problem.held), problem.risk_free),
        "optimal": _measured(solution.measures, _returns(problem, solution.weights), problem.risk_free),
        "ordered": _measured(ordered, _returns(problem, orders.weights), problem.risk_free),
        "equal_weight": _measured(beside["equal_weight"], _returns(problem, equal), problem.risk_free),
    }
    if question.index_returns is not None:
        portfolios["vn30"] = _measured(beside["vn30"], question.index_returns, problem.risk_free)
    return Advice(solution, portfolios, tuple(frontier), orders, tuple(warnings))


def _returns(problem: Problem, weights: Mapping[str, float]) -> FloatArray:
    returns: FloatArray = problem.returns @ np.array([weights.get(ticker, 0.0) for ticker in problem.tickers])
    return returns


def _measured(measures: Measures, returns: FloatArray, risk_free: float) -> Measured:
    return Measured(measures, sample_volatility_error(returns), sharpe(returns, risk_free).error)
