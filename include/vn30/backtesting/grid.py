"""Batches: one document with several values of some fields is as many simulations."""

import json
from collections.abc import Mapping, Sequence
from copy import deepcopy
from itertools import product
from math import prod
from typing import Any, NamedTuple

from vn30.backtesting.config import SimulationConfig
from vn30.backtesting.document import InvalidSimulation, document_hash, document_of, parse_simulation
from vn30.config_part import Fault
from vn30.i18n.localized import localized, marked

MAX_SIMULATIONS = 1000
"""The maximum number of simulations of a batch."""

MAX_DETAILED = 50
"""The size of a batch up to which trades and files are kept; any simulation can be made again alone."""

MAX_FAULTS = 20

GRID_FIELDS: Mapping[str, str] = {
    "tickers": marked("Tickers"),
    "first": marked("From"),
    "last": marked("To"),
    "signal.version": marked("Version"),
    "signal.horizon": marked("Horizon"),
    "signal.measure": marked("Measure"),
    "signal.profile": marked("Profile"),
    "signal.formula": marked("Formula"),
    "filters.threshold": marked("Threshold"),
    "filters.volatilityMultiple": marked("Threshold by volatility"),
    "filters.outlierZ": marked("Outliers"),
    "filters.regimes": marked("Regimes"),
    "portfolio.weights": marked("Weights"),
    "portfolio.maximumNames": marked("Names"),
    "portfolio.rebalanceSessions": marked("Rebalancing"),
    "portfolio.bufferNames": marked("Buffer"),
    "portfolio.minimumHolding": marked("Minimum holding"),
    "portfolio.rebalanceBand": marked("No-trade band"),
    "portfolio.stopPct": marked("Stop"),
    "portfolio.targetPct": marked("Target"),
    "execution.fill": marked("Fill"),
    "execution.minutes": marked("Minutes"),
    "execution.volumeShare": marked("Share of volume"),
    "execution.feePct": marked("Brokerage fee"),
    "bot.enabled": marked("Bot"),
    "bot.minimumConfidence": marked("Minimum confidence"),
}
"""The fields that a batch may vary, with their titles."""


class Axis(NamedTuple):
    """A field of the document by its path, and the values that it takes in a batch."""

    field: str
    values: Sequence[Any]


class Planned(NamedTuple):
    """One simulation of a batch, and what distinguishes it: ``Threshold 0.5, Names 10``; "" of one alone."""

    label: str
    config: SimulationConfig


def expand(document: Any, axes: Sequence[Axis], also_known: Sequence[str] = ()) -> list[Planned]:
    """The simulations of all combinations of the values; the last axis changes fastest.

    Combinations that make equal documents are one simulation.

    Args:
        document: the complete or partial document that all have in common; fields of ``axes`` are replaced.
        also_known: tickers that are accepted beside those of the shipped files.

    Raises:
        InvalidSimulation: an axis or a combination is invalid, or there are more than MAX_SIMULATIONS.
    """
    _check(axes)
    base = document_of(parse_simulation(document, also_known)) if not axes else _decoded(document)
    planned: dict[str, Planned] = {}
    faults: dict[Fault, None] = {}
    for values in product(*(axis.values for axis in axes)):
        combined = deepcopy(base)
        for axis, value in zip(axes, values, strict=True):
            _put(combined, axis.field.split("."), value)
        try:
            config = parse_simulation(combined, also_known)
        except InvalidSimulation as invalid:
            faults.update(dict.fromkeys(invalid.faults))
            if len(faults) >= MAX_FAULTS:
                break
            continue
        label = ", ".join(
            f"{GRID_FIELDS[axis.field]} {_word(value)}" for axis, value in zip(axes, values, strict=True)
        )
        planned.setdefault(document_hash(config), Planned(label, config))
    if faults:
        raise InvalidSimulation(list(faults)[:MAX_FAULTS])
    return list(planned.values())


def _check(axes: Sequence[Axis]) -> None:
    faults = [
        Fault(
            "axes",
            localized(
                "{field} cannot be varied. Choose among: {grid_fields}",
                field=axis.field,
                grid_fields=", ".join(GRID_FIELDS),
            ),
        )
        for axis in axes
        if axis.field not in GRID_FIELDS
    ]
    faults += [
        Fault("axes", localized("{field} has no values", field=axis.field))
        for axis in axes
        if not axis.values
    ]
    fields = [axis.field for axis in axes]
    faults += [
        Fault("axes", localized("{field} is named twice", field=field))
        for field in sorted(set(fields))
        if fields.count(field) > 1
    ]
    size = prod(len(axis.values) for axis in axes)
    if size > MAX_SIMULATIONS:
        faults.append(
            Fault(
                "axes",
                localized(
                    "they make {size} simulations, and a batch has at most {max_simulations}",
                    size=size,
                    max_simulations=MAX_SIMULATIONS,
                ),
            )
        )
    if faults:
        raise InvalidSimulation(faults[:MAX_FAULTS])


def _decoded(document: Any) -> dict[str, Any]:
    try:
        decoded = json.loads(document) if isinstance(document, str) else document
    except ValueError as error:
        raise InvalidSimulation([Fault("", localized("is not JSON: {error}", error=error))]) from error
    if decoded is None:
        return {}
    if not isinstance(decoded, dict):
        raise InvalidSimulation([Fault("", localized("must be a JSON object"))])
    return decoded


def _put(document: dict[str, Any], path: Sequence[str], value: Any) -> None:
    *parents, last = path
    for name in parents:
        part = document.setdefault(name, {})
        if not isinstance(part, dict):
            raise InvalidSimulation([Fault(name, localized("must be a JSON object"))])
        document = part
    document[last] = value


def _word(value: Any) -> str:
    if isinstance(value, list):
        return " ".join(map(str, value)) or "all"
    return "none" if value is None else str(value)
