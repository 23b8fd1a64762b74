"""Out-of-sample forecasts of one ticker's models and their ensemble, by walk-forward folds."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from vn30.features.panel import regime_columns
from vn30.forecasting.intervals import widening
from vn30.forecasting.series import PriceHistory
from vn30.forecasting.targets import labels_of, log_return_of
from vn30.forecasting.ticker_explanation import TickerExplanation
from vn30.model_selection.splits import MIN_TRAIN_ROWS, Fold, chronological_split
from vn30.model_selection.walk_forward import TEST_FOLDS, folds_around
from vn30.models.base import NAIVE, POOLED, Regressor, SeriesModel, TargetKind
from vn30.models.ensemble import combined, fit_ensemble
from vn30.models.pooled import Columns
from vn30.models.registry import make_members, make_series_models
from vn30.models.weights import learned_weights
from vn30.training_config.document import TrainingConfig
from vn30.training_config.ensemble import EnsembleConfig
from vn30.typing import BoolArray, CancelCheck, FloatArray, IntArray


@dataclass(frozen=True)
class LabelledRows:
    """One ticker's rows with a complete set of features and a label, oldest first.

    Attributes:
        dates: session of each row.
        ends: session on which the label of each row ends.
        features: float64, one row a session, one column a feature.
        labels: log return from ``dates`` to ``ends``.
        volatility: :func:`vn30.forecasting.intervals.recent_volatility` on ``dates``.
        half_widths: of the interval in units of ``volatility``, from the errors of all tickers known on
            ``dates``; NaN if they were too few.
        pooled: out-of-sample log returns of the pooled model, NaN where it has none; None without such a
            model.
        history: the prices up to the last row and beyond, for the models that read them alone.
    """

    dates: pd.DatetimeIndex
    ends: pd.DatetimeIndex
    features: FloatArray
    labels: FloatArray
    volatility: FloatArray
    half_widths: FloatArray
    pooled: FloatArray | None
    history: PriceHistory


@dataclass(frozen=True)
class OutOfSampleResult:
    """Out-of-sample forecasts of the test rows, with weights and widening for the next forecast.

    Attributes:
        test: the labelled rows that are scored.
        folds: number of the fold of each test row, from 1.
        members: log returns by member, one a test row; among them the naive and the pooled forecast.
        ensemble: log returns of the ensemble, with weights from the outcomes known before each fold.
        lower: lower bound of its interval, log returns, from the errors known on each session; NaN if they
            were too few.
        upper: upper bound, as ``lower``.
        weights: by member, for the next forecast: configured, or learned from all forecasts; equal for a
            mean, empty for a median.
        widening: of the interval of the next forecast, by the errors of all forecasts (see
            :func:`vn30.forecasting.intervals.widening`).
        seconds: wall time of the fits by member.
        problems: of the fits; see :class:`vn30.forecasting.series.SeriesForecasts`.
    """

    test: slice
    folds: IntArray
    members: dict[str, FloatArray]
    ensemble: FloatArray
    lower: FloatArray
    upper: FloatArray
    weights: dict[str, float]
    widening: float
    seconds: dict[str, float]
    problems: Counter[str]


def forecast_out_of_sample(
    rows: LabelledRows,
    horizon: int,
    config: TrainingConfig,
    cancelled: CancelCheck,
    explanation: TickerExplanation | None = None,
) -> OutOfSampleResult:
    """Forecast the test part and some folds before it, each fold by models fitted on the rows before it.

    Args:
        rows: labelled rows of one ticker.
        horizon: sessions from a row to the end of its label.
        config: the training configuration.
        cancelled: called before each fit; it ends the computation by raising.
        explanation: selects the features of each fold, and measures what the models use; None: all features.

    Raises:
        TooLittleData: too few rows to train and test on.
    """
    split = chronological_split(len(rows.dates), config.targets.train_pct / 100, horizon)
    folds = folds_around(rows.dates, split.test.start, MIN_TRAIN_ROWS + horizon)
    members, seconds, problems = _member_forecasts(rows, folds, horizon, config, cancelled, explanation)
    ensemble = np.full(len(rows.dates), np.nan)
    for fold in folds:
        past = fold.train(rows.ends) & ~np.isnan(ensemble)
        tested = fold.test(rows.dates)
        weights = _weights(members, rows, past, horizon, config.ensemble)
        ensemble[tested] = combined(
            {name: returns[tested] for name, returns in members.items()}, config.ensemble.method, weights
        )
    forecast = ~np.isnan(ensemble)
    factors = _widening(ensemble, rows, horizon)
    firsts = pd.DatetimeIndex([fold.first for fold in folds[-TEST_FOLDS:]])
    reach = factors[:-1] * rows.half_widths * rows.volatility
    return OutOfSampleResult(
        test=split.test,
        folds=np.searchsorted(firsts, rows.dates[split.test], side="right"),
        members={name: returns[split.test] for name, returns in members.items()},
        ensemble=ensemble[split.test],
        lower=(ensemble - reach)[split.test],
        upper=(ensemble + reach)[split.test],
        weights=_weights(members, rows, forecast, horizon, config.ensemble),
        widening=float(factors[-1]),
        seconds=seconds,
        problems=problems,
    )


def with_reference(own: dict[str, FloatArray], pooled: FloatArray | None, rows: int) -> dict[str, FloatArray]:
    """Log returns of all ensemble members: naive, pooled if there is such a model, and the ticker's own.

    Rows without a pooled forecast get the naive one, 0.

    Args:
        own: log returns by member, ``rows`` each; empty if the ticker has no model of its own.
        pooled: log returns of the pooled model, NaN where it has none; None without such a model.
        rows: number of rows.
    """
    reference: dict[str, FloatArray] = {NAIVE: np.zeros(rows)}
    if pooled is not None:
        reference[POOLED] = np.nan_to_num(pooled)
    return {**reference, **own}


def as_log_returns(
    forecasts: Mapping[str, FloatArray], kind: TargetKind, base: FloatArray, horizon: int
) -> dict[str, FloatArray]:
    """The log returns that the members' forecasts of the target ``kind`` stand for; ``base`` is VND."""
    return {name: log_return_of(kind, values, base, horizon) for name, values in forecasts.items()}


