"""A method over past sessions, after costs, beside equal weight, buying and holding, and the VN30."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from vn30.optimisation.constraints import Constraints
from vn30.optimisation.history import History, check_history, problem_at, tape_of, universe_at
from vn30.optimisation.infeasible import Infeasible
from vn30.optimisation.limits import limits_of
from vn30.optimisation.methods import Method
from vn30.optimisation.performance import (
    Difference,
    Performance,
    difference,
    of_series,
    performance,
    verdict_on,
)
from vn30.optimisation.problem import Views
from vn30.optimisation.simulation import Costs, Held, simulate
from vn30.optimisation.solve import best_weights
from vn30.typing import FloatArray, IntArray

__all__ = ["Costs", "Difference", "History", "Performance", "ViewsAt", "WalkForward", "walk_forward"]


@dataclass(frozen=True)
class WalkForward:
    """One method over past sessions.

    Attributes:
        sessions: from the first decision on, ``datetime64[D]``, shape (sessions,).
        portfolios: ``method``, ``equal_weight``, ``buy_and_hold`` and ``vn30``, which is not after costs and
            lacks dividends.
        differences: of the method to ``equal_weight``, ``buy_and_hold`` and ``vn30``, as far as there are
            common sessions.
        rebalances: how many decisions were made.
        verdict: a sentence or two: whether the method beat equal weight after costs, and how sure that is.
        kept: decisions at which the problem had no solution and the shares stayed, by the reason.
    """

    method: Method
    sessions: NDArray[np.datetime64]
    portfolios: Mapping[str, Performance]
    differences: Mapping[str, Difference]
    rebalances: int
    verdict: str
    kept: Mapping[str, int] = field(default_factory=dict)


ViewsAt = Callable[[int, tuple[str, ...]], Views | None]
"""The views after a session (its row) on some tickers, by what was known then."""


def walk_forward(
    history: History,
    method: Method,
    constraints: Constraints = Constraints(),  # noqa: B008 - it cannot change
    *,
    lookback: int = 250,
    rebalance_sessions: int = 20,
    costs: Costs = Costs(),  # noqa: B008 - it cannot change
    risk_free: float = 0.0,
    views_at: ViewsAt | None = None,
) -> WalkForward:
    """What a method would have made of past sessions.

    A decision after a session reads the ``lookback`` returns up to it, and no later price. Its sales are made
    at the next close; purchases at that close, too, as far as there is cash, and the rest when the cash of
    the sales has arrived by the rules of that day. Shares are not rounded to lots. Equal weight has the same
    stocks, sessions and costs; what is bought and held are the stocks of the first decision, equally. The
    first purchases may exceed the maximum turnover.

    Args:
        lookback: returns that a decision reads; a stock without them is not bought.
        rebalance_sessions: between two decisions.

    Raises:
        WrongInput: the history is too short or has a fault, or the first problem has no solution.
    """
    check_history(history, lookback, rebalance_sessions)
    tape = tape_of(history)
    rows = range(lookback, len(history.sessions) - 1, rebalance_sessions)
    kept: Counter[str] = Counter()

    def universe(row: int) -> IntArray:
        return universe_at(history, tape, row, lookback)

    def equal(row: int, _: Held) -> FloatArray | None:
        return _spread(len(history.tickers), universe(row), 1 - constraints.cash_share)

    def optimal(row: int, held: Held) -> FloatArray | None:
        problem = problem_at(history, tape, universe(row), row, lookback, held)
        problem = replace(
            problem,
            method=method,
            constraints=constraints if problem.held else replace(constraints, max_turnover=None),
            risk_free=risk_free,
            views=views_at(row, problem.tickers) if views_at else None,
        )
        try:
            weights, _ = best_weights(problem, limits_of(problem))
        except Infeasible as error:
            if row == rows[0]:
                raise
            kept[str(error)] += 1
            return None
        return _placed(history, problem.tickers, weights)

    sessions = history.sessions[rows[0] :]
    runs = {
        "method": simulate(tape, rows, optimal, costs),
        "equal_weight": simulate(tape, rows, equal, costs),
        "buy_and_hold": simulate(tape, rows[:1], equal, costs),
    }
    portfolios = {name: performance(sessions, run, risk_free) for name, run in runs.items()}
    portfolios["vn30"] = of_series(sessions, history.index[rows[0] :], risk_free)
    ours = portfolios["method"].equity
    gaps = {
        name: difference(ours, portfolios[name].equity) for name in ("equal_weight", "buy_and_hold", "vn30")
    }
    return WalkForward(
        method=method,
        sessions=sessions,
        portfolios=portfolios,
        differences={name: gap for name, gap in gaps.items() if gap is not None},
        rebalances=len(rows),
        verdict=verdict_on(method, gaps["equal_weight"]),
        kept=dict(kept),
    )


def _spread(count: int, columns: IntArray, invested: float) -> FloatArray:
    weights = np.zeros(count)
    weights[columns] = invested / len(columns)
    return weights


def _placed(history: History, tickers: tuple[str, ...], weights: FloatArray) -> FloatArray:
    placed = np.zeros(len(history.tickers))
    placed[[history.tickers.index(ticker) for ticker in tickers]] = weights
    return placed
