"""Reads of the audit trail."""

import sqlalchemy as sa

from api.audit.schemas import AuditEntry, AuditList, AuditQuery
from api.core.schemas import PageMeta
from vn30.database.warehouse import fetch_all, fetch_returned


def entries(connection: sa.Connection, query: AuditQuery) -> AuditList:
    """A page of the entries, newest first."""
    wanted = query.model_dump(exclude={"page", "page_size"})
    total = fetch_returned(connection, "audit/count", **wanted)["total"]
    rows = fetch_all(connection, "audit/page", **wanted, limit=query.page_size, skipped=query.skipped)
    return AuditList(
        data=[AuditEntry.model_validate(dict(row)) for row in rows],
        meta=PageMeta(page=query.page, page_size=query.page_size, total=total),
    )
