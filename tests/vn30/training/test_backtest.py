from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from vn30.training.backtest import LabelledRows, backtest
from vn30.training.config import TrainingConfig, parse_config
from vn30.training.walk_forward import target_dates

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
    """Labels of which the first of two features tells a part; the volatility doubles by and by."""
    random = np.random.default_rng(1)
    dates = pd.bdate_range("2021-01-01", periods=700)
    volatility = np.linspace(0.01, 0.02, 700)
    signal = np.convolve(random.normal(size=706), np.ones(HORIZON), "valid")
    noise = np.convolve(random.normal(size=706), np.ones(HORIZON), "valid")
    return LabelledRows(
        dates=dates,
        ends=target_dates(dates.append(pd.bdate_range(dates[-1], periods=8)[1:]), HORIZON)[:700],
        features=np.column_stack([signal, random.normal(size=700)]),
        labels=volatility * (signal + noise),
        volatility=volatility,
        pooled=None,
    )


def test_a_member_with_skill_earns_weight_and_the_interval_covers(rows: LabelledRows) -> None:
    found = backtest(rows, HORIZON, RIDGE, lambda: None)
    assert found.test == slice(560, 700)
    assert found.weights["ridge"] > 0.5
    labels = rows.labels[found.test]
    assert np.abs(labels - found.ensemble).mean() < 0.9 * np.abs(labels).mean()
    assert 0.65 < ((found.lower <= labels) & (labels <= found.upper)).mean() < 0.95
    assert found.interval is not None
    assert len(found.interval.errors) == 281


def test_nothing_said_in_a_fold_knows_a_label_that_ends_in_it(rows: LabelledRows) -> None:
    before = backtest(rows, HORIZON, RIDGE, lambda: None)
    first = rows.dates[560]
    unknown = np.asarray(rows.ends >= first)
    after = backtest(
        replace(rows, labels=np.where(unknown, -9 * rows.labels, rows.labels)), HORIZON, RIDGE, lambda: None
    )
    np.testing.assert_array_equal(before.ensemble[:47], after.ensemble[:47])
    assert (before.ensemble[47:] != after.ensemble[47:]).all()
    # A label is known on the session on which it ends, to the intervals of the same fold too.
    for name in ("lower", "upper"):
        assert getattr(before, name)[0] != getattr(after, name)[0]


def test_no_interval_knows_a_label_that_ends_later(rows: LabelledRows) -> None:
    before = backtest(rows, HORIZON, RIDGE, lambda: None)
    unknown = np.asarray(rows.ends > rows.dates[580])
    after = backtest(
        replace(rows, labels=np.where(unknown, -9 * rows.labels, rows.labels)), HORIZON, RIDGE, lambda: None
    )
    for name in ("lower", "upper"):
        np.testing.assert_array_equal(getattr(before, name)[:21], getattr(after, name)[:21])
        assert getattr(before, name)[21] != getattr(after, name)[21]


def test_sessions_without_a_pooled_forecast_count_as_naive(rows: LabelledRows) -> None:
    pooled = np.where(np.arange(700) < 600, np.nan, 0.01)
    found = backtest(replace(rows, pooled=pooled), HORIZON, RIDGE, lambda: None)
    assert set(found.members["pooled"]) == {0.0, 0.01}
    assert np.isfinite(found.ensemble).all()


def test_given_weights_are_kept_in_every_fold(rows: LabelledRows) -> None:
    given = {"method": "weighted", "learnWeights": False, "weights": {"naive": 0.75, "ridge": 0.25}}
    found = backtest(rows, HORIZON, changed(ensemble=given), lambda: None)
    assert found.weights == {"naive": 0.75, "ridge": 0.25}
    np.testing.assert_allclose(found.ensemble, 0.25 * found.members["ridge"])


def test_the_pooled_model_may_be_the_only_one_beside_naive(rows: LabelledRows) -> None:
    alone = changed(models={**RIDGE.models.model_dump(by_alias=True), "ridge": {"enabled": False}})
    found = backtest(replace(rows, pooled=rows.labels / 2), HORIZON, alone, lambda: None)
    assert list(found.members) == ["naive", "pooled"]
    np.testing.assert_allclose(found.ensemble, rows.labels[found.test] / 2)


def test_weights_are_those_that_the_forecast_was_made_with(rows: LabelledRows) -> None:
    def weights(method: str) -> dict[str, float]:
        return backtest(rows, HORIZON, changed(ensemble={"method": method}), lambda: None).weights

    assert weights("mean") == {"naive": 0.5, "ridge": 0.5}
    assert weights("median") == {}
    assert sum(weights("weighted").values()) == pytest.approx(1)
