"""The client of a request, as limits and the audit trail know it."""

from typing import Annotated, NamedTuple

from asgi_correlation_id import correlation_id
from fastapi import Depends, Request

from api.auth.rate_limit import counted_address
from api.auth.users import User
from vn30.users.audit_trail import Actor

MAX_USER_AGENT = 300
"""Characters."""


class Caller(NamedTuple):
    """The client of a request.

    Attributes:
        host: IP address.
        user_agent: what the browser or program calls itself; None if it does not say.
    """

    host: str
    user_agent: str | None
    request_id: str | None

    @property
    def address(self) -> str:
        """The address as limits count it."""
        return counted_address(self.host)

    def actor(self, user: User | None) -> Actor:
        """The actor of the audit trail."""
        return Actor(user.id if user else None, user.username if user else None, self.host, self.request_id)


async def _caller(request: Request) -> Caller:
    user_agent = request.headers.get("user-agent", "").replace("\x00", "")[:MAX_USER_AGENT]
    host = request.client.host if request.client else "unknown"
    return Caller(host, user_agent or None, correlation_id.get())


RequestCaller = Annotated[Caller, Depends(_caller)]
