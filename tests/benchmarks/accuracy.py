"""The study on real prices: every model, the ensembles and the naive forecast on the same rows of 2023-2024.

Needs ``VN30_REAL_DATA``. Walk-forward, as the training DAG does it: the pooled model by half-years from 2017
on, the models of each ticker by quarters from 2019 on, so that weights and intervals have a past to be
learned from. Models and hyper-parameters were chosen on sessions up to 2022 alone. A quarter of an hour on
one core.
"""

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
from rich.console import Console
from rich.progress import track
from rich.table import Table
from threadpoolctl import threadpool_limits

from vn30.evaluation.market_scores import score_market
from vn30.evaluation.scores import score
from vn30.features.cross_section import cross_section, cross_section_names
from vn30.features.panel import build_panel, feature_names
from vn30.forecasting.intervals import recent_volatility
from vn30.forecasting.out_of_sample import calibrated, new_members
from vn30.forecasting.pooled import pooled_forecasts
from vn30.forecasting.targets import log_return_ahead, price_after
from vn30.market.universe import INDICES, members_on
from vn30.model_selection.splits import Fold
from vn30.model_selection.walk_forward import target_dates, walk_forward
from vn30.models.base import NAIVE, POOLED
from vn30.models.ensemble import combined, fit_ensemble
from vn30.models.weights import learned_weights
from vn30.training_config.document import TrainingConfig

UNIVERSE_ON = date(2024, 12, 31)
SCORED_FROM = pd.Timestamp("2023-01-01")
MEMBERS_FROM = pd.Timestamp("2019-01-01")
QUARTERS_A_YEAR = 4
MIN_TRAIN_ROWS = 120
METHODS = ("mean", "median", "weighted")


def measure(console: Console) -> None:
    """Print the table, or how to get the prices for it."""
    folder = os.environ.get("VN30_REAL_DATA")
    if not folder:
        console.print("accuracy: VN30_REAL_DATA is not set; real prices are not shipped with the project")
        return
    forecasts = study(load(Path(folder)), load_indices(Path(folder)), TrainingConfig(), track)
    console.print(report(forecasts[forecasts["date"] >= SCORED_FROM]))


def load(folder: Path) -> pd.DataFrame:
    """The members of UNIVERSE_ON as a market frame."""
    prices = pd.read_csv(folder / "vn30_prices_adjusted_to_2024.csv.gz", parse_dates=["date"])
    members = prices[prices["symbol"].isin(members_on(UNIVERSE_ON))]
    return members.drop_duplicates(["symbol", "date"]).sort_values(["symbol", "date"], ignore_index=True)


def load_indices(folder: Path) -> pd.DataFrame:
    """The index series as a market frame."""
    parts = [
        pd.read_csv(folder / f"index_{name}_to_2024.csv.gz", parse_dates=["date"]).assign(symbol=name)
        for name in sorted(INDICES)
    ]
    indices = pd.concat(parts).drop_duplicates(["symbol", "date"])
    return indices.sort_values(["symbol", "date"], ignore_index=True)


def study(
    market: pd.DataFrame, indices: pd.DataFrame, config: TrainingConfig, progress: Callable[..., list[int]]
) -> pd.DataFrame:
    """One row a ticker, session and horizon: outcome, base, what each model said, and the interval."""
    names = feature_names(config.indicators, config.targets.lookback_window)
    features = build_panel(market, config.indicators, config.targets.lookback_window, indices)[names]
    ranks = cross_section(market, config.indicators.leakage_guard)[cross_section_names()]
    panel = pd.concat([market, features, ranks], axis=1)
    pooled = pooled_forecasts(panel, config, lambda: None).forecasts
    folds = _folds(pd.DatetimeIndex(np.sort(market["date"].unique())))
    tables = []
    with threadpool_limits(limits=1):
        for horizon in config.targets.horizons:
            rows = _labelled(market, horizon)
            rows[POOLED], rows[NAIVE] = pooled[str(horizon)].fillna(0.0), 0.0
            groups = [group for _, group in rows.groupby("symbol")]
            for group in progress(groups, description=f"{horizon} sessions"):
                own = panel.loc[group.index, names].to_numpy(dtype=np.float64)
                tables.append(_one_ticker(group, own, folds, config, horizon).assign(horizon=horizon))
    return pd.concat(tables, ignore_index=True)


def _folds(sessions: pd.DatetimeIndex) -> list[Fold]:
    before = sessions[sessions < SCORED_FROM]
    return [
        *walk_forward(before, MEMBERS_FROM, (SCORED_FROM.year - MEMBERS_FROM.year) * QUARTERS_A_YEAR),
        *walk_forward(sessions, SCORED_FROM, (UNIVERSE_ON.year + 1 - SCORED_FROM.year) * QUARTERS_A_YEAR),
    ]


def _labelled(market: pd.DataFrame, horizon: int) -> pd.DataFrame:
    parts = []
    for _, bars in market.groupby("symbol"):
        close = bars["close"].to_numpy()
        ahead = {
            "target_date": target_dates(pd.DatetimeIndex(bars["date"]), horizon),
            "label": log_return_ahead(close, horizon),
            "volatility": recent_volatility(close),
        }
        parts.append(bars[["symbol", "date", "close"]].assign(**ahead))
    return pd.concat(parts)


