"""The study on real prices: naive, every installed model and the ensembles, on the same rows of 2023-2024.

Needs ``VN30_REAL_DATA``. Walk-forward, as the training DAG does it: the pooled model by half-years from 2017
on, the models of each ticker by half-years from 2021 on, so that weights have a past to be learned from;
models that are not enabled by default, from 2023 on. Models, hyper-parameters and intervals were chosen on
sessions up to 2022 alone. Each figure has its standard error, by a block bootstrap over sessions. Twenty
minutes on one core; ``make bench PART=accuracy TICKERS=5`` takes the first five tickers.
"""

import os
from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
from rich.console import Console
from rich.progress import track
from rich.table import Table
from threadpoolctl import threadpool_limits

from vn30.evaluation.block_bootstrap import ratio_error
from vn30.evaluation.interval_scores import THIRDS
from vn30.evaluation.market_scores import MarketScores, score_market
from vn30.evaluation.rank_ic import daily_rank_ic
from vn30.features.cross_section import cross_section, cross_section_names
from vn30.features.panel import build_panel, feature_names
from vn30.forecasting.intervals import COVERAGE_LEVEL, ConformalInterval, recent_volatility, widening
from vn30.forecasting.pooled import pooled_forecasts
from vn30.forecasting.pooled_intervals import QUANTILE_COLUMNS, error_quantiles
from vn30.forecasting.targets import log_return_ahead, price_after
from vn30.forecasting.volatility_rank import volatility_rank
from vn30.market.universe import INDICES, members_on
from vn30.model_selection.splits import Fold
from vn30.model_selection.walk_forward import target_dates, walk_forward
from vn30.models.base import NAIVE, POOLED, ModelPart
from vn30.models.ensemble import combined, fit_ensemble
from vn30.models.registry import MODELS
from vn30.models.weights import learned_weights
from vn30.training_config.document import TrainingConfig

UNIVERSE_ON = date(2024, 12, 31)
SCORED_FROM = pd.Timestamp("2023-01-01")
MEMBERS_FROM = pd.Timestamp("2021-01-01")
FOLDS_A_YEAR = 2
MIN_TRAIN_ROWS = 120
MAX_FIT_SECONDS = 2.0
"""A model whose first fit takes longer is left out, and named below the table."""
METHODS = ("mean", "median", "weighted")


def measure(console: Console) -> None:
    """Print the tables, or how to get the prices for them."""
    folder = os.environ.get("VN30_REAL_DATA")
    if not folder:
        console.print("accuracy: VN30_REAL_DATA is not set; real prices are not shipped with the project")
        return
    market = load(Path(folder))
    tickers = sorted(market["symbol"].unique())[: int(os.environ.get("TICKERS", "0")) or None]
    study = Study(market, load_indices(Path(folder)), TrainingConfig())
    forecasts = pd.concat(
        [study.forecasts(horizon, tickers, track) for horizon in study.config.targets.horizons],
        ignore_index=True,
    )
    scored = forecasts[forecasts["date"] >= SCORED_FROM]
    console.print(point_table(scored, study.seconds_a_fit()))
    console.print(interval_table(scored))
    for name, seconds in study.too_slow.items():
        console.print(f"left out: {name}, {seconds:.1f} s a fit")


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


