"""The pooled model of more and more tickers: its panel, and the fit of one horizon, over ten years.

Each in a process of its own, as in a task: its peak memory is that of everything, interpreter included. Core
seconds of the simulated bars are among those of the panel. Fifteen minutes on one core.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.progress import track
from rich.table import Table

from tests.benchmarks.market import BARS

SIZES = (30, 400, 1_600)
MEMORY_ALLOWED = 4.0
TASK = "tests.benchmarks.pool_task"

Measured = dict[str, float]


def measure(console: Console) -> None:
    """Compute the panels, fit the models, and print the table."""
    results: dict[int, dict[str, Measured]] = {}
    for size in track(SIZES, description="pool", console=console):
        with tempfile.TemporaryDirectory(prefix="vn30-bench-") as folder:
            file = str(Path(folder) / "panel.parquet")
            results[size] = {half: _run(half, size, file) for half in ("panel", "fit")}
    console.print(_table(results))
    few, many = SIZES[-2:]
    growth = {
        half: results[many][half]["seconds"] / many / (results[few][half]["seconds"] / few)
        for half in ("panel", "fit")
    }
    peak = max(measured["peak_gb"] for halves in results.values() for measured in halves.values())
    console.print(
        f"Among {many:,} tickers one takes {growth['panel']:.2f} (panel) and {growth['fit']:.2f} (fit) times "
        f"as long as among {few}; the peak is {peak:.2f} GB ({MEMORY_ALLOWED:g} allowed)"
    )


def _run(half: str, tickers: int, file: str) -> Measured:
    command = [sys.executable, "-m", TASK, half, str(tickers), file]
    measured: Measured = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    return measured


def _table(results: dict[int, dict[str, Measured]]) -> Table:
    table = Table(title=f"The pooled model at one horizon, {BARS:,} bars a ticker, core seconds")
    for heading in ("tickers", "panel", "a ticker", "peak", "fit", "a ticker", "peak"):
        table.add_column(heading, justify="right")
    for size, halves in results.items():
        cells = []
        for measured in halves.values():
            seconds = measured["seconds"]
            cells += [f"{seconds:.0f} s", f"{1000 * seconds / size:.0f} ms", f"{measured['peak_gb']:.2f} GB"]
        table.add_row(f"{size:,}", *cells)
    return table
