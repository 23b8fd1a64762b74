"""Permutation importance against scikit-learn called plainly, and by regime."""

import numpy as np
from sklearn.inspection import permutation_importance as plain
from sklearn.linear_model import LinearRegression

from vn30.explanation.permutation import permutation_importance

RANDOM = np.random.default_rng(2)


def test_single_columns() -> None:
    """With one column a group and one regime it is scikit-learn's."""
    features = RANDOM.normal(size=(200, 4))
    labels = features @ [2, 1, 0, 0] + RANDOM.normal(size=200)
    model = LinearRegression().fit(features[:100], labels[:100])
    everything = {"all": np.ones(100, dtype=bool)}
    found = permutation_importance(
        model.predict, features[100:], labels[100:], np.eye(4, dtype=bool), everything, seed=3
    )
    theirs = plain(
        model,
        features[100:],
        labels[100:],
        scoring="neg_mean_absolute_error",
        n_repeats=5,
        random_state=3,
    )
    np.testing.assert_allclose(found["all"].mean, theirs.importances_mean)
    np.testing.assert_allclose(found["all"].std, theirs.importances_std)


def test_groups_and_regimes() -> None:
    """Two copies of a feature are one group; it matters only in the regime where it moves the label."""
    signal = RANDOM.normal(size=300)
    features = np.column_stack([signal, signal, RANDOM.normal(size=300)])
    bull = np.arange(300) < 150
    labels = np.where(bull, signal, 0.0)

    def predict(rows: np.ndarray) -> np.ndarray:
        return np.where(bull, rows[:, :2].mean(axis=1), 0.0)

    groups = np.array([[True, False], [True, False], [False, True]])
    found = permutation_importance(predict, features, labels, groups, {"bull": bull, "bear": ~bull}, seed=1)
    assert found["bull"].mean[0] > 0.9
    assert found["bear"].mean[0] == 0
    assert found["bull"].mean[1] == 0
