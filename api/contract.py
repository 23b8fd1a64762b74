"""What OpenAPI says about every route alike: who may call it, and what its errors look like."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from api.security import Allowed, Guard, everybody, signed_in

_ERROR = {"application/json": {"schema": {"$ref": "#/components/schemas/ErrorBody"}}}


def guards(route: APIRoute) -> list[Guard]:
    """The dependencies of a route, its routers' included, that decide who may call it."""
    return [call for call in _calls(route.dependant) if isinstance(call, Guard)]


def callers(route: APIRoute) -> list[str]:
    """Who passes all guards of a route; nobody if it has none."""
    first, *others = [guard.callers for guard in guards(route)] or [()]
    return [caller for caller in first if all(caller in allowed for allowed in others)]


def say_who_may_call(app: FastAPI) -> None:
    """Have the OpenAPI document of ``app`` name the callers of each route, as ``x-roles`` and in words."""
    plain = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            document = plain()
            for route in app.routes:
                if isinstance(route, APIRoute) and route.include_in_schema:
                    for method in route.methods:
                        _complete(document["paths"][route.path_format][method.lower()], route)
        return plain()

    app.openapi = openapi  # type: ignore[method-assign]  # FastAPI's own way to extend the document


def _complete(operation: dict[str, Any], route: APIRoute) -> None:
    allowed = callers(route)
    operation["x-roles"] = allowed
    if "security" in operation and allowed == list(everybody.callers):
        # Strangers may call it, and get less.
        operation["security"].insert(0, {})
    sentence = f"Callers: {', '.join(allowed)}."
    operation["description"] = "\n\n".join(filter(None, [operation.get("description"), sentence]))
    for answer in operation["responses"].values():
        # Also of a route whose own answers are of another type: a picture, text.
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
    if roles:
        yield HTTPStatus.UNAUTHORIZED
    if any(guard.roles != signed_in.roles for guard in roles):
        yield HTTPStatus.FORBIDDEN
    if "requestBody" in operation:
        yield HTTPStatus.BAD_REQUEST
        yield HTTPStatus.REQUEST_ENTITY_TOO_LARGE


def _calls(dependant: Dependant) -> Iterator[object]:
    for dependency in dependant.dependencies:
        yield dependency.call
        yield from _calls(dependency)
