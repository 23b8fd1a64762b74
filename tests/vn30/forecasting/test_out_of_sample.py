from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from vn30.forecasting.out_of_sample import LabelledRows, forecast_out_of_sample
from vn30.forecasting.series import price_history
from vn30.model_selection.walk_forward import target_dates
from vn30.training_config.document import TrainingConfig, parse_config

HORIZON = 7
RIDGE = parse_config(
    {
        "dataWindow": {"lastSessions": 700},
        "models": {
            "randomForest": {"enabled": False},
            "gradientBoosting": {"enabled": False},
            "svr": {"enabled": False},
            "ridge": {"alpha": 1.0},
        },
    }
)


def changed(**sections: Any) -> TrainingConfig:
    return parse_config({**RIDGE.model_dump(mode="json", by_alias=True), **sections})


@pytest.fixture
def rows() -> LabelledRows:
    """Labels that depend partly on the first of two features; the volatility doubles gradually."""
    random = np.random.default_rng(1)
    dates = pd.bdate_range("2021-01-01", periods=700)
    volatility = np.linspace(0.01, 0.02, 700)
    signal = np.convolve(random.normal(size=706), np.ones(HORIZON), "valid")
    noise = np.convolve(random.normal(size=706), np.ones(HORIZON), "valid")
    walk = 50_000 * np.exp(np.cumsum(volatility * random.normal(size=700)))
    return LabelledRows(
        dates=dates,
        ends=target_dates(dates.append(pd.bdate_range(dates[-1], periods=8)[1:]), HORIZON)[:700],
        features=np.column_stack([signal, random.normal(size=700)]),
        labels=volatility * (signal + noise),
        volatility=volatility,
        half_widths=np.full(700, 4.0),
        pooled=None,
        history=price_history(dates, walk, walk, 0),
    )


def test_skilled_member(rows: LabelledRows) -> None:
    """A member with skill gets weight, and the interval covers the outcomes."""
    result = forecast_out_of_sample(rows, HORIZON, RIDGE, lambda: None)
    assert result.test == slice(560, 700)
    assert result.weights["ridge"] > 0.5
    labels = rows.labels[result.test]
    assert np.abs(labels - result.ensemble).mean() < 0.9 * np.abs(labels).mean()
    assert 0.65 < ((result.lower <= labels) & (labels <= result.upper)).mean() < 0.95
    assert result.widening == 1


def test_no_leak_into_fold(rows: LabelledRows) -> None:
    """No forecast of a fold depends on a label that ends in it."""
    before = forecast_out_of_sample(rows, HORIZON, RIDGE, lambda: None)
    first = rows.dates[560]
    unknown = np.asarray(rows.ends >= first)
    after = forecast_out_of_sample(
        replace(rows, labels=np.where(unknown, -9 * rows.labels, rows.labels)), HORIZON, RIDGE, lambda: None
    )
    np.testing.assert_array_equal(before.ensemble[:47], after.ensemble[:47])
    assert (before.ensemble[47:] != after.ensemble[47:]).all()


def test_wider_interval_of_worse_members(rows: LabelledRows) -> None:
    """An ensemble that is worse than the pooled forecasts has a wider interval, by known labels alone."""
    mean = changed(ensemble={"method": "mean"})
    rows = replace(rows, pooled=rows.labels / 2)
    before = forecast_out_of_sample(rows, HORIZON, mean, lambda: None)
    assert before.widening > 1.1
    calibrated = (rows.half_widths * rows.volatility)[before.test]
    assert (before.upper - before.ensemble > 1.1 * calibrated).all()
    unknown = np.asarray(rows.ends > rows.dates[580])
    after = forecast_out_of_sample(
        replace(rows, labels=np.where(unknown, -9 * rows.labels, rows.labels)), HORIZON, mean, lambda: None
    )
    # A label counts from the session on which it ends, also within a fold.
    for name in ("lower", "upper"):
        np.testing.assert_array_equal(getattr(before, name)[:21], getattr(after, name)[:21])
        assert getattr(before, name)[21] != getattr(after, name)[21]


def test_missing_pooled_forecasts(rows: LabelledRows) -> None:
    """Sessions without a pooled forecast count as naive."""
    pooled = np.where(np.arange(700) < 600, np.nan, 0.01)
    result = forecast_out_of_sample(replace(rows, pooled=pooled), HORIZON, RIDGE, lambda: None)
    assert set(result.members["pooled"]) == {0.0, 0.01}
    assert np.isfinite(result.ensemble).all()


def test_given_weights(rows: LabelledRows) -> None:
    """Configured weights are used in every fold."""
    given = {"method": "weighted", "learnWeights": False, "weights": {"naive": 0.75, "ridge": 0.25}}
    result = forecast_out_of_sample(rows, HORIZON, changed(ensemble=given), lambda: None)
    assert result.weights == {"naive": 0.75, "ridge": 0.25}
    np.testing.assert_allclose(result.ensemble, 0.25 * result.members["ridge"])


def test_pooled_member_only(rows: LabelledRows) -> None:
    alone = changed(models={**RIDGE.models.model_dump(by_alias=True), "ridge": {"enabled": False}})
    result = forecast_out_of_sample(replace(rows, pooled=rows.labels / 2), HORIZON, alone, lambda: None)
    assert list(result.members) == ["naive", "pooled"]
    np.testing.assert_allclose(result.ensemble, rows.labels[result.test] / 2)


def test_weights_of_methods(rows: LabelledRows) -> None:
    """The weights are those of the forecast, by method."""

    def weights(method: str) -> dict[str, float]:
        return forecast_out_of_sample(
            rows, HORIZON, changed(ensemble={"method": method}), lambda: None
        ).weights

    assert weights("mean") == {"naive": 0.5, "ridge": 0.5}
    assert weights("median") == {}
    assert sum(weights("weighted").values()) == pytest.approx(1)
