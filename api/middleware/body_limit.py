"""No request body may fill the memory, nor hold everybody up while it is validated."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import BodyTooLarge

_OF_STRANGERS = "/api/v1/auth/"
_MOST_OF_STRANGERS = 16_384
"""Bytes: several times what a password or a token takes."""


class BodyLimit:
    """Reads no further than so many bytes of a body; the route that reads it answers 413 then.

    Where strangers may send one these are few: finding fault with a megabyte of unknown fields takes seconds.
    """

    def __init__(self, app: ASGIApp, most_bytes: int) -> None:
        self._app, self._most_bytes = app, most_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve, and count what is read."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        of_stranger = scope["path"].startswith(_OF_STRANGERS)
        most = min(self._most_bytes, _MOST_OF_STRANGERS) if of_stranger else self._most_bytes
        received = 0

        async def counting() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > most:
                raise BodyTooLarge(most)
            return message

        await self._app(scope, counting, send)
