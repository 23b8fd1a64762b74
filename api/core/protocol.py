"""uvicorn's HTTP/1.1 protocol with limits on what one caller may occupy before a route sees the request.

uvicorn itself limits neither the head of a request that arrives at once, nor the time that a head, an unread
body or a slow reader takes. Bodies that a route reads are limited in :mod:`api.core.middleware.body_limit`.
"""

import asyncio
import logging
import re
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, NamedTuple

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from api.core.schemas import ErrorBody

logger = logging.getLogger(__name__)

_END_OF_HEAD = re.compile(rb"\n\r?\n")
"""As h11 finds it."""

_LENGTH = re.compile(rb"\ncontent-length[ \t]*:", re.IGNORECASE)
_ENCODING = re.compile(rb"\ntransfer-encoding[ \t]*:", re.IGNORECASE)

_HEADERS = [
    (b"content-type", b"application/json"),
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
    (b"connection", b"close"),
]


class _Fault(NamedTuple):
    status: HTTPStatus
    code: str
    message: str


class LimitedProtocol(H11Protocol):
    """One connection.

    Beyond ``limit_concurrency`` connections, a new one takes the place of the one that has been idle for
    longest; if none is idle, it is refused with 503.

    Attributes:
        max_line: bytes of a request line; more are refused with 414.
        max_head: bytes of a request line and its headers together; more are refused with 431.
        max_headers: their number; more are refused with 431.
        head_seconds: time for a head; then the answer is 408.
        linger_seconds: time for a caller to read the answer to a request whose rest is not read.
        stall_seconds: time in which a caller must read ``min_read`` bytes of an answer.
    """

    max_line = 32_768
    max_head = 65_536
    max_headers = 100
    head_seconds = 20.0
    linger_seconds = 2.0
    stall_seconds = 60.0
    min_read = 65_536

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        # uvicorn's own refusal would keep idle connections and accept further ones.
        self.max_connections, self.limit_concurrency = self.limit_concurrency, None
        self._refused = False
        self._timer: asyncio.TimerHandle | None = None
        self._timed: Callable[[], None] | None = None
        self._stall: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        # Writing is paused while any byte is unsent: a stalled caller is seen also after its last response.
        transport.set_write_buffer_limits(0)
        if self.max_connections is not None and len(self.connections) > self.max_connections:
            self._make_room(self.max_connections)
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self._time(None)
        if self._stall is not None:
            self._stall.cancel()

    def data_received(self, data: bytes) -> None:
        if not self._refused:
            super().data_received(data)

    def handle_events(self) -> None:
        if self.conn.their_state is h11.IDLE:
            fault = self._fault_of(self.conn.trailing_data[0])
            if fault is not None:
                self._refuse(fault)
                return
        super().handle_events()
        self._watch()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._watch()

    def send_400_response(self, msg: str) -> None:
        self._refuse(_Fault(HTTPStatus.BAD_REQUEST, "bad_request", "This is not a valid HTTP/1.1 request."))

    def pause_writing(self) -> None:
        super().pause_writing()
        self._expect_reading()

    def resume_writing(self) -> None:
        super().resume_writing()
        if self._stall is not None:
            self._stall.cancel()

    def _fault_of(self, received: bytes) -> _Fault | None:
        end = _END_OF_HEAD.search(received)
        head = received[: end.end()] if end else received
        if (head.find(b"\n") if b"\n" in head else len(head)) > self.max_line:
            return _Fault(
                HTTPStatus.REQUEST_URI_TOO_LONG,
                "uri_too_long",
                f"The request line has more than {self.max_line} bytes. Send fewer or shorter parameters.",
            )
        if len(head) > self.max_head or head.count(b"\n") > self.max_headers + 2:
            return _Fault(
                HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
                "headers_too_large",
                f"The headers have more than {self.max_head} bytes or {self.max_headers} lines. Send fewer.",
            )
        if end and _LENGTH.search(head) and _ENCODING.search(head):
            # A proxy that reads the other one of the two would take the end of this body for a request.
            return _Fault(
                HTTPStatus.BAD_REQUEST,
                "bad_request",
                "The request has both Content-Length and Transfer-Encoding. Send one of them.",
            )
        return None

    def _watch(self) -> None:
        """Limit the time of what the connection waits for: a head, or the end of a body that is not read."""
        begun = self.cycle is None or bool(self.conn.trailing_data[0])
        if self._refused or self.transport.is_closing():
            return
        if self.conn.their_state is h11.IDLE and begun:
            self._time(self._head_is_late, self.head_seconds)
        elif self.conn.their_state is h11.SEND_BODY and self.cycle.response_complete:
            self._time(self.transport.abort, self.linger_seconds)
        else:
            self._time(None)

    def _time(self, action: Callable[[], None] | None, seconds: float = 0.0) -> None:
        """Call ``action`` after ``seconds`` from its first request on, instead of the earlier one."""
        if action == self._timed:
            return
        if self._timer is not None:
            self._timer.cancel()
        self._timed = action
        self._timer = self.loop.call_later(seconds, action) if action else None

    def _head_is_late(self) -> None:
        self._refuse(
            _Fault(
                HTTPStatus.REQUEST_TIMEOUT,
                "request_timeout",
                f"The headers did not arrive within {self.head_seconds:g} seconds.",
            )
        )

    def _make_room(self, most: int) -> None:
        present = [
            one
            for one in self.connections
            if isinstance(one, LimitedProtocol) and not one.transport.is_closing()
        ]
        if len(present) <= most:
            return
        idle = [(one.timeout_keep_alive_task.when(), one) for one in present if one.timeout_keep_alive_task]
        if idle:
            _, longest = min(idle, key=lambda pair: pair[0])
            longest.timeout_keep_alive_handler()
        else:
            busy = "The server has no connection left. Try again."
            self._refuse(_Fault(HTTPStatus.SERVICE_UNAVAILABLE, "busy", busy))

    def _refuse(self, fault: _Fault) -> None:
        """Answer the request without a route, and close the connection."""
        address = self.client[0] if self.client else None
        logger.warning("A request was refused: %d %s", fault.status, fault.code, extra={"address": address})
        self._refused = True
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            body = ErrorBody(code=fault.code, message=fault.message).model_dump_json().encode()
            headers = [*_HEADERS, (b"content-length", str(len(body)).encode())]
            answer = h11.Response(
                status_code=fault.status, headers=headers, reason=fault.status.phrase.encode()
            )
            events = (answer, h11.Data(data=body), h11.EndOfMessage())
            self.transport.write(b"".join(self.conn.send(event) or b"" for event in events))
        if self.cycle is not None and not self.cycle.response_complete:
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        if fault.status == HTTPStatus.SERVICE_UNAVAILABLE:
            self.transport.close()
            return
        # Closed at once with unread bytes, TCP may discard the answer: they are read and dropped first.
        self.transport.write_eof()
        self._time(self.transport.abort, self.linger_seconds)

    def _expect_reading(self) -> None:
        unsent = self.transport.get_write_buffer_size()

        def check() -> None:
            if unsent - self.transport.get_write_buffer_size() < min(self.min_read, unsent):
                self.transport.abort()
            else:
                self._expect_reading()

        self._stall = self.loop.call_later(self.stall_seconds, check)
