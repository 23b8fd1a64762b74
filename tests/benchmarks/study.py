"""The walk-forward forecasts of the study of real prices: every installed regressor and the ensembles."""

from collections import defaultdict
from collections.abc import Callable

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from vn30.features.cross_section import cross_section, cross_section_names
from vn30.features.panel import build_panel, feature_names
from vn30.forecasting.intervals import recent_volatility
from vn30.forecasting.pooled import pooled_forecasts
from vn30.forecasting.pooled_intervals import error_quantiles
from vn30.forecasting.series import PriceHistory, price_history
from vn30.forecasting.targets import log_return_ahead
from vn30.forecasting.volatility_rank import volatility_rank
from vn30.model_selection.splits import Fold
from vn30.model_selection.walk_forward import target_dates, walk_forward
from vn30.models.base import NAIVE, POOLED, ModelPart
from vn30.models.ensemble import combined, fit_ensemble
from vn30.models.registry import MODELS
from vn30.models.weights import learned_weights
from vn30.training_config.document import TrainingConfig

SCORED_FROM = pd.Timestamp("2023-01-01")
SCORED_YEARS = 2
MEMBERS_FROM = pd.Timestamp("2021-01-01")
FOLDS_A_YEAR = 2
MIN_TRAIN_ROWS = 120
MAX_FIT_SECONDS = 2.0
"""A model whose first fit takes longer is left out, and named below the table."""
METHODS = ("mean", "median", "weighted")


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
        self.series = [name for name, model in self.models.items() if model.is_series]
        self.own = [name for name, model in config.models.switched_on() if not model.is_pooled]
        self.too_slow: dict[str, float] = {}
        self._seconds: dict[str, list[float]] = defaultdict(list)

    def count_seconds(self, name: str, seconds: float) -> None:
        """Count one fit of a model."""
        self._seconds[name].append(seconds)

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
                rows = labelled_bars(self.panel[at], horizon)
                rows[POOLED], rows[NAIVE] = pooled[at].fillna(0.0), 0.0
                rows = self._with_own(rows, self.features_of(at), horizon)
                rows = _with_ensembles(rows, [NAIVE, POOLED, *self.own], half_years(rows["date"]), horizon)
                tables.append(rows.merge(quantiles, on="date").assign(horizon=horizon))
        return pd.concat(tables, ignore_index=True)

    def features_of(self, rows: "pd.Series[bool]") -> np.ndarray:
        """The features of some rows of the panel, shape (rows, features)."""
        return self.panel.loc[rows, self.names].to_numpy(dtype=np.float64)

    def _with_own(self, rows: pd.DataFrame, features: np.ndarray, horizon: int) -> pd.DataFrame:
        complete = ~np.isnan(features).any(axis=1)
        dates, ends = pd.DatetimeIndex(rows["date"]), pd.DatetimeIndex(rows["target_date"])
        labels, close = rows["label"].to_numpy(), rows["close"].to_numpy()
        history = price_history(dates, close, close, 0)
        forecasts: dict[str, np.ndarray] = {}
        for fold in half_years(rows["date"]):
            train, test = complete & fold.train(ends), complete & fold.test(dates) & ~np.isnan(labels)
            if train.sum() < MIN_TRAIN_ROWS or not test.any():
                continue
            wanted = self.own if fold.first < SCORED_FROM else list(self.models)
            for name in [name for name in wanted if name not in {*self.too_slow, *self.series}]:
                member = {name: self.models[name].make(self.config.reproducibility.seed)}
                fitted = fit_ensemble(
                    member, self.config.scaling, features[train], labels[train], lambda: None
                )
                seconds = fitted.seconds[name]
                if name not in self._seconds and seconds > MAX_FIT_SECONDS and name not in self.own:
                    self.too_slow[name] = seconds
                    continue
                self.count_seconds(name, seconds)
                returns = forecasts.setdefault(name, np.full(len(rows), np.nan))
                returns[test] = fitted.predict(features[test])[name]
            if fold.first >= SCORED_FROM:
                for name, ahead in self._of_prices(history, fold, dates[test], horizon).items():
                    forecasts.setdefault(name, np.full(len(rows), np.nan))[test] = ahead
        table = rows.assign(**forecasts)
        return table[table[self.own].notna().all(axis=1)]

    def _of_prices(
        self, history: PriceHistory, fold: Fold, dates: pd.DatetimeIndex, horizon: int
    ) -> dict[str, np.ndarray]:
        """The forecasts of the models that read the prices alone."""
        models = {
            name: self.models[name].make_series(self.config.reproducibility.seed) for name in self.series
        }
        made = history.forecasts(models, fold.first, dates, horizon, lambda: None)
        for name, seconds in made.seconds.items():
            self.count_seconds(name, seconds)
        return made.returns


def _installed(config: TrainingConfig) -> dict[str, ModelPart]:
    """The settings of each model of a ticker's own whose library is installed; those of ``config`` first."""
    models = {name: getattr(config.models, name) for name in MODELS}
    return {
        name: model
        for name, model in models.items()
        if model.regresses and not model.is_pooled and model.unavailable() is None
    }


def half_years(dates: pd.Series) -> list[Fold]:
    """The folds of :data:`MEMBERS_FROM` on; one before :data:`SCORED_FROM` ends before it."""
    sessions = pd.DatetimeIndex(dates)
    before = sessions[sessions < SCORED_FROM]
    return [
        *walk_forward(before, MEMBERS_FROM, (SCORED_FROM.year - MEMBERS_FROM.year) * FOLDS_A_YEAR),
        *walk_forward(sessions, SCORED_FROM, SCORED_YEARS * FOLDS_A_YEAR),
    ]


def labelled_bars(bars: pd.DataFrame, horizon: int) -> pd.DataFrame:
    """A ticker's sessions: the log return over the horizon, the session that it ends on, and volatility."""
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
