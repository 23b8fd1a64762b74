"""XGBoost."""

from typing import Any

from vn30.models.base import Classifier, Enabled, Regressor
from vn30.models.estimators._boosting import BoostedTrees


class XgBoostConfig(BoostedTrees, title="XGBoost"):
    """Boosted trees with penalised leaves, grown level by level on histograms of the features."""

    position = 26
    row_seconds = 7e-6
    package = "xgboost"
    classifies = True
    tree_seconds, tree_row_seconds = 6.0e-4, 4.0e-7

    enabled: Enabled = False

    def make(self, seed: int) -> Regressor:
        """Trees of depth 3, half of the rows per tree and a third of the features per split.

        T. Chen and C. Guestrin, "XGBoost: a scalable tree boosting system", KDD 2016.
        """
        from xgboost import XGBRegressor

        boosting: Regressor = XGBRegressor(**self._settings(seed), min_child_weight=20)
        return boosting

    def make_classifier(self, seed: int) -> Classifier:
        """The same trees for the log odds; a row weighs a quarter at most, where the odds are even."""
        from xgboost import XGBClassifier

        boosting: Classifier = XGBClassifier(**self._settings(seed), min_child_weight=5)
        return boosting

    def _settings(self, seed: int) -> dict[str, Any]:
        return {
            "n_estimators": self.n_estimators,
            "learning_rate": self.learning_rate,
            "max_depth": 3,
            "subsample": 0.5,
            "colsample_bynode": 1 / 3,
            "tree_method": "hist",
            "n_jobs": 1,
            "random_state": seed,
        }
