"""One error body for everything the API refuses or fails to do."""

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
from limits.errors import StorageError
from psycopg2.errors import UndefinedTable
from starlette.exceptions import HTTPException
from starlette.routing import Match

from api.schemas import ErrorBody
from vn30.airflow_api import AirflowUnavailable, SignInRefused

logger = logging.getLogger(__name__)

MOST_FAULTS = 20
"""Faults that one refusal tells of; whoever sends more learns nothing from the rest."""


class ApiError(Exception):
    """A refusal that the caller can understand: status, a stable code, and a message for people.

    ``retry_after`` is the seconds after which the same request may be answered.
    """

    def __init__(self, status: HTTPStatus, code: str, message: str, retry_after: int | None = None) -> None:
        super().__init__(message)
        self.status, self.code, self.message, self.retry_after = status, code, message, retry_after


class BodyTooLarge(HTTPException):
    """A request body of more bytes than ``VN30_MAX_BODY``. FastAPI lets only its own errors through."""

    code = "body_too_large"

    def __init__(self, most_bytes: int) -> None:
        super().__init__(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            f"The body has more than {most_bytes} bytes. Send less at once.",
        )


def documented(*statuses: HTTPStatus) -> dict[int | str, dict[str, Any]]:
    """The ``responses`` of a route that can answer with these errors."""
    return {status.value: {"model": ErrorBody, "description": status.phrase} for status in statuses}


def install_error_handlers(app: FastAPI) -> None:
    """Make every error of ``app`` an :class:`~api.schemas.ErrorBody`."""
    # The handlers are asynchronous: while the database is away, nothing waits for a turn in the thread pool.
    app.exception_handler(ApiError)(_refusal)
    app.exception_handler(RequestValidationError)(_invalid_request)
    app.exception_handler(BodyTooLarge)(_body_too_large)
    app.exception_handler(HTTPException)(_http_error)
    # psycopg2's own come from beside SQLAlchemy: from a COPY, or as a connection goes back to the pool.
    for outage in (sa.exc.TimeoutError, psycopg2.OperationalError, psycopg2.InterfaceError):
        app.exception_handler(outage)(_database_unavailable)
    app.exception_handler(sa.exc.DBAPIError)(_database_error)
    # A read that goes on with a connection that has broken: SQLAlchemy's word for "begin again".
    app.exception_handler(sa.exc.PendingRollbackError)(_database_unavailable)
    for silence in (AirflowUnavailable, SignInRefused):
        app.exception_handler(silence)(_airflow_unavailable)
    app.exception_handler(StorageError)(_counts_unavailable)
    app.exception_handler(Exception)(_unexpected)


def error_answer(
    status: int, code: str, message: str, headers: Mapping[str, str] | None = None
) -> JSONResponse:
    """The answer with the one error body."""
    return JSONResponse(ErrorBody(code=code, message=message).model_dump(), status, headers)


async def _refusal(_: Request, error: ApiError) -> JSONResponse:
    headers = {}
    if error.status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    if error.retry_after is not None:
        headers["Retry-After"] = str(error.retry_after)
    return error_answer(error.status, error.code, error.message, headers)


async def _invalid_request(_: Request, error: RequestValidationError) -> JSONResponse:
    # The rejected values stay out of the answer: one of them may be a password.
    faults = error.errors()
    told = [f"{_field(fault['loc'])}: {fault['msg']}" for fault in faults[:MOST_FAULTS]]
    if len(faults) > MOST_FAULTS:
        told.append(f"and {len(faults) - MOST_FAULTS} more")
    return error_answer(HTTPStatus.UNPROCESSABLE_ENTITY, "validation_error", "; ".join(told))


def _field(location: tuple[int | str, ...]) -> str:
    """``pageSize`` of ``("query", "pageSize")``; the part of the request if nothing is below it."""
    names = [part for part in location[1:] if isinstance(part, str)]
    return ".".join(names) or str(location[0])


async def _body_too_large(_: Request, error: BodyTooLarge) -> JSONResponse:
    return error_answer(error.status_code, error.code, error.detail)


async def _http_error(request: Request, error: HTTPException) -> JSONResponse:
    code = HTTPStatus(error.status_code).phrase.lower().replace(" ", "_")
    headers = dict(error.headers or {})
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        headers["Allow"] = ", ".join(_methods(request))
    return error_answer(error.status_code, code, error.detail, headers)


def _methods(request: Request) -> list[str]:
    """What may be called at the path of the request: of all its routes, where Starlette names the first's."""
    at_path = (route for route in request.app.routes if route.matches(request.scope)[0] is not Match.NONE)
    return sorted({method for route in at_path for method in getattr(route, "methods", None) or ()})


async def _database_unavailable(_: Request, error: Exception) -> JSONResponse:
    logger.warning("The database does not answer: %s", error)
    return _unavailable("database", "The database cannot be reached", retry_after=1)


async def _database_error(request: Request, error: sa.exc.DBAPIError) -> JSONResponse:
    """Tell an outage, also one in the middle of a read, from a statement of ours that is wrong."""
    outage = (
        isinstance(error, sa.exc.OperationalError | sa.exc.InterfaceError) or error.connection_invalidated
    )
    # A database without the schema serves as little as none.
    if outage or isinstance(error.orig, UndefinedTable):
        return await _database_unavailable(request, error)
    return await _unexpected(request, error)


async def _airflow_unavailable(_: Request, error: Exception) -> JSONResponse:
    logger.warning("Airflow does not serve: %s", error)
    return _unavailable("airflow", "Airflow cannot be reached", retry_after=5)


async def _counts_unavailable(_: Request, error: StorageError) -> JSONResponse:
    # Rather nobody signs in than somebody guesses without being counted.
    logger.warning("The store of VN30_RATE_LIMIT_STORE does not answer: %s", error)
    return _unavailable("sign_in", "Nobody can sign in", retry_after=5)


def _unavailable(part: str, what: str, retry_after: int) -> JSONResponse:
    """503 ``<part>_unavailable``, as long as a part of the platform that the request needs is away."""
    return error_answer(
        HTTPStatus.SERVICE_UNAVAILABLE,
        f"{part}_unavailable",
        f"{what} right now. Try again in a moment.",
        {"Retry-After": str(retry_after)},
    )


async def _unexpected(_: Request, error: Exception) -> JSONResponse:
    logger.error("A request failed", exc_info=error)
    return internal_error()


def internal_error() -> JSONResponse:
    """The answer to an error of ours: no details, and what to look for in the log."""
    return error_answer(
        HTTPStatus.INTERNAL_SERVER_ERROR,
        "internal_error",
        f"Something went wrong on our side. It is in the log under the request {correlation_id.get()}.",
    )
