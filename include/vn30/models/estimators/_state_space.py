"""Forecasts of prices by linear state-space models whose parameters are estimated before the forecasts."""

import warnings
from typing import Any

import numpy as np
import pandas as pd

from vn30.typing import FloatArray, IntArray

CONSTANT = "the price is constant: the naive forecast takes its place"
NOT_CONVERGED = "the estimation did not converge"
NOT_ESTIMATED = "no parameters could be estimated: the naive forecast takes their place"


class StateSpaceForecasts:
    """A series model (:class:`vn30.models.base.SeriesModel`) around a state-space model of statsmodels.

    The parameters are those of the fit. A forecast from a row is the expected state after that row, by the
    Kalman filter, moved ahead by the transition matrix (J. Durbin and S. J. Koopman, *Time Series Analysis by
    State Space Methods*, section 4.11): it equals ``append`` without a refit and ``forecast``, for all rows
    at once.
    """

    problem: str | None = None
    params_: FloatArray | None = None

    def build(self, prices: FloatArray) -> Any:
        """The model of statsmodels for these log prices. Nothing in it may be estimated from ``prices``."""
        raise NotImplementedError

    def fit(self, prices: "pd.Series[float]", horizon: int) -> "StateSpaceForecasts":
        """Estimate the parameters by maximum likelihood; they do not depend on the horizon."""
        self.params_, self.problem = None, None
        if prices.nunique() == 1:
            self.problem = CONSTANT
            return self
        with warnings.catch_warnings():
            # What statsmodels warns of is reported by ``problem``.
            warnings.simplefilter("ignore")
            try:
                fitted = self.build(np.asarray(prices, dtype=np.float64)).fit(disp=0)
            except (ValueError, np.linalg.LinAlgError):
                self.problem = NOT_ESTIMATED
                return self
        if not np.isfinite(fitted.params).all():
            self.problem = NOT_ESTIMATED
            return self
        self.params_ = np.asarray(fitted.params, dtype=np.float64)
        if not fitted.mle_retvals["converged"]:
            self.problem = NOT_CONVERGED
        return self

    def predict(self, prices: "pd.Series[float]", rows: IntArray, horizon: int) -> FloatArray:
        """The log return over ``horizon`` sessions from each row; 0 without parameters."""
        if self.params_ is None:
            return np.zeros(len(rows))
        values = np.asarray(prices, dtype=np.float64)
        filtered = self.build(values).filter(self.params_).filter_results
        state = filtered.predicted_state[:, np.asarray(rows) + 1]
        # The system matrices are constant; some are repeated for each session.
        moves, drift = filtered.transition[:, :, -1], filtered.state_intercept[:, -1:]
        for _ in range(horizon - 1):
            state = drift + moves @ state
        forecasts = filtered.design[0, :, -1] @ state + filtered.obs_intercept[0, -1]
        return np.asarray(forecasts - values[rows], dtype=np.float64)
