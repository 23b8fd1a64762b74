"""Probabilities of a rise: calibrated on the past, scored beside the base rate, and blind to the future."""

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import brier_score_loss, log_loss

from vn30.evaluation.probability_scores import score_probability
from vn30.forecasting.direction import DirectionResult, forecast_direction
from vn30.forecasting.out_of_sample import LabelledRows
from vn30.forecasting.series import price_history
from vn30.model_selection.splits import Fold
from vn30.model_selection.walk_forward import target_dates
from vn30.models.probability import brier_weights, fit_calibration, log_odds
from vn30.models.registry import MODELS, ModelsConfig, make_classifiers
from vn30.training_config.document import TrainingConfig, parse_config

HORIZON = 7
LAST = np.array([[3.0, 0.0]])


def config(method: str = "weighted") -> TrainingConfig:
    off = {
        name: {"enabled": False} for name in ("randomForest", "gradientBoosting", "svr", "ridge", "pooled")
    }
    return parse_config(
        {
            "models": {**off, "logistic": {"enabled": True, "c": 1.0}},
            "targets": {"kind": "direction", "horizons": [HORIZON]},
            "ensemble": {"method": method},
        }
    )


def rows(signal: float) -> LabelledRows:
    """Labels of 1,200 sessions that depend on the first of two features by the share ``signal``."""
    random = np.random.default_rng(1)
    dates = pd.bdate_range("2019-01-01", periods=1200)
    first, noise = (np.convolve(random.normal(size=1206), np.ones(HORIZON) / 2.6, "valid") for _ in range(2))
    walk = np.full(1200, 50_000.0)
    return LabelledRows(
        dates=dates,
        ends=target_dates(dates.append(pd.bdate_range(dates[-1], periods=8)[1:]), HORIZON)[:1200],
        features=np.column_stack([first, random.normal(size=1200)]),
        labels=0.03 * (signal * first + noise),
        volatility=np.full(1200, 0.015),
        half_widths=np.full(1200, 1.3),
        pooled=None,
        history=price_history(dates, walk, walk, 0),
    )


def forecast(table: LabelledRows, method: str = "weighted") -> DirectionResult:
    return forecast_direction(table, LAST, HORIZON, config(method), lambda: None)


@pytest.mark.parametrize("method", ["weighted", "mean", "median"])
def test_signal_is_found_and_calibrated(method: str) -> None:
    """With a signal, the Brier score beats the base rate, and among like forecasts as many rose."""
    result = forecast(rows(signal=1.0), method)
    assert result.scores.skill > 0.15
    assert result.scores.p_value < 0.01
    assert result.probability > 0.8
    high = result.rises["probability"] > 0.6
    gap = result.rises["rose"][high].mean() - result.rises["probability"][high].mean()
    assert abs(gap) < 0.1


def test_no_signal() -> None:
    """Without a signal, the forecasts stay near the base rate, and cost hardly anything."""
    result = forecast(rows(signal=0.0))
    assert -0.05 < result.scores.skill < 0.02
    assert abs(result.probability - result.members["naive"].probability) < 0.15


def changed_later(table: LabelledRows, day: pd.Timestamp) -> LabelledRows:
    """Other labels where they end from ``day`` on."""
    return replace(table, labels=np.where(table.ends >= day, -table.labels, table.labels))


def test_no_leak() -> None:
    """No probability of a fold depends on a label that ends in it."""
    table = rows(signal=1.0)
    day = table.dates[963]
    before, after = (forecast(labelled).rises for labelled in (table, changed_later(table, day)))
    past = before["date"] < day
    assert past.sum() == 3
    np.testing.assert_array_equal(before["probability"][past], after["probability"][past])


def test_planted_leak(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows that are not purged are detected."""

    def unpurged(fold: Fold, ends: pd.DatetimeIndex) -> Any:
        return np.asarray(ends <= fold.last)

    monkeypatch.setattr(Fold, "train", unpurged)
    table = rows(signal=1.0)
    day = table.dates[963]
    before, after = (forecast(labelled).rises for labelled in (table, changed_later(table, day)))
    past = before["date"] < day
    assert not before["probability"][past].equals(after["probability"][past])


def test_scores_are_those_of_scikit_learn() -> None:
    random = np.random.default_rng(3)
    rose, probability = random.random(300) < 0.55, random.uniform(0.2, 0.8, 300)
    scores = score_probability(rose, probability, np.full(300, 0.55), HORIZON)
    assert scores.brier == pytest.approx(brier_score_loss(rose, probability))
    assert scores.log_loss == pytest.approx(log_loss(rose, probability))
    assert scores.base_brier == pytest.approx(brier_score_loss(rose, np.full(300, 0.55)))
    assert scores.hit_rate == pytest.approx(((probability > 0.5) == rose).mean())


def test_calibration_corrects_overconfidence() -> None:
    """Log odds that are three times too large are shrunk; reversed ones become the past's base rate."""
    random = np.random.default_rng(4)
    odds = random.normal(size=20_000)
    rose = random.random(20_000) < 1 / (1 + np.exp(-odds))
    confident, half = 1 / (1 + np.exp(-np.clip(3 * odds, -4, 4))), np.full(20_000, 0.5)
    calibration = fit_calibration(confident, half, rose, horizon=1)
    assert calibration is not None
    assert 0.33 < calibration.slope < 0.6
    reversed_ = fit_calibration(1 - confident, half, rose, horizon=1)
    assert reversed_ is not None
    np.testing.assert_allclose(reversed_.calibrated(confident[:3], half[:3]), rose.mean())
    assert float(log_odds(0.5)) == 0.0
    assert fit_calibration(confident[:5], half[:5], np.ones(5, dtype=bool), 1) is None


def test_weights_prefer_the_better_member() -> None:
    random = np.random.default_rng(5)
    truth = random.uniform(0.2, 0.8, 5_000)
    rose = random.random(5_000) < truth
    members = {"naive": np.full(5_000, 0.5), "good": truth, "wild": random.uniform(0.01, 0.99, 5_000)}
    weights = brier_weights(members, rose)
    assert sum(weights.values()) == pytest.approx(1)
    assert weights["good"] > 0.8
    assert brier_weights({name: values[:0] for name, values in members.items()}, rose[:0])["naive"] == 1


@pytest.mark.parametrize("name", [name for name, model in MODELS.items() if model.classifies])
def test_classifiers_are_deterministic(name: str) -> None:
    """Each classifier separates an easy rule, the same way twice."""
    random = np.random.default_rng(0)
    x = random.normal(size=(600, 6))
    rose = x[:, 0] + random.normal(scale=0.5, size=600) > 0
    settings = {model: {"enabled": model == name} for model in MODELS}
    first, second = (
        make_classifiers(ModelsConfig.model_validate(settings), 7)[name].fit(x, rose).predict_proba(x)[:, 1]
        for _ in range(2)
    )
    np.testing.assert_array_equal(first, second)
    assert first[rose].mean() > first[~rose].mean() + 0.05
