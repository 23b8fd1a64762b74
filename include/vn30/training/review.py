"""What is wrong with a configuration, and what a data scientist would want to be told about it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from vn30.training.config import Fault, InvalidConfig, TrainingConfig, parse_config
from vn30.training.doubts_of_data import doubts_of_data
from vn30.training.doubts_of_models import doubts_of_models
from vn30.training.facts import Facts


@dataclass(frozen=True)
class Review:
    """Blockers, with which a configuration cannot be saved or run, and warnings, with which it can.

    Attributes:
        config: None if there is a blocker.
    """

    config: TrainingConfig | None
    blockers: list[Fault]
    warnings: list[Fault]


def review(document: Any, facts: Facts) -> Review:
    """Look a configuration document over, against what is stored.

    Args:
        document: JSON text, or what it decodes to.
    """
    try:
        config = parse_config(document, facts.known)
    except InvalidConfig as error:
        return Review(None, error.faults, [])
    return Review(config, [], list(warnings(config, facts)))


def warnings(config: TrainingConfig, facts: Facts) -> Iterator[Fault]:
    """The warnings of a valid configuration, in the order of its sections."""
    found = [*doubts_of_data(config, facts), *doubts_of_models(config)]
    sections = [field.alias for field in TrainingConfig.model_fields.values()]
    yield from sorted(found, key=lambda doubt: sections.index(doubt.field_path.split(".")[0]))
