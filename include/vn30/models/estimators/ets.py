"""Exponential smoothing."""

from typing import Any

from pydantic import Field

from vn30.models.base import Enabled, ModelPart, SeriesModel
from vn30.models.estimators._state_space import StateSpaceForecasts
from vn30.typing import FloatArray

ROW_SECONDS = 3.0e-4


class ExponentialSmoothingForecasts(StateSpaceForecasts):
    """Exponential smoothing of the log prices with additive errors."""

    def __init__(self, trend: bool, damped: bool) -> None:
        self.trend = trend
        self.damped = damped

    def build(self, prices: FloatArray) -> Any:
        """The first level and trend are parameters of the fit.

        By the method ``concentrated`` they would be estimated from all of ``prices``, later ones included.
        """
        from statsmodels.tsa.statespace.exponential_smoothing import ExponentialSmoothing

        return ExponentialSmoothing(
            prices,
            trend=self.trend,
            damped_trend=self.trend and self.damped,
            initialization_method="estimated",
        )


class EtsConfig(ModelPart, title="ETS"):
    """Exponential smoothing of a ticker's level and trend; reads the prices alone, no features."""

    position = 72
    is_series = True

    enabled: Enabled = False
    trend: bool = Field(True, title="Smoothed trend", description="on: it continues after the last session")
    damped: bool = Field(True, title="Damped", description="the trend weakens with each session ahead")

    def make_series(self, seed: int) -> SeriesModel:
        """Maximum likelihood, which uses no random numbers; ``seed`` has no effect.

        R. J. Hyndman, A. B. Koehler, J. K. Ord and R. D. Snyder, *Forecasting with Exponential Smoothing*,
        2008: the models ANN, AAN and AAdN.
        """
        return ExponentialSmoothingForecasts(self.trend, self.damped)

    def fit_seconds(self, rows: int, width: float) -> float:
        """Linear in the sessions; the features have no part in it."""
        return ROW_SECONDS * rows * (1 + self.trend)
