"""Support vector regression."""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from vn30.config_part import Fault
from vn30.i18n.localized import localized
from vn30.models.base import LOST_TO_NAIVE, ModelPart, Regressor
from vn30.models.estimators._thinned import Thinned

ROW_SQUARED_SECONDS = 1.8e-8


class SvrConfig(ModelPart, title="SVR (RBF)"):
    """Support vector regression with an RBF kernel. It needs scaled features."""

    position = 30
    row_seconds = 3.7e-5
    regimes = "one-hot"
    unscaled = "Without scaling, large-valued features dominate SVR."

    c: float = Field(0.01, gt=0, le=1000, title="C", description="the smaller, the more it is regularised")
    epsilon: float = Field(
        0.01, ge=0, le=1, title="Epsilon", description="errors up to this log return cost nothing; 0.01: 1 %"
    )
    gamma: Literal["scale"] | Annotated[float, Field(gt=0, le=100)] = Field(
        "scale", title="Gamma", description="of the kernel; scale: by the number and variance of the features"
    )
    stride: int = Field(
        2,
        ge=1,
        le=30,
        title="Row stride",
        description="it is trained on every n-th row: labels of neighbouring sessions are nearly equal",
    )

    def make(self, seed: int) -> Regressor:
        """SVR uses no random numbers; ``seed`` has no effect."""
        from sklearn.svm import SVR

        return Thinned(SVR(C=self.c, epsilon=self.epsilon, gamma=self.gamma), self.stride)

    def fit_seconds(self, rows: int, width: float) -> float:
        """Quadratic in the rows that it is trained on, linear in the features."""
        return ROW_SQUARED_SECONDS * (rows / self.stride) ** 2 * width

    def warnings(self) -> Iterator[Fault]:
        """Warnings for weak regularisation and for a wide epsilon tube."""
        if self.c >= 1:
            yield Fault(
                "c",
                localized(
                    "The regularisation is weak: {lost_to_naive}. Try 0.01.", lost_to_naive=LOST_TO_NAIVE
                ),
            )
        if self.epsilon > 0.05:
            yield Fault(
                "epsilon",
                localized(
                    "Errors up to {epsilon:.0%} cost nothing: the forecasts hardly differ between sessions.",
                    epsilon=self.epsilon,
                ),
            )
