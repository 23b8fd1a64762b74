"""Permutation importance: what a model loses when a feature is shuffled between the rows."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from vn30.typing import BoolArray, FloatArray

REPEATS = 5


class Importance(NamedTuple):
    """By group of columns: the mean loss over the shuffles, and its standard deviation; shape (groups,)."""

    mean: FloatArray
    std: FloatArray


def permutation_importance(
    predict: Callable[[Any], FloatArray],
    features: NDArray[np.floating[Any]],
    labels: FloatArray,
    groups: NDArray[np.bool_],
    regimes: Mapping[str, BoolArray],
    seed: int,
    repeats: int = REPEATS,
) -> dict[str, Importance]:
    """The increase of the mean absolute error, by regime, when a group of columns is shuffled together.

    L. Breiman, "Random forests", Machine Learning 45, 2001, by scikit-learn's function. The rows are such
    that the model was not fitted on; an importance of 0 or less means that the feature is no use to it.

    Args:
        features: shape (rows, columns).
        labels: in the unit of the forecast, shape (rows,).
        groups: whether a column belongs to a group, shape (columns, groups).
        regimes: masks of the rows by the name of a regime, each with at least one row.
    """
    from sklearn.inspection import permutation_importance as permuted

    def errors(_: object, rows: NDArray[np.intp], labels: FloatArray) -> dict[str, float]:
        shuffled = features
        changed = np.flatnonzero((rows != own[:, None]).any(axis=0))
        if changed.size:
            shuffled = features.copy()
            for group in changed:
                columns = groups[:, group]
                shuffled[:, columns] = features[rows[:, group]][:, columns]
        loss = np.abs(labels - predict(shuffled))
        return {name: -float(loss[mask].mean()) for name, mask in regimes.items()}

    # Each group is one column, the number of the row that its values are taken from.
    own = np.arange(len(features))
    places = np.repeat(own[:, None], groups.shape[1], axis=1)
    result = permuted(_Fitted(), places, labels, scoring=errors, n_repeats=repeats, random_state=seed)
    return {name: Importance(found.importances_mean, found.importances_std) for name, found in result.items()}


class _Fitted:
    """scikit-learn asks for an estimator with ``fit``; the scores are computed without it."""

    def fit(self) -> None:
        """Not called."""
