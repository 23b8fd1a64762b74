"""What the settings of all boosted trees share."""

from collections.abc import Iterator
from typing import ClassVar

from pydantic import Field

from vn30.config_part import Fault
from vn30.i18n.localized import localized
from vn30.models.base import LOST_TO_NAIVE, ModelPart, Rate, Trees, many_trees

STEPS_TIMES_RATE = 5
"""The warning threshold of steps times learning rate; scikit-learn's defaults give 10."""


class BoostedTrees(ModelPart):
    """Trees that are each fitted to the residuals of the previous ones.

    Attributes:
        tree_seconds: the time of one tree on one core, whatever the rows.
        tree_row_seconds: what each row adds to it.
    """

    tree_seconds: ClassVar[float]
    tree_row_seconds: ClassVar[float]

    n_estimators: Trees = Field(100, description="boosting steps; more steps fit closer and take longer")
    learning_rate: Rate = Field(0.01)

    def fit_seconds(self, rows: int, width: float) -> float:
        """Linear in the trees, the rows and the features."""
        return self.n_estimators * (self.tree_seconds + self.tree_row_seconds * rows * width)

    def warnings(self) -> Iterator[Fault]:
        """Warnings for many trees, and for too many trees at the learning rate."""
        yield from many_trees(self.n_estimators)
        if self.n_estimators * self.learning_rate >= STEPS_TIMES_RATE:
            message = localized(
                "So many trees at this learning rate overfit: {lost_to_naive}. Try 100 trees at 0.01.",
                lost_to_naive=LOST_TO_NAIVE,
            )
            yield Fault("learningRate", message)
