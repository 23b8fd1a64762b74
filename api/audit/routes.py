"""``/audit``: who changed what, for admins."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Query

from api.audit import service
from api.audit.schemas import AuditList, AuditQuery
from api.auth.guards import admins
from api.core.database import Database
from api.core.errors import documented

router = APIRouter(
    prefix="/audit",
    tags=["audit"],
    responses=documented(HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.UNPROCESSABLE_ENTITY),
)


@router.get("", dependencies=[Depends(admins)])
def audit_trail(engine: Database, query: Annotated[AuditQuery, Query()]) -> AuditList:
    """Changes through this API and of accounts, newest first.

    Entries are never changed or deleted. Changes in Airflow's own UI are in Airflow's audit log, which names
    the user of changes through this API too.
    """
    with engine.connect() as connection:
        return service.entries(connection, query)
