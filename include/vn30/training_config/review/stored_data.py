"""The stored data that a configuration is reviewed against."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

import sqlalchemy as sa

from vn30.database.warehouse import fetch_all, fetch_one
from vn30.features.warmup import warm_up
from vn30.market import clock
from vn30.market.membership import absent_members, known_tickers, members
from vn30.market.stored_calendar import read_calendar
from vn30.market.timeframes import DAYS, SESSION_BARS
from vn30.settings import get_settings
from vn30.training_config.document import TrainingConfig


class StoredPrices(NamedTuple):
    """The number of sessions with a bar of one ticker, and the first and last of them.

    Attributes:
        minutes: the number of sessions with stored minutes.
    """

    sessions: int
    first: date
    last: date
    minutes: int = 0

    def before(self, day: date) -> int:
        """The estimated number of sessions before ``day``, which assumes evenly spread sessions."""
        share = (day - self.first).days / max(1, (self.last - self.first).days + 1)
        return round(self.sessions * min(1.0, max(0.0, share)))


class SeriesFaults(NamedTuple):
    """What is wrong with the stored series of one ticker, in sessions.

    Attributes:
        missing: without a bar, of ``expected`` ones.
        refused: among them, those of which every row was rejected.
        untraded: with a price that was carried forward, without volume.
        provisional: with a bar that is not final yet.
    """

    missing: int
    expected: int
    refused: int
    untraded: int
    provisional: int


@dataclass(frozen=True)
class StoredData:
    """The stored data that a configuration is reviewed against.

    Attributes:
        as_of: the session of the platform's clock; None before the first crawl.
        members: the VN30 members on that session.
        known: all tickers that a configuration may select.
        stored: the stored prices by ticker; tickers without prices are absent.
        absent: the members that the source of the newest crawl does not have.
        faults: by ticker, as the newest crawls have measured them; series without a fault are absent.
        gate_errors: the number of errors that the quality gate found in the newest crawl.
    """

    as_of: date | None
    members: tuple[str, ...]
    known: frozenset[str]
    stored: Mapping[str, StoredPrices]
    absent: frozenset[str] = frozenset()
    faults: Mapping[str, SeriesFaults] = field(default_factory=dict)
    gate_errors: int = 0


def load_stored_data(connection: sa.Connection) -> StoredData:
    """Load the stored data up to the session of the platform's clock."""
    as_of = clock.read_clock(connection).as_of
    stored = fetch_all(connection, "training_config/stored_prices", as_of=as_of)
    minutes = {
        row["symbol"]: row["sessions"]
        for row in fetch_all(connection, "training_config/stored_minutes", as_of=as_of)
    }
    report = fetch_one(connection, "training_config/newest_report")
    return StoredData(
        as_of=as_of,
        members=members(
            connection, as_of or clock.as_of(get_settings(), None, calendar=read_calendar(connection))
        ),
        known=known_tickers(connection),
        stored={
            row["ticker"]: StoredPrices(
                row["sessions"], row["first_session"], row["last_session"], minutes.get(row["ticker"], 0)
            )
            for row in stored
        },
        absent=absent_members(connection),
        faults={
            row["ticker"]: SeriesFaults(
                row["missing"], row["expected"], row["refused"], row["untraded"], row["provisional"]
            )
            for row in fetch_all(connection, "training_config/series_faults")
        },
        gate_errors=report["errors"] if report else 0,
    )


def usable_bars(config: TrainingConfig, stored: StoredPrices) -> int:
    """The number of bars of the data window with a complete set of a ticker's features.

    For a window from ``start`` to ``end`` it is an estimate; see :meth:`StoredPrices.before`. So it is for
    bars within sessions: their sessions are assumed to be the newest ones.
    """
    timeframe = config.targets.timeframe
    bars = SESSION_BARS[timeframe]
    known = stored.sessions if timeframe == DAYS else min(stored.sessions, stored.minutes)
    complete = known * bars - warm_up(config.indicators, config.targets.lookback_window)
    window = config.data_window
    if window.mode == "last_n":
        return max(0, min(window.last_sessions * bars, complete))
    without = stored.sessions - known
    skipped = max(0, stored.before(window.start) - without) if window.start else 0
    after_end = stored.sessions - stored.before(window.end) - 1 if window.end else 0
    return max(0, min((known - skipped) * bars, complete) - bars * max(0, after_end))
