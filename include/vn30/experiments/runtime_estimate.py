"""Estimates the runtime of a training run: a cost model whose scales are fitted to recorded runs.

The runtime is a sum of parts: the start of the run, a task for each ticker, the fits of each model, and the
importances of the features. Each
part has a cost on a reference core, measured once, and a scale fitted to recorded runs. The scales account
for faster cores, more cores and accelerated libraries.
"""

import os
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from vn30.features.panel import feature_names
from vn30.model_selection.fold_sizes import fold_sizes
from vn30.model_selection.splits import TooLittleData
from vn30.models.registry import MODELS
from vn30.training_config.document import TrainingConfig
from vn30.training_config.review.stored_data import StoredPrices, usable_bars
from vn30.typing import FloatArray

# Seconds on one core of a small virtual machine, with USUAL_FEATURES features.
USUAL_FEATURES = 37
RUN, TICKER = 12.0, 3.0
FIT = 0.008
"""Seconds per horizon and fold for the scaler and the work shared by all members."""

COEFFICIENTS, USUAL_SESSIONS = 0.6, 2500
"""Seconds of the coefficients with their errors, per horizon of a ticker with so many sessions."""

LOSS_SCALE = 0.05
"""Relative error from which a run's weight decreases, since the machine may have been busy (``f_scale``)."""
SCALE_PENALTY = 0.05
"""Weight of the penalty on differences between scales, which recorded runs may not identify."""


@dataclass(frozen=True)
class RecordedRun:
    """A successful run: its configuration, the stored prices of its tickers at that time, and its seconds."""

    config: TrainingConfig
    tickers: Mapping[str, StoredPrices]
    seconds: float


class RuntimeEstimate(NamedTuple):
    """Minutes, and the basis of the estimate: ``prior``, or the number of recorded runs (``8 runs``)."""

    minutes: float
    basis: str


def estimate_minutes(
    config: TrainingConfig,
    tickers: Mapping[str, StoredPrices],
    history: Sequence[RecordedRun],
    cores: int | None = None,
) -> RuntimeEstimate:
    """Estimate the runtime of a run of ``config`` over ``tickers``.

    The scales are fitted to the logarithms of the recorded times by a robust regression (``soft_l1``) that
    penalises differences between them: one run determines the speed of the machine, and different runs
    determine the scales of the parts.

    Args:
        tickers: the stored prices by ticker.
        history: recent runs; if empty, all scales are 1.
        cores: the number of tickers trained in parallel; None: the number of cores of this machine. It
            affects the estimate only without history.
    """
    at_once = cores or os.cpu_count() or 1
    costs = _parts(config, tickers, at_once)
    if not history:
        return RuntimeEstimate(float(costs.sum()) / 60, "prior")
    recorded = np.array([_parts(run.config, run.tickers, at_once) for run in history])
    scales = _scales(recorded, np.array([run.seconds for run in history]))
    runs = "1 run" if len(history) == 1 else f"{len(history)} runs"
    return RuntimeEstimate(float(scales @ costs) / 60, runs)


def planned_fits(config: TrainingConfig, tickers: Mapping[str, StoredPrices]) -> int:
    """The number of fits of a run, pooled models excluded.

    Each member is fitted for every ticker and horizon, once per fold of the backtest and once on all rows.
    """
    members = sum(not model.is_pooled for _, model in config.models.switched_on())
    lengths = (usable_bars(config, stored) for stored in tickers.values())
    return members * sum(len(_fitted_rows(config, sessions)) for sessions in lengths)


def _scales(parts: FloatArray, seconds: FloatArray) -> FloatArray:
    """A positive factor for each part, fitted so that the scaled parts of each run sum to its seconds."""

    def residuals(logs: FloatArray) -> FloatArray:
        explained: FloatArray = np.log(parts @ np.exp(logs) / seconds)
        return np.concatenate([explained, SCALE_PENALTY * (logs - logs.mean())])

    # Imported here: the API imports this module at its start, and scipy.optimize takes a second.
    from scipy.optimize import least_squares

    initial = float(np.median(np.log(seconds / parts.sum(axis=1))))
    solution = least_squares(residuals, np.full(parts.shape[1], initial), loss="soft_l1", f_scale=LOSS_SCALE)
    scales: FloatArray = np.exp(solution.x)
    return scales


def _parts(config: TrainingConfig, tickers: Mapping[str, StoredPrices], at_once: int) -> FloatArray:
    """Seconds of each part at scale 1: the run, its tickers, the shared work of the fits, each model, and the
    importances."""
    width = len(feature_names(config.indicators, config.targets.lookback_window)) / USUAL_FEATURES
    # The tickers share the cores; a pooled model is fitted in a separate task.
    shared = max(1, min(at_once, len(tickers)))
    seconds = dict.fromkeys(MODELS, 0.0)
    fits = importances = 0.0
    lengths = Counter(usable_bars(config, stored) for stored in tickers.values())
    for sessions, times in lengths.items():
        importances += times * _importances(config, sessions) / shared
        for rows in _fitted_rows(config, sessions):
            fits += times * FIT / shared
            for name, model in config.models.switched_on():
                cores = 1 if model.is_pooled else shared
                seconds[name] += times * model.fit_seconds(rows, width) / cores
    return np.array([RUN, TICKER * len(tickers) / shared, fits, *seconds.values(), importances])


def _importances(config: TrainingConfig, sessions: int) -> float:
    """Seconds of the importances and coefficients of one ticker, with its share of the pooled model's.

    Each feature is shuffled several times in the test rows of each fold, and each member forecasts them anew.
    """
    # Imported here: the API imports this module at its start, and scikit-learn takes two seconds.
    from vn30.explanation.permutation import REPEATS
    from vn30.forecasting.pooled_explanation import IMPORTANCE_STRIDE
    from vn30.forecasting.ticker_explanation import MEMBER_REPEATS

    if not config.selection.importances:
        return 0.0
    features = len(feature_names(config.indicators, config.targets.lookback_window))
    models = [model for _, model in config.models.switched_on()]
    own = sum(model.row_seconds for model in models if not (model.is_pooled or model.is_series))
    pooled = sum(model.row_seconds for model in models if model.is_pooled)
    seconds = 0.0
    for horizon in config.targets.horizons:
        try:
            tested = sum(fold.test for fold in fold_sizes(sessions, config.targets.train_pct / 100, horizon))
        except TooLittleData:
            continue
        seconds += COEFFICIENTS * sessions / USUAL_SESSIONS
        seconds += own * MEMBER_REPEATS * features * tested
        seconds += pooled * REPEATS * features * sessions / IMPORTANCE_STRIDE
    return seconds


def _fitted_rows(config: TrainingConfig, sessions: int) -> list[int]:
    """The number of rows of every fit of one ticker: at each horizon the folds, then all labelled rows."""
    share = config.targets.train_pct / 100
    rows = []
    for horizon in config.targets.horizons:
        try:
            folds = fold_sizes(sessions, share, horizon)
        except TooLittleData:
            continue
        rows += [*(fold.train for fold in folds), sessions - horizon]
    return rows
