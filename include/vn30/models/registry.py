"""The registered models, and the section of the configuration that enables them.

Each file of :mod:`vn30.models.estimators` is a model.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from pydantic import model_validator
from pydantic.alias_generators import to_camel

from vn30.config_part import ConfigPart, assembled, fault, registered
from vn30.i18n.localized import localized
from vn30.models import estimators
from vn30.models.base import POOLED, Classifier, ModelPart, Regressor, SeriesModel
from vn30.models.encoding import one_hot
from vn30.models.estimators.pooled import PooledConfig

MODELS: Mapping[str, type[ModelPart]] = registered(estimators, ModelPart)
"""The models by their name in forecasts and scores, in the order of the Training page."""


class _Models(ConfigPart):
    """The members of each ticker's ensemble, beside the naive forecast, which is always one."""

    def switched_on(self) -> Iterator[tuple[str, ModelPart]]:
        """The enabled models with their names, including pooled models."""
        for name in MODELS:
            model: ModelPart = getattr(self, name)
            if model.enabled:
                yield name, model

    def enabled(self) -> list[str]:
        """The names of the enabled models, including pooled models, without the naive forecast."""
        return [name for name, _ in self.switched_on()]

    def compares_lambdarank(self) -> bool:
        """Whether LambdaRank is fitted beside the pooled model."""
        pooled: PooledConfig = getattr(self, POOLED)
        return pooled.enabled and pooled.lambda_rank

    @model_validator(mode="after")
    def _one_is_enabled(self) -> "_Models":
        if not self.enabled():
            raise fault("", localized("enable at least one model"))
        return self

    def unavailable(self) -> Iterator[tuple[str, str]]:
        """The field of each enabled model that this installation cannot create, and the reason."""
        for name, model in self.switched_on():
            if reason := model.unavailable():
                yield f"{to_camel(name)}.enabled", reason


if TYPE_CHECKING:

    class ModelsConfig(_Models):
        """The members of each ticker's ensemble, beside the naive forecast, which is always one."""

else:
    sections = {name: (model, model()) for name, model in MODELS.items()}
    ModelsConfig = assembled(_Models, "ModelsConfig", "Models", sections)


def make_members(models: ModelsConfig, seed: int, regimes: Sequence[int] = ()) -> dict[str, Regressor]:
    """The unfitted regressors of the enabled models by name, without pooled and series models.

    Args:
        regimes: the columns of the features that are regimes, as ordinals.
    """
    return {
        name: one_hot(model.make(seed), regimes)
        if regimes and model.regimes == "one-hot"
        else model.make(seed)
        for name, model in models.switched_on()
        if model.regresses and not (model.is_pooled or model.is_series)
    }


def make_series_models(models: ModelsConfig, seed: int) -> dict[str, SeriesModel]:
    """The unfitted series models of the enabled models by name."""
    return {name: model.make_series(seed) for name, model in models.switched_on() if model.is_series}


def make_classifiers(models: ModelsConfig, seed: int) -> dict[str, Classifier]:
    """The unfitted classifiers of the enabled models by name."""
    return {name: model.make_classifier(seed) for name, model in models.switched_on() if model.classifies}
