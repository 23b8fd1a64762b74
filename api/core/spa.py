"""The built frontend: its files, and ``index.html`` at every address that is no route."""

from collections.abc import Iterable
from mimetypes import guess_type
from pathlib import Path

from fastapi import FastAPI
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

_POLICY = (
    # The component library writes inline styles; company logos are on other hosts.
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: https:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors {frames}"
)
_OF_PROGRAMS = "/api/"


def install_pages(app: FastAPI, folder: Path, frame_ancestors: Iterable[str]) -> None:
    """Serve the frontend in ``folder`` without authentication; it reads its data from the API.

    Args:
        frame_ancestors: origins whose pages may show it in a frame.

    Routes take precedence. Without a built frontend (``make frontend``) unknown addresses answer 404.
    """
    if (folder / "index.html").is_file():
        app.router.default = Pages(folder, frame_ancestors, otherwise=app.router.default)


class Pages(StaticFiles):
    """The files of a folder, and its ``index.html`` for other addresses that a browser navigates to."""

    def __init__(self, folder: Path, frame_ancestors: Iterable[str], otherwise: ASGIApp) -> None:
        super().__init__(directory=folder)
        self._policy = _POLICY.format(frames=" ".join(frame_ancestors) or "'none'")
        self._otherwise = otherwise

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a file or ``index.html``, else call ``otherwise``."""
        if scope["type"] == "http" and scope["method"] in ("GET", "HEAD"):
            response = await self._page(scope)
            if response is not None:
                await response(scope, receive, send)
                return
        await self._otherwise(scope, receive, send)

    async def _page(self, scope: Scope) -> Response | None:
        if scope["path"].startswith(_OF_PROGRAMS):
            return None
        path = "index.html" if scope["path"] == "/" else self.get_path(scope)
        try:
            response = await self.get_response(path, scope)
        except HTTPException:
            if "text/html" not in Headers(scope=scope).get("accept", ""):
                return None
            path, response = "index.html", await self.get_response("index.html", scope)
        if path.startswith("assets/"):
            response = await self._compressed(path, scope) or response
            # File names contain a hash of the content.
            response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        else:
            response.headers["Cache-Control"] = "no-cache"
            response.headers["Content-Security-Policy"] = self._policy
        return response

    async def _compressed(self, path: str, scope: Scope) -> Response | None:
        """The file that the build has compressed, for callers that take it."""
        if "gzip" not in Headers(scope=scope).get("accept-encoding", ""):
            return None
        try:
            response = await self.get_response(f"{path}.gz", scope)
        except HTTPException:
            return None
        response.headers["Content-Encoding"] = "gzip"
        response.headers["Content-Type"] = guess_type(path)[0] or "application/octet-stream"
        response.headers["Vary"] = "Accept-Encoding"
        return response
