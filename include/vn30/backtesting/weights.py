"""Weights of the stocks that are held."""

from typing import Literal

import numpy as np

from vn30.optimisation.methods import Method as OptimiserMethod
from vn30.typing import FloatArray, IntArray

Method = Literal["equal", "inverse_volatility", "minimum_variance", "risk_parity", "hierarchical"]
METHODS: dict[Method, OptimiserMethod] = {
    "minimum_variance": "minimum_variance",
    "risk_parity": "risk_parity",
    "hierarchical": "hierarchical_risk_parity",
}
"""The optimiser's name of a method."""
LOOKBACK = 250
"""Sessions whose returns an optimiser reads."""
MIN_RETURNS = 60


def weights_of(chosen: IntArray, method: Method, volatility: FloatArray, returns: FloatArray) -> FloatArray:
    """The weights of the chosen stocks, which sum to 1.

    Args:
        chosen: columns of the stocks, at least one.
        volatility: of each ticker after the session, shape (tickers,).
        returns: simple daily returns up to the session, shape (sessions, tickers), NaN without a bar.

    Returns:
        Shape (chosen,). Stocks without a known volatility, or with fewer than 60 returns in the last 250
        sessions, make the weights equal.
    """
    equal = np.full(len(chosen), 1 / len(chosen))
    if method == "equal" or len(chosen) == 1:
        return equal
    if method == "inverse_volatility":
        inverse = 1 / volatility[chosen]
        return inverse / inverse.sum() if np.isfinite(inverse).all() else equal
    recent = returns[-LOOKBACK:, chosen]
    known = recent[~np.isnan(recent).any(axis=1)]
    if len(known) < MIN_RETURNS:
        return equal
    return _optimised(known, method)


def _optimised(returns: FloatArray, method: Method) -> FloatArray:
    """The weights that an optimiser chooses from returns without NaN, shape (sessions, stocks)."""
    from vn30.optimisation.problem import Problem
    from vn30.optimisation.solve import optimise

    names = tuple(f"{column:02d}" for column in range(returns.shape[1]))
    solution = optimise(Problem(tickers=names, returns=returns, method=METHODS[method]))
    weights = np.maximum([solution.weights[name] for name in names], 0.0)
    return np.asarray(weights / weights.sum())
