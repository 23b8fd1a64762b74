"""A random forest."""

import logging
from collections.abc import Iterator
from typing import Any

from pydantic import Field

from vn30.config_part import Fault
from vn30.models.base import Classifier, Depth, ModelPart, Regressor, Trees, deep_trees, many_trees

MAX_LEVELS = 16
"""The depth at which leaves of five rows end most branches, even without a limit."""
TREE_SECONDS, TREE_ROW_SECONDS = 1.0e-4, 2.3e-8


def _log_warnings_alone() -> None:
    """sklearnex reports every fit and forecast, by a handler of its own that writes to stderr."""
    logger = logging.getLogger("sklearnex")
    logger.handlers.clear()
    logger.setLevel(logging.WARNING)


class RandomForestConfig(ModelPart, title="Random forest"):
    """Averages trees grown on random samples. Shallow trees suit labels that are nearly all noise."""

    position = 10
    row_seconds = 9e-6
    classifies = True

    n_estimators: Trees = Field(
        100, description="more trees reduce the variance of the forecast and take longer"
    )
    max_depth: Depth = Field(4)

    def make(self, seed: int) -> Regressor:
        """The forest of scikit-learn-intelex if it is installed: several times as fast, equally accurate.

        Leaves of five rows and a third of the features per split (Hastie, Tibshirani and Friedman,
        *The Elements of Statistical Learning*, 15.3) suit labels that are nearly all noise.
        """
        try:
            from sklearnex.ensemble import RandomForestRegressor

            _log_warnings_alone()
        except ImportError:
            from sklearn.ensemble import RandomForestRegressor

        forest: Regressor = RandomForestRegressor(**self._settings(seed))
        return forest

    def make_classifier(self, seed: int) -> Classifier:
        """The same forest, whose probability is the mean share of rises in the leaves."""
        try:
            from sklearnex.ensemble import RandomForestClassifier

            _log_warnings_alone()
        except ImportError:
            from sklearn.ensemble import RandomForestClassifier

        forest: Classifier = RandomForestClassifier(**self._settings(seed))
        return forest

    def _settings(self, seed: int) -> dict[str, Any]:
        return {
            "n_estimators": self.n_estimators,
            "max_depth": self.max_depth,
            "min_samples_leaf": 5,
            "max_features": 1 / 3,
            "random_state": seed,
            "n_jobs": 1,
        }

    def fit_seconds(self, rows: int, width: float) -> float:
        """Linear in the trees, the rows, the features and the levels of a tree."""
        levels = min(self.max_depth or MAX_LEVELS, MAX_LEVELS)
        return self.n_estimators * (TREE_SECONDS + TREE_ROW_SECONDS * rows * width * levels)

    def warnings(self) -> Iterator[Fault]:
        """Warnings for many trees and for deep trees."""
        yield from many_trees(self.n_estimators)
        yield from deep_trees(self.max_depth)
