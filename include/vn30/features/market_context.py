"""Market context: features of the index series, equal for every ticker of a session.

An unknown feature is 0, the value of an ordinary session: the index is not stored, its history is too short,
or its newest bar is older than MAX_AGE. A late or missing index therefore reduces the accuracy of a forecast,
but does not prevent it. The columns of a panel depend on the configuration only, so that a stored model can
be applied to every later panel.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import partial

import numpy as np
import pandas as pd
import talib
from numpy.typing import NDArray

from vn30.features.bars import Bars, Feature
from vn30.features.description import described
from vn30.features.indicators.sma import close_to_sma
from vn30.features.returns import log_return, realised_volatility
from vn30.features.series import ticker_slices, to_bars
from vn30.market.universe import INDICES
from vn30.typing import Float32Array, FloatArray

RETURN_SPANS = (1, 5, 20)
VOLATILITY_WINDOW = 20
MEDIAN_WINDOW, MEDIAN_MIN_SESSIONS = 250, 60
TREND_WINDOW = 200
MAX_AGE = np.timedelta64(15, "D")
"""The maximum age of an index bar; exchanges close for up to eleven days at Tet."""


def context_features() -> dict[str, dict[str, Feature]]:
    """The features by index and name.

    Both indices have log returns over 1, 5 and 20 sessions and the ratio of their volatility to its median.
    The broader index also has the regime: +1 volatile or -1 quiet, +1 bull or -1 bear, and the distance of
    the close from the moving average that separates bull from bear.
    """
    contexts: dict[str, dict[str, Feature]] = {}
    for index in INDICES:
        name = index.lower()
        contexts[index] = {f"{name}_return_{span}": partial(log_return, span=span) for span in RETURN_SPANS}
        contexts[index][f"{name}_volatility_ratio"] = partial(volatility_ratio, window=VOLATILITY_WINDOW)
    contexts[INDICES[0]] |= {
        "market_volatile": partial(volatile, window=VOLATILITY_WINDOW),
        "market_trend": partial(trend, window=TREND_WINDOW),
        f"market_close_to_sma_{TREND_WINDOW}": partial(close_to_sma, window=TREND_WINDOW),
    }
    return contexts


def context_names() -> list[str]:
    """The names of the context features, in the order of :func:`context_features`."""
    return [name for features in context_features().values() for name in features]


def add_context(
    values: Float32Array,
    dates: NDArray[np.datetime64],
    indices: pd.DataFrame,
    guarded: bool,
    contexts: Mapping[str, Mapping[str, Feature]],
) -> None:
    """Fill ``values`` in place with the context features of each bar.

    Args:
        values: shape (features, bars), one row per feature of ``contexts``.
        dates: the session of each bar, shape (bars,).
        indices: a market frame of index series, in points; series may be missing.
        guarded: True: use index bars before the session of each bar; False: also that of the session itself.
        contexts: the features by series and name, as of :func:`context_features`.
    """
    series = dict(_series(indices))
    values[:] = 0
    row = 0
    for index, features in contexts.items():
        rows = values[row : row + len(features)]
        row += len(features)
        if index in series:
            _fill(rows, dates, series[index], features, guarded)


def _fill(
    rows: Float32Array,
    dates: NDArray[np.datetime64],
    bars: pd.DataFrame,
    features: Mapping[str, Feature],
    guarded: bool,
) -> None:
    known_dates = bars["date"].to_numpy()
    position = np.searchsorted(known_dates, dates, side="left" if guarded else "right") - 1
    known = (position >= 0) & (dates - known_dates[position] <= MAX_AGE)
    index_bars = to_bars(bars)
    for row, feature in zip(rows, features.values(), strict=True):
        row[known] = np.nan_to_num(feature(index_bars))[position[known]]


def regime(market_index_bars: pd.DataFrame) -> pd.DataFrame:
    """The market regime after each session.

    Volatility is ``volatile`` if the 20-session volatility is above its median of the past year (250
    sessions), else ``quiet``. The trend is ``bull`` if the close is above its 200-session average, else
    ``bear``. Both are ``unknown`` without enough history. A label does not depend on later bars.

    Args:
        market_index_bars: a bars frame (see :mod:`vn30.market.bars`) of one index, in points.

    Returns:
        ``date``, ``volatility`` and ``trend``, one row per session. The regime of a forecast made after
        session ``t`` is row ``t``.
    """
    bars = to_bars(market_index_bars)
    return pd.DataFrame(
        {
            "date": market_index_bars["date"].to_numpy(),
            "volatility": _labels(volatile(bars, VOLATILITY_WINDOW), "volatile", "quiet"),
            "trend": _labels(trend(bars, TREND_WINDOW), "bull", "bear"),
        }
    )


def regime_on(market_index_bars: pd.DataFrame, session: date) -> tuple[str, str]:
    """Volatility and trend after ``session``; ``unknown`` if the index has no bar of that session.

    Args:
        market_index_bars: as for :func:`regime`.
    """
    labels = regime(market_index_bars)
    row = labels[labels["date"] == pd.Timestamp(session)]
    if row.empty:
        return "unknown", "unknown"
    return str(row["volatility"].iloc[0]), str(row["trend"].iloc[0])


@described("Volatility", "price", "log ratio")
def volatility_ratio(bars: Bars, window: int) -> FloatArray:
    """Log of the ratio of realised volatility to its median over the past 250 sessions (at least 60)."""
    volatility = realised_volatility(bars, window)
    # A constant series is unknown, not quiet. TA-Lib's running sums leave about 1e-9 of earlier changes.
    volatility[volatility < 1e-6] = np.nan
    median = pd.Series(volatility).rolling(MEDIAN_WINDOW, min_periods=MEDIAN_MIN_SESSIONS).median().to_numpy()
    ratio: FloatArray = np.log(volatility / median)
    return ratio


@described("Regime", "price", "")
def volatile(bars: Bars, window: int) -> FloatArray:
    """+1 where the volatility is above its median, else -1."""
    return _sign(volatility_ratio(bars, window))


@described("Regime", "price", "")
def trend(bars: Bars, window: int) -> FloatArray:
    """+1 where the close is above its simple moving average, else -1."""
    return _sign(bars.close - talib.SMA(bars.close, window))


def _sign(values: FloatArray) -> FloatArray:
    return np.where(np.isnan(values), np.nan, np.where(values > 0, 1.0, -1.0))


def _labels(values: FloatArray, above: str, below: str) -> NDArray[np.str_]:
    return np.select([values > 0, values < 0], [above, below], "unknown")


def _series(indices: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    for start, stop in ticker_slices(indices):
        yield indices["symbol"].iloc[start], indices.iloc[start:stop]
