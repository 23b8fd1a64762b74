"""The access log: one line a request, without secrets."""

import logging
import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

logger = logging.getLogger("api.access")


class AccessLog:
    """Logs method, route, status, milliseconds and user of each request.

    The route is logged as declared, ``/stocks/{ticker}``: paths and queries hold user input and signatures.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle the request, then log it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        state = scope.setdefault("state", {})
        started, status = time.perf_counter(), 500

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, noting)
        finally:
            milliseconds = round(1000 * (time.perf_counter() - started), 1)
            fields = {
                "method": scope["method"],
                "route": getattr(scope.get("route"), "path", None),
                "status": status,
                "milliseconds": milliseconds,
                "user_id": state.get("user_id"),
            }
            line = "%(method)s %(route)s %(status)d in %(milliseconds)s ms"
            logger.info(line, fields, extra=fields)
