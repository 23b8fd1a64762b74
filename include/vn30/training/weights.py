"""Weights of an ensemble's members, learned from their past out-of-sample forecasts."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import linprog

FloatArray = NDArray[np.float64]

NAIVE = "naive"
POOLED = "pooled"


def learned_weights(
    forecasts: Mapping[str, FloatArray], outcome: FloatArray, horizon: int
) -> dict[str, float]:
    """Weights, none negative, that sum to one and make the mean absolute error of past forecasts small.

    A member must earn its weight. What a weight is worth is uncertain: of the forecasts over ``horizon``
    sessions only one in ``horizon`` does not overlap others. So each unit of weight must lower the error by
    more than the share ``sqrt(horizon / rows)`` of the naive error, else it goes to the member that is
    trusted without proof. That is the pooled forecast, which has been shrunk to the naive one over all
    tickers; without one it is the naive forecast itself. The best such weights solve a linear programme.

    Args:
        forecasts: log returns by member, for the same rows, of forecasts whose target date has passed. The
            naive forecast, 0, is always a member and need not be among them.
        outcome: the log returns that came true; none: all weight goes to the trusted member.
    """
    columns = {NAIVE: np.zeros(len(outcome)), **forecasts}
    trusted = POOLED if POOLED in columns else NAIVE
    rows = len(outcome)
    if rows == 0:
        return {name: float(name == trusted) for name in columns}
    margin = float(np.sqrt(horizon / rows) * np.abs(outcome).mean())
    prices = [0.0 if name == trusted else margin for name in columns]
    members = np.column_stack(list(columns.values()))
    # Variables: the weights, then each row's absolute error, which bounds the error from both sides.
    errors = -sparse.identity(rows)
    solved = linprog(
        c=np.concatenate([prices, np.full(rows, 1 / rows)]),
        A_ub=sparse.bmat([[-members, errors], [members, errors]], format="csr"),
        b_ub=np.concatenate([-outcome, outcome]),
        A_eq=sparse.csr_matrix(np.concatenate([np.ones(len(prices)), np.zeros(rows)])[None]),
        b_eq=[1.0],
        method="highs",
    )
    if not solved.success:
        raise RuntimeError(f"no weights found: {solved.message}")
    found = np.maximum(solved.x[: len(prices)], 0)
    return dict(zip(columns, (found / found.sum()).tolist(), strict=True))
