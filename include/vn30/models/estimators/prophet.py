"""Prophet, an extra."""

import logging
from typing import Any

import numpy as np
import pandas as pd
from pydantic import Field

from vn30.models.base import Enabled, ModelPart, SeriesModel
from vn30.models.estimators._state_space import CONSTANT
from vn30.typing import FloatArray, IntArray

FIT_SECONDS = 1.0


class ProphetForecasts:
    """A series model (:class:`vn30.models.base.SeriesModel`): a curve of the date through the log prices.

    The curve does not know the prices after its fit: a forecast is its change between two days.
    """

    problem: str | None = None
    curve_: Any = None

    def __init__(self, flexibility: float, yearly: bool, seed: int) -> None:
        self.flexibility = flexibility
        self.yearly = yearly
        self.seed = seed

    def fit(self, prices: "pd.Series[float]", horizon: int) -> "ProphetForecasts":
        """Fit the curve; it does not depend on the horizon."""
        from prophet import Prophet

        for name in ("prophet", "cmdstanpy"):
            logging.getLogger(name).setLevel(logging.ERROR)
        self.problem, self.curve_ = None, None
        if prices.nunique() == 1:
            self.problem = CONSTANT
            return self
        curve = Prophet(
            changepoint_prior_scale=self.flexibility,
            yearly_seasonality=self.yearly,
            weekly_seasonality=False,
            daily_seasonality=False,
            uncertainty_samples=0,
        )
        self.curve_ = curve.fit(pd.DataFrame({"ds": prices.index, "y": prices.to_numpy()}), seed=self.seed)
        return self

    def predict(self, prices: "pd.Series[float]", rows: IntArray, horizon: int) -> FloatArray:
        """The change of the curve over ``horizon`` weekdays from each row; 0 without a curve."""
        if self.curve_ is None:
            return np.zeros(len(rows))
        days = pd.DatetimeIndex(prices.index)[rows]
        now, then = (
            self.curve_.predict(pd.DataFrame({"ds": dates}))["yhat"].to_numpy(dtype=np.float64)
            for dates in (days, days + pd.offsets.BDay(horizon))
        )
        return np.asarray(then - now)


class ProphetConfig(ModelPart, title="Prophet"):
    """A trend with changes and a yearly season, fitted to the dates of the prices alone."""

    position = 76
    package = "prophet"
    is_series = True

    enabled: Enabled = False
    flexibility: float = Field(
        0.05,
        gt=0,
        le=10,
        title="Flexibility",
        description="of the trend: the larger, the more it follows each turn",
        json_schema_extra={"x-label": "changepoint_prior_scale"},
    )
    yearly: bool = Field(True, title="Yearly season", description="on: the time of the year has an effect")

    def make_series(self, seed: int) -> SeriesModel:
        """The most likely curve, without samples: S. J. Taylor and B. Letham, "Forecasting at scale", The
        American Statistician 72, 2018.
        """
        return ProphetForecasts(self.flexibility, self.yearly, seed)

    def fit_seconds(self, rows: int, width: float) -> float:
        """About constant."""
        return FIT_SECONDS
