"""The bars and features of one ticker as the arrays that its models are trained and tested on."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from vn30.errors import WrongInput
from vn30.features.minute_statistics import mean_of_earlier
from vn30.features.panel import feature_names
from vn30.forecasting.series import PriceHistory, price_history
from vn30.forecasting.targets import has_trades
from vn30.model_selection.splits import TooLittleData
from vn30.training_config.document import TrainingConfig
from vn30.training_config.window import in_window
from vn30.typing import BoolArray, FloatArray


class MisalignedFeatures(WrongInput):
    """The features were built from other bars; the message gives the sessions of both."""


@dataclass(frozen=True)
class TickerTable:
    """One ticker's bars; their dates, closes (VND) and features; and masks of the sessions with trades and of
    the rows to train and test on. ``price`` is the price that is forecast."""

    bars: pd.DataFrame
    dates: pd.DatetimeIndex
    close: FloatArray
    price: FloatArray
    traded: BoolArray
    features: FloatArray
    usable: BoolArray
    history: PriceHistory


def ticker_table(
    ticker: str, bars: pd.DataFrame, features: pd.DataFrame, config: TrainingConfig
) -> TickerTable:
    dates = pd.DatetimeIndex(bars["date"])
    if not dates.equals(pd.DatetimeIndex(features["date"])):
        raise MisalignedFeatures(
            f"{ticker}: the features cover {_span(features)} and the bars {_span(bars)}. "
            "Build the feature panel again from the same bars."
        )
    names = feature_names(config.indicators, config.targets.lookback_window)
    values = features[names].to_numpy(dtype=np.float64)
    for name in config.indicators.minute_features():
        values[:, names.index(name)] = mean_of_earlier(values[:, names.index(name)])
    complete = ~np.isnan(values).any(axis=1)
    if not complete.any() or not complete[-1]:
        raise TooLittleData(
            f"{ticker}: {len(bars)} sessions are too few for the indicators of the last session. "
            "Shorten the longest indicator or the lookback window, or load more prices."
        )
    close = bars["close"].to_numpy(dtype=np.float64)
    traded = has_trades(close, bars["volume"].to_numpy(dtype=np.float64))
    price = bars[config.targets.column].to_numpy(dtype=np.float64)
    windowed = in_window(dates, config.data_window)
    history = price_history(dates, price, close, int(np.argmax(windowed)))
    return TickerTable(
        bars.assign(symbol=ticker), dates, close, price, traded, values, complete & windowed, history
    )


def _span(rows: pd.DataFrame) -> str:
    if rows.empty:
        return "no session"
    return f"{len(rows)} sessions from {rows['date'].iloc[0].date()} to {rows['date'].iloc[-1].date()}"
