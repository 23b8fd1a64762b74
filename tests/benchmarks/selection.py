"""What the selection of features earns, on sessions up to 2022: none, by p-value, and automatic.

Needs ``VN30_REAL_DATA``. The pooled model, refitted by half-years, and the mean of the tickers' own models on
the newest fifth of these sessions, as a run tests them; each fit selects anew from its own training rows. The
differences are those to no selection on the same rows; errors are of a block bootstrap over sessions.
"""

import os
from pathlib import Path

import numpy as np
import pandas as pd
from rich.console import Console
from rich.progress import track
from rich.table import Table

from tests.benchmarks.accuracy import load, load_indices
from vn30.evaluation.block_bootstrap import ratio_error
from vn30.evaluation.rank_ic import daily_rank_ic
from vn30.features.cross_section import cross_section, cross_section_names
from vn30.features.panel import build_panel, feature_names
from vn30.features.series import KEY_COLUMNS
from vn30.forecasting.pooled import pooled_forecasts
from vn30.forecasting.targets import log_return_ahead
from vn30.forecasting.ticker import train_ticker
from vn30.training_config.document import TrainingConfig, parse_config

LAST = pd.Timestamp("2022-12-31")
NONE = "none"
METHODS = (NONE, "p_value", "auto")
POOLED, OWN = "pooled model", "mean of a ticker's own models"


def measure(console: Console) -> None:
    """Print the table, or how to get the prices for it."""
    folder = os.environ.get("VN30_REAL_DATA")
    if not folder:
        console.print("selection: VN30_REAL_DATA is not set; real prices are not shipped with the project")
        return
    market = load(Path(folder)).query("date <= @LAST").reset_index(drop=True)
    tickers = sorted(market["symbol"].unique())[: int(os.environ.get("TICKERS", "0")) or None]
    panel = _panel(market, load_indices(Path(folder)).query("date <= @LAST"))
    pooled = {method: _of_pooled(panel, method) for method in track(METHODS, console=console)}
    console.print(_table(POOLED, pooled))
    own = {method: _of_tickers(panel, tickers, method) for method in METHODS}
    console.print(_table(OWN, own))
    horizons = len(TrainingConfig().targets.horizons)
    trials = 2 * (len(METHODS) - 1) * horizons
    console.print(f"{trials} comparisons with no selection, each by skill and by rank IC")


def _config(method: str) -> TrainingConfig:
    return parse_config({"selection": {"method": method}, "ensemble": {"method": "mean"}})


def _panel(market: pd.DataFrame, indices: pd.DataFrame) -> pd.DataFrame:
    config = TrainingConfig()
    lookback = config.targets.lookback_window
    features = build_panel(market, config.indicators, lookback, indices)
    ranks = cross_section(market, config.indicators.leakage_guard)[cross_section_names()]
    return pd.concat([market, features[feature_names(config.indicators, lookback)], ranks], axis=1)


def _of_pooled(panel: pd.DataFrame, method: str) -> pd.DataFrame:
    """One row a forecast: ``symbol``, ``date``, ``horizon``, log returns ``outcome`` and ``forecast``."""
    made = pooled_forecasts(panel, _config(method), lambda: None)
    tables = []
    for horizon in TrainingConfig().targets.horizons:
        outcome = panel.groupby("symbol")["close"].transform(
            lambda close, ahead=horizon: log_return_ahead(close.to_numpy(dtype=np.float64), ahead)
        )
        table = panel[KEY_COLUMNS].assign(
            horizon=horizon,
            outcome=outcome,
            forecast=made.forecasts[str(horizon)],
            order=made.expected[str(horizon)],
        )
        tables.append(table.dropna())
    return pd.concat(tables, ignore_index=True)


def _of_tickers(panel: pd.DataFrame, tickers: list[str], method: str) -> pd.DataFrame:
    """As :func:`_of_pooled`, on the test part of each ticker."""
    config = _config(method)
    tables = []
    for ticker in track(tickers, description=method):
        rows = panel[panel["symbol"] == ticker].reset_index(drop=True)
        for horizon, result in train_ticker(ticker, rows, rows, config, lambda: None).horizons.items():
            test = result.test
            forecast = np.log(test["predicted"] / test["base"])
            table = pd.DataFrame(
                {
                    "symbol": ticker,
                    "date": test["date"],
                    "horizon": horizon,
                    "outcome": np.log(test["actual"] / test["base"]),
                    "forecast": forecast,
                    "order": forecast,
                }
            )
            tables.append(table)
    return pd.concat(tables, ignore_index=True)


def _table(model: str, forecasts: dict[str, pd.DataFrame]) -> Table:
    none = forecasts[NONE]
    table = Table(
        title=f"{model}, {none['date'].min().date()} to {none['date'].max().date()} (standard error)"
    )
    for heading in ("", "selection", "skill", "more than none", "rank IC", "more than none"):
        table.add_column(heading, justify="right", no_wrap=True)
    for horizon in sorted(none["horizon"].unique()):
        at = {method: rows[rows["horizon"] == horizon] for method, rows in forecasts.items()}
        losses = {method: _losses(rows) for method, rows in at.items()}
        orders = {
            method: daily_rank_ic(rows["date"], rows["order"], rows["outcome"]) for method, rows in at.items()
        }
        for method in METHODS:
            loss, order = losses[method], orders[method]
            gain = losses[NONE]["loss"] - loss["loss"]
            table.add_row(
                str(horizon),
                method,
                _ratio(loss["naive"] - loss["loss"], loss["naive"]),
                "" if method == NONE else _ratio(gain, loss["naive"]),
                _ratio(order),
                "" if method == NONE else _ratio(order - orders[NONE]),
                end_section=method == METHODS[-1],
            )
    return table


def _losses(rows: pd.DataFrame) -> pd.DataFrame:
    """Sums over the tickers of each session: absolute errors of the forecast and of the naive one."""
    errors = {"loss": (rows["outcome"] - rows["forecast"]).abs(), "naive": rows["outcome"].abs()}
    return pd.DataFrame(errors).groupby(rows["date"]).sum()


def _ratio(sums: pd.Series, counts: pd.Series | None = None) -> str:
    """The sum of ``sums`` over that of ``counts``, or their mean, with its error."""
    counts = pd.Series(1.0, index=sums.index) if counts is None else counts
    error = ratio_error(sums.to_numpy(), counts.to_numpy()) or np.nan
    return f"{sums.sum() / counts.sum():+.4f} ({error:.4f})"
