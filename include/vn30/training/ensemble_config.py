"""The parts of the training configuration that say who is in the ensemble and how its members become one."""

from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic.alias_generators import to_camel

from vn30.features.config import ConfigPart, fault

EnsembleMethod = Literal["mean", "median", "weighted"]
Trees = Annotated[int, Field(ge=5, le=1000, title="Trees")]
Weight = Annotated[float, Field(ge=0, le=1)]
Enabled = Annotated[bool, Field(title="Enabled", description="it is a member of the ensemble")]

ROUNDING = 0.001
"""Weights of a third each may be written as 0.333."""


class RandomForestConfig(ConfigPart, title="Random forest"):
    """Averages trees grown on random samples. Shallow trees suit labels that are nearly all noise."""

    enabled: Enabled = True
    n_estimators: Trees = Field(300, description="more of them steady the forecast and take longer")
    max_depth: Annotated[int, Field(ge=1, le=50)] | None = Field(
        4, title="Maximum depth", description="splits from root to leaf; null: no limit"
    )


class GradientBoostingConfig(ConfigPart, title="Gradient boosting"):
    """Adds up small trees, each fitted to what those before it left over."""

    enabled: Enabled = True
    n_estimators: Trees = Field(100, description="steps; more of them fit closer and take longer")
    learning_rate: float = Field(
        0.01, gt=0, le=1, title="Learning rate", description="how much of each tree is added"
    )


class SvrConfig(ConfigPart, title="SVR (RBF)"):
    """Support vector regression with an RBF kernel. It needs scaled features."""

    enabled: Enabled = True
    c: float = Field(0.01, gt=0, le=1000, title="C", description="the smaller, the more it is regularised")
    epsilon: float = Field(
        0.01, ge=0, le=1, title="Epsilon", description="errors up to this log return cost nothing; 0.01: 1 %"
    )
    gamma: Literal["scale"] | Annotated[float, Field(gt=0, le=100)] = Field(
        "scale", title="Gamma", description="of the kernel; scale: by the number and variance of the features"
    )


class RidgeConfig(ConfigPart, title="Ridge"):
    """Linear regression with small coefficients."""

    enabled: Enabled = True
    alpha: float = Field(
        1000.0, ge=0, le=1e6, title="Alpha", description="the larger, the more it is regularised"
    )


class PooledConfig(ConfigPart, title="Pooled model"):
    """One model of all tickers at once, which learns their order from scale-free features and ranks."""

    enabled: Enabled = True


class ModelsConfig(ConfigPart, title="Models"):
    """The members of each ticker's ensemble, beside the naive forecast, which is always one."""

    random_forest: RandomForestConfig = RandomForestConfig()
    gradient_boosting: GradientBoostingConfig = GradientBoostingConfig()
    svr: SvrConfig = SvrConfig()
    ridge: RidgeConfig = RidgeConfig()
    pooled: PooledConfig = PooledConfig()

    def enabled(self) -> list[str]:
        """The names of the members that are on, the pooled one included and the naive one not."""
        return [name for name, member in self if member.enabled]

    @model_validator(mode="after")
    def _one_is_enabled(self) -> "ModelsConfig":
        if not self.enabled():
            raise fault("", "enable at least one model")
        return self


class MemberWeights(ConfigPart, title="Weights"):
    """The share of each member in the forecast; together 1."""

    naive: Weight = Field(0.0, title="Naive", description="share of the last close itself")
    pooled: Weight = Field(0.0, title="Pooled model", description="its share in the forecast")
    random_forest: Weight = Field(0.0, title="Random forest", description="its share in the forecast")
    gradient_boosting: Weight = Field(0.0, title="Gradient boosting", description="its share in the forecast")
    svr: Weight = Field(0.0, title="SVR (RBF)", description="its share in the forecast")
    ridge: Weight = Field(0.0, title="Ridge", description="its share in the forecast")


class EnsembleConfig(ConfigPart, title="Ensemble"):
    """How the members' forecasts become one, at each horizon."""

    method: EnsembleMethod = Field(
        "weighted",
        title="Method",
        description="mean and median count every member the same, the naive forecast included",
    )
    learn_weights: bool = Field(
        True,
        title="Learn weights from CV",
        description="for method weighted: by the mean absolute error in time-series CV; weights may differ "
        "per horizon. Off: the weights below",
    )
    weights: MemberWeights | None = Field(
        None, title="Weights", description="for method weighted without learned weights; null: none"
    )

    def given_weights(self) -> dict[str, float] | None:
        """Weights by member, adding up to 1, that take the place of learned ones; None: learn them."""
        if self.method != "weighted" or self.learn_weights or self.weights is None:
            return None
        weights: dict[str, float] = self.weights.model_dump()
        total = sum(weights.values())
        return {name: weight / total for name, weight in weights.items()}

    @model_validator(mode="after")
    def _weights_are_whole(self) -> "EnsembleConfig":
        if self.method != "weighted" or self.learn_weights:
            return self
        if self.weights is None:
            raise fault("weights", "are needed when learnWeights is off; or turn it on")
        total = sum(self.weights.model_dump().values())
        if abs(total - 1) > ROUNDING:
            raise fault("weights", f"must add up to 1, got {total:g}")
        return self


def check_members(ensemble: EnsembleConfig, models: ModelsConfig) -> None:
    """Raise a fault below the document if a weight is given to a model that is off."""
    given = ensemble.given_weights() or {}
    for name in given.keys() - {"naive", *models.enabled()}:
        if given[name] > 0:
            raise fault(f"ensemble.weights.{to_camel(name)}", "must be 0 while that model is not enabled")
