"""Fits the members of an ensemble behind one scaler, and combines their forecasts."""

from collections.abc import Mapping
from dataclasses import dataclass
from time import perf_counter

import numpy as np
from sklearn.preprocessing import StandardScaler

from vn30.models.base import EnsembleMethod, Regressor, Scaling
from vn30.typing import CancelCheck, FloatArray


@dataclass(frozen=True)
class Ensemble:
    """Fitted members of an ensemble.

    Attributes:
        scaler: of the features; None without scaling.
        members: the fitted members by name.
        seconds: the fit time by member.
    """

    scaler: StandardScaler | None
    members: dict[str, Regressor]
    seconds: dict[str, float]

    def predict(self, features: FloatArray) -> dict[str, FloatArray]:
        """The forecast log returns by member, one per row of ``features``, shape (rows, features)."""
        scaled = features if self.scaler is None else self.scaler.transform(features)
        return {name: member.predict(scaled) for name, member in self.members.items()}


def fit_ensemble(
    members: dict[str, Regressor],
    scaling: Scaling,
    features: FloatArray,
    labels: FloatArray,
    cancelled: CancelCheck,
) -> Ensemble:
    """Fit the scaler and every member on these rows only.

    Args:
        members: unfitted, by name; they are fitted in place.
        scaling: ``standard``: mean 0 and standard deviation 1 on these rows.
        features: shape (rows, features), no NaN.
        labels: log returns, shape (rows,).
        cancelled: called before each fit; an exception that it raises stops the work.
    """
    scaler = StandardScaler() if scaling == "standard" else None
    scaled = features if scaler is None else scaler.fit_transform(features)
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
    """The ensemble's log returns, one per row: the members' mean, median or weighted sum.

    Args:
        returns: log returns by member, each of shape (rows,).
        weights: by member, for the method ``weighted``; see :func:`vn30.models.weights.learned_weights`.
    """
    members = np.stack(list(returns.values()))
    if method == "mean":
        ensemble: FloatArray = members.mean(axis=0)
    elif method == "median":
        ensemble = np.median(members, axis=0)
    else:
        ensemble = np.array([weights[name] for name in returns]) @ members
    return ensemble
