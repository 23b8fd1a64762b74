"""Training on every n-th row."""

from dataclasses import dataclass

from vn30.models.base import Regressor
from vn30.typing import FloatArray


@dataclass
class Thinned:
    """An estimator that is fitted on every ``stride``-th row, the oldest first.

    Labels of neighbouring sessions overlap and are nearly equal, so that most rows add time and little else.
    """

    estimator: Regressor
    stride: int

    def fit(self, X: FloatArray, y: FloatArray) -> "Thinned":
        """Fit on every ``stride``-th row of ``X``, shape (rows, features), and ``y``, shape (rows,)."""
        self.estimator.fit(X[:: self.stride], y[:: self.stride])
        return self

    def predict(self, X: FloatArray) -> FloatArray:
        """One prediction per row of ``X``, shape (rows,)."""
        return self.estimator.predict(X)
