"""The configuration that counts, and how the Airflow Variable stands to it, which the next run reads."""

from collections.abc import Iterator, Sequence
from typing import Any, Literal, NamedTuple

from vn30.training.config import Fault, InvalidConfig, parse_config
from vn30.training.versions import document_of


class Standing(NamedTuple):
    """``same``; ``edited`` in the fields named; ``invalid`` for the reasons given; or ``missing``."""

    state: Literal["same", "edited", "invalid", "missing"]
    differences: Sequence[str] = ()
    blockers: Sequence[Fault] = ()


def compare(config: dict[str, Any], variable: str | None, known: frozenset[str]) -> Standing:
    """How the Variable's text stands to a configuration document.

    Args:
        variable: None if there is no such Variable.
        known: all tickers that a configuration may select.
    """
    if variable is None:
        return Standing("missing")
    try:
        edited = document_of(parse_config(variable, known))
    except InvalidConfig as invalid:
        return Standing("invalid", blockers=invalid.faults)
    changed = list(differences(config, edited))
    return Standing("edited" if changed else "same", changed)


def differences(one: Any, other: Any, path: str = "") -> Iterator[str]:
    """The paths of the fields in which two JSON documents differ."""
    if isinstance(one, dict) and isinstance(other, dict):
        for name in sorted({*one, *other}):
            yield from differences(one.get(name), other.get(name), f"{path}.{name}" if path else name)
    elif one != other:
        yield path


def in_full(document: dict[str, Any]) -> dict[str, Any]:
    """A stored document with the defaults of fields that are newer than it, as a run would read it."""
    named = (document.get("universe") or {}).get("tickers") or ()
    try:
        return document_of(parse_config(document, also_known=named))
    except InvalidConfig:
        return document
