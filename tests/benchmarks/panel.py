"""Feature panels of more and more tickers, from the bars in the database to the stored file.

Each in a process of its own, as in a task: its peak memory is that of everything, interpreter included.
"""

import json
import os
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from rich.console import Console
from rich.progress import track
from rich.table import Table

from tests.benchmarks.market import BARS, simulated_bars
from tests.support.database import database_server
from vn30.database.migrations import migrate
from vn30.database.warehouse import make_engine
from vn30.ingestion.bars_writer import store_bars
from vn30.market.universe import INDICES
from vn30.settings import Settings

SIZES = (30, 300, 1_600)
MEMORY_ALLOWED = 4.0
GROWTH_ALLOWED = 1.25
SCRIPT = Path(__file__).parent / "panel_task.py"

Measured = dict[str, Any]


def measure(console: Console) -> None:
    """Fill a database with bars, build the panels, print the table, and remove everything."""
    tickers = [f"T{number:04d}" for number in range(max(SIZES))]
    with database_server(durable=True) as server, tempfile.TemporaryDirectory(prefix="vn30-bench-") as home:
        url = server.database_url("panel")
        _store(console, url, [*tickers, *INDICES])
        environment = {**os.environ, "VN30_DATABASE_URL": url, "VN30_HOME": home}
        results = {size: _build(tickers[:size], environment) for size in SIZES}
    console.print(_table(results))
    few, many = SIZES[-2:]
    growth = _seconds_a_ticker(many, results[many]) / _seconds_a_ticker(few, results[few])
    console.print(
        f"A ticker takes {growth:.2f} times as long among {many:,} as among {few} "
        f"({GROWTH_ALLOWED} allowed); "
        f"the peak is {results[many]['peak_gb']:.2f} GB ({MEMORY_ALLOWED:g} allowed)"
    )


def _seconds_a_ticker(tickers: int, measured: Measured) -> float:
    return sum(measured["seconds"].values()) / tickers


def _store(console: Console, url: str, tickers: list[str]) -> None:
    engine = make_engine(Settings(database_url=url))
    migrate(engine)
    try:
        fetched_at = datetime(2025, 12, 31, 11, tzinfo=UTC)
        for number, ticker in enumerate(track(tickers, description="storing bars", console=console)):
            with engine.begin() as connection:
                connection.execute(
                    sa.text("INSERT INTO stocks (ticker, name) VALUES (:ticker, '')"), {"ticker": ticker}
                )
                store_bars(connection, ticker, simulated_bars(number), "bench", fetched_at)
    finally:
        engine.dispose()


def _build(tickers: list[str], environment: dict[str, str]) -> Measured:
    done = subprocess.run(
        [sys.executable, str(SCRIPT), *tickers], env=environment, capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


def _table(results: dict[int, Measured]) -> Table:
    table = Table(title=f"Feature panels, {BARS:,} bars a ticker, one process")
    stages = list(next(iter(results.values()))["seconds"])
    for heading in ("tickers", *stages, "a ticker", "peak", "file", "found again in"):
        table.add_column(heading, justify="right")
    for size, measured in results.items():
        table.add_row(
            f"{size:,}",
            *(f"{taken:.1f} s" for taken in measured["seconds"].values()),
            f"{1000 * _seconds_a_ticker(size, measured):.1f} ms",
            f"{measured['peak_gb']:.2f} GB",
            f"{measured['file_mb']:.0f} MB",
            f"{measured['again']:.1f} s",
        )
    return table
