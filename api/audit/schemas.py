"""Answers of ``/audit``."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import AwareDatetime, Field

from api.core.schemas import ApiModel, PageMeta, PageQuery, PlainText, example
from vn30.users.audit_trail import Action


class AuditQuery(PageQuery):
    """Filters and page of the audit trail."""

    action: Action | None = Field(None, description="default: all actions")
    username: PlainText | None = Field(None, max_length=100, description="default: all users")
    subject: PlainText | None = Field(None, max_length=250, description="default: all subjects")
    since: AwareDatetime | None = Field(None, description="entries from this time on")
    until: AwareDatetime | None = Field(None, description="entries before this time")


class AuditEntry(ApiModel):
    """One change."""

    id: int
    recorded_at: datetime
    action: Action
    user_id: UUID | None
    username: str | None = Field(
        description="null: nobody had signed in, as with a refused sign-in or on the command line"
    )
    address: str = Field(description="IP address, or `command line`")
    request_id: str | None = Field(description="`X-Request-ID` of the request, which the log has too")
    subject: str | None = Field(
        description="what was changed: a DAG, a run, a version, a day, a ticker, an account"
    )
    before: dict[str, Any] | None = Field(description="values that were replaced; null if not recorded")
    after: dict[str, Any] | None = Field(description="the new values; null if not recorded")


class AuditList(ApiModel):
    """A page of the audit trail."""

    model_config = example(
        data=[
            {
                "id": 12,
                "recordedAt": "2026-11-30T10:04:11Z",
                "action": "change_dag_settings",
                "userId": "0b9f5f0e-6a0c-4a58-9d0e-3f1f6f7b2c11",
                "username": "ds1",
                "address": "127.0.0.1",
                "requestId": "6f1c1b0e5f0b4f0f8a5d1c2b3a4d5e6f",
                "subject": "vn30_data_crawler",
                "before": {"retries": 2},
                "after": {"retries": 3},
            }
        ],
        meta={"page": 1, "pageSize": 20, "total": 1},
    )

    data: list[AuditEntry] = Field(description="newest first")
    meta: PageMeta