class Study:
    """The forecasts of all models on one market, walk-forward.

    Attributes:
        too_slow: seconds of the first fit of each model that is left out.
    """

    def __init__(self, market: pd.DataFrame, indices: pd.DataFrame, config: TrainingConfig) -> None:
        self.config = config
        self.names = feature_names(config.indicators, config.targets.lookback_window)
        features = build_panel(market, config.indicators, config.targets.lookback_window, indices)[self.names]
        ranks = cross_section(market, config.indicators.leakage_guard)[cross_section_names()]
        self.panel = pd.concat([market, features, ranks], axis=1)
        self.models = _installed(config)
        self.own = [name for name, model in config.models.switched_on() if not model.is_pooled]
        self.too_slow: dict[str, float] = {}
        self._seconds: dict[str, list[float]] = defaultdict(list)

    def seconds_a_fit(self) -> dict[str, float]:
        """The mean seconds of a fit by model."""
        return {name: float(np.mean(seconds)) for name, seconds in self._seconds.items()}

    def forecasts(self, horizon: int, tickers: list[str], progress: Callable[..., list[str]]) -> pd.DataFrame:
        """One row a ticker and session: outcome, base, the forecast of each model, error quantiles."""
        pooled = pooled_forecasts(self.panel, self.config, lambda: None, [horizon]).forecasts[str(horizon)]
        quantiles = error_quantiles(self.panel, horizon, self.config.data_window, pooled.to_numpy())
        tables = []
        with threadpool_limits(limits=1):
            for ticker in progress(tickers, description=f"{horizon} sessions"):
                at = self.panel["symbol"] == ticker
                rows = _labelled(self.panel[at], horizon)
                rows[POOLED], rows[NAIVE] = pooled[at].fillna(0.0), 0.0
                rows = self._with_own(rows, self.panel.loc[at, self.names].to_numpy(dtype=np.float64))
                rows = _with_ensembles(rows, [NAIVE, POOLED, *self.own], _folds(rows["date"]), horizon)
                tables.append(rows.merge(quantiles, on="date").assign(horizon=horizon))
        return pd.concat(tables, ignore_index=True)

    def _with_own(self, rows: pd.DataFrame, features: np.ndarray) -> pd.DataFrame:
        complete = ~np.isnan(features).any(axis=1)
        dates, ends = pd.DatetimeIndex(rows["date"]), pd.DatetimeIndex(rows["target_date"])
        labels = rows["label"].to_numpy()
        forecasts: dict[str, np.ndarray] = {}
        for fold in _folds(rows["date"]):
            train, test = complete & fold.train(ends), complete & fold.test(dates) & ~np.isnan(labels)
            if train.sum() < MIN_TRAIN_ROWS or not test.any():
                continue
            wanted = self.own if fold.first < SCORED_FROM else list(self.models)
            for name in [name for name in wanted if name not in self.too_slow]:
                member = {name: self.models[name].make(self.config.reproducibility.seed)}
                fitted = fit_ensemble(
                    member, self.config.scaling, features[train], labels[train], lambda: None
                )
                seconds = fitted.seconds[name]
                if name not in self._seconds and seconds > MAX_FIT_SECONDS and name not in self.own:
                    self.too_slow[name] = seconds
                    continue
                self._seconds[name].append(seconds)
                returns = forecasts.setdefault(name, np.full(len(rows), np.nan))
                returns[test] = fitted.predict(features[test])[name]
        table = rows.assign(**forecasts)
        return table[table[self.own].notna().all(axis=1)]


def _installed(config: TrainingConfig) -> dict[str, ModelPart]:
    """The settings of each model of a ticker's own whose library is installed; those of ``config`` first."""
    models = {name: getattr(config.models, name) for name in MODELS}
    return {
        name: model
        for name, model in models.items()
        if model.regresses and not (model.is_pooled or model.is_series) and model.unavailable() is None
    }


def _folds(dates: pd.Series) -> list[Fold]:
    sessions = pd.DatetimeIndex(dates)
    before = sessions[sessions < SCORED_FROM]
    return [
        *walk_forward(before, MEMBERS_FROM, (SCORED_FROM.year - MEMBERS_FROM.year) * FOLDS_A_YEAR),
        *walk_forward(sessions, SCORED_FROM, (UNIVERSE_ON.year + 1 - SCORED_FROM.year) * FOLDS_A_YEAR),
    ]


def _labelled(bars: pd.DataFrame, horizon: int) -> pd.DataFrame:
    close = bars["close"].to_numpy(dtype=np.float64)
    return bars[["symbol", "date", "close"]].assign(
        target_date=target_dates(pd.DatetimeIndex(bars["date"]), horizon),
        label=log_return_ahead(close, horizon),
        volatility=recent_volatility(close),
        volatility_rank=volatility_rank(close),
    )


def _with_ensembles(table: pd.DataFrame, members: list[str], folds: list[Fold], horizon: int) -> pd.DataFrame:
    """The ensembles of each fold, by weights from what was known before it."""
    dates, ends = pd.DatetimeIndex(table["date"]), pd.DatetimeIndex(table["target_date"])
    labels = table["label"].to_numpy()
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
    return table.assign(**ensembles)


def _models(forecasts: pd.DataFrame) -> list[str]:
    known = {"symbol", "date", "close", "target_date", "label", "volatility", "volatility_rank", "horizon"}
    return [str(name) for name in forecasts if name not in known and name not in QUANTILE_COLUMNS]


def _title(forecasts: pd.DataFrame) -> str:
    dates = forecasts["date"]
    return (
        f"{forecasts['symbol'].nunique()} tickers, forecasts of {dates.min().date()} to {dates.max().date()}"
    )


def _table(title: str, headings: tuple[str, ...]) -> Table:
    table = Table(title=title)
    for heading in headings:
        table.add_column(heading, justify="right", no_wrap=True)
    return table


