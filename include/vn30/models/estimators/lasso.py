"""Lasso regression."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from vn30.config_part import Fault
from vn30.i18n.localized import localized
from vn30.models.base import LOST_TO_NAIVE, Enabled, ModelPart, Regressor
from vn30.models.estimators._purged_grid import PurgedElasticNet

ROW_SECONDS = 1.0e-5


class LassoConfig(ModelPart, title="Lasso"):
    """Linear regression that sets the coefficients of weak features to zero."""

    position = 45
    regimes = "one-hot"
    unscaled = "Without scaling, the lasso suppresses small-valued features."

    enabled: Enabled = False
    alpha: Annotated[float, Field(gt=0, le=10)] | None = Field(
        None,
        title="Alpha",
        description="the larger, the more coefficients are zero; null: chosen on later rows of the training "
        "part",
        json_schema_extra={"x-hint": "empty: chosen on later training rows", "x-empty": "chosen"},
    )

    def make(self, seed: int) -> Regressor:
        """Coordinate descent in cyclic order, which uses no random numbers.

        The penalty is that of R. Tibshirani, "Regression shrinkage and selection via the lasso", Journal of
        the Royal Statistical Society B 58, 1996.
        """
        return PurgedElasticNet(self.alpha, [1.0])

    def fit_seconds(self, rows: int, width: float) -> float:
        """Linear in the rows and the features."""
        return ROW_SECONDS * rows * width

    def warnings(self) -> Iterator[Fault]:
        """A warning for weak regularisation."""
        if self.alpha is not None and self.alpha < 1e-4:
            yield Fault(
                "alpha",
                localized(
                    "The regularisation is weak: {lost_to_naive}. Leave it empty.",
                    lost_to_naive=LOST_TO_NAIVE,
                ),
            )
