"""ARIMA."""

from typing import Any

from pydantic import Field

from vn30.models.base import Enabled, ModelPart, SeriesModel
from vn30.models.estimators._state_space import StateSpaceForecasts
from vn30.typing import FloatArray

ROW_SECONDS = 1.5e-4


class ArimaForecasts(StateSpaceForecasts):
    """An ARIMA model of the log prices."""

    def __init__(self, order: tuple[int, int, int], drift: bool) -> None:
        self.order = order
        # Price levels revert to a mean, which must be estimated.
        self.trend = "c" if drift or order[1] == 0 else "n"

    def build(self, prices: FloatArray) -> Any:
        """Its filter starts diffuse, so that nothing of ``prices`` is in the first state."""
        from statsmodels.tsa.statespace.sarimax import SARIMAX

        return SARIMAX(prices, order=self.order, trend=self.trend)


class ArimaConfig(ModelPart, title="ARIMA"):
    """Continues the autocorrelation of a ticker's own returns; reads the prices alone, no features."""

    position = 70
    is_series = True

    enabled: Enabled = False
    ar_terms: int = Field(1, ge=0, le=5, title="AR terms", description="returns that the next one depends on")
    differences: int = Field(
        1, ge=0, le=1, title="Differences", description="1: of returns; 0: of price levels, which revert"
    )
    ma_terms: int = Field(
        1, ge=0, le=5, title="MA terms", description="errors that the next return depends on"
    )
    drift: bool = Field(
        False, title="Drift", description="on: the mean return of the training sessions continues"
    )

    def make_series(self, seed: int) -> SeriesModel:
        """Maximum likelihood, which uses no random numbers; ``seed`` has no effect.

        G. E. P. Box and G. M. Jenkins, *Time Series Analysis: Forecasting and Control*, 1970.
        """
        return ArimaForecasts((self.ar_terms, self.differences, self.ma_terms), self.drift)

    def fit_seconds(self, rows: int, width: float) -> float:
        """Linear in the sessions and the terms; the features have no part in it."""
        return ROW_SECONDS * rows * (1 + self.ar_terms + self.ma_terms)
