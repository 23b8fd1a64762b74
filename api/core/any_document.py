"""Request bodies that are documents of a model, whose faults the library reports by field."""

from collections.abc import Callable
from typing import Any

from pydantic import BaseModel, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema


class AsDocumentOf:
    """The schema of ``model`` for a field that accepts any document, with ``example()`` as its example."""

    def __init__(self, model: type[BaseModel], example: Callable[[], dict[str, Any]]) -> None:
        self._model, self._example = model, example

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        # As a step of a chain it is visited as any model: it gets a component of its own.
        described = handler(core_schema.chain_schema([self._model.__pydantic_core_schema__]))
        handler.resolve_ref_schema(described)["examples"] = [self._example()]
        return described
