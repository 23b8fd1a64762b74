"""Forecasts of the models that read one ticker's prices alone: ARIMA and the like."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from time import perf_counter

import numpy as np
import pandas as pd

from vn30.models.base import SeriesModel
from vn30.typing import CancelCheck, FloatArray


@dataclass(frozen=True)
class SeriesForecasts:
    """Forecasts of series models.

    Attributes:
        returns: log returns from the close of each session, by model.
        seconds: wall time of the fits, by model.
        problems: how many fits had which problem, as ``arima: the estimation did not converge``.
    """

    returns: dict[str, FloatArray] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    problems: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class PriceHistory:
    """One ticker's prices from the first session of the data window on, oldest first.

    Attributes:
        prices: logarithms of the prices that are forecast, by session.
        closes: logarithms of the closes, from which returns are counted.
    """

    prices: "pd.Series[float]"
    closes: "pd.Series[float]"

    def base_prices(self, dates: pd.DatetimeIndex) -> FloatArray:
        """The closes in VND of some sessions."""
        return np.exp(self.closes[dates].to_numpy(dtype=np.float64))

    def forecasts(
        self,
        models: Mapping[str, SeriesModel],
        before: pd.Timestamp | None,
        dates: pd.DatetimeIndex,
        horizon: int,
        cancelled: CancelCheck,
    ) -> SeriesForecasts:
        """Fit on the sessions before a day, and forecast from others without another fit.

        Args:
            models: unfitted, by name; they are fitted in place.
            before: first session that the fit does not see; None: it sees all.
            dates: sessions to forecast from. A forecast knows the prices up to its session.
            horizon: sessions ahead.
            cancelled: called before each fit; it ends the computation by raising.
        """
        known = self.prices if before is None else self.prices[self.prices.index < before]
        rows = self.prices.index.get_indexer(dates)
        # A model forecasts the change of its own prices; the naive forecast is the last close.
        since_close = (self.prices - self.closes).to_numpy()[rows]
        made = SeriesForecasts()
        for name, model in models.items():
            cancelled()
            started = perf_counter()
            model.fit(known, horizon)
            made.seconds[name] = perf_counter() - started
            made.returns[name] = since_close + model.predict(self.prices, rows, horizon)
            if model.problem:
                made.problems[f"{name}: {model.problem}"] += 1
        return made


def price_history(
    dates: pd.DatetimeIndex, prices: FloatArray, closes: FloatArray, first: int
) -> PriceHistory:
    """The history from position ``first`` on; ``prices`` and ``closes`` are VND, one a session."""
    logs = (pd.Series(np.log(values[first:]), index=dates[first:]) for values in (prices, closes))
    return PriceHistory(*logs)