def point_table(forecasts: pd.DataFrame, seconds: Mapping[str, float]) -> Table:
    """Errors, order and chance of a rise by horizon and model; Brier beside that of the base rate."""
    headings = ("", "model", "MAPE %", "skill", "p", "rank IC", "Brier", "seconds a fit")
    table = _table(_title(forecasts), headings)
    for horizon, rows in forecasts.groupby("horizon"):
        rise = (rows["label"] > 0).to_numpy()
        base_rate = rise.mean()
        for model in _models(rows):
            scored = rows[rows[model].notna()]
            tested = _tested(scored, model)
            scores = score_market(tested, int(horizon))
            losses = (tested[["predicted", "base"]].sub(tested["actual"], axis=0)).abs()
            sums = losses.div(tested["base"], axis=0).groupby(tested["date"]).sum().to_numpy().T
            ic = daily_rank_ic(tested["date"], scored[model], scored["label"]).to_numpy()
            brier = np.mean((_chance_of_rise(scored, model) - (scored["label"] > 0).to_numpy()) ** 2)
            table.add_row(
                str(horizon),
                model,
                f"{scores.mape_pct:.2f}",
                f"{scores.skill:+.4f} ±{ratio_error(*sums) or np.nan:.4f}",
                f"{scores.p_value:.2f}",
                f"{ic.mean():+.3f} ±{ratio_error(ic, np.ones(len(ic))) or np.nan:.3f}" if len(ic) else "-",
                f"{brier:.4f}",
                f"{seconds[model]:.2f}" if model in seconds else "",
            )
        table.add_row(
            str(horizon),
            f"rises: {base_rate:.1%}",
            *("", "", "", ""),
            f"{base_rate * (1 - base_rate):.4f}",
            end_section=True,
        )
    return table


def interval_table(forecasts: pd.DataFrame) -> Table:
    """Coverage with standard errors, overall and by volatility, width and Winkler score, in percent."""
    headings = ("", "model", "coverage %", *(f"{third} %" for third in THIRDS), "width %", "Winkler %")
    table = _table(f"80 % intervals, {_title(forecasts)}", headings)
    for horizon, rows in forecasts.groupby("horizon"):
        for model in _models(rows):
            tested = _tested(rows[rows[model].notna()], model)
            scores = score_market(tested, int(horizon))
            table.add_row(
                str(horizon),
                model,
                *coverage_cells(scores),
                f"{scores.interval_width_pct:.2f}",
                f"{scores.winkler_pct:.2f}",
                end_section=model == METHODS[-1],
            )
    return table


def coverage_cells(scores: MarketScores) -> list[str]:
    """The coverage overall and in each of THIRDS, with its standard error, in percent."""
    cells = []
    for name in ("coverage", *(f"coverage_{third}" for third in THIRDS)):
        share, error = getattr(scores, name), getattr(scores, f"{name}_error")
        cells.append("-" if share is None else f"{100 * share:.1f} ±{100 * (error or np.nan):.1f}")
    return cells


def _tested(rows: pd.DataFrame, model: str) -> pd.DataFrame:
    """The rows of :func:`score_market`, with the interval about the forecasts of ``model``."""
    base, forecast = rows["close"].to_numpy(), rows[model].to_numpy()
    reach = _reach(rows, model)
    prices = {
        "actual": rows["label"].to_numpy(),
        "predicted": forecast,
        "lower": forecast - reach,
        "upper": forecast + reach,
    }
    return rows[["symbol", "date", "volatility_rank"]].assign(
        base=base, **{name: price_after(base, returns) for name, returns in prices.items()}
    )


def _reach(rows: pd.DataFrame, model: str) -> np.ndarray:
    reach = rows["volatility"] * rows[QUANTILE_COLUMNS[COVERAGE_LEVEL]] * _widening(rows, model)
    return reach.to_numpy()


def _widening(rows: pd.DataFrame, model: str) -> np.ndarray:
    factors = np.ones(len(rows))
    horizon = int(rows["horizon"].iloc[0])
    for at in rows.groupby("symbol").indices.values():
        own = rows.iloc[at]
        errors, reference = (own["label"] - own[name] for name in (model, POOLED))
        known = np.searchsorted(own["target_date"], own["date"], side="right")
        factors[at] = widening(errors.to_numpy(), reference.to_numpy(), known, horizon)
    return factors


def _chance_of_rise(rows: pd.DataFrame, model: str) -> np.ndarray:
    quantiles = rows[QUANTILE_COLUMNS].to_numpy() * _widening(rows, model)[:, None]
    values = zip(quantiles, rows[model], rows["volatility"], strict=True)
    return np.array(
        [
            float(ConformalInterval(row).probability_of_rise(forecast, scale))
            for row, forecast, scale in values
        ]
    )
