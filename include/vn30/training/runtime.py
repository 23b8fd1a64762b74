"""How long a training run will take: a cost model whose scales are fitted to recorded runs.

A run's time is a sum of parts (starting the run, a task for each ticker, and the fits of each model). Each
part has a cost on an ordinary core, measured once, and a scale, which recorded runs teach: faster cores, more
of them, or an accelerated library all show there.
"""

import os
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import least_squares

from vn30.features.panel import feature_names
from vn30.training.config import TrainingConfig
from vn30.training.ensemble_config import ModelsConfig
from vn30.training.facts import StoredPrices, usable_sessions
from vn30.training.fold_sizes import fold_sizes
from vn30.training.splits import TooLittleData

FloatArray = NDArray[np.float64]

# Seconds on one core of a small virtual machine, with USUAL_FEATURES features.
USUAL_FEATURES = 37
RUN, TICKER = 12.0, 3.0
FIT = 0.012
FOREST_TREE, FOREST_TREE_ROW = 1.0e-4, 2.3e-8
BOOSTING_TREE, BOOSTING_TREE_ROW = 1.5e-4, 8.5e-7
SVR_ROW_SQUARED = 1.8e-8
POOLED_ROW = 5.0e-6
DEEPEST = 16
"""Leaves of five rows end most branches by then, whatever the limit."""

CLOSE = 0.05
"""Runs that are farther from their estimate than this share count less and less: some met a busy machine."""
CALM = 0.05
"""How strongly the scales of the parts are held together, where recorded runs do not tell them apart."""


@dataclass(frozen=True)
class RecordedRun:
    """A run that ended well: its configuration, what was stored of each of its tickers then, its seconds."""

    config: TrainingConfig
    tickers: Mapping[str, StoredPrices]
    seconds: float


class RuntimeEstimate(NamedTuple):
    """Minutes, and what they were estimated from: ``prior``, or so many ``runs``."""

    minutes: float
    basis: str


def estimate_minutes(
    config: TrainingConfig,
    tickers: Mapping[str, StoredPrices],
    history: Sequence[RecordedRun],
    cores: int | None = None,
) -> RuntimeEstimate:
    """How long a run of ``config`` over ``tickers`` will take.

    The scales are those that best explain the logarithms of the recorded times, by a robust regression
    (``soft_l1``) that holds them near each other: one run is enough to learn the speed of the machine, runs
    that differ tell the parts apart.

    Args:
        tickers: what is stored of each.
        history: recent runs; without any, the costs are those of an ordinary core.
        cores: tickers that train at once; None: as many as this machine has cores. It matters without
            history alone.
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
    """How many models a run fits: for each ticker and horizon every member of its own, once a fold of the
    back-test and once on all rows; the pooled model is not counted."""
    members = len(set(config.models.enabled()) - {"pooled"})
    lengths = (usable_sessions(config, stored) for stored in tickers.values())
    return members * sum(len(_fitted_rows(config, sessions)) for sessions in lengths)


def _scales(parts: FloatArray, seconds: FloatArray) -> FloatArray:
    """A positive factor for each part, so that the parts of each run add up to its seconds, or nearly."""

    def misses(logs: FloatArray) -> FloatArray:
        explained: FloatArray = np.log(parts @ np.exp(logs) / seconds)
        return np.concatenate([explained, CALM * (logs - logs.mean())])

    overall = float(np.median(np.log(seconds / parts.sum(axis=1))))
    found = least_squares(misses, np.full(parts.shape[1], overall), loss="soft_l1", f_scale=CLOSE)
    scales: FloatArray = np.exp(found.x)
    return scales


def _parts(config: TrainingConfig, tickers: Mapping[str, StoredPrices], at_once: int) -> FloatArray:
    """Seconds of each part of a run at scale one: the run, its tickers, their fits, and the pooled model."""
    fits = np.zeros(4)
    pooled = 0.0
    width = len(feature_names(config.indicators, config.targets.lookback_window)) / USUAL_FEATURES
    lengths = Counter(usable_sessions(config, stored) for stored in tickers.values())
    for sessions, times in lengths.items():
        for rows in _fitted_rows(config, sessions):
            fits += times * _fit_seconds(config.models, rows, width)
            pooled += times * config.models.pooled.enabled * POOLED_ROW * rows * width
    # The tickers share the cores; the pooled model is one task.
    shared = np.array([TICKER * len(tickers), *fits]) / max(1, min(at_once, len(tickers)))
    return np.array([RUN, *shared, pooled])


def _fitted_rows(config: TrainingConfig, sessions: int) -> list[int]:
    """The rows of every fit of one ticker: at each horizon the folds, then all there are."""
    share = config.targets.train_pct / 100
    rows = []
    for horizon in config.targets.horizons:
        try:
            folds = fold_sizes(sessions, share, horizon)
        except TooLittleData:
            continue
        rows += [*(fold.train for fold in folds), sessions - horizon]
    return rows


def _fit_seconds(models: ModelsConfig, rows: int, width: float) -> FloatArray:
    """Seconds of fitting every member once: scaler and Ridge, forest, boosting, SVR."""
    forest, boosting, svr = models.random_forest, models.gradient_boosting, models.svr
    load = rows * width
    levels = min(forest.max_depth or DEEPEST, DEEPEST)
    return np.array(
        [
            FIT,
            forest.enabled * forest.n_estimators * (FOREST_TREE + FOREST_TREE_ROW * load * levels),
            boosting.enabled * boosting.n_estimators * (BOOSTING_TREE + BOOSTING_TREE_ROW * load),
            svr.enabled * SVR_ROW_SQUARED * load * rows,
        ]
    )
