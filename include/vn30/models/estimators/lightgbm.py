"""LightGBM."""

from typing import Any

from vn30.models.base import Classifier, Enabled, Regressor
from vn30.models.estimators._boosting import BoostedTrees


class LightGbmConfig(BoostedTrees, title="LightGBM"):
    """Boosted trees that grow leaf by leaf on histograms of the features."""

    position = 24
    row_seconds = 1e-5
    package = "lightgbm"
    classifies = True
    tree_seconds, tree_row_seconds = 5.0e-4, 3.0e-7

    enabled: Enabled = False

    def make(self, seed: int) -> Regressor:
        """Seven leaves of at least 50 rows, half of the rows and a third of the features per tree.

        G. Ke et al., "LightGBM: a highly efficient gradient boosting decision tree", NeurIPS 2017. By
        ``deterministic`` alone the sums would still be added in an order that depends on the memory layout.
        """
        from lightgbm import LGBMRegressor

        boosting: Regressor = LGBMRegressor(**self._settings(seed))
        return boosting

    def make_classifier(self, seed: int) -> Classifier:
        """The same trees for the log odds."""
        from lightgbm import LGBMClassifier

        boosting: Classifier = LGBMClassifier(**self._settings(seed))
        return boosting

    def _settings(self, seed: int) -> dict[str, Any]:
        return {
            "n_estimators": self.n_estimators,
            "learning_rate": self.learning_rate,
            "num_leaves": 7,
            "min_child_samples": 50,
            "subsample": 0.5,
            "subsample_freq": 1,
            "colsample_bytree": 1 / 3,
            "deterministic": True,
            "force_row_wise": True,
            "n_jobs": 1,
            "random_state": seed,
            "verbosity": -1,
        }
