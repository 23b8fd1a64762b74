"""Out-of-sample probabilities of a rise by one ticker's classifiers, and the next one."""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
import pandas as pd

from vn30.evaluation.probability_scores import ProbabilityScores, score_probability
from vn30.forecasting.out_of_sample import LabelledRows
from vn30.forecasting.ticker_explanation import TickerExplanation
from vn30.model_selection.splits import MIN_TRAIN_ROWS, chronological_split
from vn30.model_selection.walk_forward import folds_around
from vn30.models.base import NAIVE
from vn30.models.classifiers import FittedClassifiers, fit_classifiers
from vn30.models.ensemble import combined
from vn30.models.pooled import Columns
from vn30.models.probability import brier_weights, fit_calibration
from vn30.models.registry import make_classifiers
from vn30.training_config.document import TrainingConfig
from vn30.training_config.ensemble import EnsembleConfig
from vn30.typing import BoolArray, CancelCheck, FloatArray

MIN_PERIODS = 5
"""Past forecasts, as non-overlapping periods of the horizon, that a calibration needs."""


@dataclass(frozen=True)
class DirectionMember:
    """A classifier's scores, its weight (None for a median), and its own next probability."""

    scores: ProbabilityScores
    weight: float | None
    probability: float


@dataclass(frozen=True)
class DirectionResult:
    """Test and forecast of the direction of one ticker at one horizon.

    Attributes:
        test: the labelled rows that are scored.
        scores: of the ensemble's calibrated probabilities.
        probability: calibrated, of a rise from the last bar.
        rises: ``date``, ``probability`` and ``rose`` of each test row.
        members: by name, the base rate as ``naive``; their probabilities are as forecast.
        classifiers: fitted on all labelled rows, behind ``scaler``; they made the forecast.
        seconds: wall time of the fits by member.
    """

    test: slice
    scores: ProbabilityScores
    probability: float
    rises: pd.DataFrame
    members: dict[str, DirectionMember]
    classifiers: FittedClassifiers
    seconds: dict[str, float]


def forecast_direction(
    rows: LabelledRows,
    last: FloatArray,
    horizon: int,
    config: TrainingConfig,
    cancelled: CancelCheck,
    explanation: TickerExplanation | None = None,
) -> DirectionResult:
    """Forecast the test part and some folds before it, then from the last bar.

    The classifiers of a fold are fitted on the rows whose labels ended before it; weights and calibration
    are learned from earlier out-of-sample forecasts whose outcomes were known by then. Without any, the
    forecast is the base rate.

    Args:
        last: the features of the last bar, shape (1, features).
        explanation: selects the features of each fit; None: all features.

    Raises:
        TooLittleData: too few rows to train and test on.
    """
    split = chronological_split(len(rows.dates), config.targets.train_pct / 100, horizon)
    rose = rows.labels > 0
    missing: FloatArray = np.full(len(rows.dates), np.nan)
    members: dict[str, FloatArray] = {}
    combination, calibrated = missing.copy(), missing.copy()
    seconds: dict[str, float] = defaultdict(float)
    for fold in folds_around(rows.dates, split.test.start, MIN_TRAIN_ROWS + horizon):
        train, tested = fold.train(rows.ends), fold.test(rows.dates)
        columns = _selected(explanation, rows, train, fold.first)
        fitted = _fit(rows.features[train], rose[train], config, cancelled, columns)
        for name, probabilities in fitted.predict(rows.features[tested]).items():
            members.setdefault(name, missing.copy())[tested] = probabilities
        for name, taken in fitted.seconds.items():
            seconds[name] += taken
        past = train & ~np.isnan(combination)
        ahead = {name: probabilities[tested] for name, probabilities in members.items()}
        weights = _weights(members, rose, past, config.ensemble)
        combination[tested] = combined(ahead, config.ensemble.method, weights)
        calibrated[tested] = _calibrated(
            combination, members[NAIVE], rose, past, horizon, combination[tested], ahead[NAIVE]
        )
    columns = _selected(explanation, rows, np.ones(len(rose), dtype=bool), None)
    final = _fit(rows.features, rose, config, cancelled, columns)
    ahead = final.predict(last)
    past = ~np.isnan(combination)
    weights = _weights(members, rose, past, config.ensemble)
    raw = combined(ahead, config.ensemble.method, weights)
    forecast = _calibrated(combination, members[NAIVE], rose, past, horizon, raw, ahead[NAIVE])
    test = split.test
    base_rate = members[NAIVE][test]
    return DirectionResult(
        test=test,
        scores=score_probability(rose[test], calibrated[test], base_rate, horizon),
        probability=float(forecast[0]),
        rises=pd.DataFrame({"date": rows.dates[test], "probability": calibrated[test], "rose": rose[test]}),
        members={
            name: DirectionMember(
                score_probability(rose[test], probabilities[test], base_rate, horizon),
                weights.get(name),
                float(ahead[name][0]),
            )
            for name, probabilities in members.items()
        },
        classifiers=final,
        seconds={name: seconds[name] + taken for name, taken in final.seconds.items()},
    )


def _selected(
    explanation: TickerExplanation | None, rows: LabelledRows, train: BoolArray, first: pd.Timestamp | None
) -> Columns | None:
    if explanation is None:
        return None
    return explanation.select(rows.features[train], rows.labels[train], first)


def _fit(
    features: FloatArray,
    rose: BoolArray,
    config: TrainingConfig,
    cancelled: CancelCheck,
    columns: Columns | None,
) -> FittedClassifiers:
    members = make_classifiers(config.models, config.reproducibility.seed)
    return fit_classifiers(members, config.scaling, features, rose, cancelled, columns)


def _weights(
    members: dict[str, FloatArray], rose: BoolArray, past: BoolArray, ensemble: EnsembleConfig
) -> dict[str, float]:
    if ensemble.method == "mean":
        return dict.fromkeys(members, 1 / len(members))
    if ensemble.method == "median":
        return {}
    given = ensemble.given_weights()
    if given is not None:
        return {name: given[name] for name in members}
    return brier_weights({name: values[past] for name, values in members.items()}, rose[past])


def _calibrated(
    combination: FloatArray,
    base_rates: FloatArray,
    rose: BoolArray,
    past: BoolArray,
    horizon: int,
    forecast: FloatArray,
    base_rate: FloatArray,
) -> FloatArray:
    """``forecast`` calibrated on the past rows of ``combination``; the base rate if they are too few."""
    if past.sum() < MIN_PERIODS * horizon:
        return base_rate
    calibration = fit_calibration(combination[past], base_rates[past], rose[past], horizon)
    return base_rate if calibration is None else calibration.calibrated(forecast, base_rate)
