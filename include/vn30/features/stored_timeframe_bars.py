"""Bars within sessions from the stored minutes, at the price level of the daily bars."""

from datetime import datetime

import pandas as pd
import sqlalchemy as sa

from vn30.features.stored_minute_statistics import complete_sessions
from vn30.market.bars import BAR_COLUMNS
from vn30.market.resampling import resample
from vn30.market.stored_minutes import interval_bars
from vn30.market.timeframes import Timeframe, at_daily_level, bars_known_by, dated_by_end
from vn30.storage.artifacts import ArtifactStore

_MINUTE = pd.Timedelta(1, "min")


def stored_timeframe_bars(
    connection: sa.Connection,
    store: ArtifactStore,
    days: pd.DataFrame,
    timeframe: Timeframe,
    known_by: datetime | None = None,
) -> pd.DataFrame:
    """The bars of ``timeframe`` of the tickers and sessions of ``days``.

    Only sessions with complete minutes have bars (see
    :func:`vn30.features.stored_minute_statistics.with_stored_minutes`). They are read as they are stored now:
    minutes have no versions.

    Args:
        days: a market frame of daily bars (see :mod:`vn30.market.bars`).
        timeframe: any but ``1d``.
        known_by: an aware time: no minute that ends later is read, and a bar that is not whole by then is
            left out. None: all minutes of the sessions.

    Returns:
        A market frame whose dates are the ends of the bars; see :mod:`vn30.market.timeframes`. Tickers
        without minutes are left out.

    Raises:
        MinutesGone: a file is missing or damaged.
    """
    parts = []
    # The minutes of all tickers together would take gigabytes.
    for ticker, of_ticker in days.groupby("symbol", sort=False):
        first, last = of_ticker["date"].min().date(), of_ticker["date"].max().date()
        sessions = complete_sessions(connection, str(ticker), first, last)
        if sessions.empty:
            continue
        minutes = interval_bars(connection, store, str(ticker), "1m", sessions[0].date(), last)
        if known_by is not None:
            minutes = minutes[minutes["time"] + _MINUTE <= known_by].reset_index(drop=True)
        bars = dated_by_end(resample(minutes, timeframe), timeframe)
        complete = bars[bars["date"].dt.normalize().isin(sessions)].reset_index(drop=True)
        parts.append(at_daily_level(complete, of_ticker[BAR_COLUMNS]))
    if not parts:
        return days.iloc[:0].reset_index(drop=True)
    market = pd.concat(parts, ignore_index=True)
    return market if known_by is None else bars_known_by(market, known_by)
