"""Error handlers: every error has the same body."""

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import psycopg2
import sqlalchemy as sa
from asgi_correlation_id import correlation_id
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from psycopg2.errors import UndefinedTable
from starlette.exceptions import HTTPException
from starlette.routing import Match

from api.core.language import translated
from api.core.schemas import ErrorBody
from vn30.database.warehouse import is_disk_full
from vn30.i18n.localized import Localized, joined, localized, marked
from vn30.i18n.validation import fault_message
from vn30.pipelines.airflow_api import AirflowUnavailable, SignInRefused

logger = logging.getLogger(__name__)

_UNREAD_BODY = "There was an error parsing the body"
"""FastAPI's words for a body that is no text, or has a number of thousands of digits."""
_OF_LENGTH = frozenset({"too_long", "too_short"})
"""pydantic counts items where a text is checked by a function of ours too."""

_PHRASES = {
    phrase: Localized(phrase, None, {}) for phrase in (marked("Not Found"), marked("Method Not Allowed"))
}
"""Starlette's words for paths and methods without a route."""

MAX_FAULTS = 20
"""Faults that one refusal lists."""


class ApiError(Exception):
    """An error for the caller: status, stable code, and message.

    ``retry_after`` is the seconds after which the request may succeed.
    """

    def __init__(self, status: HTTPStatus, code: str, message: str, retry_after: int | None = None) -> None:
        super().__init__(message)
        self.status, self.code, self.message, self.retry_after = status, code, message, retry_after


class BodyRefused(HTTPException):
    """A request body that is not read further. FastAPI lets only its own errors through."""

    def __init__(self, status: HTTPStatus, code: str, message: str) -> None:
        super().__init__(status, message)
        self.code = code


def documented(*statuses: HTTPStatus) -> dict[int | str, dict[str, Any]]:
    """The ``responses`` of a route that can answer with these errors."""
    return {status.value: {"model": ErrorBody, "description": status.phrase} for status in statuses}


def install_error_handlers(app: FastAPI) -> None:
    """Make every error of ``app`` an :class:`~api.core.schemas.ErrorBody`."""
    # Asynchronous: during an outage of the database they do not wait for the thread pool.
    app.exception_handler(ApiError)(_refusal)
    app.exception_handler(RequestValidationError)(_invalid_request)
    app.exception_handler(BodyRefused)(body_refused)
    app.exception_handler(HTTPException)(_http_error)
    # psycopg2's own errors come from a COPY, or as a connection returns to the pool.
    for outage in (sa.exc.TimeoutError, psycopg2.OperationalError, psycopg2.InterfaceError):
        app.exception_handler(outage)(_database_unavailable)
    app.exception_handler(sa.exc.DBAPIError)(_database_error)
    # A read that continues on a broken connection.
    app.exception_handler(sa.exc.PendingRollbackError)(_database_unavailable)
    for silence in (AirflowUnavailable, SignInRefused):
        app.exception_handler(silence)(_airflow_unavailable)
    app.exception_handler(Exception)(_unexpected)


def error_answer(
    status: int, code: str, message: str, headers: Mapping[str, str] | None = None
) -> JSONResponse:
    """A response with the error body, in the language of the request."""
    return JSONResponse(ErrorBody(code=code, message=translated(message)).model_dump(), status, headers)


async def _refusal(_: Request, error: ApiError) -> JSONResponse:
    headers = {}
    if error.status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    if error.retry_after is not None:
        headers["Retry-After"] = str(error.retry_after)
    return error_answer(error.status, error.code, error.message, headers)


async def _invalid_request(_: Request, error: RequestValidationError) -> JSONResponse:
    # Without the rejected values: one of them may be a password.
    faults = error.errors()
    messages: list[str] = [
        joined(": ", _field(fault["loc"]), _message(fault)) for fault in faults[:MAX_FAULTS]
    ]
    if len(faults) > MAX_FAULTS:
        messages.append(localized("and {more} more", more=len(faults) - MAX_FAULTS))
    return error_answer(HTTPStatus.UNPROCESSABLE_ENTITY, "validation_error", joined("; ", *messages))


