"""Fits classifiers of the direction behind one scaler, beside the base rate."""

from collections.abc import Mapping
from dataclasses import dataclass
from time import perf_counter

import numpy as np
from numpy.typing import NDArray
from sklearn.preprocessing import StandardScaler

from vn30.models.base import NAIVE, Classifier, Scaling
from vn30.models.probability import EDGE
from vn30.typing import BoolArray, CancelCheck, FloatArray


@dataclass(frozen=True)
class FittedClassifiers:
    """Fitted members of an ensemble of classifiers.

    Attributes:
        scaler: of the features; None without scaling.
        members: the fitted classifiers by name; None where all training rows were of one kind.
        base_rate: the share of rises among the training rows, with one more of each kind.
        seconds: the fit time by member.
        columns: of the features, that they were fitted on; None: all.
    """

    scaler: StandardScaler | None
    members: dict[str, Classifier | None]
    base_rate: float
    seconds: dict[str, float]
    columns: NDArray[np.intp] | None = None

    def predict(self, features: FloatArray) -> dict[str, FloatArray]:
        """The probability of a rise by member, the base rate as ``naive``, one per row of ``features``."""
        chosen = features if self.columns is None else features[:, self.columns]
        scaled = chosen if self.scaler is None else self.scaler.transform(chosen)
        probabilities: dict[str, FloatArray] = {NAIVE: np.full(len(features), self.base_rate)}
        for name, member in self.members.items():
            probabilities[name] = probabilities[NAIVE]
            if member is not None:
                forecast = member.predict_proba(scaled)[:, 1].astype(np.float64)
                probabilities[name] = np.clip(forecast, EDGE, 1 - EDGE)
        return probabilities


def fit_classifiers(
    members: Mapping[str, Classifier],
    scaling: Scaling,
    features: FloatArray,
    rose: BoolArray,
    cancelled: CancelCheck,
    columns: NDArray[np.intp] | None = None,
) -> FittedClassifiers:
    """Fit the scaler and every classifier on these rows only.

    Args:
        members: unfitted, by name; they are fitted in place. Where all rows are of one kind, none is fitted.
        features: shape (rows, features), no NaN.
        rose: shape (rows,).
        cancelled: called before each fit; it ends the computation by raising.
        columns: of the features, to fit on; None: all.
    """
    features = features if columns is None else features[:, columns]
    scaler = StandardScaler() if scaling == "standard" else None
    scaled = features if scaler is None else scaler.fit_transform(features)
    one_kind = rose.all() or not rose.any()
    fitted: dict[str, Classifier | None] = {}
    seconds = {}
    for name, member in members.items():
        cancelled()
        started = perf_counter()
        fitted[name] = None if one_kind else member
        if not one_kind:
            member.fit(scaled, rose)
        seconds[name] = perf_counter() - started
    base_rate = float((rose.sum() + 1) / (len(rose) + 2))
    return FittedClassifiers(scaler, fitted, base_rate, seconds, columns)
