"""Every installed model of a ticker's own at once: 30 tickers, three horizons, ten years of bars.

In a process of its own, as a task; each ticker is trained as in a run, on one core. With ``VN30_REAL_DATA``
the bars are real prices, and each model's skill on the test part (the newest fifth) is printed as well; else
they are simulated. ``make bench PART=zoo TICKERS=3`` takes three tickers. A quarter of an hour on one core
for all, without the extras Prophet and LSTM.
"""

import json
import os
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from rich.console import Console
from rich.progress import track
from rich.table import Table

from tests.benchmarks.accuracy import load, load_indices
from tests.benchmarks.market import BARS, simulated_bars
from vn30.evaluation.significance import PROVEN_BELOW, corrected_p_values
from vn30.features.panel import build_panel
from vn30.forecasting.ticker import train_ticker
from vn30.forecasting.ticker_result import HorizonResult
from vn30.market.universe import INDICES
from vn30.models.registry import MODELS
from vn30.training_config.document import TrainingConfig

TICKERS = 30


def measure(console: Console) -> None:
    """Train the tickers, and print the seconds of each model and, on real prices, its skill."""
    tickers = int(os.environ.get("TICKERS", "0")) or TICKERS
    measured = list(track(_trained(tickers), "tickers", total=tickers, console=console))
    console.print(_seconds_table(measured))
    if os.environ.get("VN30_REAL_DATA"):
        console.print(_skill_table(measured))
    missing = [name for name, model in MODELS.items() if model.unavailable()]
    seconds = sum(ticker["seconds"] for ticker in measured)
    console.print(
        f"{seconds:.0f} core seconds, {seconds / len(measured):.1f} a ticker; the peak is "
        f"{measured[-1]['peak_gb']:.2f} GB; not installed: {', '.join(missing) or 'none'}"
    )


def whole_zoo() -> TrainingConfig:
    """The default configuration with every installed model of a ticker's own."""
    default = TrainingConfig()
    parts = {name: getattr(default.models, name) for name in MODELS}
    enabled = {
        name: part.model_copy(update={"enabled": not part.is_pooled and part.unavailable() is None})
        for name, part in parts.items()
    }
    return default.model_copy(update={"models": default.models.model_copy(update=enabled)})


def _trained(tickers: int) -> Iterator[dict[str, Any]]:
    """The measurements of each ticker, as the process of its own writes them: one JSON line a ticker."""
    command = [sys.executable, "-m", __name__, str(tickers)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield from map(json.loads, process.stdout)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)


def _seconds_table(measured: list[dict[str, Any]]) -> Table:
    fits = sum((Counter(ticker["models"]) for ticker in measured), Counter[str]())
    title = f"Every installed model, {len(measured)} tickers x 3 horizons, up to {BARS:,} bars a ticker"
    table = Table(title=title)
    for heading in ("model", "seconds of its fits", "share"):
        table.add_column(heading, justify="right")
    for name, seconds in sorted(fits.items(), key=lambda item: -item[1]):
        table.add_row(name, f"{seconds:.1f}", f"{seconds / sum(fits.values()):.0%}")
    return table


def _skill_table(measured: list[dict[str, Any]]) -> Table:
    """By model and horizon the median skill over the tickers, its quartiles, and how many are proven."""
    table = Table(title="skill on the test part: median of the tickers (quartiles), number of proven skills")
    horizons = list(measured[0]["scores"])
    for heading in ("model", *(f"{horizon} sessions" for horizon in horizons)):
        table.add_column(heading, justify="right")
    for name in measured[0]["scores"][horizons[0]]:
        cells = []
        for horizon in horizons:
            skills, p_values = np.array([ticker["scores"][horizon][name] for ticker in measured]).T
            low, middle, high = np.quantile(skills, [0.25, 0.5, 0.75])
            proven = int(((corrected_p_values(p_values) < PROVEN_BELOW) & (skills > 0)).sum())
            cells.append(f"{middle:+.4f} ({low:+.4f} to {high:+.4f}), {proven}")
        table.add_row(name, *cells)
    return table


def _train(tickers: int) -> None:
    config = whole_zoo()
    market, indices = _bars(tickers)
    for ticker, bars in market.groupby("symbol"):
        started = time.process_time()
        bars = bars.reset_index(drop=True)
        features = build_panel(bars, config.indicators, config.targets.lookback_window, indices)
        result = train_ticker(str(ticker), bars, features, config, lambda: None)
        row = {
            "ticker": ticker,
            "seconds": time.process_time() - started,
            "models": result.seconds,
            "scores": {horizon: _scores(outcome) for horizon, outcome in result.horizons.items()},
            "peak_gb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20,
        }
        print(json.dumps(row), flush=True)


def _scores(outcome: HorizonResult) -> dict[str, tuple[float, float]]:
    """By model its skill and p-value; the ensemble is one of them."""
    members = {
        name: (scores.skill, outcome.member_p_values[name]) for name, scores in outcome.member_scores.items()
    }
    return {"ensemble": (outcome.scores.skill, outcome.p_value), **members}


def _bars(tickers: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Market frames of the tickers and of the indices."""
    if folder := os.environ.get("VN30_REAL_DATA"):
        market = load(Path(folder))
        newest = market.groupby("symbol", group_keys=False).tail(BARS)
        chosen = sorted(newest["symbol"].unique())[:tickers]
        return newest[newest["symbol"].isin(chosen)], load_indices(Path(folder))
    return _simulated([f"T{n:04d}" for n in range(tickers)], 0), _simulated(sorted(INDICES), 10_000)


def _simulated(symbols: list[str], first: int) -> pd.DataFrame:
    bars = [simulated_bars(first + place).assign(symbol=symbol) for place, symbol in enumerate(symbols)]
    return pd.concat(bars, ignore_index=True)[["symbol", *bars[0].columns.drop("symbol")]]


if __name__ == "__main__":
    np.seterr(all="ignore")
    _train(int(sys.argv[1]))
