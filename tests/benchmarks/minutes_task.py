"""Stores and reads minutes of the tickers that are named, and prints what it took as JSON.

In a process of its own, as a task: its peak memory is that of everything, interpreter included.
"""

import json
import resource
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pandas as pd

from tests.support.made_minutes import made_minutes
from vn30.database.warehouse import engine
from vn30.ingestion.intraday.minutes_writer import store_minutes
from vn30.market.calendar import sessions_between
from vn30.market.resampling import Interval, resample
from vn30.market.stored_minutes import stored_minutes
from vn30.settings import get_settings
from vn30.storage.artifacts import open_store

SESSIONS = sessions_between(date(2024, 1, 1), date(2025, 12, 31))[-250:]
MINUTES_OF_SESSION = 255
TIMES = 20
TICKERS_AT_ONCE = 30
"""What is resampled at once: all minutes of 300 tickers do not fit into the memory that is allowed."""


def minutes_of(ticker: str) -> pd.DataFrame:
    """Bars of a session's trading minutes: 150 in the morning, 105 in the afternoon."""
    minutes = made_minutes(ticker, SESSIONS)
    of_day = minutes["time"].dt.hour * 60 + minutes["time"].dt.minute
    return minutes[of_day < 14 * 60 + 45].reset_index(drop=True)


def main(tickers: list[str]) -> dict[str, Any]:
    """Measure each step."""
    store = open_store(get_settings())
    now = datetime.now(UTC)
    loading = again = 0.0
    bars = 0
    for ticker in tickers:
        minutes = minutes_of(ticker)
        bars += len(minutes)
        loading += taken(lambda minutes=minutes: store_minutes(store, minutes, "bench", now))
        again += taken(lambda minutes=minutes: store_minutes(store, minutes, "bench", now))
    with engine().connect() as connection:
        megabytes = connection.exec_driver_sql(
            "SELECT sum(size_bytes) / 1e6 FROM intraday_partitions"
        ).scalar()

        def read(symbols: list[str], start: date | None = None, interval: Interval = "1m") -> pd.DataFrame:
            rows = stored_minutes(connection, store, symbols, start)
            return rows if interval == "1m" else resample(rows, interval)

        def read_all(interval: Interval) -> None:
            for first in range(0, len(tickers), TICKERS_AT_ONCE):
                read(tickers[first : first + TICKERS_AT_ONCE], interval=interval)

        def half(*arguments: Any) -> float:
            return statistics.median(taken(lambda: read(*arguments)) for _ in range(TIMES))

        read_all("1d")
        return {
            "bars": bars,
            "load": loading,
            "again": again,
            "megabytes": float(megabytes),
            "resample_15m": taken(lambda: read_all("15m")),
            "resample_1d": taken(lambda: read_all("1d")),
            "day_ms": 1000 * half(tickers[:1], SESSIONS[-1]),
            "year_ms": 1000 * half(tickers[:1], None, "15m"),
            "peak_gb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20,
        }


def taken(work: Callable[[], object]) -> float:
    """Seconds that ``work`` takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1:])))
