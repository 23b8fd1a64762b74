"""The section of the training configuration that sets how the members' forecasts are combined."""

from typing import TYPE_CHECKING, Annotated

from pydantic import Field, model_validator
from pydantic.alias_generators import to_camel

from vn30.config_part import ConfigPart, assembled, fault
from vn30.i18n.localized import localized
from vn30.models.base import NAIVE, EnsembleMethod
from vn30.models.registry import MODELS, ModelsConfig

Weight = Annotated[float, Field(ge=0, le=1)]

ROUNDING = 0.001
"""The tolerance of the weights' sum: a third may be written as 0.333."""


class _Weights(ConfigPart):
    """The share of each member in the forecast; together 1."""

    def by_member(self) -> dict[str, float]:
        """The weights by the member's name."""
        return {name: getattr(self, name) for name in type(self).model_fields}


if TYPE_CHECKING:

    class MemberWeights(_Weights):
        """The share of each member in the forecast; together 1."""

else:
    shares = {NAIVE: (Weight, Field(0.0, title="Naive", description="share of the last close itself"))}
    for member, model in MODELS.items():
        title = model.model_config.get("title")
        shares[member] = (Weight, Field(0.0, title=title, description="its share in the forecast"))
    MemberWeights = assembled(_Weights, "MemberWeights", "Weights", shares)


class EnsembleConfig(ConfigPart, title="Ensemble"):
    """The combination of the members' forecasts at each horizon."""

    method: EnsembleMethod = Field(
        "weighted",
        title="Method",
        description="mean and median weigh all members equally, including the naive forecast",
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
        """The weights by member, scaled to sum to 1, if they are not learned; else None."""
        if self.method != "weighted" or self.learn_weights or self.weights is None:
            return None
        weights = self.weights.by_member()
        total = sum(weights.values())
        return {name: weight / total for name, weight in weights.items()}

    @model_validator(mode="after")
    def _weights_are_whole(self) -> "EnsembleConfig":
        if self.method != "weighted" or self.learn_weights:
            return self
        if self.weights is None:
            raise fault(
                "weights",
                localized("are required when learnWeights is off. Set them, or turn learnWeights on"),
            )
        total = sum(self.weights.by_member().values())
        if abs(total - 1) > ROUNDING:
            raise fault("weights", localized("must add up to 1, got {total:g}", total=total))
        return self


def check_members(ensemble: EnsembleConfig, models: ModelsConfig) -> None:
    """Raise a fault of the document if a disabled model has a weight above 0."""
    given = ensemble.given_weights() or {}
    for name in given.keys() - {NAIVE, *models.enabled()}:
        if given[name] > 0:
            raise fault(
                f"ensemble.weights.{to_camel(name)}", localized("must be 0 while that model is not enabled")
            )
