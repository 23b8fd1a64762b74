"""Simulation: what the engine takes, by stocks and by runs, beside ``bt`` and a plain loop over pandas.

Ten years of random walks, the strongest stocks of 60 sessions, decided weekly; one year of it by simulated
minutes; and what a no-trade band saves where they are decided daily. CPU seconds.
"""

import json
import os
import subprocess
import sys
from typing import Any

from rich.console import Console
from rich.table import Table

SIZES = tuple(int(size) for size in os.environ.get("SIMULATION_TICKERS", "30,100,400,1600").split(","))
GRID = int(os.environ.get("SIMULATION_RUNS", "1000"))
REPEATS = 3


def measure(console: Console) -> None:
    """Print the cost of one run by stocks, of a grid, and of three engines without frictions."""
    console.print(_runs({size: _task("runs", size, 1) for size in SIZES}))
    console.print(_engines(_task("engines", 30, REPEATS)))
    console.print(_minutes(_task("minutes", 30, REPEATS)))
    console.print(_bands(_task("bands", 30, 1)))
    console.print(_grid(_task("runs", 30, GRID)))


def _task(what: str, tickers: int, count: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.benchmarks.simulation_task", what, str(tickers), str(count)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return figures


def _runs(found: dict[int, dict[str, Any]]) -> Table:
    table = Table(title="One simulation of ten years, CPU seconds")
    for column in ("stocks", "build the market", "engine", "checks", "all, times the smallest", "fills"):
        table.add_column(column, justify="right")
    table.add_column("peak GB", justify="right")
    total = {size: sum(one[part] for part in ("market", "engine", "checks")) for size, one in found.items()}
    smallest = min(found)
    for size, one in found.items():
        seconds = [f"{one[part]:.2f}" for part in ("market", "engine", "checks")]
        growth = f"{total[size] / total[smallest]:.1f} of {size / smallest:.1f} times the stocks"
        table.add_row(f"{size:,}", *seconds, growth, f"{one['fills']:,.0f}", f"{one['peak_gb']:.2f}")
    return table


def _minutes(one: dict[str, Any]) -> Table:
    title = f"One year of 30 stocks, {one['rows']:,.0f} minutes, CPU seconds a run"
    table = Table(
        title=title, caption=f"minutes built once: {one['build']:.2f} s; peak {one['peak_gb']:.2f} GB"
    )
    for column in ("traded", "engine", "checks", "fills"):
        table.add_column(column, justify="right")
    for name in ("by days", "at the opening auction", "through the session"):
        engine, checks, fills = one[name]
        table.add_row(name, f"{engine:.3f}", f"{checks:.3f}", f"{fills:,.0f}")
    return table


def _bands(one: dict[str, Any]) -> Table:
    table = Table(title="Thirty stocks by inverse volatility over ten years, decided daily")
    for column in ("no-trade band, %", "turnover a year", "fees and taxes, % of equity a year", "fills"):
        table.add_column(column, justify="right")
    for band, (turnover, costs, fills) in one["bands"].items():
        table.add_row(band, f"{turnover:.2f}", f"{100 * costs:.2f}", f"{fills:,.0f}")
    return table


def _grid(one: dict[str, Any]) -> Table:
    table = Table(title=f"A grid of {GRID:,} simulations of 30 stocks, CPU seconds")
    for column in ("decisions", "engine", "checks", "ms a run", "fills a run", "peak GB"):
        table.add_column(column, justify="right")
    seconds = [one[part] for part in ("decisions", "engine", "checks")]
    each = 1000 * sum(seconds[1:]) / GRID
    values = [*(f"{value:.1f}" for value in seconds), f"{each:.0f}", f"{one['fills']:,.0f}"]
    table.add_row(*values, f"{one['peak_gb']:.2f}")
    return table


def _engines(one: dict[str, Any]) -> Table:
    table = Table(title="30 stocks over ten years without frictions, the same equity to 1e-9")
    for column in ("engine", "CPU seconds a run", "times the engine"):
        table.add_column(column, justify="right")
    for name in ("engine", "bt", "pandas"):
        table.add_row(name, f"{one[name]:.3f}", f"{one[name] / one['engine']:.1f}")
    return table
