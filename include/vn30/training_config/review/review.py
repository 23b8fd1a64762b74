"""Reviews a configuration document: its faults, and warnings about possible mistakes."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from vn30.config_part import Fault
from vn30.training_config.document import InvalidConfig, TrainingConfig, parse_config
from vn30.training_config.review.data_warnings import data_warnings
from vn30.training_config.review.model_warnings import model_warnings
from vn30.training_config.review.stored_data import StoredData


@dataclass(frozen=True)
class Review:
    """The result of a review.

    Attributes:
        config: the parsed configuration; None if there is a blocker.
        blockers: faults that prevent saving and training.
        warnings: possible mistakes, which prevent neither.
    """

    config: TrainingConfig | None
    blockers: list[Fault]
    warnings: list[Fault]


def review(document: Any, data: StoredData) -> Review:
    """Check a configuration document against the stored data.

    Args:
        document: JSON text or the decoded document.
    """
    try:
        config = parse_config(document, data.known)
    except InvalidConfig as error:
        return Review(None, error.faults, [])
    return Review(config, [], list(warnings(config, data)))


def warnings(config: TrainingConfig, data: StoredData) -> Iterator[Fault]:
    """The warnings of a valid configuration, in the order of its sections."""
    unsorted = [*data_warnings(config, data), *model_warnings(config)]
    sections = [field.alias for field in TrainingConfig.model_fields.values()]
    yield from sorted(unsorted, key=lambda warning: sections.index(warning.field_path.split(".")[0]))
