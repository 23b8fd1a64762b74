"""Publication of the whole lake: seconds, size and peak memory, at first and when little or nothing changed.

Every bar has two versions, as after a restatement of everything. Each publication is a process of its own:
its peak memory is that of everything, interpreter and imports included.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pandas as pd
import sqlalchemy as sa
from rich.console import Console
from rich.progress import track
from rich.table import Table

from tests.benchmarks.market import BARS, simulated_bars
from tests.support.database import database_server
from tests.support.stored_market import store_market, store_run
from vn30.database.migrations import migrate
from vn30.database.warehouse import make_engine
from vn30.features.feature_store import stored_panel
from vn30.ingestion.bars_writer import store_bars
from vn30.market.stored_bars import stored_bars
from vn30.market.universe import INDICES
from vn30.settings import PROJECT_ROOT, Settings
from vn30.storage.artifacts import ArtifactStore
from vn30.training_config.document import TrainingConfig

SIZES = (30, 300)
RUNS = 60
"""Training runs on record, one a session."""
MEMORY_ALLOWED = 1.0

Measured = dict[str, Any]


def measure(console: Console) -> None:
    """Fill a database, publish, print the table, and remove everything."""
    table = Table(title=f"The whole lake, {BARS:,} sessions a ticker, {RUNS} training runs, one process")
    for heading in ("tickers", "publication", "rows", "written", "seconds", "slowest data set", "peak"):
        table.add_column(heading, justify="right")
    peaks = []
    for size in SIZES:
        with (
            database_server(durable=True) as server,
            tempfile.TemporaryDirectory(prefix="vn30-bench-") as home,
        ):
            url = server.database_url(f"lake_{size}")
            engine = make_engine(Settings(database_url=url))
            environment = {**os.environ, "VN30_DATABASE_URL": url, "VN30_HOME": home}
            try:
                _store(console, engine, ArtifactStore(f"file://{home}/artifacts"), size)
                first = _publish(environment)
                unchanged = _publish(environment)
                with engine.begin() as connection:
                    connection.execute(
                        sa.text(
                            "UPDATE stock_prices SET close_price = close_price + 1 "
                            "WHERE id = (SELECT max(id) FROM stock_prices)"
                        )
                    )
                one_bar = _publish(environment)
            finally:
                engine.dispose()
        assert unchanged["published"] == [], unchanged
        for name, measured in (
            ("first", first),
            ("nothing changed", unchanged),
            ("one bar corrected", one_bar),
        ):
            peaks.append(measured["peak_gb"])
            table.add_row(*_row(size, name, measured))
    console.print(table)
    console.print(f"The peak is {max(peaks):.2f} GB ({MEMORY_ALLOWED:g} allowed)")


def _row(size: int, name: str, measured: Measured) -> Sequence[str]:
    seconds: dict[str, float] = measured["seconds"]
    slowest = max(seconds, key=seconds.__getitem__)
    return (
        f"{size:,}",
        name,
        f"{measured['rows']:,}",
        f"{measured['written_mb']:.1f} MB",
        f"{sum(seconds.values()):.1f} s",
        f"{slowest} {seconds[slowest]:.1f} s",
        f"{measured['peak_gb']:.2f} GB",
    )


def _store(console: Console, engine: sa.Engine, store: ArtifactStore, size: int) -> None:
    migrate(engine)
    tickers = [f"T{number:04d}" for number in range(size)]
    sessions = [session.date() for session in simulated_bars(0)["date"]]
    with engine.begin() as connection:
        store_market(connection, [], sessions)
    for number, ticker in enumerate(track(tickers, description="storing bars", console=console)):
        bars = simulated_bars(number)
        for factor in (1.0, 0.9):
            with engine.begin() as connection:
                connection.execute(
                    sa.text("INSERT INTO stocks (ticker, name) VALUES (:ticker, '') ON CONFLICT DO NOTHING"),
                    {"ticker": ticker},
                )
                restated = bars.assign(
                    **{name: bars[name] * factor for name in ("open", "high", "low", "close")}
                )
                store_bars(connection, ticker, restated, "bench", datetime.now(UTC))
    with engine.begin() as connection:
        runs = [
            store_run(connection, session, tickers)
            for session in track(sessions[-RUNS:], description="storing runs", console=console)
        ]
        connection.execute(sa.text("ANALYZE"))
        market = stored_bars(connection, tickers, sessions[-1])
        indices = stored_bars(connection, INDICES, sessions[-1])
    _store_panel(engine, store, market, indices, runs[-1])


def _store_panel(
    engine: sa.Engine, store: ArtifactStore, market: pd.DataFrame, indices: pd.DataFrame, run: str
) -> None:
    from vn30.database import warehouse
    from vn30.settings import get_settings

    config = TrainingConfig()
    os.environ["VN30_DATABASE_URL"] = engine.url.render_as_string(hide_password=False)
    get_settings.cache_clear()
    warehouse.engine.cache_clear()
    try:
        panel = stored_panel(store, market, indices, config.indicators, config.targets.lookback_window)
    finally:
        warehouse.engine().dispose()
        warehouse.engine.cache_clear()
        get_settings.cache_clear()
        del os.environ["VN30_DATABASE_URL"]
    with engine.begin() as connection:
        connection.execute(
            sa.text("UPDATE experiment_runs SET panel_hash = :hash WHERE id = :run"),
            {"hash": panel.content_hash, "run": run},
        )


def _publish(environment: dict[str, str]) -> Measured:
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.lake_task"],
        env=environment,
        cwd=PROJECT_ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(done.stderr[-3000:])
    return json.loads(done.stdout.strip().splitlines()[-1])
