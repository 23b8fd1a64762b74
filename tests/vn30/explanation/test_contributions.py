"""Contributions add up to the forecast of each registered model and of the pooled model."""

import numpy as np
import pandas as pd
import pytest
from sklearn.preprocessing import StandardScaler

from vn30.explanation.contributions import contributions_of
from vn30.explanation.pooled import rank_contributions
from vn30.model_selection.walk_forward import target_dates, walk_forward
from vn30.models.pooled import train_pooled
from vn30.models.registry import MODELS

RANDOM = np.random.default_rng(3)
FEATURES = StandardScaler().fit_transform(RANDOM.normal(size=(400, 5)))
LABELS = 0.02 * FEATURES[:, 0] - 0.01 * FEATURES[:, 1] ** 2 + RANDOM.normal(scale=0.02, size=400)
NOT_ADDITIVE = {"svr"}


@pytest.mark.parametrize(
    "name",
    [name for name, model in MODELS.items() if model.regresses and not (model.is_pooled or model.is_series)],
)
def test_members(name: str) -> None:
    """Base and contributions add up to the forecast; SVR has none."""
    model = MODELS[name]().make(seed=1)
    model.fit(FEATURES, LABELS)
    found = contributions_of(model, FEATURES[:7])
    if name in NOT_ADDITIVE:
        assert found is None
        return
    assert found is not None
    # XGBoost computes in single precision.
    precision = 1e-7 if name == "xgboost" else 1e-9
    np.testing.assert_allclose(found.total(), model.predict(FEATURES[:7]), rtol=0, atol=precision)


def test_linear() -> None:
    """A linear model's contribution is its coefficient times the value."""
    model = MODELS["ridge"]().make(seed=1)
    model.fit(FEATURES, LABELS)
    found = contributions_of(model, FEATURES[:2])
    assert found is not None
    np.testing.assert_allclose(found.values, FEATURES[:2] * model.coef_)  # type: ignore[attr-defined]


def test_pooled() -> None:
    """The pooled model's contributions add up to its forecast; a feature that it does not use has none."""
    sessions = pd.bdate_range("2018-01-01", periods=500)
    tickers = [f"T{number}" for number in range(8)]
    rows = pd.DataFrame(
        [
            (ticker, day, end)
            for ticker in tickers
            for day, end in zip(sessions, target_dates(sessions, 7), strict=True)
        ],
        columns=["symbol", "date", "target_date"],
    )
    # The panel is in single precision, in which the forecast itself is rounded to 1e-8.
    features = RANDOM.normal(size=(len(rows), 4))
    features[5:90, 1] = np.nan
    labels = 0.05 * np.nan_to_num(features[:, 0]) + RANDOM.normal(scale=0.02, size=len(rows))
    labels[rows["target_date"].isna()] = np.nan
    folds = walk_forward(sessions, sessions[300], 2)
    used = np.array([0, 1, 3])
    volatility = np.full(len(rows), 0.02)
    model = train_pooled(rows, features, labels, volatility, folds, select=lambda known, fold: used).model
    assert model.slope > 0
    assert len(model.own) == len(tickers)
    found = rank_contributions(model, rows["symbol"], features).scaled(model.slope)
    np.testing.assert_allclose(found.total(), model.predict(rows["symbol"], features), rtol=0, atol=1e-9)
    assert not found.values[:, 2].any()
    assert np.abs(found.values[:, 0]).mean() > 5 * np.abs(found.values[:, 3]).mean()
