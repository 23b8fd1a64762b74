"""What one ticker's models would have said, walk-forward, and what their ensemble makes of it."""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vn30.training.config import TrainingConfig
from vn30.training.ensemble import Cancelled, combined, fit_ensemble
from vn30.training.ensemble_config import EnsembleConfig
from vn30.training.intervals import Calibration, ConformalInterval, calibrate
from vn30.training.splits import MIN_TRAIN_ROWS, chronological_split
from vn30.training.walk_forward import BoolArray, Fold, folds_around
from vn30.training.weights import NAIVE, POOLED, learned_weights

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class LabelledRows:
    """One ticker's rows with a complete set of features and a label, oldest first.

    Attributes:
        dates: session of each row.
        ends: session on which its label ends.
        labels: log return between the two.
        volatility: :func:`vn30.training.intervals.recent_volatility` on ``dates``.
        pooled: log returns that the pooled model forecast out of sample; NaN where it made none; None without
            a pooled model.
    """

    dates: pd.DatetimeIndex
    ends: pd.DatetimeIndex
    features: FloatArray
    labels: FloatArray
    volatility: FloatArray
    pooled: FloatArray | None


@dataclass(frozen=True)
class Backtest:
    """Out-of-sample forecasts of the test rows, and what is learned from them for the next forecast.

    Attributes:
        test: which of the labelled rows are scored.
        members: log returns by member, one a test row; the naive forecast and the pooled one are among them.
        ensemble: the ensemble's log returns, by weights from what was known before each fold.
        lower: bounds of its interval, log returns, from what was known on each session; NaN where that was
            too little to calibrate it.
        upper: as ``lower``.
        weights: by member, those of the next forecast: given, or learned from all forecasts; all the same for
            a mean, none for a median.
        interval: calibrated on the errors of all forecasts; None if they are too few.
        seconds: of the fits, by member.
    """

    test: slice
    members: dict[str, FloatArray]
    ensemble: FloatArray
    lower: FloatArray
    upper: FloatArray
    weights: dict[str, float]
    interval: ConformalInterval | None
    seconds: dict[str, float]


def backtest(rows: LabelledRows, horizon: int, config: TrainingConfig, cancelled: Cancelled) -> Backtest:
    """Forecast the test part, and some folds before it, from what was known before each fold.

    Raises:
        TooLittleData: too few rows to train and test on.
    """
    split = chronological_split(len(rows.dates), config.targets.train_pct / 100, horizon)
    folds = folds_around(rows.dates, split.test.start, MIN_TRAIN_ROWS + horizon)
    members, seconds = _member_forecasts(rows, folds, config, cancelled)
    ensemble = np.full(len(rows.dates), np.nan)
    for fold in folds:
        past = fold.train(rows.ends) & ~np.isnan(ensemble)
        tested = fold.test(rows.dates)
        weights = _weights(members, rows, past, horizon, config.ensemble)
        ensemble[tested] = combined(
            {name: said[tested] for name, said in members.items()}, config.ensemble.method, weights
        )
    said = ~np.isnan(ensemble)
    calibration = calibrated(ensemble, rows.labels, rows.volatility, rows.dates, rows.ends, horizon)
    reach = calibration.half_widths * rows.volatility
    return Backtest(
        test=split.test,
        members={name: returns[split.test] for name, returns in members.items()},
        ensemble=ensemble[split.test],
        lower=(ensemble - reach)[split.test],
        upper=(ensemble + reach)[split.test],
        weights=_weights(members, rows, said, horizon, config.ensemble),
        interval=calibration.newest,
        seconds=seconds,
    )


def calibrated(
    forecasts: FloatArray,
    labels: FloatArray,
    volatility: FloatArray,
    dates: pd.DatetimeIndex,
    ends: pd.DatetimeIndex,
    horizon: int,
) -> Calibration:
    """Calibrate the intervals of one ticker's forecasts, each on the labels that had ended by its session.

    Args:
        forecasts: out-of-sample log returns, NaN before the first one, where ``half_widths`` are NaN as well.
        dates: session of each row, oldest first; ``ends`` and the others are as in :class:`LabelledRows`.
    """
    said = ~np.isnan(forecasts)
    found = calibrate(
        (labels - forecasts)[said],
        volatility[said],
        np.searchsorted(ends[said], dates[said], side="right").tolist(),
        horizon,
    )
    half_widths = np.full(len(forecasts), np.nan)
    half_widths[said] = found.half_widths
    return Calibration(half_widths, found.newest)


def with_reference(own: dict[str, FloatArray], pooled: FloatArray | None, rows: int) -> dict[str, FloatArray]:
    """The members of an ensemble: the naive forecast, the pooled one if there is one, and the ticker's own.

    Where the pooled model made no forecast, it stands at naive.

    Args:
        own: log returns by member, ``rows`` each; empty if the ticker has no model of its own.
    """
    reference: dict[str, FloatArray] = {NAIVE: np.zeros(rows)}
    if pooled is not None:
        reference[POOLED] = np.nan_to_num(pooled)
    return {**reference, **own}


def _member_forecasts(
    rows: LabelledRows, folds: list[Fold], config: TrainingConfig, cancelled: Cancelled
) -> tuple[dict[str, FloatArray], dict[str, float]]:
    own: dict[str, FloatArray] = {}
    nothing: FloatArray = np.full(len(rows.dates), np.nan)
    seconds: dict[str, float] = defaultdict(float)
    for fold in folds:
        train, tested = fold.train(rows.ends), fold.test(rows.dates)
        fitted = fit_ensemble(config, rows.features[train], rows.labels[train], cancelled)
        for name, said in fitted.predict(rows.features[tested]).items():
            own.setdefault(name, nothing.copy())[tested] = said
            seconds[name] += fitted.seconds[name]
    return with_reference(own, rows.pooled, len(rows.dates)), dict(seconds)


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
        # What was given to a pooled model that could not be made.
        weights[NAIVE] += 1 - sum(weights.values())
        return weights
    return learned_weights({name: said[past] for name, said in members.items()}, rows.labels[past], horizon)
