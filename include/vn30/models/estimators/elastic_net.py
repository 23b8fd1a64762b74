"""Elastic net regression."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from vn30.config_part import Fault
from vn30.i18n.localized import localized
from vn30.models.base import LOST_TO_NAIVE, Enabled, ModelPart, Regressor
from vn30.models.estimators._purged_grid import PurgedElasticNet

L1_RATIOS = (0.1, 0.5, 0.9, 1.0)
"""What is tried where no penalty is given."""
ROW_SECONDS = 2.0e-6


class ElasticNetConfig(ModelPart, title="Elastic net"):
    """Linear regression that leaves out weak features; off by default: it has not beaten the naive forecast.

    Of penalties from 0.001 to 0.03, four trials, the default did best on VN30 prices of 2019 to 2022: skill
    -0.01, -0.04 and -0.07 at 7, 15 and 30 sessions. On 2023 and 2024 it had 0.00, 0.00 and -0.02.
    """

    position = 50
    regimes = "one-hot"
    unscaled = "Without scaling, the elastic net suppresses small-valued features."

    enabled: Enabled = False
    alpha: Annotated[float, Field(gt=0, le=10)] | None = Field(
        0.03,
        title="Alpha",
        description="the larger, the more it is regularised; null: it and the L1 ratio are chosen on later "
        "rows of the training part",
        json_schema_extra={
            "x-hint": "empty: chosen on later training rows, with the L1 ratio",
            "x-empty": "chosen",
        },
    )
    l1_ratio: float = Field(
        0.5,
        ge=0,
        le=1,
        title="L1 ratio",
        description="share of the penalty that sets coefficients to zero; 0: ridge, 1: lasso",
        json_schema_extra={"x-label": "l1_ratio"},
    )

    def make(self, seed: int) -> Regressor:
        """Coordinate descent in cyclic order, which uses no random numbers.

        The penalty is that of H. Zou and T. Hastie, "Regularization and variable selection via the elastic
        net", Journal of the Royal Statistical Society B 67, 2005.
        """
        return PurgedElasticNet(self.alpha, L1_RATIOS if self.alpha is None else [self.l1_ratio])

    def fit_seconds(self, rows: int, width: float) -> float:
        """Linear in the rows and the features."""
        return ROW_SECONDS * rows * width

    def warnings(self) -> Iterator[Fault]:
        """A warning for weak regularisation."""
        if self.alpha is not None and self.alpha < 0.01:
            yield Fault(
                "alpha",
                localized(
                    "The regularisation is weak: {lost_to_naive}. Try 0.03.", lost_to_naive=LOST_TO_NAIVE
                ),
            )