def _one_ticker(
    rows: pd.DataFrame, features: np.ndarray, folds: list[Fold], config: TrainingConfig, horizon: int
) -> pd.DataFrame:
    complete = ~np.isnan(features).any(axis=1)
    dates, ends = pd.DatetimeIndex(rows["date"]), pd.DatetimeIndex(rows["target_date"])
    labels = rows["label"].to_numpy()
    forecasts: dict[str, np.ndarray] = {}
    for fold in folds:
        train, test = complete & fold.train(ends), complete & fold.test(dates) & ~np.isnan(labels)
        if train.sum() < MIN_TRAIN_ROWS or not test.any():
            continue
        fitted = fit_ensemble(
            new_members(config), config.scaling, features[train], labels[train], lambda: None
        )
        for name, returns in fitted.predict(features[test]).items():
            forecasts.setdefault(name, np.full(len(rows), np.nan))[test] = returns
    table = rows.assign(**forecasts)
    table = table[table[list(forecasts)].notna().all(axis=1)]
    return _combine(table, list(forecasts), folds, horizon)


def _combine(table: pd.DataFrame, own: list[str], folds: list[Fold], horizon: int) -> pd.DataFrame:
    """The ensembles of each fold, by weights and intervals from what was known before it."""
    members = [NAIVE, POOLED, *own]
    dates, ends = pd.DatetimeIndex(table["date"]), pd.DatetimeIndex(table["target_date"])
    labels, volatility = table["label"].to_numpy(), table["volatility"].to_numpy()
    returns = {name: table[name].to_numpy() for name in members}
    ensembles = {name: np.full(len(table), np.nan) for name in METHODS}
    for fold in folds:
        past, test = fold.train(ends), fold.test(dates)
        if not test.any():
            continue
        weights = learned_weights({name: returns[name][past] for name in members}, labels[past], horizon)
        tested = {name: returns[name][test] for name in members}
        for method in METHODS:
            ensembles[method][test] = combined(tested, method, weights)
    half_widths = calibrated(ensembles["weighted"], labels, volatility, dates, ends, horizon).half_widths
    reach = half_widths * volatility
    ensembles |= {"lower": ensembles["weighted"] - reach, "upper": ensembles["weighted"] + reach}
    plain = np.mean([returns[name] for name in own], axis=0)
    return table.assign(**ensembles, plain_mean=plain)


def report(forecasts: pd.DataFrame) -> Table:
    """Scores by horizon and model."""
    table = Table(title=f"{forecasts['symbol'].nunique()} tickers, {_span(forecasts['date'])}")
    for heading in (
        "horizon",
        "model",
        "MAPE %",
        "skill",
        "skill, mean of tickers",
        "rank IC",
        "p",
        "verdict",
    ):
        table.add_column(heading, justify="right")
    for horizon, rows in forecasts.groupby("horizon"):
        skip = {"symbol", "date", "close", "target_date", "label", "volatility", "lower", "upper", "horizon"}
        for model in [name for name in rows if name not in skip]:
            table.add_row(str(horizon), *_scores(rows, str(model), int(horizon)))
        table.add_row(str(horizon), *_coverage(rows), end_section=True)
    return table


def _span(dates: pd.Series) -> str:
    return f"forecasts of {dates.min().date()} to {dates.max().date()}"


def _scores(rows: pd.DataFrame, model: str, horizon: int) -> tuple[str, ...]:
    base = rows["close"].to_numpy()
    actual, predicted = price_after(base, rows["label"].to_numpy()), price_after(base, rows[model].to_numpy())
    by_ticker = [
        score(actual[at], predicted[at], base[at]).skill for at in rows.groupby("symbol").indices.values()
    ]
    no_interval = {"lower": np.nan, "upper": np.nan}
    tested = rows[["symbol", "date"]].assign(base=base, actual=actual, predicted=predicted, **no_interval)
    scores = score_market(tested, horizon)
    return (
        model,
        f"{scores.mape_pct:.3f}",
        f"{scores.skill:+.4f}",
        f"{np.mean(by_ticker):+.4f}",
        f"{scores.rank_ic or 0:+.4f}",
        f"{scores.p_value:.3f}",
        scores.verdict + ("; suspect" if scores.suspicions() else ""),
    )


def _coverage(rows: pd.DataFrame) -> tuple[str, str]:
    banded = rows[rows["lower"].notna()]
    inside = banded["label"].between(banded["lower"], banded["upper"])
    thirds = banded.groupby("symbol")["volatility"].rank(pct=True)
    width = (np.exp(banded["upper"]) - np.exp(banded["lower"])).mean()
    return (
        f"80 % interval: {inside.mean():.1%} (calm third {inside[thirds < 1 / 3].mean():.1%}, "
        f"wild {inside[thirds > 2 / 3].mean():.1%}), width {width:.1%} of the price",
        f"{len(banded)} rows",
    )
