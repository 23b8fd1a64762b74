"""``/health`` for liveness probes, ``/status`` for operators."""

from http import HTTPStatus

import psycopg2
import sqlalchemy as sa
from fastapi import APIRouter, Depends, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse

from api.auth.guards import Credentials, SigningKey, everybody, user_of_token
from api.core.database import Lookups
from api.core.errors import ApiError
from api.core.settings import AppSettings
from api.core.spa import Pages
from api.status.schemas import Health, Status
from api.status.service import StatusBoard

STATUS_PAGE = "/operations"
"""The page of the app that shows the state to people."""

router = APIRouter(tags=["operations"], dependencies=[Depends(everybody)])


@router.get("/health")
async def health() -> Health:
    """Liveness: 200 while the process serves, regardless of the services that it depends on."""
    return Health()


@router.get(
    "/status",
    response_model=Status,
    responses={HTTPStatus.SERVICE_UNAVAILABLE.value: {"model": Status}},
)
async def status(
    request: Request,
    response: Response,
    lookups: Lookups,
    settings: AppSettings,
    key: SigningKey,
    credentials: Credentials,
) -> Status | Response:
    """The state of the database, Airflow, the artifact store, alerts and data; 503 without the database.

    Without a token the answer has the overall state only; with one, the version and the state of each part.
    A person who opens the address in a browser is led to the app's page Status, unless the app is missing or
    the database does not answer.
    """
    board: StatusBoard = request.app.state.status_board
    status, database_answers = await board.read()
    if database_answers and _is_opened_by_a_person(request):
        headers = {"Cache-Control": "no-store", "Vary": "Sec-Fetch-Mode"}
        return RedirectResponse(STATUS_PAGE, HTTPStatus.SEE_OTHER, headers)
    without_parts = status.model_copy(update={"version": None, "parts": None})
    if not database_answers:
        response.status_code = HTTPStatus.SERVICE_UNAVAILABLE
        return without_parts
    if credentials is None:
        return without_parts
    try:
        await run_in_threadpool(user_of_token, lookups, settings, key, credentials.credentials)
    except ApiError:
        return without_parts
    except (sa.exc.SQLAlchemyError, psycopg2.Error):
        # The database was lost after the check.
        response.status_code = HTTPStatus.SERVICE_UNAVAILABLE
        return Status(status="degraded", version=None, parts=None)
    return status


def _is_opened_by_a_person(request: Request) -> bool:
    """Whether a browser navigates to the address: programs send no ``Sec-Fetch-Mode``, but some send
    ``Accept: text/html``."""
    has_app = isinstance(request.app.router.default, Pages)
    return has_app and request.headers.get("sec-fetch-mode") == "navigate"
