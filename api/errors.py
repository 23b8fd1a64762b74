"""One error body for everything the API refuses or fails to do."""

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import sqlalchemy as sa
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from psycopg2.errors import UndefinedTable
from starlette.exceptions import HTTPException

from api.schemas import ErrorBody
from vn30.airflow_api import AirflowUnavailable, SignInRefused

logger = logging.getLogger(__name__)


class ApiError(Exception):
    """A refusal that the caller can understand: status, a stable code, and a message for people.

    ``retry_after`` is the seconds after which the same request may be answered.
    """

    def __init__(self, status: HTTPStatus, code: str, message: str, retry_after: int | None = None) -> None:
        super().__init__(message)
        self.status, self.code, self.message, self.retry_after = status, code, message, retry_after


def documented(*statuses: HTTPStatus) -> dict[int | str, dict[str, Any]]:
    """The ``responses`` of a route that can answer with these errors."""
    return {status.value: {"model": ErrorBody, "description": status.phrase} for status in statuses}


def install_error_handlers(app: FastAPI) -> None:
    """Make every error of ``app`` an :class:`~api.schemas.ErrorBody`."""
    app.exception_handler(ApiError)(_refusal)
    app.exception_handler(RequestValidationError)(_invalid_request)
    app.exception_handler(HTTPException)(_http_error)
    for outage in (sa.exc.OperationalError, sa.exc.InterfaceError, sa.exc.TimeoutError):
        app.exception_handler(outage)(_database_unavailable)
    for silence in (AirflowUnavailable, SignInRefused):
        app.exception_handler(silence)(_airflow_unavailable)
    app.exception_handler(sa.exc.ProgrammingError)(_bad_statement)
    app.exception_handler(Exception)(_unexpected)


def _body(status: int, code: str, message: str, headers: Mapping[str, str] | None = None) -> JSONResponse:
    return JSONResponse(ErrorBody(code=code, message=message).model_dump(), status, headers)


def _refusal(_: Request, error: ApiError) -> JSONResponse:
    headers = {}
    if error.status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    if error.retry_after is not None:
        headers["Retry-After"] = str(error.retry_after)
    return _body(error.status, error.code, error.message, headers)


def _invalid_request(_: Request, error: RequestValidationError) -> JSONResponse:
    # The rejected values stay out of the answer: one of them may be a password.
    faults = "; ".join(f"{_field(fault['loc'])}: {fault['msg']}" for fault in error.errors())
    return _body(HTTPStatus.UNPROCESSABLE_ENTITY, "validation_error", faults)


def _field(location: tuple[int | str, ...]) -> str:
    """``pageSize`` of ``("query", "pageSize")``; the part of the request if nothing is below it."""
    names = [part for part in location[1:] if isinstance(part, str)]
    return ".".join(names) or str(location[0])


def _http_error(_: Request, error: HTTPException) -> JSONResponse:
    code = HTTPStatus(error.status_code).phrase.lower().replace(" ", "_")
    return _body(error.status_code, code, error.detail, error.headers)


def _database_unavailable(_: Request, error: Exception) -> JSONResponse:
    logger.warning("The database does not answer: %s", error)
    return _body(
        HTTPStatus.SERVICE_UNAVAILABLE,
        "database_unavailable",
        "The database cannot be reached right now. Try again in a moment.",
    )


def _airflow_unavailable(_: Request, error: Exception) -> JSONResponse:
    logger.warning("Airflow does not serve: %s", error)
    return _body(
        HTTPStatus.SERVICE_UNAVAILABLE,
        "airflow_unavailable",
        "Airflow cannot be reached right now. Try again in a moment.",
    )


def _bad_statement(request: Request, error: sa.exc.ProgrammingError) -> JSONResponse:
    if isinstance(error.orig, UndefinedTable):
        return _database_unavailable(request, error)
    logger.error("A statement failed", exc_info=error)
    return _unexpected(request, error)


def _unexpected(_: Request, error: Exception) -> JSONResponse:
    return _body(HTTPStatus.INTERNAL_SERVER_ERROR, "internal_error", "Something went wrong on our side.")
