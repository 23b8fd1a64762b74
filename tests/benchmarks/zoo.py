"""Every installed model of a ticker's own at once: 30 tickers, three horizons, ten years of simulated bars.

In a process of its own, as a task; each ticker is trained as in a run, on one core. ``make bench PART=zoo
TICKERS=3`` takes three tickers. A quarter of an hour on one core for all.
"""

import json
import os
import resource
import subprocess
import sys
import time
from collections import Counter

import numpy as np
import pandas as pd
from rich.console import Console
from rich.table import Table

from tests.benchmarks.market import BARS, simulated_bars
from vn30.features.panel import build_panel
from vn30.forecasting.ticker import train_ticker
from vn30.market.universe import INDICES
from vn30.models.registry import MODELS
from vn30.training_config.document import TrainingConfig

TICKERS = 30


def measure(console: Console) -> None:
    """Train the tickers, and print the seconds of each model."""
    tickers = int(os.environ.get("TICKERS", "0")) or TICKERS
    command = [sys.executable, "-m", __name__, str(tickers)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    measured = json.loads(done.stdout.splitlines()[-1])
    fits: dict[str, float] = measured["models"]
    table = Table(title=f"Every installed model, {tickers} tickers x 3 horizons, {BARS:,} bars a ticker")
    for heading in ("model", "seconds of its fits", "share"):
        table.add_column(heading, justify="right")
    for name, seconds in sorted(fits.items(), key=lambda item: -item[1]):
        table.add_row(name, f"{seconds:.1f}", f"{seconds / sum(fits.values()):.0%}")
    console.print(table)
    missing = [name for name, model in MODELS.items() if model.unavailable()]
    console.print(
        f"{measured['seconds']:.0f} core seconds, {measured['seconds'] / tickers:.1f} a ticker; the peak is "
        f"{measured['peak_gb']:.2f} GB; not installed: {', '.join(missing) or 'none'}"
    )


def train(tickers: int) -> dict[str, object]:
    """The core seconds, the wall seconds of the fits by model, and the peak memory."""
    config = whole_zoo()
    indices = _market(sorted(INDICES), first=10_000)
    models: Counter[str] = Counter()
    started = time.process_time()
    for number in range(tickers):
        bars = _market([f"T{number:04d}"], first=number)
        features = build_panel(bars, config.indicators, config.targets.lookback_window, indices)
        models.update(train_ticker(f"T{number:04d}", bars, features, config, lambda: None).seconds)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    return {"seconds": time.process_time() - started, "models": models, "peak_gb": peak}


def whole_zoo() -> TrainingConfig:
    """The default configuration with every installed model of a ticker's own."""
    default = TrainingConfig()
    parts = {name: getattr(default.models, name) for name in MODELS}
    enabled = {
        name: part.model_copy(update={"enabled": not part.is_pooled and part.unavailable() is None})
        for name, part in parts.items()
    }
    return default.model_copy(update={"models": default.models.model_copy(update=enabled)})


def _market(symbols: list[str], first: int) -> pd.DataFrame:
    bars = [simulated_bars(first + place).assign(symbol=symbol) for place, symbol in enumerate(symbols)]
    return pd.concat(bars, ignore_index=True)[["symbol", *bars[0].columns.drop("symbol")]]


if __name__ == "__main__":
    np.seterr(all="ignore")
    print(json.dumps(train(int(sys.argv[1]))))
