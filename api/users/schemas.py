"""Requests and answers of ``/users``."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from api.core.schemas import ApiModel, PageMeta, PlainText, RequestModel, SortedPageQuery, example
from vn30.users.accounts import Role

UserState = Literal["active", "closed", "deleted"]
_USER = {
    "id": "0b9f5f0e-6a0c-4a58-9d0e-3f1f6f7b2c11",
    "username": "user-4f9c21aa3b",
    "displayName": "Nguyen An",
    "email": "an@example.com",
    "role": "end_user",
    "state": "active",
    "createdAt": "2026-11-02T03:00:00Z",
    "lastSignInAt": "2026-11-30T08:00:00Z",
    "isTestAccount": False,
}


class UserQuery(SortedPageQuery):
    """Filters, order and page of the accounts."""

    search: PlainText | None = Field(
        None, min_length=1, max_length=100, description="part of a username, a display name or a mail address"
    )
    role: Role | None = Field(None, description="default: all roles")
    state: UserState | None = Field(None, description="default: active and closed accounts")
    sort_by: Literal["name", "mail", "role", "state", "last_sign_in_at"] | None = Field(
        None, description="default: by username, increasing; rows without a value are last"
    )


class UserRow(ApiModel):
    """An account."""

    model_config = example(**_USER)

    id: UUID
    username: str
    display_name: str
    email: str | None = Field(description="null: the account was added by an operator, or is deleted")
    role: Role
    state: UserState
    created_at: datetime
    last_sign_in_at: datetime | None = Field(description="null: never")
    is_test_account: bool = Field(description="of the demo; it stays as it is")


class UserList(ApiModel):
    """A page of the accounts."""

    model_config = example(data=[_USER], meta={"page": 1, "pageSize": 20, "total": 1})

    data: list[UserRow] = Field(description="by `sortBy`, then by username")
    meta: PageMeta


class UserChange(RequestModel):
    """Changes of an account. Omitted or null fields stay unchanged."""

    model_config = example(role="data_scientist")

    role: Role | None = None
    is_active: bool | None = Field(None, description="false closes the account, which ends its sign-ins")
