"""A method over past sessions, after costs, beside equal weight, buying and holding, and the VN30."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from vn30.optimisation.constraints import Constraints
from vn30.optimisation.methods import Method
from vn30.optimisation.problem import Views
from vn30.typing import BoolArray, FloatArray


@dataclass(frozen=True)
class History:
    """Prices of past sessions, a row a session (oldest first) and a column a ticker.

    Attributes:
        tickers: in the order of the columns.
        sessions: ``datetime64[D]``, shape (sessions,).
        closes: adjusted for dividends and splits, NaN where there is none, shape (sessions, tickers).
        index: closes of the VN30 in points, NaN where there is none, shape (sessions,).
        members: which stocks may be held after each session, shape (sessions, tickers).
    """

    tickers: tuple[str, ...]
    sessions: NDArray[np.datetime64]
    closes: FloatArray
    index: FloatArray
    members: BoolArray


@dataclass(frozen=True)
class Costs:
    """Shares of the value of a trade: the fee of either side, and the tax of sales."""

    fee: float = 0.0015
    sales_tax: float = 0.001


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
    turnover: float
    costs: float


@dataclass(frozen=True)
class Difference:
    """The mean log return by year of the method less that of another portfolio, on common sessions.

    Attributes:
        error: its standard error by a block bootstrap; None for fewer than two blocks.
        p_value: two-sided, of the hypothesis that there is no difference; None without an error.
    """

    value: float
    error: float | None
    p_value: float | None
    sessions: int


@dataclass(frozen=True)
class WalkForward:
    """One method over past sessions.

    Attributes:
        sessions: from the first decision on, ``datetime64[D]``, shape (sessions,).
        portfolios: ``method``, ``equal_weight``, ``buy_and_hold`` and ``vn30``, which is not after costs and
            lacks dividends.
        differences: of the method to ``equal_weight``, ``buy_and_hold`` and ``vn30``.
        rebalances: how many decisions were made.
        kept: decisions at which the problem had no solution and the weights stayed, by the reason.
        verdict: a sentence: whether the method beat equal weight after costs, and how sure that is.
    """

    method: Method
    sessions: NDArray[np.datetime64]
    portfolios: Mapping[str, Performance]
    differences: Mapping[str, Difference]
    rebalances: int
    verdict: str
    kept: Mapping[str, int] = field(default_factory=dict)


ViewsAt = Callable[[int, tuple[str, ...]], Views | None]
"""The views after a session (its position) on some tickers, by what was known then."""


def walk_forward(
    history: History,
    method: Method,
    constraints: Constraints = Constraints(),  # noqa: B008 - it cannot change
    *,
    lookback: int = 500,
    rebalance_sessions: int = 20,
    costs: Costs = Costs(),  # noqa: B008 - it cannot change
    risk_free: float = 0.0,
    views_at: ViewsAt | None = None,
) -> WalkForward:
    """What a method would have made of past sessions.

    A decision after a session reads the ``lookback`` returns up to it, and no later price. Its sales are made
    at the next close; purchases at that close, too, as far as there is cash, and the rest when the cash of
    the sales has arrived by the rules of that day. Shares are not rounded to lots. Equal weight has the same
    stocks, sessions and costs.

    Args:
        lookback: returns that a decision reads; a stock without all of them is not bought.
        rebalance_sessions: between two decisions.

    Raises:
        WrongInput: the history is too short, or the first problem has no solution.
    """
    raise NotImplementedError
