"""Which models fit which target: classifiers forecast a direction, all others forecast returns."""

from pydantic.alias_generators import to_camel

from vn30.config_part import fault
from vn30.i18n.localized import localized
from vn30.models.base import TargetKind
from vn30.models.registry import MODELS, ModelsConfig


def check_target(kind: TargetKind, models: ModelsConfig) -> None:
    """Raise a fault of the document if an enabled model cannot forecast the target ``kind``."""
    fits = "classifies" if kind == "direction" else "regresses"
    unfit = [name for name, model in models.switched_on() if not getattr(model, fits)]
    if not unfit:
        return
    fields = ", ".join(f"models.{to_camel(name)}.enabled" for name in unfit)
    if kind != "direction":
        raise fault(
            f"models.{to_camel(unfit[0])}.enabled",
            localized("forecasts the target direction alone: turn it off"),
        )
    able = ", ".join(str(model.model_config["title"]) for model in MODELS.values() if model.classifies)
    raise fault(
        "targets.kind",
        localized("direction needs classifiers ({able}): turn {fields} off", able=able, fields=fields),
    )
