"""No request body may fill the memory."""

from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import BodyTooLarge, error_answer


class BodyLimit:
    """Answers 413 to bodies that announce too many bytes, or turn out to have them."""

    def __init__(self, app: ASGIApp, most_bytes: int) -> None:
        self._app, self._most_bytes = app, most_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve what is small enough."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        announced = Headers(scope=scope).get("content-length", "")
        if announced.isdecimal() and int(announced) > self._most_bytes:
            error = BodyTooLarge(self._most_bytes)
            answer = error_answer(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, error.code, error.detail)
            await answer(scope, receive, send)
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