def _message(fault: Mapping[str, Any]) -> str:
    if fault["type"] == "json_invalid":
        return localized(
            "is not valid JSON: {error}, at character {character}",
            error=fault["ctx"]["error"],
            character=fault["loc"][-1],
        )
    if fault["type"] in _OF_LENGTH and isinstance(fault.get("input"), str):
        return _length(fault["type"], fault["ctx"])
    return fault_message(fault)


def _length(kind: str, context: Mapping[str, Any]) -> str:
    if kind == "too_long":
        return localized("must have at most {max_length} characters", max_length=context["max_length"])
    return localized("must have at least {min_length} characters", min_length=context["min_length"])


def _field(location: tuple[int | str, ...]) -> str:
    """``pageSize`` of ``("query", "pageSize")``; the part of the request if nothing is below it."""
    names = [part for part in location[1:] if isinstance(part, str)]
    return ".".join(names) or str(location[0])


async def body_refused(_: Request, error: BodyRefused) -> JSONResponse:
    """The response to a body that is not read further."""
    return error_answer(error.status_code, error.code, error.detail)


async def _http_error(request: Request, error: HTTPException) -> JSONResponse:
    if error.status_code == HTTPStatus.BAD_REQUEST and error.detail == _UNREAD_BODY:
        message = localized(
            "body: must be JSON in UTF-8, not compressed, with numbers of fewer than 4,300 digits"
        )
        return error_answer(HTTPStatus.UNPROCESSABLE_ENTITY, "validation_error", message)
    code = HTTPStatus(error.status_code).phrase.lower().replace(" ", "_")
    headers = dict(error.headers or {})
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        headers["Allow"] = ", ".join(_methods(request))
    return error_answer(error.status_code, code, _PHRASES.get(error.detail, error.detail), headers)


def _methods(request: Request) -> list[str]:
    """The methods of all routes at the path of the request; Starlette names those of the first route."""
    at_path = (route for route in request.app.routes if route.matches(request.scope)[0] is not Match.NONE)
    methods = {method for route in at_path for method in getattr(route, "methods", None) or ()}
    return sorted(methods | ({"HEAD"} if "GET" in methods else set()))


async def _database_unavailable(_: Request, error: Exception) -> JSONResponse:
    if is_disk_full(error):
        logger.error("The database cannot be written: %s", error)
        return error_answer(
            HTTPStatus.SERVICE_UNAVAILABLE,
            "database_full",
            localized(
                "The database cannot be written, because its disk is full. An operator has to free space."
            ),
            {"Retry-After": "60"},
        )
    logger.warning("The database does not answer: %s", error)
    return _unavailable("database", localized("The database cannot be reached"), retry_after=1)


async def _database_error(request: Request, error: sa.exc.DBAPIError) -> JSONResponse:
    """503 for an outage, also during a read; 500 for a wrong statement."""
    outage = (
        isinstance(error, sa.exc.OperationalError | sa.exc.InterfaceError) or error.connection_invalidated
    )
    # A database without the schema counts as unavailable.
    if outage or isinstance(error.orig, UndefinedTable):
        return await _database_unavailable(request, error)
    return await _unexpected(request, error)


async def _airflow_unavailable(_: Request, error: Exception) -> JSONResponse:
    logger.warning("Airflow does not serve: %s", error)
    return _unavailable("airflow", localized("Airflow cannot be reached"), retry_after=5)


def _unavailable(part: str, what: str, retry_after: int) -> JSONResponse:
    """503 ``<part>_unavailable``: a part of the platform that the request needs does not respond."""
    return error_answer(
        HTTPStatus.SERVICE_UNAVAILABLE,
        f"{part}_unavailable",
        localized("{what} right now. Try again in a moment.", what=what),
        {"Retry-After": str(retry_after)},
    )


async def _unexpected(_: Request, error: Exception) -> JSONResponse:
    logger.error("A request failed", exc_info=error)
    return internal_error()


def internal_error() -> JSONResponse:
    """500 without details; the message names the request id in the log."""
    return error_answer(
        HTTPStatus.INTERNAL_SERVER_ERROR,
        "internal_error",
        localized(
            "Internal error. The server's log has it under the request {correlation_id}.",
            correlation_id=correlation_id.get(),
        ),
    )
