"""Internal errors, answered inside the middleware that adds headers."""

import logging

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.core.errors import internal_error

logger = logging.getLogger(__name__)


class Failures:
    """Answers 500 to unhandled errors. Starlette's handler is outside the middleware that adds headers."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle the request; on an error, log it and answer 500."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = False

        async def noting(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, noting)
        except Exception:
            logger.exception("A request failed")
            if begun:
                raise
            await internal_error()(scope, receive, send)
