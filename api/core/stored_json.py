"""Responses that PostgreSQL has as JSON: they are passed on, neither parsed nor validated again."""

import json
from collections.abc import Mapping
from typing import Any

from vn30.market.clock import MarketClock


def json_object(fields: Mapping[str, Any], **documents: str) -> bytes:
    """An object of ``fields``, and of ``documents``, which are JSON already."""
    parts = [f'"{name}":{document}' for name, document in documents.items()]
    parts += [f'"{name}":{json.dumps(value)}' for name, value in fields.items()]
    return f"{{{','.join(parts)}}}".encode()


def with_field(document: str, name: str, value: Any) -> str:
    """The object ``document``, as PostgreSQL writes one with a field at least, with one more."""
    return f'{document[:-1]},"{name}":{"null" if value is None else json.dumps(value)}}}'


def stamp(clock: MarketClock) -> dict[str, str | None]:
    """The fields of :class:`api.core.schemas.MarketStamp`."""
    as_of = None if clock.as_of is None else clock.as_of.isoformat()
    return {"asOf": as_of, "dataSource": clock.data_source}
