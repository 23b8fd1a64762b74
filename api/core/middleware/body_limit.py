"""Limits on the size and the time of request bodies, against exhaustion of memory, CPU and connections."""

import asyncio
from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.core.errors import BodyRefused, error_answer
from vn30.i18n.localized import localized

_ANONYMOUS_PATH = "/api/v1/auth/"
_MAX_ANONYMOUS = 16_384
"""Bytes: several times the length of a password or a token."""

MAX_SECONDS = 30.0
"""Time for a whole body: a megabyte at 33 KB a second."""


class BodyLimit:
    """Stops reading a body after ``most_bytes`` (413) or ``seconds`` (408).

    The limit is lower where no token is needed: validating a megabyte of unknown fields takes seconds.
    """

    def __init__(self, app: ASGIApp, most_bytes: int, seconds: float = MAX_SECONDS) -> None:
        self._app, self._most_bytes, self._seconds = app, most_bytes, seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle the request, count the bytes of its body and time it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        anonymous = scope["path"].startswith(_ANONYMOUS_PATH)
        most = min(self._most_bytes, _MAX_ANONYMOUS) if anonymous else self._most_bytes
        if _announced(scope) > most:
            error = _too_large(most)
            await error_answer(error.status_code, error.code, error.detail)(scope, receive, send)
            return
        deadline = asyncio.get_running_loop().time() + self._seconds
        received, whole = 0, False

        async def limited() -> Message:
            nonlocal received, whole
            if whole:
                # Not a body: streamed responses wait here for the caller to leave.
                return await receive()
            try:
                async with asyncio.timeout_at(deadline):
                    message = await receive()
            except TimeoutError as error:
                raise _too_slow(self._seconds) from error
            received += len(message.get("body", b""))
            whole = not message.get("more_body", False)
            if received > most:
                raise _too_large(most)
            return message

        await self._app(scope, limited, send)


def _announced(scope: Scope) -> int:
    length = Headers(scope=scope).get("content-length", "0")
    return int(length) if length.isdecimal() else 0


def _too_large(most_bytes: int) -> BodyRefused:
    return BodyRefused(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        "body_too_large",
        localized("The body has more than {most_bytes} bytes. Send a smaller body.", most_bytes=most_bytes),
    )


def _too_slow(seconds: float) -> BodyRefused:
    return BodyRefused(
        HTTPStatus.REQUEST_TIMEOUT,
        "request_timeout",
        localized("The body did not arrive within {seconds:g} seconds.", seconds=seconds),
    )
