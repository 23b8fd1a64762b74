"""Gradient boosting on histograms of the features."""

from vn30.models.base import Enabled, Regressor
from vn30.models.estimators._boosting import BoostedTrees


class HistGradientBoostingConfig(BoostedTrees, title="Histogram boosting"):
    """Gradient boosting that sorts each feature into 255 bins, which large training parts need."""

    position = 22
    row_seconds = 1.1e-5
    tree_seconds, tree_row_seconds = 1.5e-3, 3.0e-7

    enabled: Enabled = False

    def make(self, seed: int) -> Regressor:
        """Trees of depth 3 with leaves of 50 rows. Early stopping would hold out rows at random."""
        from sklearn.ensemble import HistGradientBoostingRegressor

        boosting: Regressor = HistGradientBoostingRegressor(
            max_iter=self.n_estimators,
            learning_rate=self.learning_rate,
            max_depth=3,
            min_samples_leaf=50,
            max_features=1 / 3,
            early_stopping=False,
            random_state=seed,
        )
        return boosting
