"""The contributions of the features to the forecasts of the pooled model."""

import numpy as np
import pandas as pd

from vn30.explanation.contributions import Contributions, linear_contributions
from vn30.explanation.trees import histogram_trees, tree_contributions
from vn30.models.pooled import Features, PooledModel
from vn30.typing import BoolArray, FloatArray


def rank_contributions(model: PooledModel, symbols: pd.Series, features: Features) -> Contributions:
    """The exact contributions to the expected ranks of a pooled model, in ranks.

    The two ridge regressions give coefficient times standardised value, the trees their SHAP values. Times
    the model's slope they are contributions to its log return.

    Args:
        symbols: the ticker of each row.
        features: shape (rows, features); features that the model does not use contribute 0.
    """
    standardised = np.asarray(model.standardised(features), dtype=np.float64)
    parts = linear_contributions(model.ridge, standardised)
    parts += Contributions(*tree_contributions(histogram_trees(model.trees), standardised))
    parts += _own(model, symbols, standardised)
    parts = parts.scaled(1 / 3)
    if model.columns is None:
        return parts
    values = np.zeros(features.shape)
    values[:, model.columns] = parts.values
    return Contributions(parts.base, values)


def _own(model: PooledModel, symbols: pd.Series, standardised: FloatArray) -> Contributions:
    own = Contributions(np.zeros(len(standardised)), np.zeros(standardised.shape))
    for ticker in symbols.unique():
        if ticker in model.own:
            rows = (symbols == ticker).to_numpy()
            part = linear_contributions(model.own[ticker], standardised[rows])
            own.base[rows], own.values[rows] = part.base, part.values
    return own


def by_group(contributions: Contributions, groups: BoolArray) -> Contributions:
    """Sum the contributions of the columns of each group.

    Args:
        groups: whether a column belongs to a group, shape (columns, groups).
    """
    return Contributions(contributions.base, contributions.values @ groups)
