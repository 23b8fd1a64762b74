"""Tree SHAP values against brute force, against LightGBM's own, and SHAP's example of fever and cough."""

from itertools import combinations
from math import factorial
from typing import Any

import numpy as np
import pytest
from lightgbm import LGBMRegressor
from sklearn.ensemble import (
    ExtraTreesRegressor,
    GradientBoostingRegressor,
    HistGradientBoostingRegressor,
    RandomForestRegressor,
)
from sklearn.tree import DecisionTreeRegressor

from vn30.explanation.contributions import contributions_of
from vn30.explanation.trees import Tree, Trees, tree_contributions, trees_of

RANDOM = np.random.default_rng(5)
FEATURES = RANDOM.normal(size=(400, 6))
LABELS = FEATURES[:, 0] * FEATURES[:, 1] + np.sin(2 * FEATURES[:, 2]) + RANDOM.normal(scale=0.1, size=400)
MODELS = {
    "forest": RandomForestRegressor(8, max_depth=None, min_samples_leaf=3, random_state=1),
    "extra trees": ExtraTreesRegressor(8, max_depth=7, bootstrap=True, random_state=1),
    "boosting": GradientBoostingRegressor(n_estimators=20, subsample=0.5, random_state=1),
    "histograms": HistGradientBoostingRegressor(max_iter=20, max_leaf_nodes=12, random_state=1),
}


def worth(tree: Tree, row: np.ndarray, known: set[int], node: int = 0) -> float:
    """The tree's output if only the features ``known`` are known, straight from the definition."""
    if tree.left[node] < 0:
        return float(tree.value[node])
    sides = int(tree.left[node]), int(tree.right[node])
    name = int(tree.feature[node])
    if name in known:
        return worth(tree, row, known, sides[0] if row[name] <= tree.threshold[node] else sides[1])
    return sum(tree.cover[side] / tree.cover[node] * worth(tree, row, known, side) for side in sides)


def brute_force(trees: Trees, row: np.ndarray) -> np.ndarray:
    """Shapley values by the sum over all coalitions."""
    size = len(row)
    values = np.zeros(size)
    for name in range(size):
        others = [other for other in range(size) if other != name]
        for count in range(size):
            share = factorial(count) * factorial(size - count - 1) / factorial(size)
            for coalition in combinations(others, count):
                with_it, without = {*coalition, name}, set(coalition)
                values[name] += share * sum(
                    worth(tree, row, with_it) - worth(tree, row, without) for tree in trees.trees
                )
    return values


def test_fever_and_cough() -> None:
    """S. Lundberg's model A: 80 with fever and cough; both get 30 over a base of 20."""
    features = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=float)
    model = DecisionTreeRegressor().fit(features, [0, 0, 0, 80])
    found = contributions_of(model, features[3:])
    assert found is not None
    assert found.base[0] == pytest.approx(20)
    np.testing.assert_allclose(found.values[0], [30, 30])


@pytest.mark.parametrize("name", MODELS)
def test_brute_force(name: str) -> None:
    """Each kind of model has the Shapley values of the definition, which add up to its forecast."""
    model: Any = MODELS[name].fit(FEATURES, LABELS)
    rows = np.asarray(FEATURES[:3], dtype=np.float32).astype(float)
    trees = trees_of(model)
    assert trees is not None
    base, values = tree_contributions(trees, rows)
    for row, found in zip(rows, values, strict=True):
        np.testing.assert_allclose(found, brute_force(trees, row), atol=1e-12)
    np.testing.assert_allclose(base + values.sum(axis=1), model.predict(rows), atol=1e-9)


def test_lightgbm() -> None:
    """The trees of LightGBM, explained here, have the values that it gives itself."""
    model = LGBMRegressor(n_estimators=5, num_leaves=8, min_child_samples=20, verbosity=-1, n_jobs=1)
    booster = model.fit(FEATURES, LABELS).booster_
    trees = []
    for info in booster.dump_model()["tree_info"]:
        nodes: list[list[float]] = []

        def add(node: dict[str, Any], nodes: list[list[float]] = nodes) -> int:
            place = len(nodes)
            if "leaf_value" in node:
                nodes.append([-1, -1, 0, 0, node["leaf_value"], node["leaf_count"]])
                return place
            nodes.append([0, 0, node["split_feature"], node["threshold"], 0, node["internal_count"]])
            nodes[place][:2] = add(node["left_child"]), add(node["right_child"])
            return place

        add(info["tree_structure"])
        left, right, feature, threshold, value, cover = np.array(nodes).T
        trees.append(Tree(left.astype(int), right.astype(int), feature.astype(int), threshold, value, cover))
    base, values = tree_contributions(Trees(0.0, trees), FEATURES[:50])
    theirs = booster.predict(FEATURES[:50], pred_contrib=True)
    np.testing.assert_allclose(values, theirs[:, :-1], atol=1e-9)
    np.testing.assert_allclose(base, theirs[:, -1], atol=1e-9)
