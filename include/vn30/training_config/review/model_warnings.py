"""Warnings about a valid configuration that do not depend on the stored prices."""

from collections.abc import Iterator

from pydantic.alias_generators import to_camel

from vn30.config_part import Fault
from vn30.i18n.localized import localized
from vn30.market.timeframes import DAYS
from vn30.models.registry import ModelsConfig
from vn30.names import HORIZONS
from vn30.training_config.document import TargetConfig, TrainingConfig
from vn30.training_config.ensemble import EnsembleConfig

NOT_SERVED = localized("stored and scored under their run, and not shown on Market")


def model_warnings(config: TrainingConfig) -> Iterator[Fault]:
    """Possible mistakes in the models, the features and the ensemble, each with its field."""
    yield from _sections(config)
    yield from _members(config)
    yield from _ensemble(config.ensemble, config.models)


def _sections(config: TrainingConfig) -> Iterator[Fault]:
    yield from _target(config.targets)
    missing = [str(horizon) for horizon in HORIZONS if horizon not in config.targets.horizons]
    if missing:
        yield Fault(
            "targets.horizons",
            localized(
                "There will be no forecasts for {missing} sessions, since forecasts of earlier "
                "runs are not shown with newer ones.",
                missing=" and ".join(missing),
            ),
        )


def _target(targets: TargetConfig) -> Iterator[Fault]:
    if targets.kind == "rawPrice":
        yield Fault(
            "targets.kind",
            localized(
                "Models of raw prices learn the levels of the past, which do not come again: expect errors "
                "far "
                "above those of the naive forecast. Use logReturn.",
            ),
        )
    if targets.kind in ("rawPrice", "direction"):
        yield Fault(
            "targets.kind",
            localized(
                "Forecasts of {kind} are research: {not_served}.", kind=targets.kind, not_served=NOT_SERVED
            ),
        )
    if targets.timeframe != DAYS:
        yield Fault(
            "targets.timeframe",
            localized("Forecasts of bars within sessions are research: {not_served}.", not_served=NOT_SERVED),
        )
    if targets.column != "close":
        yield Fault(
            "targets.column",
            localized(
                "Forecasts of the {column} are research: {not_served}.",
                column=targets.column,
                not_served=NOT_SERVED,
            ),
        )


def _members(config: TrainingConfig) -> Iterator[Fault]:
    enabled = config.models.enabled()
    if len(enabled) == 1:
        yield Fault(
            "models", localized("{model} is the only model beside the naive forecast.", model=enabled[0])
        )
    for name, model in config.models.switched_on():
        for field, message in model.warnings():
            yield Fault(f"models.{to_camel(name)}.{field}", message)
        if config.scaling == "none" and model.unscaled is not None:
            yield Fault("scaling", model.unscaled)


def _ensemble(ensemble: EnsembleConfig, models: ModelsConfig) -> Iterator[Fault]:
    given = ensemble.given_weights()
    if ensemble.method != "weighted":
        yield Fault(
            "ensemble.method",
            localized(
                "With {method}, models without skill count as much as models with skill; learned "
                "weights replace them by the naive forecast.",
                method=ensemble.method,
            ),
        )
    if given is None and ensemble.weights is not None:
        yield Fault(
            "ensemble.weights",
            localized("The weights are not used: they require the method weighted with learnWeights off."),
        )
    if given is not None:
        yield Fault(
            "ensemble.weights",
            localized("The weights are the same at every horizon and are not based on test results."),
        )
        unused = [name for name in models.enabled() if given[name] == 0]
        if unused:
            yield Fault(
                "ensemble.weights", localized("Trained but not used: {unused}.", unused=", ".join(unused))
            )