def new_members(config: TrainingConfig, columns: Columns | None = None) -> dict[str, Regressor]:
    """The members of a ticker's own ensemble, unfitted; none for the direction, which has classifiers.

    Args:
        columns: the columns of the features that they are fitted on; None: all.
    """
    if config.targets.kind == "direction":
        return {}
    regimes = regime_columns(config.indicators, config.targets.lookback_window)
    if columns is not None:
        regimes = np.flatnonzero(np.isin(columns, regimes)).tolist()
    return make_members(config.models, config.reproducibility.seed, regimes)


def new_series_models(config: TrainingConfig) -> dict[str, SeriesModel]:
    """The members of a ticker's own ensemble that read its prices alone, unfitted."""
    return make_series_models(config.models, config.reproducibility.seed)


def _member_forecasts(
    rows: LabelledRows,
    folds: list[Fold],
    horizon: int,
    config: TrainingConfig,
    cancelled: CancelCheck,
    explanation: TickerExplanation | None,
) -> tuple[dict[str, FloatArray], dict[str, float], Counter[str]]:
    own: dict[str, FloatArray] = {}
    missing: FloatArray = np.full(len(rows.dates), np.nan)
    seconds: dict[str, float] = defaultdict(float)
    problems: Counter[str] = Counter()
    kind, base = config.targets.kind, rows.history.base_prices(rows.dates)
    for fold in folds:
        train, tested = fold.train(rows.ends), fold.test(rows.dates)
        labels = labels_of(kind, rows.labels, base)
        columns = None
        if explanation is not None:
            columns = explanation.select(rows.features[train], rows.labels[train], fold.first)
        fitted = fit_ensemble(
            new_members(config, columns),
            config.scaling,
            rows.features[train],
            labels[train],
            cancelled,
            columns,
        )
        if explanation is not None:
            explanation.observe(fitted, rows.features[tested], labels[tested])
        returns = as_log_returns(fitted.predict(rows.features[tested]), kind, base[tested], horizon)
        series = rows.history.forecasts(
            new_series_models(config), fold.first, rows.dates[tested], horizon, cancelled
        )
        for name, forecasts in {**returns, **series.returns}.items():
            own.setdefault(name, missing.copy())[tested] = forecasts
        for name, taken in {**fitted.seconds, **series.seconds}.items():
            seconds[name] += taken
        problems += series.problems
    return with_reference(own, rows.pooled, len(rows.dates)), dict(seconds), problems


def _widening(ensemble: FloatArray, rows: LabelledRows, horizon: int) -> FloatArray:
    """The widening of each row's interval and, last, of the next forecast's, by the errors known then."""
    forecast = ~np.isnan(ensemble)
    reference = np.zeros(len(ensemble)) if rows.pooled is None else np.nan_to_num(rows.pooled)
    labels, ends = rows.labels[forecast], rows.ends[forecast]
    return widening(
        labels - ensemble[forecast],
        labels - reference[forecast],
        np.append(np.searchsorted(ends, rows.dates, side="right"), len(ends)),
        horizon,
    )


def _weights(
    members: dict[str, FloatArray],
    rows: LabelledRows,
    past: BoolArray,
    horizon: int,
    ensemble: EnsembleConfig,
) -> dict[str, float]:
    if ensemble.method == "mean":
        return dict.fromkeys(members, 1 / len(members))
    if ensemble.method == "median":
        return {}
    given = ensemble.given_weights()
    if given is not None:
        weights = {name: given[name] for name in members}
        # The weight of a pooled model that could not be fitted goes to the naive forecast.
        weights[NAIVE] += 1 - sum(weights.values())
        return weights
    return learned_weights(
        {name: returns[past] for name, returns in members.items()}, rows.labels[past], horizon
    )
