"""The Theta method."""

import warnings

import numpy as np
import pandas as pd

from vn30.models.base import Enabled, ModelPart, SeriesModel
from vn30.models.estimators._state_space import CONSTANT, NOT_CONVERGED
from vn30.typing import FloatArray, IntArray

ROW_SECONDS = 6.0e-5


class ThetaForecasts:
    """A series model (:class:`vn30.models.base.SeriesModel`): half of a trend, and a smoothed level."""

    problem: str | None = None
    slope_, alpha_ = 0.0, 1.0

    def fit(self, prices: "pd.Series[float]", horizon: int) -> "ThetaForecasts":
        """Estimate the slope and the smoothing; they do not depend on the horizon."""
        from statsmodels.tools.sm_exceptions import ConvergenceWarning
        from statsmodels.tsa.forecasting.theta import ThetaModel

        self.problem, self.slope_, self.alpha_ = None, 0.0, 1.0
        if prices.nunique() == 1:
            self.problem = CONSTANT
            return self
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            estimated = ThetaModel(prices.to_numpy(), period=1, deseasonalize=False).fit().params
        if any(issubclass(warning.category, ConvergenceWarning) for warning in caught):
            self.problem = NOT_CONVERGED
        self.slope_, self.alpha_ = float(estimated["b0"]), float(estimated["alpha"])
        return self

    def predict(self, prices: "pd.Series[float]", rows: IntArray, horizon: int) -> FloatArray:
        """The log return over ``horizon`` sessions from each row.

        The formula is that of statsmodels' ``ThetaModelResults.forecast`` at theta 2, for all rows at once:
        R. J. Hyndman and B. Billah, "Unmasking the Theta method", International Journal of Forecasting 19,
        2003.
        """
        level = prices.ewm(alpha=self.alpha_, adjust=False).mean().to_numpy()[rows]
        known = np.asarray(rows) + 1.0
        steps = horizon - 1 + (1 - (1 - self.alpha_) ** known) / self.alpha_
        return np.asarray(level + self.slope_ * steps / 2 - prices.to_numpy()[rows], dtype=np.float64)


class ThetaConfig(ModelPart, title="Theta"):
    """Half of the trend since the first session, from a smoothed price; reads the prices alone."""

    position = 74
    is_series = True

    enabled: Enabled = False

    def make_series(self, seed: int) -> SeriesModel:
        """V. Assimakopoulos and K. Nikolopoulos, "The theta model", International Journal of Forecasting 16,
        2000. It uses no random numbers; ``seed`` has no effect.
        """
        return ThetaForecasts()

    def fit_seconds(self, rows: int, width: float) -> float:
        """Linear in the sessions; the features have no part in it."""
        return ROW_SECONDS * rows
