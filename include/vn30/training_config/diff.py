"""Compares the Airflow Variable, which the next run reads, with the active configuration."""

from collections.abc import Iterator, Sequence
from typing import Any, Literal, NamedTuple

from vn30.config_part import Fault
from vn30.training_config.document import InvalidConfig, parse_config
from vn30.training_config.versions import document_of


class ConfigDrift(NamedTuple):
    """The difference between the Variable and the active configuration.

    Attributes:
        state: of the Variable.
        differences: the paths of the fields that differ, in state ``edited``.
        blockers: the faults of the Variable, in state ``invalid``.
    """

    state: Literal["same", "edited", "invalid", "missing"]
    differences: Sequence[str] = ()
    blockers: Sequence[Fault] = ()


def diff(config: dict[str, Any], variable: str | None, known: frozenset[str]) -> ConfigDrift:
    """Compare the Variable's text with a configuration document.

    Args:
        variable: the text of the Variable; None if it does not exist.
        known: all tickers that a configuration may select.
    """
    if variable is None:
        return ConfigDrift("missing")
    try:
        edited = document_of(parse_config(variable, known))
    except InvalidConfig as invalid:
        return ConfigDrift("invalid", blockers=invalid.faults)
    changed = list(differences(config, edited))
    return ConfigDrift("edited" if changed else "same", changed)


def differences(before: Any, after: Any, path: str = "") -> Iterator[str]:
    """The paths of the fields in which two JSON documents differ."""
    if isinstance(before, dict) and isinstance(after, dict):
        for name in sorted({*before, *after}):
            yield from differences(before.get(name), after.get(name), f"{path}.{name}" if path else name)
    elif before != after:
        yield path
