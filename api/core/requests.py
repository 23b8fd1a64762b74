"""Checks of all requests: query parameters that would be ignored, and bodies that are not JSON."""

from collections.abc import Iterator
from typing import Any, get_origin

from fastapi import FastAPI, Request
from fastapi.dependencies.models import Dependant
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import BaseModel
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from vn30.i18n.localized import joined, localized

MAX_NAMES = 5
"""Unknown names that one refusal lists."""


async def well_formed(request: Request) -> None:
    """A dependency of all routes.

    Raises:
        RequestValidationError: the query has a parameter that the route does not have, or one twice, or a
            body of another type than JSON is sent to a route that reads one.
    """
    route: APIRoute = request.scope["route"]
    if request.query_params:
        known = dict(_parameters(route.dependant))
        _refuse_unknown(request, frozenset(known))
        _refuse_repeated(request, frozenset(name for name, is_list in known.items() if is_list))
    if route.body_field is not None and _has_body(request) and not _is_json(request):
        message = localized("send JSON, with the header `Content-Type: application/json`")
        raise RequestValidationError([_fault("body", message=message)])


def install_parameter_check(app: FastAPI) -> None:
    """Check the routes of ``app`` that have no dependencies, such as ``/openapi.json``."""
    for route in app.routes:
        if isinstance(route, Route) and not isinstance(route, APIRoute):
            route.app = _WithoutParameters(route.app)


class _WithoutParameters:
    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        _refuse_unknown(Request(scope), frozenset())
        await self._app(scope, receive, send)


def _refuse_unknown(request: Request, names: frozenset[str]) -> None:
    unknown = [name for name in dict.fromkeys(request.query_params) if name not in names]
    if unknown:
        known = (
            localized("This route has {names}.", names=", ".join(sorted(names)))
            if names
            else localized("This route has none.")
        )
        message = joined(" ", localized("There is no such parameter."), known)
        raise RequestValidationError(
            [_fault("query", name[:50], message=message) for name in unknown[:MAX_NAMES]]
        )


def _refuse_repeated(request: Request, lists: frozenset[str]) -> None:
    """Of a parameter that is no list, all values but the last one would be ignored."""
    names = [name for name, _ in request.query_params.multi_items() if name not in lists]
    repeated = [name for name in dict.fromkeys(names) if names.count(name) > 1]
    if repeated:
        message = localized("It is given more than once. Send it once.")
        raise RequestValidationError([_fault("query", name[:50], message=message) for name in repeated])


def _fault(*location: str, message: str) -> dict[str, Any]:
    """A fault as pydantic reports one of a validator of ours."""
    return {"loc": location, "msg": message, "type": "request", "ctx": {"message": message}}


def _has_body(request: Request) -> bool:
    return request.headers.get("content-length", "0") != "0" or "transfer-encoding" in request.headers


def _is_json(request: Request) -> bool:
    """Whether the request says that its body is JSON, as FastAPI decides it."""
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    kind, _, subtype = media_type.partition("/")
    return kind == "application" and (subtype == "json" or subtype.endswith("+json"))


def _parameters(dependant: Dependant) -> Iterator[tuple[str, bool]]:
    """The names of the query parameters, and whether each is a list."""
    for field in dependant.query_params:
        kind = field.field_info.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            for name, part in kind.model_fields.items():
                yield part.alias or name, get_origin(part.annotation) is list
        else:
            yield field.alias, get_origin(kind) is list
    for dependency in dependant.dependencies:
        yield from _parameters(dependency)
