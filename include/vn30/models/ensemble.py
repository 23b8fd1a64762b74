"""Fits the members of an ensemble behind one scaler, and combines their forecasts."""

from collections.abc import Mapping
from dataclasses import dataclass
from time import perf_counter

import numpy as np
from numpy.typing import NDArray
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
        columns: the selected columns of the features; None: all.
    """

    scaler: StandardScaler | None
    members: dict[str, Regressor]
    seconds: dict[str, float]
    columns: NDArray[np.intp] | None = None

    def predict(self, features: FloatArray, only: str | None = None) -> dict[str, FloatArray]:
        """The forecast log returns by member, one per row of ``features``, shape (rows, features).

        Args:
            only: the name of the one member to ask; None: all.
        """
        scaled = self.scaled(features)
        return {name: member.predict(scaled) for name, member in self.members.items() if only in (None, name)}

    def scaled(self, features: FloatArray) -> FloatArray:
        """The selected features as the members were fitted on them."""
        chosen = features if self.columns is None else features[:, self.columns]
        scaled: FloatArray = chosen if self.scaler is None else self.scaler.transform(chosen)
        return scaled


def fit_ensemble(
    members: dict[str, Regressor],
    scaling: Scaling,
    features: FloatArray,
    labels: FloatArray,
    cancelled: CancelCheck,
    columns: NDArray[np.intp] | None = None,
) -> Ensemble:
    """Fit the scaler and every member on these rows only.

    Args:
        members: unfitted, by name; they are fitted in place.
        scaling: ``standard``: mean 0 and standard deviation 1 on these rows.
        features: shape (rows, features), no NaN.
        labels: log returns, shape (rows,).
        cancelled: called before each fit; an exception that it raises stops the work.
        columns: the columns to fit on; None: all.
    """
    scaler = StandardScaler() if scaling == "standard" else None
    chosen = features if columns is None else features[:, columns]
    scaled = chosen if scaler is None else scaler.fit_transform(chosen)
    seconds = {}
    for name, member in members.items():
        cancelled()
        started = perf_counter()
        member.fit(scaled, labels)
        seconds[name] = perf_counter() - started
    return Ensemble(scaler, members, seconds, columns)


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
