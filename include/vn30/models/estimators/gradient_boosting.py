"""Gradient boosting of small trees."""

from collections.abc import Iterator

from pydantic import Field

from vn30.config_part import Fault
from vn30.models.base import LOST_TO_NAIVE, ModelPart, Regressor, Trees, many_trees

STEPS_TIMES_RATE = 5
"""The warning threshold of steps times learning rate; scikit-learn's defaults give 10."""
TREE_SECONDS, TREE_ROW_SECONDS = 1.5e-4, 8.5e-7


class GradientBoostingConfig(ModelPart, title="Gradient boosting"):
    """Sums small trees, each fitted to the residuals of the previous trees."""

    position = 20

    n_estimators: Trees = Field(100, description="boosting steps; more steps fit closer and take longer")
    learning_rate: float = Field(
        0.01,
        gt=0,
        le=1,
        title="Learning rate",
        description="how much of each tree is added",
        json_schema_extra={"x-label": "learning_rate"},
    )

    def make(self, seed: int) -> Regressor:
        """Half of the rows per tree (J. H. Friedman, "Stochastic gradient boosting", 2002)."""
        from sklearn.ensemble import GradientBoostingRegressor

        boosting: Regressor = GradientBoostingRegressor(
            n_estimators=self.n_estimators,
            learning_rate=self.learning_rate,
            subsample=0.5,
            max_features=1 / 3,
            random_state=seed,
        )
        return boosting

    def fit_seconds(self, rows: int, width: float) -> float:
        """Linear in the trees, the rows and the features."""
        return self.n_estimators * (TREE_SECONDS + TREE_ROW_SECONDS * rows * width)

    def warnings(self) -> Iterator[Fault]:
        """Warnings for many trees, and for too many trees at the learning rate."""
        yield from many_trees(self.n_estimators)
        if self.n_estimators * self.learning_rate >= STEPS_TIMES_RATE:
            message = f"So many trees at this learning rate overfit: {LOST_TO_NAIVE}. Try 100 trees at 0.01."
            yield Fault("learningRate", message)
