"""The settings of the pooled model as a member; :mod:`vn30.models.pooled` fits it."""

from pydantic import Field, model_validator

from vn30.config_part import fault, not_installed
from vn30.models.base import ModelPart

ROW_SECONDS = 5.0e-6
RANKER_ROW_SECONDS = 4.0e-7
RANKER_PACKAGE = "lightgbm"


class PooledConfig(ModelPart, title="Pooled model"):
    """One model of all tickers, which learns their ranking from scale-free features and ranks."""

    position = 90
    row_seconds = 1.1e-5
    is_pooled = True

    lambda_rank: bool = Field(
        False,
        title="Compare with LambdaRank",
        description="research: also fit LightGBM's LambdaRank on the same rows, and score its order beside "
        "that of the pooled model; it forecasts nothing",
    )

    @model_validator(mode="after")
    def _ranker_is_installed(self) -> "PooledConfig":
        reason = not_installed(RANKER_PACKAGE) if self.lambda_rank else None
        if reason is not None:
            raise fault("lambdaRank", reason)
        return self

    def fit_seconds(self, rows: int, width: float) -> float:
        """The share of one ticker with ``rows`` rows; linear in the rows and the features."""
        return (ROW_SECONDS + RANKER_ROW_SECONDS * self.lambda_rank) * rows * width
