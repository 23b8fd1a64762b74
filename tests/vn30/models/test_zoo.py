"""Each estimator gives what its library gives for the same rows and settings, on any number of threads."""

import os
import subprocess
import sys

import lightgbm
import numpy as np
import pytest
import xgboost
from sklearn.ensemble import ExtraTreesRegressor, HistGradientBoostingRegressor
from sklearn.linear_model import LinearRegression
from sklearn.svm import SVR

from vn30.models.registry import MODELS
from vn30.training_config.document import TrainingConfig

random = np.random.default_rng(0)
X = random.normal(size=(2000, 12))
Y = 0.02 * X[:, 0] + random.normal(scale=0.05, size=2000)
SHALLOW = {"max_depth": 4, "min_samples_leaf": 5, "max_features": 1 / 3, "random_state": 7}


def _lightgbm() -> np.ndarray:
    parameters = {
        "objective": "regression",
        "learning_rate": 0.01,
        "num_leaves": 7,
        "min_data_in_leaf": 50,
        "bagging_fraction": 0.5,
        "bagging_freq": 1,
        "feature_fraction": 1 / 3,
        "force_row_wise": True,
        "deterministic": True,
        "num_threads": 1,
        "seed": 7,
        "verbosity": -1,
    }
    return lightgbm.train(parameters, lightgbm.Dataset(X, Y), 100).predict(X)


def _xgboost() -> np.ndarray:
    parameters = {
        "learning_rate": 0.01,
        "max_depth": 3,
        "min_child_weight": 20,
        "subsample": 0.5,
        "colsample_bynode": 1 / 3,
        "tree_method": "hist",
        "nthread": 1,
        "seed": 7,
    }
    return xgboost.train(parameters, xgboost.DMatrix(X, Y), 100).predict(xgboost.DMatrix(X))


PLAIN = {
    "linear": lambda: LinearRegression().fit(X, Y).predict(X),
    "extra_trees": lambda: ExtraTreesRegressor(n_estimators=200, **SHALLOW).fit(X, Y).predict(X),
    "hist_gradient_boosting": lambda: (
        HistGradientBoostingRegressor(
            learning_rate=0.01,
            max_iter=100,
            max_depth=3,
            min_samples_leaf=50,
            max_features=1 / 3,
            early_stopping=False,
            random_state=7,
        )
        .fit(X, Y)
        .predict(X)
    ),
    "lightgbm": _lightgbm,
    "xgboost": _xgboost,
}


@pytest.mark.parametrize("name", PLAIN)
def test_same_as_the_library(name: str) -> None:
    np.testing.assert_allclose(MODELS[name]().make(seed=7).fit(X, Y).predict(X), PLAIN[name](), rtol=1e-6)


def test_svr_on_every_second_row() -> None:
    plain = SVR(C=0.01, epsilon=0.01).fit(X[::2], Y[::2])
    forecasts = MODELS["svr"]().make(seed=7).fit(X, Y).predict(X)
    np.testing.assert_allclose(forecasts, plain.predict(X), rtol=1e-6)


@pytest.mark.parametrize("name", PLAIN)
def test_off_by_default(name: str) -> None:
    assert name not in TrainingConfig().models.enabled()


@pytest.mark.slow
def test_any_number_of_threads() -> None:
    """Forecasts do not depend on the cores of the machine: five threads give what the tests' one does."""
    done = subprocess.run(
        [sys.executable, "-c", f"from {__name__} import forecasts; print(forecasts())"],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "OMP_NUM_THREADS": "5"},
    )
    assert os.environ["OMP_NUM_THREADS"] != "5"
    assert done.stdout == f"{forecasts()}\n"


def forecasts() -> list[list[float]]:
    """Of the first rows, by each model."""
    fitted = (MODELS[name]().make(seed=7).fit(X, Y) for name in PLAIN)
    return [model.predict(X[:3]).astype(float).tolist() for model in fitted]
