"""Risk: what it takes of 30 and 1,600 stocks, and value at risk back-tested on real prices of 2019 to 2024.

The second part needs ``VN30_REAL_DATA``. Nothing in it was fitted or chosen: windows, decay and methods are
those of the literature. Five minutes on one core, half of them to store the bars of the first part.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import sqlalchemy as sa
from rich.console import Console
from rich.progress import track
from rich.table import Table

from tests.benchmarks.accuracy import load_indices
from tests.benchmarks.market import simulated_bars
from tests.support.database import database_server
from vn30.database.migrations import migrate
from vn30.database.warehouse import copy_rows, make_engine
from vn30.ingestion.bars_writer import store_bars
from vn30.market.calendar import session_hours, sessions_between
from vn30.market.universe import INDICES
from vn30.risk.backtest import Backtest, backtest
from vn30.risk.tails import CONFIDENCES, METHODS, SPANS, Method
from vn30.settings import Settings
from vn30.typing import FloatArray

SIZES = tuple(int(size) for size in os.environ.get("RISK_TICKERS", "30,1600").split(","))
SESSIONS, TODAY = 1_500, date(2025, 12, 31)
MEMORY_ALLOWED = 1.0
FROM = pd.Timestamp("2019-01-01")
LEFT_OUT = ("BVH", "POW")
"""In the files, but not among the 30 members."""
_LEVEL = 0.05

Found = dict[tuple[Method, int, float], Backtest]


def measure(console: Console) -> None:
    """Print the cost of the measures, and the back-tests if there are real prices."""
    console.print(_cost(_costs(console)))
    folder = os.environ.get("VN30_REAL_DATA")
    if not folder:
        console.print("risk: VN30_REAL_DATA is not set; real prices are not shipped with the project")
        return
    series = real_series(Path(folder))
    found = {name: _tested(returns, outcomes) for name, (returns, outcomes) in series.items()}
    portfolios = {name: found.pop(name) for name in list(found) if " " in name or name in INDICES}
    for table in (_stocks(found), _portfolios(portfolios), _each(found)):
        console.print(table)


def _costs(console: Console) -> dict[int, dict[str, Any]]:
    with database_server(durable=True) as server, tempfile.TemporaryDirectory(prefix="vn30-bench-") as home:
        url = server.database_url("risk")
        engine = make_engine(Settings(database_url=url))
        migrate(engine)
        names = [*INDICES, *(f"T{number:04d}" for number in range(max(SIZES)))]
        for number, ticker in enumerate(track(names, description="storing bars", console=console)):
            with engine.begin() as connection:
                connection.execute(
                    sa.text("INSERT INTO stocks (ticker, name) VALUES (:ticker, '')"), {"ticker": ticker}
                )
                bars = simulated_bars(number).tail(SESSIONS)
                store_bars(connection, ticker, bars, "bench", datetime(2025, 12, 31, tzinfo=UTC))
        with engine.begin() as connection:
            hours = session_hours(sessions_between(date(2025, 1, 1), TODAY))
            copy_rows(connection, "trading_sessions", ("session_date", "opens_at", "closes_at"), hours)
            connection.execute(
                sa.text("INSERT INTO market_state VALUES (TRUE, 'real', 'bench', FALSE, :today)"),
                {"today": TODAY},
            )
        engine.dispose()
        environment = {**os.environ, "VN30_DATABASE_URL": url, "VN30_HOME": home}
        return {size: _task(size, environment) for size in SIZES}


def _task(size: int, environment: Mapping[str, str]) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.benchmarks.risk_task", str(size)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _cost(found: Mapping[int, Mapping[str, Any]]) -> Table:
    table = Table(title=f"Risk of stocks with {SESSIONS:,} sessions (peak allowed: {MEMORY_ALLOWED:g} GB)")
    for column in ("stocks", "tasks", "CPU s", "CPU ms a stock", "wall s", "peak GB", "rows"):
        table.add_column(column, justify="right")
    for size, one in found.items():
        table.add_row(
            f"{size:,}",
            str(one["tasks"]),
            f"{one['cpu']:.1f}",
            f"{1000 * one['cpu'] / one['measured']:.0f}",
            f"{one['wall']:.1f}",
            f"{one['peak_gb']:.2f}",
            f"{one['rows']:,}",
        )
    return table


def real_series(folder: Path) -> dict[str, tuple[FloatArray, int]]:
    """The log returns of 30 stocks, three portfolios and VNINDEX, and how many of them are after 2018.

    The portfolios: equal weights of the stocks with a price on both sessions; weights by their mean traded
    value of the 250 sessions before, as the market's capitalisation is not in the files; the VN30 itself.
    """
    prices = pd.read_csv(folder / "vn30_prices_adjusted_to_2024.csv.gz", parse_dates=["date"])
    prices = prices[~prices["symbol"].isin(LEFT_OUT)].drop_duplicates(["symbol", "date"])
    closes = prices.pivot(index="date", columns="symbol", values="close")
    changes = closes / closes.shift(1) - 1
    traded = (closes * prices.pivot(index="date", columns="symbol", values="volume")).fillna(0)
    weights = traded.rolling(250).mean().shift(1).where(changes.notna())
    series = {str(ticker): np.log(closes[ticker].dropna()).diff().dropna() for ticker in closes}
    series["equal weight"] = np.log1p(changes.mean(axis=1)).dropna()
    by_value = (changes * weights).sum(axis=1) / weights.sum(axis=1)
    series["by traded value"] = np.log1p(by_value).dropna()
    for code, rows in load_indices(folder).groupby("symbol"):
        series[str(code)] = np.log(rows.set_index("date")["close"]).diff().dropna()
    return {
        name: (returns.to_numpy(), int((returns.index >= FROM).sum())) for name, returns in series.items()
    }


def _tested(returns: FloatArray, outcomes: int) -> Found:
    return {
        (method, horizon, confidence): found
        for method in METHODS
        for horizon in SPANS
        for confidence, found in zip(
            CONFIDENCES, backtest(method, returns, horizon, CONFIDENCES, outcomes), strict=True
        )
        if found is not None
    }


def _stocks(found: Mapping[str, Found]) -> Table:
    """One row a method, horizon and confidence: all stocks together."""
    table = Table(title=f"{len(found)} stocks, outcomes of 2019 to 2024")
    for column in ("method", "horizon", "confidence", "outcomes", "exceptions", "expected", "rate, %"):
        table.add_column(column, justify="right")
    for column in ("Kupiec rejects", "clusters", "green/yellow/red", "loss / ES"):
        table.add_column(column, justify="right")
    for method in METHODS:
        for horizon in SPANS:
            for confidence in CONFIDENCES:
                tests = [one[key] for one in found.values() if (key := (method, horizon, confidence)) in one]
                table.add_row(method, str(horizon), f"{confidence:.0%}", *_together(tests))
    return table


def _together(tests: list[Backtest]) -> tuple[str, ...]:
    outcomes, exceptions = sum(one.outcomes for one in tests), sum(one.exceptions for one in tests)
    rates = np.array([one.exceptions / one.outcomes for one in tests])
    ordered = [one.independence_p for one in tests if one.independence_p is not None]
    ratios = [one.es_ratio for one in tests if one.es_ratio is not None]
    zones = [sum(one.zone == zone for one in tests) for zone in ("green", "yellow", "red")]
    return (
        f"{outcomes:,}",
        f"{exceptions:,}",
        f"{sum(one.expected for one in tests):,.0f}",
        f"{100 * exceptions / outcomes:.2f} ± {100 * rates.std(ddof=1) / np.sqrt(len(rates)):.2f}",
        f"{sum(one.kupiec_p < _LEVEL for one in tests)} of {len(tests)}",
        f"{sum(p < _LEVEL for p in ordered)} of {len(ordered)}",
        "/".join(map(str, zones)),
        f"{np.mean(ratios):.2f} ± {np.std(ratios, ddof=1) / np.sqrt(len(ratios)):.2f}",
    )


def _portfolios(found: Mapping[str, Found]) -> Table:
    table = Table(title="Portfolios and VNINDEX, outcomes of 2019 to 2024")
    for column in ("portfolio", "method", "horizon", "confidence", "exceptions", "expected", "Kupiec p"):
        table.add_column(column, justify="right")
    for column in ("independence p", "both p", "light", "loss / ES"):
        table.add_column(column, justify="right")
    for name, tests in found.items():
        for (method, horizon, confidence), one in tests.items():
            table.add_row(name, method, str(horizon), f"{confidence:.0%}", *_alone(one))
    return table


def _each(found: Mapping[str, Found]) -> Table:
    """Each stock: the filtered method over a session."""
    table = Table(title="Each stock, filtered, one session")
    for column in ("stock", "confidence", "exceptions", "expected", "Kupiec p", "independence p"):
        table.add_column(column, justify="right")
    for column in ("both p", "light", "loss / ES"):
        table.add_column(column, justify="right")
    for name, tests in found.items():
        for confidence in CONFIDENCES:
            one = tests["filtered", 1, confidence]
            table.add_row(name, f"{confidence:.0%}", *_alone(one))
    return table


def _alone(one: Backtest) -> tuple[str, ...]:
    ratio = "none" if one.es_ratio is None else f"{one.es_ratio:.2f}"
    if one.es_ratio_error is not None:
        ratio += f" ± {one.es_ratio_error:.2f}"
    return (
        f"{one.exceptions} of {one.outcomes}",
        f"{one.expected:.1f}",
        f"{one.kupiec_p:.3f}",
        "none" if one.independence_p is None else f"{one.independence_p:.3f}",
        "none" if one.coverage_p is None else f"{one.coverage_p:.3f}",
        one.zone,
        ratio,
    )
