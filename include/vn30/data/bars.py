"""Bars within sessions as a DataFrame: see :mod:`vn30.data`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from vn30.data.connection import Day, NothingStored, checked, reading, to_date
from vn30.data.read import ALL, read_prices
from vn30.errors import WrongInput

if TYPE_CHECKING:
    import pandas as pd


def bars(
    ticker: str,
    interval: str = "1m",
    start: Day | None = None,
    end: Day | None = None,
    *,
    as_of: Day | None = None,
    url: str | None = None,
) -> pd.DataFrame:
    """Bars of one stock of a minute up to a week, oldest first; an empty frame where nothing is stored.

    ``time`` is the start of the bar, in Vietnam's time: of a half session 09:00 or 13:00, of a day midnight,
    of a week midnight of its Monday. A bar without trades has no row. No bar crosses lunch or the end of a
    session: bars of minutes are counted from 09:00 and from 13:00, and the last one of a half is shorter
    where its length does not divide the half (``1h``: 11:00 to 11:30, 14:00 to 15:00). The opening auction is
    in the minutes from 09:00 and the closing auction in those from 14:30, each in the minute in which the
    source has its trades.

    Bars of minutes and half sessions are made of the stored minutes, whose prices are as their source gave
    them: a later dividend or split does not change them. Those of days and weeks are made of the daily bars
    of :func:`prices`, adjusted as they were on ``as_of``. :func:`minute_days` compares both. Files are read
    from the artifact store (``VN30_ARTIFACT_STORE``).

    Args:
        interval: ``1m``, ``5m``, ``15m``, ``30m``, ``1h``, ``half``, ``1d`` or ``1w``.
        start: first day; by default the first stored one.
        end: last day; by default, and at most, ``as_of``, which is the platform's today: of a live market
            today's session as well, as far as it is stored. A week has only its sessions from start to end.

    Raises:
        UnknownTicker: it was never in the VN30.
        WrongInput: another interval, an index, or a start after the end.
        MinutesGone: a stored file is missing or damaged.
    """
    import pandas as pd

    from vn30.market.minutes import no_minutes
    from vn30.market.resampling import DAILY, check_interval, weeks_of
    from vn30.market.stored_minutes import as_times, interval_bars, minutes_until
    from vn30.settings import get_settings
    from vn30.storage.artifacts import open_store

    wanted = check_interval(interval)
    first = None if start is None else to_date(start, "start")
    last = None if end is None else to_date(end, "end")
    if first and last and first > last:
        raise WrongInput(f"start ({first}) is after end ({last}): swap them.")
    with reading(url, as_of) as read:
        (symbol,) = checked(read.connection, [ticker])
        newest = minutes_until(read.connection) if as_of is None else read.as_of
        until = newest if last is None else min(last, newest)
        if first and first > until:
            return no_minutes()
        if wanted in DAILY:
            try:
                prices = read_prices(read, symbol, first)
            except NothingStored:
                return no_minutes()
            days = as_times(prices[prices["date"] <= pd.Timestamp(until)])
            return days if wanted == "1d" else weeks_of(days)
        return interval_bars(read.connection, open_store(get_settings()), symbol, wanted, first, until)


def minute_days(
    tickers: str | Iterable[str] | None = None,
    *,
    start: Day | None = None,
    as_of: Day | None = None,
    url: str | None = None,
) -> pd.DataFrame:
    """The sessions with stored minutes: the day that they make up, and whether the daily bar is the same.

    One row a stock and session, sorted by them. ``verdict`` is ``equal``, or says why not; the daily bar is
    the one that is stored now, adjusted for what has come since ``as_of`` as well.

    Args:
        tickers: by default all.
        start: first session.
    """
    first = None if start is None else to_date(start, "start")
    with reading(url, as_of) as read:
        wanted = None if tickers is None or tickers == ALL else checked(read.connection, tickers)
        return read.frame("minute_days", "data/minute_days", tickers=wanted, start=first)
