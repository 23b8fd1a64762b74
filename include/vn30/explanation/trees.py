"""Exact tree SHAP values of scikit-learn's trees.

The game is the path-dependent one of S. Lundberg et al., "From local explanations to global understanding
with explainable AI for trees", Nature Machine Intelligence 2, 2020: at a split on an unknown feature the
forecast is the mean of both branches, weighted by their training rows. A leaf is a box: a known feature
reaches it if it is within its bounds, and an unknown feature ``j`` with a probability ``p[j]``. The game of a
leaf is a product over the features of its path, and its Shapley value the integral of a polynomial (G. Owen,
"Multilinear extensions of games", Management Science 18, 1972), which Gauss and Legendre's rule gives
exactly.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from vn30.typing import BoolArray, FloatArray

ROWS_AT_ONCE = 512
"""Bounds the memory: a row takes leaves x depth numbers."""


class Tree(NamedTuple):
    """A fitted tree, one entry a node, the root first.

    Attributes:
        left: the child of values up to the threshold; -1 at a leaf.
        right: the other child.
        value: the output, which counts at leaves.
        cover: the weight of the training rows that reached the node.
    """

    left: NDArray[np.intp]
    right: NDArray[np.intp]
    feature: NDArray[np.intp]
    threshold: FloatArray
    value: FloatArray
    cover: FloatArray


@dataclass(frozen=True)
class Trees:
    """A sum of trees: ``base + sum of their values``.

    Attributes:
        single: whether the model compares features in single precision, as scikit-learn's Cython trees do.
    """

    base: float
    trees: Sequence[Tree]
    single: bool = False


def trees_of(model: Any) -> Trees | None:
    """The trees of a fitted regressor of scikit-learn, of forests and of boosting; None for others."""
    from sklearn.ensemble import (
        ExtraTreesRegressor,
        GradientBoostingRegressor,
        HistGradientBoostingRegressor,
        RandomForestRegressor,
    )
    from sklearn.tree import DecisionTreeRegressor

    if isinstance(model, HistGradientBoostingRegressor):
        return histogram_trees(model)
    if isinstance(model, GradientBoostingRegressor):
        base = float(np.ravel(model.init_.constant_)[0])
        trees = [_of_cython(tree.tree_, model.learning_rate) for tree in model.estimators_[:, 0]]
        return Trees(base, trees, single=True)
    if isinstance(model, RandomForestRegressor | ExtraTreesRegressor):
        share = 1 / len(model.estimators_)
        return Trees(0.0, [_of_cython(tree.tree_, share) for tree in model.estimators_], single=True)
    if isinstance(model, DecisionTreeRegressor):
        return Trees(0.0, [_of_cython(model.tree_, 1.0)], single=True)
    return None


def histogram_trees(model: Any) -> Trees:
    """The trees of a fitted ``HistGradientBoostingRegressor``."""
    base = float(np.ravel(model._baseline_prediction)[0])
    return Trees(base, [_of_nodes(predictor[0].nodes) for predictor in model._predictors])


def _of_cython(tree: Any, factor: float) -> Tree:
    value = factor * tree.value[:, 0, 0]
    cover = tree.weighted_n_node_samples
    return Tree(tree.children_left, tree.children_right, tree.feature, tree.threshold, value, cover)


def _of_nodes(nodes: Any) -> Tree:
    leaf = nodes["is_leaf"].astype(bool)
    left, right = (np.where(leaf, -1, nodes[side].astype(np.intp)) for side in ("left", "right"))
    feature, threshold = nodes["feature_idx"].astype(np.intp), nodes["num_threshold"].astype(np.float64)
    return Tree(left, right, feature, threshold, nodes["value"], nodes["count"].astype(np.float64))


def tree_contributions(trees: Trees, features: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The base, shape (rows,), and the SHAP values, shape (rows, features), of a sum of trees.

    Args:
        features: shape (rows, features), no NaN.
    """
    compared = np.asarray(features, dtype=np.float32 if trees.single else np.float64)
    values = np.zeros(features.shape)
    base = trees.base
    for tree in trees.trees:
        boxes = _boxes(tree)
        base += float(boxes.value @ boxes.probability.prod(axis=1))
        for start in range(0, len(features), ROWS_AT_ONCE):
            rows = slice(start, start + ROWS_AT_ONCE)
            values[rows] += _shapley(boxes, compared[rows])
    return np.full(len(features), base), values


class _Boxes(NamedTuple):
    """The leaves of a tree; all but ``value``, shape (leaves,), have the shape (leaves, features of a path).

    A path with fewer features is filled with entries of feature 0 without bounds and with probability 1.
    """

    value: FloatArray
    feature: NDArray[np.intp]
    lower: FloatArray
    upper: FloatArray
    probability: FloatArray


_Bounds = dict[int, tuple[float, float, float]]


def _boxes(tree: Tree) -> _Boxes:
    leaves = list(_leaves(tree))
    width = max(1, *(len(bounds) for _, bounds in leaves)) if leaves else 1
    feature = np.zeros((len(leaves), width), dtype=np.intp)
    lower, upper = np.full((2, len(leaves), width), -np.inf)
    upper[:] = np.inf
    probability = np.ones((len(leaves), width))
    for row, (_, bounds) in enumerate(leaves):
        for column, (name, (low, high, share)) in enumerate(bounds.items()):
            feature[row, column] = name
            lower[row, column], upper[row, column], probability[row, column] = low, high, share
    return _Boxes(np.array([value for value, _ in leaves]), feature, lower, upper, probability)


def _leaves(tree: Tree) -> Iterator[tuple[float, _Bounds]]:
    """The value of each leaf, and by feature of its path: lower bound, upper bound, probability."""
    pending: list[tuple[int, _Bounds]] = [(0, {})]
    while pending:
        node, bounds = pending.pop()
        if tree.left[node] < 0:
            yield float(tree.value[node]), bounds
            continue
        name, threshold = int(tree.feature[node]), float(tree.threshold[node])
        low, high, share = bounds.get(name, (-np.inf, np.inf, 1.0))
        left, right = int(tree.left[node]), int(tree.right[node])
        to_left = share * tree.cover[left] / tree.cover[node]
        to_right = share * tree.cover[right] / tree.cover[node]
        pending.append((left, {**bounds, name: (low, min(high, threshold), to_left)}))
        pending.append((right, {**bounds, name: (max(low, threshold), high, to_right)}))


def _shapley(boxes: _Boxes, features: NDArray[Any]) -> FloatArray:
    known = features[:, boxes.feature]
    inside: BoolArray = (boxes.lower < known) & (known <= boxes.upper)
    change = inside - boxes.probability
    worth = np.zeros(change.shape)
    # The product without one factor has the degree width - 1, for which so many nodes are exact.
    nodes, weights = np.polynomial.legendre.leggauss(-(-boxes.feature.shape[1] // 2))
    for node, weight in zip((nodes + 1) / 2, weights / 2, strict=True):
        # No factor is 0: the nodes are inside of (0, 1), and each branch has training rows.
        factors = boxes.probability + node * change
        worth += weight * factors.prod(axis=2, keepdims=True) / factors
    worth *= change * boxes.value[:, None]
    places = boxes.feature.ravel()
    columns = csr_array(
        (np.ones(places.size), (np.arange(places.size), places)), shape=(places.size, features.shape[1])
    )
    summed: FloatArray = worth.reshape(len(features), -1) @ columns
    return summed
