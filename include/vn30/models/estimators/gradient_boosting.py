"""Gradient boosting of small trees."""

from typing import Any

from pydantic import Field

from vn30.models.base import Classifier, Rate, Regressor, Trees
from vn30.models.estimators._boosting import BoostedTrees


class GradientBoostingConfig(BoostedTrees, title="Gradient boosting"):
    """Sums small trees, each fitted to the residuals of the previous trees."""

    position = 20
    row_seconds = 4e-6
    classifies = True
    tree_seconds, tree_row_seconds = 1.5e-4, 8.5e-7

    # As good as 100 steps at 0.01 on sessions up to 2022, in a quarter of the time.
    n_estimators: Trees = Field(25, description="boosting steps; more steps fit closer and take longer")
    learning_rate: Rate = Field(0.04)

    def make(self, seed: int) -> Regressor:
        """Half of the rows per tree (J. H. Friedman, "Stochastic gradient boosting", 2002)."""
        from sklearn.ensemble import GradientBoostingRegressor

        boosting: Regressor = GradientBoostingRegressor(**self._settings(seed))
        return boosting

    def make_classifier(self, seed: int) -> Classifier:
        """The same trees for the log odds."""
        from sklearn.ensemble import GradientBoostingClassifier

        boosting: Classifier = GradientBoostingClassifier(**self._settings(seed))
        return boosting

    def _settings(self, seed: int) -> dict[str, Any]:
        return {
            "n_estimators": self.n_estimators,
            "learning_rate": self.learning_rate,
            "subsample": 0.5,
            "max_features": 1 / 3,
            "random_state": seed,
        }
