"""Weights of an ensemble's members, learned from their past out-of-sample forecasts."""

from collections.abc import Mapping

import numpy as np
from scipy import sparse
from scipy.optimize import linprog

from vn30.models.base import NAIVE, POOLED
from vn30.typing import FloatArray


def learned_weights(
    forecasts: Mapping[str, FloatArray], outcome: FloatArray, horizon: int
) -> dict[str, float]:
    """Non-negative weights that sum to 1 and minimise the penalised mean absolute error of past forecasts.

    The benefit of a weight is uncertain: of overlapping forecasts over ``horizon`` sessions, only one in
    ``horizon`` is independent. The penalty therefore requires each unit of weight to reduce the error by more
    than the share ``sqrt(horizon / rows)`` of the naive error. The default member has no penalty. It is the
    pooled forecast, which is shrunk to the naive forecast over all tickers, or the naive forecast without a
    pooled model. The weights are the solution of a linear programme.

    Args:
        forecasts: log returns by member, each of shape (rows,), of forecasts whose target date has passed.
            The naive forecast, 0, is always a member and is added if absent.
        outcome: the realised log returns, shape (rows,); if empty, the default member has all the weight.

    Raises:
        RuntimeError: the solver found no solution.
    """
    columns = {NAIVE: np.zeros(len(outcome)), **forecasts}
    default = POOLED if POOLED in columns else NAIVE
    rows = len(outcome)
    if rows == 0:
        return {name: float(name == default) for name in columns}
    margin = float(np.sqrt(horizon / rows) * np.abs(outcome).mean())
    penalties = [0.0 if name == default else margin for name in columns]
    members = np.column_stack(list(columns.values()))
    # The variables are the weights and each row's absolute error, which bounds the error from above and
    # below.
    errors = -sparse.identity(rows)
    solution = linprog(
        c=np.concatenate([penalties, np.full(rows, 1 / rows)]),
        A_ub=sparse.bmat([[-members, errors], [members, errors]], format="csr"),
        b_ub=np.concatenate([-outcome, outcome]),
        A_eq=sparse.csr_matrix(np.concatenate([np.ones(len(penalties)), np.zeros(rows)])[None]),
        b_eq=[1.0],
        method="highs",
    )
    if not solution.success:
        raise RuntimeError(f"The linear programme of the weights has no solution: {solution.message}")
    weights = np.maximum(solution.x[: len(penalties)], 0)
    return dict(zip(columns, (weights / weights.sum()).tolist(), strict=True))
