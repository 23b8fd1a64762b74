"""The document of a simulation as users send it: its faults, its canonical form and its schema."""

import json
from collections.abc import Collection
from typing import Any

from pydantic import ValidationError

from vn30.backtesting.config import SimulationConfig
from vn30.config_part import Fault
from vn30.errors import WrongInput
from vn30.i18n.validation import fault_message
from vn30.market.universe import UnknownTicker, check_tickers
from vn30.recommendations.profiles import content_hash

MAX_FAULTS = 100
"""The maximum number of reported faults."""

_BOM = "\ufeff"


class InvalidSimulation(WrongInput):
    """The document of a simulation is invalid; ``faults`` has one for each invalid field."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        lines = [f"- {path or 'document'}: {message}" for path, message in faults]
        super().__init__("The simulation is invalid:\n" + "\n".join(lines))


def parse_simulation(document: Any, also_known: Collection[str] = ()) -> SimulationConfig:
    """Validate the document; missing parts have their defaults, tickers are alphabetical.

    Args:
        document: JSON text or the decoded document; None: all defaults.
        also_known: tickers that are accepted beside those of the shipped files.

    Raises:
        InvalidSimulation: the document has faults; the exception has one for each invalid field.
    """
    if document is None:
        return SimulationConfig()
    text = document if isinstance(document, str) else json.dumps(document)
    try:
        config = SimulationConfig.model_validate_json(text.removeprefix(_BOM))
    except ValidationError as error:
        raise InvalidSimulation([_fault(details) for details in error.errors()[:MAX_FAULTS]]) from error
    try:
        tickers = check_tickers(config.tickers, also_known)
    except UnknownTicker as error:
        raise InvalidSimulation([Fault("tickers", str(error))]) from error
    return config.model_copy(update={"tickers": tickers})


def document_of(config: SimulationConfig) -> dict[str, Any]:
    """The complete document as it is stored."""
    return config.model_dump(mode="json", by_alias=True)


def document_hash(config: SimulationConfig) -> str:
    """SHA-256, in hexadecimal digits, of the complete document in canonical JSON."""
    return content_hash(document_of(config))


def run_name(config: SimulationConfig, code_version: str, sources: dict[str, Any]) -> str:
    """The name of a run: SHA-256, in hexadecimal digits, of what it was made from.

    Equal names have equal results, to the last digit.

    Args:
        code_version: of the code that computes simulations.
        sources: what was read: the session, the hash of the prices, the versions of forecasts.
    """
    made_from = {"document": document_of(config), "code": code_version, "sources": sources}
    return content_hash(made_from)


def simulation_schema() -> dict[str, Any]:
    """The JSON schema of the document, draft 2020-12, with the defaults of all sections."""
    schema = SimulationConfig.model_json_schema()
    schema["properties"]["signal"]["default"] = document_of(SimulationConfig())["signal"]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _fault(details: Any) -> Fault:
    own = details.get("ctx", {}).get("field_path")
    # Of a union, the location has the name of the variant as well: signal.version.horizon.
    place = [str(part) for part in details["loc"]]
    if len(place) > 1 and place[0] == "signal":
        del place[1]
    return Fault(own or ".".join(place), fault_message(details))
