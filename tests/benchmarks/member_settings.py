"""Cheaper settings of the default members beside today's, on sessions of 2019-2022: skill, error and seconds.

Needs ``VN30_REAL_DATA``. Settings were chosen by this table; later sessions have no part in it. Each setting
is refitted by half-years on all rows whose outcomes were known, as in the study of ``accuracy``.
"""

import os
from collections import defaultdict
from pathlib import Path
from time import perf_counter

import numpy as np
import pandas as pd
from rich.console import Console
from rich.progress import track
from rich.table import Table
from sklearn.preprocessing import StandardScaler
from threadpoolctl import threadpool_limits

from tests.benchmarks.accuracy import load, load_indices
from vn30.features.panel import build_panel, feature_names
from vn30.forecasting.targets import log_return_ahead
from vn30.model_selection.walk_forward import target_dates, walk_forward
from vn30.models.base import ModelPart
from vn30.models.estimators.gradient_boosting import GradientBoostingConfig
from vn30.models.estimators.random_forest import RandomForestConfig
from vn30.models.estimators.svr import SvrConfig
from vn30.training_config.document import TrainingConfig

FIRST, LAST = pd.Timestamp("2019-01-01"), pd.Timestamp("2022-12-31")
FOLDS = 8
MIN_TRAIN_ROWS = 250
SETTINGS: dict[str, ModelPart] = {
    "gradient boosting, 100 trees at 0.01": GradientBoostingConfig(n_estimators=100, learning_rate=0.01),
    "gradient boosting, 50 trees at 0.02": GradientBoostingConfig(n_estimators=50, learning_rate=0.02),
    "gradient boosting, 25 trees at 0.04": GradientBoostingConfig(n_estimators=25, learning_rate=0.04),
    "random forest, 300 trees": RandomForestConfig(n_estimators=300),
    "random forest, 100 trees": RandomForestConfig(n_estimators=100),
    "SVR, every row": SvrConfig(stride=1),
    "SVR, every second row": SvrConfig(stride=2),
}


def measure(console: Console) -> None:
    """Print the table, or how to get the prices for it."""
    folder = os.environ.get("VN30_REAL_DATA")
    if not folder:
        console.print("settings: VN30_REAL_DATA is not set; real prices are not shipped with the project")
        return
    config = TrainingConfig()
    market = load(Path(folder)).query("date <= @LAST").reset_index(drop=True)
    panel = build_panel(market, config.indicators, config.targets.lookback_window, load_indices(Path(folder)))
    names = feature_names(config.indicators, config.targets.lookback_window)
    skills: dict[tuple[str, int], list[float]] = defaultdict(list)
    seconds: dict[str, float] = defaultdict(float)
    with threadpool_limits(limits=1):
        for _, bars in track(list(market.groupby("symbol")), console=console):
            features = panel.loc[bars.index, names].to_numpy(dtype=np.float64)
            for horizon in config.targets.horizons:
                _score(bars, features, horizon, skills, seconds)
    console.print(_table(skills, seconds, list(config.targets.horizons)))


def _score(
    bars: pd.DataFrame,
    features: np.ndarray,
    horizon: int,
    skills: dict[tuple[str, int], list[float]],
    seconds: dict[str, float],
) -> None:
    dates = pd.DatetimeIndex(bars["date"])
    ends, labels = target_dates(dates, horizon), log_return_ahead(bars["close"].to_numpy(), horizon)
    usable = ~np.isnan(features).any(axis=1) & ~np.isnan(labels)
    errors: dict[str, list[np.ndarray]] = defaultdict(list)
    for fold in walk_forward(dates, FIRST, FOLDS):
        train, test = usable & fold.train(ends), usable & fold.test(dates)
        if train.sum() < MIN_TRAIN_ROWS or not test.any():
            continue
        scaler = StandardScaler().fit(features[train])
        errors["naive"].append(np.abs(np.expm1(labels[test])))
        for name, model in SETTINGS.items():
            started = perf_counter()
            fitted = model.make(0)
            fitted.fit(scaler.transform(features[train]), labels[train])
            seconds[name] += perf_counter() - started
            forecast = fitted.predict(scaler.transform(features[test]))
            errors[name].append(np.abs(np.exp(labels[test]) - np.exp(forecast)))
    naive = np.concatenate(errors.pop("naive")).mean()
    for name, parts in errors.items():
        skills[name, horizon].append(1 - np.concatenate(parts).mean() / naive)


def _table(
    skills: dict[tuple[str, int], list[float]], seconds: dict[str, float], horizons: list[int]
) -> Table:
    table = Table(title="Mean skill of the tickers with its standard error, 2019-2022")
    for heading in ("setting", *(f"{horizon} sessions" for horizon in horizons), "seconds"):
        table.add_column(heading, justify="right")
    for name in SETTINGS:
        cells = []
        for horizon in horizons:
            of_tickers = np.array(skills[name, horizon])
            cells.append(
                f"{of_tickers.mean():+.4f} ± {of_tickers.std(ddof=1) / np.sqrt(len(of_tickers)):.4f}"
            )
        table.add_row(name, *cells, f"{seconds[name]:.0f}")
    return table
