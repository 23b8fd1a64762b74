"""HEAD on every route that answers GET."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Head:
    """Handles HEAD as GET and sends no body (RFC 9110, section 9.3.2). FastAPI's routes answer GET alone.

    ``request.state.head`` tells a route that its body is not sent.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle the request; ``scope`` has the method HEAD again afterwards, for the log."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return

        async def without_body(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        scope["method"] = "GET"
        scope.setdefault("state", {})["head"] = True
        try:
            await self._app(scope, receive, without_body)
        finally:
            scope["method"] = "HEAD"
