"""Statistics of the minutes of each session, from which features are computed.

They are optional columns of a market frame (see :mod:`vn30.market.bars`): without scale, so that a later
dividend or split does not change them, and NaN for a session without complete minutes.
"""

import numpy as np
import pandas as pd

from vn30.features.bars import AFTERNOON, AUCTION, MINUTE_STATISTICS, VOLATILITY, VWAP
from vn30.features.series import KEY_COLUMNS
from vn30.market.minutes import day_of, local_days, local_minutes
from vn30.market.resampling import resample
from vn30.market.session_minutes import DAY_MINUTES, closing_minute, halves
from vn30.typing import FloatArray, IntArray


def minute_statistics(minutes: pd.DataFrame) -> pd.DataFrame:
    """The statistics of each session, from its own minutes alone.

    Args:
        minutes: a minutes frame (see :mod:`vn30.market.minutes`) of complete sessions.

    Returns:
        One row a ticker and session: ``symbol``, ``date`` and MINUTE_STATISTICS as float64:

        - ``minute_volatility``: the square root of the sum of the squared log returns of the session's bars
          of five minutes, the first one from its open (T. G. Andersen and T. Bollerslev, International
          Economic Review 39, 1998); the night before is not in it;
        - ``minute_auction_share``: the volume from the closing auction on, as a share of the session's;
        - ``minute_vwap_distance``: ``close / VWAP - 1``, with the close of the last minute and the typical
          price ``(high + low + close) / 3`` of each minute;
        - ``minute_afternoon_share``: the volume after lunch, as a share of the session's.

        Shares and the distance are NaN for a session without volume.

    Raises:
        OutsideSession: a minute lies at lunch or outside a session.
    """
    at = local_minutes(minutes["time"])
    days = local_days(at)
    is_closing, is_afternoon = _parts(days, at - days * DAY_MINUTES)
    volume = minutes["volume"].to_numpy(dtype=np.float64)
    close = minutes["close"].to_numpy(dtype=np.float64)
    high, low = (
        np.where(np.isnan(values), close, values)
        for values in (minutes[name].to_numpy(dtype=np.float64) for name in ("high", "low"))
    )
    frame = pd.DataFrame(
        {
            "symbol": minutes["symbol"].to_numpy(),
            "date": days.astype("datetime64[D]").astype("datetime64[ns]"),
            "volume": volume,
            "turnover": volume * (high + low + close) / 3,
            "closing": volume * is_closing,
            "afternoon": volume * is_afternoon,
            "close": close,
        }
    )
    sessions = frame.groupby(KEY_COLUMNS, sort=True)
    sums = sessions[["volume", "turnover", "closing", "afternoon"]].sum()
    total = sums["volume"].where(sums["volume"] > 0)
    found = pd.DataFrame(
        {
            VOLATILITY: _volatility(minutes).reindex(sums.index),
            AUCTION: sums["closing"] / total,
            VWAP: sessions["close"].last() * total / sums["turnover"] - 1,
            AFTERNOON: sums["afternoon"] / total,
        }
    )
    return found.reset_index()


def with_statistics(market: pd.DataFrame, statistics: pd.DataFrame) -> pd.DataFrame:
    """``market`` with the columns MINUTE_STATISTICS; NaN where ``statistics`` has no row."""
    known = statistics.set_index(KEY_COLUMNS)[list(MINUTE_STATISTICS)].astype(np.float64)
    rows = known.reindex(pd.MultiIndex.from_frame(market[KEY_COLUMNS]))
    return market.assign(**{name: rows[name].to_numpy() for name in MINUTE_STATISTICS})


def mean_of_earlier(values: FloatArray) -> FloatArray:
    """``values`` with each NaN replaced by the mean of the rows before it, by 0 before the first known one.

    Minutes are stored for fewer sessions than prices are, and those of the newest session arrive after its
    prices; a model of one ticker would be left without rows. No row depends on a later one.

    Args:
        values: shape (n,), oldest first.
    """
    known = ~np.isnan(values)
    sums, counts = np.cumsum(np.where(known, values, 0.0)), np.cumsum(known)
    return np.where(known, values, sums / np.maximum(counts, 1))


def _volatility(minutes: pd.DataFrame) -> "pd.Series[float]":
    bars = resample(minutes, "5m")
    bars["date"] = local_days(local_minutes(bars["time"])).astype("datetime64[D]").astype("datetime64[ns]")
    sessions = bars.groupby(KEY_COLUMNS, sort=True)
    before = sessions["close"].shift(1)
    opens = bars["open"].where(bars["open"].notna(), bars["close"])
    bars["square"] = np.log(bars["close"] / before.where(before.notna(), opens)) ** 2
    volatility: pd.Series[float] = bars.groupby(KEY_COLUMNS, sort=True)["square"].sum() ** 0.5
    return volatility


def _parts(days: IntArray, of_day: IntArray) -> tuple[FloatArray, FloatArray]:
    """1 for the minutes from the closing auction on, and 1 for those after lunch, by the rules of the day."""
    known, place = np.unique(days, return_inverse=True)
    closing = np.array([closing_minute(day_of(day)) for day in known.tolist()], dtype=np.int64)
    afternoon = np.array([halves(day_of(day))[-1].begins for day in known.tolist()], dtype=np.int64)
    return (of_day >= closing[place]).astype(np.float64), (of_day >= afternoon[place]).astype(np.float64)
