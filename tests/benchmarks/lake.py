"""One-minute bars: loads, a run that changes nothing, and reads, beside pandas on a CSV and PostgreSQL."""

import io
import json
import os
import statistics
import subprocess
import sys
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import sqlalchemy as sa
from rich.console import Console
from rich.table import Table

from tests.benchmarks.minutes_task import SESSIONS, TIMES, minutes_of, taken
from tests.support.database import database_server
from vn30.database.migrations import migrate
from vn30.database.warehouse import copy_csv, make_engine
from vn30.market.minutes import MINUTE_COLUMNS
from vn30.settings import Settings

SIZES = tuple(int(size) for size in os.environ.get("LAKE_TICKERS", "30,300").split(","))
COMPARED = 30
MEMORY_ALLOWED = 1.0
FASTER_THAN_PANDAS = 10.0
TASK = "tests.benchmarks.minutes_task"

Measured = dict[str, Any]

_TABLE = (
    "CREATE TABLE minutes (symbol TEXT, time TIMESTAMPTZ, open FLOAT8, high FLOAT8, low FLOAT8, "
    "close FLOAT8, volume BIGINT)"
)
_RESAMPLE = (
    "SELECT symbol, date_bin(%(width)s, time, '2024-01-01 02:00+00') AS start, "
    "(array_agg(open ORDER BY time))[1], max(high), min(low), (array_agg(close ORDER BY time DESC))[1], "
    "sum(volume) FROM minutes "
    "WHERE symbol = any(%(symbols)s) AND time >= %(since)s GROUP BY 1, 2 ORDER BY 1, 2"
)


def measure(console: Console) -> None:
    """Store the minutes, read them in each way, print the table, and remove everything."""
    with database_server(durable=True) as server, tempfile.TemporaryDirectory(prefix="vn30-bench-") as home:
        results = {}
        for size in SIZES:
            tickers = [f"T{number:03d}" for number in range(size)]
            url = server.database_url(f"minutes_{size}")
            engine = make_engine(Settings(database_url=url))
            migrate(engine)
            environment = {**os.environ, "VN30_DATABASE_URL": url, "VN30_HOME": str(Path(home) / str(size))}
            done = subprocess.run(
                [sys.executable, "-m", TASK, *tickers],
                env=environment,
                capture_output=True,
                text=True,
                check=True,
            )
            results[size] = json.loads(done.stdout)
            engine.dispose()
        console.print(_table(results))
        compared = [f"T{number:03d}" for number in range(min(COMPARED, min(SIZES)))]
        others = _others(compared, server.database_url("rows"), Path(home))
    console.print(_comparison(results[min(SIZES)], others))
    faster = others["pandas"]["resample_15m"] / results[min(SIZES)]["resample_15m"]
    console.print(
        f"To 15 minutes: {faster:.0f} times as fast as pandas on a CSV ({FASTER_THAN_PANDAS:g} required); "
        f"the peak is {max(one['peak_gb'] for one in results.values()):.2f} GB ({MEMORY_ALLOWED:g} allowed)"
    )


def _others(tickers: list[str], url: str, home: Path) -> dict[str, Measured]:
    file = home / "minutes.csv"
    for number, ticker in enumerate(tickers):
        minutes_of(ticker).to_csv(file, mode="a", header=number == 0, index=False)
    pandas = {
        "megabytes": file.stat().st_size / 1e6,
        "resample_15m": taken(lambda: _pandas(file, "15min")),
        "resample_1d": taken(lambda: _pandas(file, "D")),
        "day_ms": 1000 * taken(lambda: _pandas(file, None, tickers[0], SESSIONS[-1].isoformat())),
        "year_ms": 1000 * taken(lambda: _pandas(file, "15min", tickers[0])),
    }
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql(_TABLE)
        lines = file.read_bytes().split(b"\n", 1)[1]
        pandas_load = taken(lambda: copy_csv(connection, "minutes", MINUTE_COLUMNS, io.BytesIO(lines)))
        connection.exec_driver_sql("CREATE UNIQUE INDEX ON minutes (symbol, time)")
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE minutes")

        def ask(width: timedelta, symbols: list[str], since: str = "2020-01-01") -> float:
            query = {"width": width, "symbols": symbols, "since": since}
            return taken(lambda: connection.exec_driver_sql(_RESAMPLE, query).fetchall())

        def half(*arguments: Any) -> float:
            return 1000 * statistics.median(ask(*arguments) for _ in range(TIMES))

        size = connection.exec_driver_sql("SELECT pg_total_relation_size('minutes') / 1e6").scalar()
        postgres = {
            "megabytes": float(size),
            "load": pandas_load,
            "resample_15m": ask(timedelta(minutes=15), tickers),
            "resample_1d": ask(timedelta(days=1), tickers),
            "day_ms": half(timedelta(minutes=1), tickers[:1], SESSIONS[-1].isoformat()),
            "year_ms": half(timedelta(minutes=15), tickers[:1]),
        }
    engine.dispose()
    return {"pandas": pandas, "PostgreSQL": postgres}


def _pandas(
    file: Path, rule: str | None, ticker: str | None = None, since: str | None = None
) -> pd.DataFrame:
    rows = pd.read_csv(file, parse_dates=["time"])
    if ticker:
        rows = rows[rows["symbol"] == ticker]
    if since:
        rows = rows[rows["time"] >= pd.Timestamp(since, tz="Asia/Ho_Chi_Minh")]
    if rule is None:
        return rows
    how = {"open": "first", "high": "max", "low": "min", "close": "last", "volume": "sum"}
    return rows.groupby("symbol").resample(rule, on="time").agg(how).dropna()


def _table(results: dict[int, Measured]) -> Table:
    table = Table(title=f"Minutes of {len(SESSIONS)} sessions in the artifact store")
    for heading in (
        "tickers",
        "bars",
        "loaded a second",
        "again, unchanged",
        "size",
        "to 15 m",
        "to days",
        "peak",
    ):
        table.add_column(heading, justify="right")
    for size, one in results.items():
        table.add_row(
            str(size),
            f"{one['bars']:,}",
            f"{one['bars'] / one['load']:,.0f}",
            f"{one['again']:.1f} s",
            f"{one['megabytes']:.0f} MB",
            f"{one['resample_15m']:.2f} s",
            f"{one['resample_1d']:.2f} s",
            f"{one['peak_gb']:.2f} GB",
        )
    return table


def _comparison(ours: Measured, others: dict[str, Measured]) -> Table:
    table = Table(title=f"The same {ours['bars']:,} bars")
    for heading in (
        "",
        "size",
        "all to 15 m",
        "all to days",
        "a day of one (p50)",
        "a year of one, 15 m (p50)",
    ):
        table.add_column(heading, justify="right")
    for name, one in {"Parquet": ours, **others}.items():
        table.add_row(
            name,
            f"{one['megabytes']:.0f} MB",
            f"{one['resample_15m']:.2f} s",
            f"{one['resample_1d']:.2f} s",
            f"{one['day_ms']:.1f} ms",
            f"{one['year_ms']:.1f} ms",
        )
    return table
