"""Publishers of news on loopback, good and bad ones."""

import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from xml.sax.saxutils import escape

FOR_BROWSERS = "/for-browsers"
"""Below it, every client that does not call itself a browser is answered 503."""


@dataclass
class Page:
    """What a path answers; ``drips`` seconds pass between its bytes."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    drips: float = 0.0


class Publishers(ThreadingHTTPServer):
    """Answers paths with ``pages``, conditional requests with 304; ``received`` holds path and headers."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.pages: dict[str, Page] = {}
        self.received: list[tuple[str, dict[str, str]]] = []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.server_port}{path}"


class _Answer(BaseHTTPRequestHandler):
    server: Publishers

    def do_GET(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.received.append((self.path, headers))
        page = self.server.pages.get(self.path, Page(status=404))
        if self.path.startswith(FOR_BROWSERS) and "Mozilla/" not in headers.get("user-agent", ""):
            page = Page(status=503)
        elif "ETag" in page.headers and headers.get("if-none-match") == page.headers["ETag"]:
            page = Page(status=304, headers=page.headers)
        # The client leaves where an answer is too long or too slow.
        with suppress(ConnectionError):
            self.send_response(page.status)
            for name, value in page.headers.items():
                self.send_header(name, value)
            self.end_headers()
            if page.drips:
                for byte in page.body:
                    self.wfile.write(bytes([byte]))
                    time.sleep(page.drips)
            else:
                self.wfile.write(page.body)

    def log_message(self, *words: Any) -> None:
        """Nothing: the tests look at what was received."""


def item(
    title: str | None,
    link: str | None,
    published: datetime | str | None = None,
    summary: str = "",
    guid: str | None = None,
) -> str:
    """An entry of a feed; texts are what a reader sees, a ``published`` text is written as it is."""
    date = format_datetime(published) if isinstance(published, datetime) else published
    parts = {"title": title, "link": link, "description": summary, "guid": guid, "pubDate": date}
    return "<item>{}</item>".format(
        "".join(f"<{name}>{escape(text)}</{name}>" for name, text in parts.items() if text is not None)
    )


def feed(*items: str, declared: str = "utf-8") -> str:
    """A feed with these entries."""
    return (
        f'<?xml version="1.0" encoding="{declared}"?><rss version="2.0"><channel><title>News</title>'
        f"<link>https://news.example</link><description>All</description>{''.join(items)}</channel></rss>"
    )
