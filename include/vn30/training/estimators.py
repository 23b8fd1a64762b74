"""The members of an ensemble, ready to fit: seeded, and on one core.

Each is a regression of the log return on the features. The number of jobs is always 1: whoever runs the
fits in parallel owns the cores.
"""

from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.linear_model import Ridge
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVR

from vn30.training.config import TrainingConfig
from vn30.training.ensemble_config import ModelsConfig

try:
    from sklearnex.ensemble import RandomForestRegressor
except ImportError:
    from sklearn.ensemble import RandomForestRegressor

FloatArray = NDArray[np.float64]


class Regressor(Protocol):
    """What scikit-learn's regressors offer."""

    def fit(self, X: FloatArray, y: FloatArray) -> Any:
        """Learn from rows ``X`` and labels ``y``."""

    def predict(self, X: FloatArray) -> FloatArray:
        """One value a row."""


def make_members(models: ModelsConfig, seed: int) -> dict[str, Regressor]:
    """The enabled members by name, unfitted: random_forest, gradient_boosting, svr, ridge.

    The forest is that of scikit-learn-intelex where it is installed: several times as fast, and as accurate.
    Leaves of five rows and a third of the features per split (Hastie, Tibshirani and Friedman,
    *The Elements of Statistical Learning*, 15.3) suit labels that are nearly all noise.
    """
    forest, boosting, svr, ridge = models.random_forest, models.gradient_boosting, models.svr, models.ridge
    members: dict[str, Regressor] = {}
    if forest.enabled:
        members["random_forest"] = RandomForestRegressor(
            n_estimators=forest.n_estimators,
            max_depth=forest.max_depth,
            min_samples_leaf=5,
            max_features=1 / 3,
            random_state=seed,
            n_jobs=1,
        )
    if boosting.enabled:
        members["gradient_boosting"] = GradientBoostingRegressor(
            n_estimators=boosting.n_estimators,
            learning_rate=boosting.learning_rate,
            subsample=0.5,
            max_features=1 / 3,
            random_state=seed,
        )
    if svr.enabled:
        members["svr"] = SVR(C=svr.c, epsilon=svr.epsilon, gamma=svr.gamma)
    if ridge.enabled:
        members["ridge"] = Ridge(alpha=ridge.alpha)
    return members


def make_scaler(config: TrainingConfig) -> StandardScaler | None:
    """An unfitted scaler, or None when the configuration asks for none."""
    return StandardScaler() if config.scaling == "standard" else None
