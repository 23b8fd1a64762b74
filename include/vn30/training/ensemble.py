"""Fitted members behind one scaler, and how their forecasts become one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import perf_counter

import numpy as np
from numpy.typing import NDArray
from sklearn.preprocessing import StandardScaler

from vn30.training.config import TrainingConfig
from vn30.training.ensemble_config import EnsembleMethod
from vn30.training.estimators import Regressor, make_members, make_scaler

FloatArray = NDArray[np.float64]
Cancelled = Callable[[], None]


@dataclass(frozen=True)
class Ensemble:
    """Fitted members by name, the scaler of their features (None when scaling is off), and fit times."""

    scaler: StandardScaler | None
    members: dict[str, Regressor]
    seconds: dict[str, float]

    def predict(self, features: FloatArray) -> dict[str, FloatArray]:
        """Log returns by member, one for each row of ``features``."""
        scaled = features if self.scaler is None else self.scaler.transform(features)
        return {name: member.predict(scaled) for name, member in self.members.items()}


def fit_ensemble(
    config: TrainingConfig, features: FloatArray, labels: FloatArray, cancelled: Cancelled
) -> Ensemble:
    """Fit the scaler and every enabled member on these rows and on nothing else.

    Args:
        features: shape (rows, features), no NaN.
        labels: log returns, shape (rows,).
        cancelled: called before each fit; it stops the work by raising.
    """
    scaler = make_scaler(config)
    scaled = features if scaler is None else scaler.fit_transform(features)
    members = make_members(config.models, config.reproducibility.seed)
    seconds = {}
    for name, member in members.items():
        cancelled()
        started = perf_counter()
        member.fit(scaled, labels)
        seconds[name] = perf_counter() - started
    return Ensemble(scaler, members, seconds)


def combined(
    returns: Mapping[str, FloatArray], method: EnsembleMethod, weights: Mapping[str, float]
) -> FloatArray:
    """The ensemble's log returns, row by row: the members' mean, median, or sum by ``weights``.

    Args:
        returns: log returns by member.
        weights: for the method ``weighted``: by member, see :func:`vn30.training.weights.learned_weights`.
    """
    members = np.stack(list(returns.values()))
    if method == "mean":
        one: FloatArray = members.mean(axis=0)
    elif method == "median":
        one = np.median(members, axis=0)
    else:
        one = np.array([weights[name] for name in returns]) @ members
    return one
