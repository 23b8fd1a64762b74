"""Additive contributions of the features to a model's forecasts: base + contributions = forecast."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from vn30.explanation.trees import tree_contributions, trees_of
from vn30.typing import FloatArray

TOLERANCE = 1e-6
"""The largest difference of a sum of contributions from its forecast; XGBoost sums in single precision."""


@dataclass(frozen=True)
class Contributions:
    """Contributions in the unit of the forecast.

    Attributes:
        base: the forecast of a model that knows no feature, shape (rows,).
        values: shape (rows, features).
    """

    base: FloatArray
    values: FloatArray

    def total(self) -> FloatArray:
        """The explained forecast of each row."""
        total: FloatArray = self.base + self.values.sum(axis=1)
        return total

    def __add__(self, other: "Contributions") -> "Contributions":
        return Contributions(self.base + other.base, self.values + other.values)

    def scaled(self, factor: float) -> "Contributions":
        """The contributions to ``factor`` times the forecast."""
        return Contributions(factor * self.base, factor * self.values)


def contributions_of(model: Any, features: FloatArray) -> Contributions | None:
    """The exact contributions to the forecasts of a fitted regressor; None for a model that has none.

    Linear models: coefficient times value, so that the features' zero, their mean after scaling, is the
    reference. LightGBM and XGBoost: their own tree SHAP values. scikit-learn's trees: see
    :mod:`vn30.explanation.trees`.

    Args:
        features: as the model was fitted, shape (rows, features).
    """
    model = getattr(model, "model_", model)
    found = _contributions(model, features)
    # A classifier has coefficients as well, but they do not add up to what it predicts.
    if found is None or not np.allclose(found.total(), model.predict(features), rtol=0, atol=TOLERANCE):
        return None
    return found


def _contributions(model: Any, features: FloatArray) -> Contributions | None:
    if hasattr(model, "booster_"):
        return _with_base_last(model.booster_.predict(features, pred_contrib=True))
    if hasattr(model, "get_booster"):
        from xgboost import DMatrix

        return _with_base_last(model.get_booster().predict(DMatrix(features), pred_contribs=True))
    if hasattr(model, "coef_") and np.shape(model.coef_) == (features.shape[1],):
        return linear_contributions(model, features)
    if (trees := trees_of(model)) is not None:
        return Contributions(*tree_contributions(trees, features))
    return None


def linear_contributions(model: Any, features: FloatArray) -> Contributions:
    """Coefficient times value of a model with ``coef_`` and ``intercept_``."""
    coefficients = np.asarray(model.coef_, dtype=np.float64)
    base = np.full(len(features), float(model.intercept_))
    return Contributions(base, coefficients * np.asarray(features, dtype=np.float64))


def _with_base_last(table: Any) -> Contributions | None:
    values = np.asarray(table, dtype=np.float64)
    return Contributions(values[:, -1], values[:, :-1]) if values.ndim == 2 else None
