"""Entries of the audit trail for the changes of one request."""

import logging
from dataclasses import dataclass
from typing import Annotated, Any

import sqlalchemy as sa
from fastapi import Depends

from api.auth.caller import RequestCaller
from api.auth.guards import CurrentUser
from api.auth.users import User
from api.core.database import writing
from vn30.users.audit_trail import Action, Actor, add_entry

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Audit:
    """Adds entries with the user, the address and the id of a request."""

    user: User
    actor: Actor

    def add(
        self,
        connection: sa.Connection,
        action: Action,
        subject: str | None = None,
        *,
        before: Any = None,
        after: Any = None,
    ) -> None:
        """Add an entry in the transaction of the change."""
        add_entry(connection, self.actor, action, subject, before=before, after=after)

    def add_made(self, engine: sa.Engine, action: Action, subject: str, *, after: Any = None) -> None:
        """Add an entry for a change that Airflow has made. If it fails, the log has the entry."""
        try:
            with writing(engine) as connection:
                self.add(connection, action, subject, after=after)
        except sa.exc.SQLAlchemyError as error:
            entry = {"action": action, "subject": subject, "username": self.user.username, "after": after}
            logger.error("Changed in Airflow, but not in the audit trail: %s", error, extra=entry)


async def _audit(caller: RequestCaller, user: CurrentUser) -> Audit:
    return Audit(user, caller.actor(user))


Audited = Annotated[Audit, Depends(_audit)]
"""What each route that changes something depends on."""
