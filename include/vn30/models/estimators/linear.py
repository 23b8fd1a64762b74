"""Ordinary least squares."""

from pydantic import Field

from vn30.models.base import Enabled, ModelPart, Regressor

FIT_SECONDS = 0.01


class LinearConfig(ModelPart, title="Linear regression"):
    """Least squares without a penalty: the reference that the penalised linear models are to beat."""

    position = 35
    regimes = "one-hot"

    enabled: Enabled = False
    fit_intercept: bool = Field(
        True, title="Intercept", description="on: learns the mean return of the training rows as well"
    )

    def make(self, seed: int) -> Regressor:
        """Least squares uses no random numbers; ``seed`` has no effect."""
        from sklearn.linear_model import LinearRegression

        linear: Regressor = LinearRegression(fit_intercept=self.fit_intercept)
        return linear

    def fit_seconds(self, rows: int, width: float) -> float:
        """A small constant: rows and features hardly affect it."""
        return FIT_SECONDS
