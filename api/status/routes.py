"""``/health`` and ``/status``: for probes, and for people."""

from http import HTTPStatus

import psycopg2
import sqlalchemy as sa
from fastapi import APIRouter, Depends, Request, Response
from fastapi.concurrency import run_in_threadpool

from api.configuration import AppSettings
from api.database import Lookups
from api.errors import ApiError
from api.security import Credentials, SigningKey, everybody, user_of_token
from api.status.schemas import Health, Status
from api.status.service import StatusBoard

router = APIRouter(tags=["operations"], dependencies=[Depends(everybody)])


@router.get("/health")
async def health() -> Health:
    """200 while the process serves, whatever the state of what it stands on: for restarting it."""
    return Health()


@router.get("/status", responses={HTTPStatus.SERVICE_UNAVAILABLE.value: {"model": Status}})
async def status(
    request: Request,
    response: Response,
    lookups: Lookups,
    settings: AppSettings,
    key: SigningKey,
    credentials: Credentials,
) -> Status:
    """The state of the database, Airflow, the artifact store and the data; 503 while the database is away.

    Strangers learn whether all is well; who is signed in, what is not.
    """
    board: StatusBoard = request.app.state.status_board
    found, database_answers = await board.read()
    without_parts = found.model_copy(update={"parts": None})
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
        # It has gone away since it was looked at.
        response.status_code = HTTPStatus.SERVICE_UNAVAILABLE
        return Status(status="degraded", parts=None)
    return found
