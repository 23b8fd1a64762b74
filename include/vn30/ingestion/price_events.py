"""Stores the events of a stock's bars, with the bars."""

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from vn30.database.warehouse import copy_rows, execute, fetch_all
from vn30.market.calendar import Calendar
from vn30.market.price_events import price_events
from vn30.market.price_limits import DAILY_LIMIT, bands, daily_limits
from vn30.market.stored_calendar import read_calendar
from vn30.market.traded_prices import stored_adjustments
from vn30.market.universe import INDICES
from vn30.typing import FloatArray

_COLUMNS = ("session_date", "kind", "value", "baseline")


def store_price_events(connection: sa.Connection, ticker: str, calendar: Calendar | None = None) -> int:
    """Make the stored events of ``ticker`` those of its stored bars that are final; the number of changes.

    It runs in the caller's transaction, which has stored the bars or the corporate actions. An index series
    has no events.

    Args:
        calendar: None: that of the database.
    """
    if ticker in INDICES:
        return 0
    rows = fetch_all(connection, "ingestion/final_bars", ticker=ticker)
    sessions = np.array([row["price_date"] for row in rows], dtype="datetime64[D]")
    events = price_events(
        sessions,
        np.array([row["close"] for row in rows], dtype=float),
        np.array([row["volume"] for row in rows], dtype=float),
        _limits(ticker, sessions, calendar or read_calendar(connection)),
        stored_adjustments(connection, [ticker]).get(ticker, []),
    )
    connection.exec_driver_sql(
        "CREATE TEMP TABLE IF NOT EXISTS staged_events (session_date DATE, kind TEXT, "
        "value DOUBLE PRECISION, baseline DOUBLE PRECISION) ON COMMIT DELETE ROWS; DELETE FROM staged_events"
    )
    staged = ((event.session, event.kind, event.value, event.baseline) for event in events)
    copy_rows(connection, "staged_events", _COLUMNS, staged)
    removed = execute(connection, "ingestion/remove_other_events", ticker=ticker)
    return removed + execute(connection, "ingestion/put_staged_events", ticker=ticker)


def _limits(ticker: str, sessions: NDArray[np.datetime64], calendar: Calendar) -> FloatArray:
    """The daily limit of each session on HOSE; 0 before the listing there."""
    known = bands(ticker)
    if not len(sessions) or not known:
        return np.full(len(sessions), DAILY_LIMIT["HOSE"])
    days = calendar.sessions_between(sessions[0].astype(object), sessions[-1].astype(object))
    places = np.searchsorted(np.array(days, dtype="datetime64[D]"), sessions)
    limits = daily_limits(ticker, sessions, np.diff(places, prepend=places[:1] - 1) - 1)
    listed = min(band.valid_from for band in known if band.exchange == "HOSE")
    return np.where(sessions >= np.datetime64(listed), limits, 0.0)
