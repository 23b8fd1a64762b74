"""``/users``: the accounts, for admins."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query

from api.auth.audit import Audited
from api.auth.guards import admins
from api.core.database import Database
from api.core.errors import documented
from api.core.settings import AppSettings
from api.users import service
from api.users.schemas import UserChange, UserList, UserQuery, UserRow

router = APIRouter(
    prefix="/users",
    tags=["users"],
    dependencies=[Depends(admins)],
    responses=documented(HTTPStatus.UNPROCESSABLE_ENTITY),
)


@router.get("")
def list_users(engine: Database, query: Annotated[UserQuery, Query()]) -> UserList:
    """A page of the accounts, by default by username."""
    with engine.connect() as connection:
        return service.accounts(connection, query)


@router.patch("/{userId}", responses=documented(HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT))
def change_user(
    engine: Database,
    settings: AppSettings,
    audit: Audited,
    user_id: Annotated[UUID, Path(alias="userId")],
    body: UserChange,
) -> UserRow:
    """Change role or state of an account. The last admin stays one; test accounts stay as they are.

    A closed account can be opened again; its sign-ins have ended.
    """
    return service.change(engine, settings, audit, user_id, body)
