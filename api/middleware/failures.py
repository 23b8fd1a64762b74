"""Errors of ours, which must not cost an answer its headers."""

import logging

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import internal_error

logger = logging.getLogger(__name__)


class Failures:
    """Answers 500 where nothing else has: Starlette does so outside of all that adds headers to answers."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve; if that fails, log why and say that it failed."""
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
