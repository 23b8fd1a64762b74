"""Extremely randomised trees."""

from collections.abc import Iterator

from pydantic import Field

from vn30.config_part import Fault
from vn30.models.base import Depth, Enabled, ModelPart, Regressor, Trees, deep_trees, many_trees

TREE_SECONDS, TREE_ROW_SECONDS = 5.0e-4, 3.0e-7


class ExtraTreesConfig(ModelPart, title="Extra trees"):
    """Averages trees with splits drawn at random, whose forecasts vary less than a random forest's."""

    position = 15
    row_seconds = 7e-5

    enabled: Enabled = False
    n_estimators: Trees = Field(200, description="more trees reduce the variance and take longer")
    max_depth: Depth = Field(4)

    def make(self, seed: int) -> Regressor:
        """P. Geurts, D. Ernst and L. Wehenkel, "Extremely randomized trees", Machine Learning 63, 2006."""
        from sklearn.ensemble import ExtraTreesRegressor

        trees: Regressor = ExtraTreesRegressor(
            n_estimators=self.n_estimators,
            max_depth=self.max_depth,
            min_samples_leaf=5,
            max_features=1 / 3,
            random_state=seed,
            n_jobs=1,
        )
        return trees

    def fit_seconds(self, rows: int, width: float) -> float:
        """Linear in the trees, the rows and the features."""
        return self.n_estimators * (TREE_SECONDS + TREE_ROW_SECONDS * rows * width)

    def warnings(self) -> Iterator[Fault]:
        """Warnings for many trees and for deep trees."""
        yield from many_trees(self.n_estimators)
        yield from deep_trees(self.max_depth)
