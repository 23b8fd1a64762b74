"""Market context: what the index series tell about a session, the same for every ticker.

A feature here is 0 where it is not known: the index is not stored, has too short a history yet, or has not
been heard of for a while. Each is made so that 0 is what an ordinary session has. Thus a late or a missing
index costs a forecast some accuracy and never the forecast itself, and the columns of a panel follow from
the configuration alone: a stored model fits every later panel.
"""

from collections.abc import Iterator
from datetime import date
from functools import partial

import numpy as np
import pandas as pd
import talib
from numpy.typing import NDArray

from vn30.features.indicators import (
    Bars,
    FloatArray,
    Indicator,
    close_to_sma,
    log_return,
    realised_volatility,
)
from vn30.features.series import ticker_slices, to_bars
from vn30.universe import INDICES

RETURN_SPANS = (1, 5, 20)
VOLATILITY_WINDOW = 20
USUAL_WINDOW, USUAL_AT_LEAST = 250, 60
TREND_WINDOW = 200
LONGEST_SILENCE = np.timedelta64(15, "D")
"""An older bar of an index says nothing of today: exchanges close for up to eleven days at Tet."""


def context_features() -> dict[str, dict[str, Indicator]]:
    """The features by name, under the index that each is computed from.

    Of both indices: log returns over 1, 5 and 20 sessions, and how its volatility compares to the usual one.
    Of the regime, which the broader index shows: +1 volatile or -1 quiet, +1 bull or -1 bear, and the
    distance to the average that parts bull from bear.
    """
    made: dict[str, dict[str, Indicator]] = {}
    for index in INDICES:
        name = index.lower()
        made[index] = {f"{name}_return_{span}": partial(log_return, span=span) for span in RETURN_SPANS}
        made[index][f"{name}_volatility_ratio"] = partial(volatility_ratio, window=VOLATILITY_WINDOW)
    made[INDICES[0]] |= {
        "market_volatile": partial(volatile, window=VOLATILITY_WINDOW),
        "market_trend": partial(trend, window=TREND_WINDOW),
        f"market_close_to_sma_{TREND_WINDOW}": partial(close_to_sma, window=TREND_WINDOW),
    }
    return made


def context_names() -> list[str]:
    """The context's columns, in the order of :func:`context_features`."""
    return [name for features in context_features().values() for name in features]


def add_context(
    values: NDArray[np.float32], dates: NDArray[np.datetime64], indices: pd.DataFrame, guarded: bool
) -> None:
    """Fill ``values``: one row a name of :func:`context_names`, one column a bar.

    Args:
        dates: the session of each bar.
        indices: a market frame of index series, in points; it may lack some or all.
        guarded: a bar gets what was known before its session; else what is known after it.
    """
    series = dict(_series(indices))
    values[:] = 0
    row = 0
    for index, features in context_features().items():
        rows = values[row : row + len(features)]
        row += len(features)
        if index in series:
            _fill(rows, dates, series[index], features, guarded)


def _fill(
    rows: NDArray[np.float32],
    dates: NDArray[np.datetime64],
    bars: pd.DataFrame,
    features: dict[str, Indicator],
    guarded: bool,
) -> None:
    known_dates = bars["date"].to_numpy()
    position = np.searchsorted(known_dates, dates, side="left" if guarded else "right") - 1
    known = (position >= 0) & (dates - known_dates[position] <= LONGEST_SILENCE)
    one = to_bars(bars)
    for row, feature in zip(rows, features.values(), strict=True):
        row[known] = np.nan_to_num(feature(one))[position[known]]


def regime(market_index_bars: pd.DataFrame) -> pd.DataFrame:
    """The state of the market after each session.

    Volatility is ``volatile`` where the 20-session volatility lies above its median of the past year (250
    sessions), else ``quiet``. The trend is ``bull`` where the close lies above its 200-session average, else
    ``bear``. Both are ``unknown`` before there is enough history. No later bar moves a label.

    Args:
        market_index_bars: a bars frame (see :mod:`vn30.prices`) of one index, in points.

    Returns:
        ``date``, ``volatility`` and ``trend``, one row a session. A forecast made after session ``t`` is
        tagged with row ``t``.
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
    """Volatility and trend after ``session``; ``unknown`` unless the index has a bar of that very session.

    Args:
        market_index_bars: as for :func:`regime`.
    """
    labels = regime(market_index_bars)
    found = labels[labels["date"] == pd.Timestamp(session)]
    if found.empty:
        return "unknown", "unknown"
    return str(found["volatility"].iloc[0]), str(found["trend"].iloc[0])


def volatility_ratio(bars: Bars, window: int) -> FloatArray:
    """Log of the realised volatility over its median of the past 250 sessions (60 at least)."""
    volatility = realised_volatility(bars, window)
    # A series that stands still is no calm market; running sums leave some 1e-9 of what moved it before.
    volatility[volatility < 1e-6] = np.nan
    usual = pd.Series(volatility).rolling(USUAL_WINDOW, min_periods=USUAL_AT_LEAST).median().to_numpy()
    ratio: FloatArray = np.log(volatility / usual)
    return ratio


def volatile(bars: Bars, window: int) -> FloatArray:
    """+1 where the volatility is above its usual level, -1 where it is not."""
    return _sign(volatility_ratio(bars, window))


def trend(bars: Bars, window: int) -> FloatArray:
    """+1 where the close is above its simple moving average, -1 where it is not."""
    return _sign(bars.close - talib.SMA(bars.close, window))


def _sign(values: FloatArray) -> FloatArray:
    return np.where(np.isnan(values), np.nan, np.where(values > 0, 1.0, -1.0))


def _labels(values: FloatArray, above: str, below: str) -> NDArray[np.str_]:
    return np.select([values > 0, values < 0], [above, below], "unknown")


def _series(indices: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    for start, stop in ticker_slices(indices):
        yield indices["symbol"].iloc[start], indices.iloc[start:stop]
