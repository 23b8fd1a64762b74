"""No request body may fill the memory."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import BodyTooLarge


class BodyLimit:
    """Reads no further than so many bytes of a body; the route that reads it answers 413 then."""

    def __init__(self, app: ASGIApp, most_bytes: int) -> None:
        self._app, self._most_bytes = app, most_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve, and count what is read."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        received = 0

        async def counting() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > self._most_bytes:
                raise BodyTooLarge(self._most_bytes)
            return message

        await self._app(scope, counting, send)
