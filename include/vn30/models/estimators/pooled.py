"""The settings of the pooled model as a member; :mod:`vn30.models.pooled` fits it."""

from vn30.models.base import ModelPart

ROW_SECONDS = 5.0e-6


class PooledConfig(ModelPart, title="Pooled model"):
    """One model of all tickers, which learns their ranking from scale-free features and ranks."""

    position = 90
    is_pooled = True

    def fit_seconds(self, rows: int, width: float) -> float:
        """The share of one ticker with ``rows`` rows; linear in the rows and the features."""
        return ROW_SECONDS * rows * width
