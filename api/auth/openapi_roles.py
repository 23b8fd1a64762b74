"""Additions to the OpenAPI document: the callers and the errors of each route."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from api.auth.guards import Allowed, Consented, Guard, everybody, signed_in

_ERROR = {"application/json": {"schema": {"$ref": "#/components/schemas/ErrorBody"}}}


def guards(route: APIRoute) -> list[Guard]:
    """The guards among the dependencies of a route, those of its routers included."""
    return [call for call in _calls(route.dependant) if isinstance(call, Guard)]


def callers(route: APIRoute) -> list[str]:
    """The callers that pass all guards of a route; none without a guard."""
    first, *others = [guard.callers for guard in guards(route)] or [()]
    return [caller for caller in first if all(caller in allowed for allowed in others)]


def complete_contract(app: FastAPI) -> None:
    """Add the callers of each route to the OpenAPI document, as ``x-roles`` and in the description.

    Defaults of nullable objects are removed from its schemas: generators of clients refuse them. They are in
    the answer of ``/features/config/schema``.
    """
    plain = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            document = plain()
            for route in app.routes:
                if isinstance(route, APIRoute) and route.include_in_schema:
                    for method in route.methods:
                        _complete(document["paths"][route.path_format][method.lower()], route)
            for schema in document["components"]["schemas"].values():
                _drop_object_defaults(schema)
        return plain()

    app.openapi = openapi  # type: ignore[method-assign]  # FastAPI's own way to extend the document


def _drop_object_defaults(schema: dict[str, Any]) -> None:
    for field in schema.get("properties", {}).values():
        if "anyOf" in field and isinstance(field.get("default"), dict):
            del field["default"]


def _complete(operation: dict[str, Any], route: APIRoute) -> None:
    allowed = callers(route)
    operation["x-roles"] = allowed
    if "security" in operation and allowed == list(everybody.callers):
        # The route also answers without a token, with less.
        operation["security"].insert(0, {})
    sentence = f"Callers: {', '.join(allowed)}."
    operation["description"] = "\n\n".join(filter(None, [operation.get("description"), sentence]))
    for answer in operation["responses"].values():
        # Also where the route's own media type is another one: a picture, text.
        if any(
            "ErrorBody" in media.get("schema", {}).get("$ref", "")
            for media in answer.get("content", {}).values()
        ):
            answer["content"] = _ERROR
    for status in _refusals(operation, route):
        operation["responses"].setdefault(
            str(status.value), {"description": status.phrase, "content": _ERROR}
        )


def _refusals(operation: dict[str, Any], route: APIRoute) -> Iterator[HTTPStatus]:
    roles = [guard for guard in guards(route) if isinstance(guard, Allowed)]
    asks_consent = any(isinstance(guard, Consented) for guard in guards(route))
    if roles or asks_consent:
        yield HTTPStatus.UNAUTHORIZED
    if asks_consent or any(guard.roles != signed_in.roles for guard in roles):
        yield HTTPStatus.FORBIDDEN
    if "requestBody" in operation:
        yield HTTPStatus.BAD_REQUEST
        yield HTTPStatus.REQUEST_ENTITY_TOO_LARGE


def _calls(dependant: Dependant) -> Iterator[object]:
    for dependency in dependant.dependencies:
        yield dependency.call
        yield from _calls(dependency)
