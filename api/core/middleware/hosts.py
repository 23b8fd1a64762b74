"""The check of the host that a request is for."""

from collections.abc import Sequence
from http import HTTPStatus
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from api.core.errors import error_answer
from vn30.i18n.localized import localized

_OF_MACHINES = frozenset({"/health", "/metrics"})
"""Probes and Prometheus call pods by addresses that cannot be listed; neither answer depends on the host."""


class TrustedHosts:
    """Answers 400 to requests for other hosts than the given ones; ``*.example`` is every host below it."""

    def __init__(self, app: ASGIApp, hosts: Sequence[str]) -> None:
        self._app, self._any = app, "*" in hosts
        self._names = frozenset(host.lower() for host in hosts)
        self._suffixes = tuple(name.removeprefix("*") for name in self._names if name.startswith("*."))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle the request if its host is one of them."""
        if scope["type"] == "http" and scope["path"] not in _OF_MACHINES and not self._trusts(scope):
            message = localized(
                "The platform does not serve this host name. VN30_TRUSTED_HOSTS lists those that it serves."
            )
            await error_answer(HTTPStatus.BAD_REQUEST, "untrusted_host", message)(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _trusts(self, scope: Scope) -> bool:
        try:
            host = urlsplit(f"//{Headers(scope=scope).get('host', '')}").hostname or ""
        except ValueError:
            return self._any
        return self._any or host in self._names or host.endswith(self._suffixes)
