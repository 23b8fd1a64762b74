"""Ridge regression."""

from collections.abc import Iterator

from pydantic import Field

from vn30.config_part import Fault
from vn30.i18n.localized import localized
from vn30.models.base import LOST_TO_NAIVE, ModelPart, Regressor

FIT_SECONDS = 0.004


class RidgeConfig(ModelPart, title="Ridge"):
    """Linear regression with small coefficients."""

    position = 40
    regimes = "one-hot"
    unscaled = "Without scaling, Ridge suppresses small-valued features."

    alpha: float = Field(
        1000.0, ge=0, le=1e6, title="Alpha", description="the larger, the more it is regularised"
    )

    def make(self, seed: int) -> Regressor:
        """Ridge regression uses no random numbers; ``seed`` has no effect."""
        from sklearn.linear_model import Ridge

        ridge: Regressor = Ridge(alpha=self.alpha)
        return ridge

    def fit_seconds(self, rows: int, width: float) -> float:
        """A small constant: rows and features hardly affect it."""
        return FIT_SECONDS

    def warnings(self) -> Iterator[Fault]:
        """A warning for weak regularisation."""
        if self.alpha < 10:
            yield Fault(
                "alpha",
                localized(
                    "The regularisation is weak: {lost_to_naive}. Try 1000.", lost_to_naive=LOST_TO_NAIVE
                ),
            )
