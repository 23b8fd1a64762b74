"""What one caller may occupy: heads, bodies, answers and connections, over raw sockets."""

import asyncio
import json
import socket
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import repeat

import httpx
import pytest
from fastapi import FastAPI, Request
from starlette.responses import PlainTextResponse, Response

from api.core.errors import install_error_handlers
from api.core.middleware.body_limit import BodyLimit
from api.core.protocol import LimitedProtocol
from tests.support.api_server import serving
from vn30.settings import Settings

MEGABYTE = 2**20
HEAD = b"GET /short HTTP/1.1\r\nHost: api.example\r\n"
MOST = 20
"""Connections of the tests' server."""

Connect = Callable[[], socket.socket]


class Impatient(LimitedProtocol):
    """The same limits, in the time of a test."""

    head_seconds = linger_seconds = stall_seconds = 0.5


def _app() -> FastAPI:
    app = FastAPI()
    install_error_handlers(app)
    app.add_middleware(BodyLimit, most_bytes=MEGABYTE, seconds=0.5)

    @app.post("/echo")
    async def echo(request: Request) -> Response:
        return PlainTextResponse(str(len(await request.body())))

    @app.get("/short")
    async def short() -> Response:
        return PlainTextResponse("short")

    @app.get("/large")
    async def large() -> Response:
        # More than the kernel holds between two processes.
        return Response(b"x" * 64 * MEGABYTE)

    @app.get("/wait")
    async def wait() -> Response:
        await asyncio.sleep(3)
        return PlainTextResponse("waited")

    return app


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    with serving(_app(), Settings(max_connections=MOST), Impatient) as client:
        yield client


@pytest.fixture
def connect(client: httpx.Client) -> Iterator[Connect]:
    """``connect() -> socket`` to the server; closed at the end of the test."""
    with ExitStack() as stack:
        address = (client.base_url.host, client.base_url.port)
        yield lambda: stack.enter_context(socket.create_connection(address, timeout=10))


def _send(connection: socket.socket, parts: Iterable[bytes], pause: float = 0.0) -> None:
    """Send the parts until the server closes the connection."""
    try:
        for part in parts:
            connection.sendall(part)
            time.sleep(pause)
    except OSError:
        pass


def _received(connection: socket.socket) -> bytes:
    """What the server sends until it closes the connection."""
    received = b""
    try:
        while part := connection.recv(65_536):
            received += part
    except ConnectionResetError:
        pass
    return received


def _answer(connection: socket.socket) -> tuple[int, str]:
    """Status and code of the last answer on a connection that the server closes."""
    head, _, body = _received(connection).rpartition(b"\r\n\r\n")
    status = head.rpartition(b"HTTP/1.1 ")[2][:3]
    return int(status), json.loads(body)["code"]


def _answered(connection: socket.socket) -> bool:
    """Whether ``/short`` was answered; its head and its body may arrive apart."""
    received = b""
    while not received.endswith(b"short") and (part := connection.recv(65_536)):
        received += part
    return received.startswith(b"HTTP/1.1 200 ") and received.endswith(b"short")


@contextmanager
def _within(seconds: float) -> Iterator[None]:
    begun = time.monotonic()
    yield
    assert time.monotonic() - begun < seconds


@pytest.mark.parametrize(
    ("begin", "status", "code"),
    [
        (HEAD + b"X-Large: ", 431, "headers_too_large"),
        (HEAD + b"Cookie: a=1\r\n" * 99 + b"X-Large: ", 431, "headers_too_large"),
        (b"GET /short?a=", 414, "uri_too_long"),
        (b"x", 414, "uri_too_long"),
    ],
    ids=["header", "header after others", "address", "no line at all"],
)
def test_endless_head(client: httpx.Client, connect: Connect, begin: bytes, status: int, code: str) -> None:
    """100 MB of a head are refused at once, and other requests are answered meanwhile."""
    attacker = connect()
    with _within(5):
        _send(attacker, [begin, *repeat(b"a" * MEGABYTE, 100)])
        # Not through the client, whose connection would stay and count.
        assert httpx.get(client.base_url.join("/short")).text == "short"
        assert _answer(attacker) == (status, code)


@pytest.mark.parametrize("packet", [1_000, MEGABYTE], ids=["in packets", "at once"])
@pytest.mark.parametrize(
    ("head", "status"),
    [
        (HEAD + b"X: %b\r\n" % (b"a" * 65_000), 200),
        (HEAD + b"X: %b\r\n" % (b"a" * 65_600), 431),
        (HEAD + b"X: a\r\n" * 98, 200),
        (HEAD + b"X: a\r\n" * 101, 431),
        (b"GET /short?%b HTTP/1.1\r\nHost: a\r\n" % (b"a" * 32_700), 200),
        (b"GET /short?%b HTTP/1.1\r\nHost: a\r\n" % (b"a" * 32_800), 414),
    ],
    ids=["large", "too large", "many headers", "too many headers", "long line", "too long a line"],
)
def test_limits_of_head(connect: Connect, head: bytes, status: int, packet: int) -> None:
    """The limits are the same whether a head arrives at once or in packets."""
    connection, whole = connect(), head + b"Connection: close\r\n\r\n"
    _send(connection, (whole[begin : begin + packet] for begin in range(0, len(whole), packet)))
    assert _received(connection).startswith(b"HTTP/1.1 %d " % status)


@pytest.mark.parametrize("first", ["Content-Length", "Transfer-Encoding"])
def test_two_lengths_of_a_body(connect: Connect, first: str) -> None:
    """A request behind a body that proxy and server end at different places is not answered."""
    lines = [b"Content-Length: 5\r\n", b"transfer-encoding: chunked\r\n"]
    connection = connect()
    head = b"POST /echo HTTP/1.1\r\nHost: a\r\n" + b"".join(lines[:: 1 if first.startswith("C") else -1])
    connection.sendall(head + b"\r\n0\r\n\r\n" + HEAD + b"\r\n")
    received = _received(connection)
    assert received.count(b"HTTP/1.1 ") == 1
    assert received.startswith(b"HTTP/1.1 400 ")
    assert b"both Content-Length and Transfer-Encoding" in received


def test_the_second_request_of_a_connection_has_the_same_limits(connect: Connect) -> None:
    connection = connect()
    connection.sendall(HEAD + b"\r\n" + HEAD + b"X: a\r\n" * 200 + b"\r\n")
    assert _answer(connection) == (431, "headers_too_large")


@pytest.mark.parametrize("before", [b"", HEAD + b"\r\n"], ids=["first request", "second request"])
def test_slow_head(connect: Connect, before: bytes) -> None:
    """A head that trickles is refused, also on a connection that has had an answer."""
    connection = connect()
    connection.sendall(before + HEAD)
    with _within(5):
        _send(connection, repeat(b"X: a\r\n", 50), pause=0.05)
        assert _answer(connection) == (408, "request_timeout")


def test_a_connection_without_a_request_is_closed(connect: Connect) -> None:
    with _within(5):
        assert _answer(connect()) == (408, "request_timeout")


def test_slow_body(connect: Connect) -> None:
    connection = connect()
    connection.sendall(b"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n")
    with _within(5):
        _send(connection, repeat(b"x", 100), pause=0.05)
        assert _answer(connection) == (408, "request_timeout")


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"Content-Length: 1000\r\n", 404), (b"Content-Length: 100000000\r\n", 413)],
    ids=["small", "large"],
)
def test_body_that_no_route_reads(connect: Connect, body: bytes, status: int) -> None:
    """The answer does not wait for the body, and the connection ends soon after it."""
    connection = connect()
    connection.sendall(b"POST /nowhere HTTP/1.1\r\nHost: a\r\n" + body + b"\r\n")
    with _within(5):
        _send(connection, repeat(b"x", 100), pause=0.05)
        assert _answer(connection)[0] == status


def test_endless_chunks(connect: Connect) -> None:
    connection = connect()
    connection.sendall(b"POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
    with _within(5):
        _send(connection, repeat(b"%x\r\n%b\r\n" % (MEGABYTE, b"x" * MEGABYTE), 100))
        assert _answer(connection) == (413, "body_too_large")


def test_a_body_that_was_read_late_leaves_the_connection_open(connect: Connect) -> None:
    """A caller that sends the rest of a body within the time may go on."""
    connection = connect()
    connection.sendall(b"POST /nowhere HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nx")
    assert connection.recv(65_536).startswith(b"HTTP/1.1 404 ")
    connection.sendall(b"x" + HEAD + b"Connection: close\r\n\r\n")
    assert _received(connection).endswith(b"short")


def test_slow_reader(connect: Connect) -> None:
    """A caller that does not read its answer loses the connection; one that reads slowly gets all of it."""
    stalled, slow = connect(), connect()
    for connection in (stalled, slow):
        connection.sendall(b"GET /large HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
    time.sleep(0.1)
    received = 0
    while part := slow.recv(MEGABYTE):
        received += len(part)
        time.sleep(0.01)
    assert received > 64 * MEGABYTE
    time.sleep(0.6)
    assert len(_received(stalled)) < 64 * MEGABYTE


def test_malformed_request(connect: Connect) -> None:
    connection = connect()
    connection.sendall(b"\x16\x03\x01\x02\x00\x01\x00")
    assert _answer(connection) == (400, "bad_request")


def test_idle_connections_make_room(connect: Connect) -> None:
    """A new caller takes the place of the connection that has been idle for longest."""
    idle = []
    for _ in range(MOST):
        idle.append(connect())
        idle[-1].sendall(HEAD + b"\r\n")
        assert _answered(idle[-1])
        # The server's clock has milliseconds: connections of the same one are equally idle.
        time.sleep(0.005)
    newcomer = connect()
    newcomer.sendall(HEAD + b"\r\n")
    assert _answered(newcomer)
    assert idle[0].recv(1) == b""
    idle[1].sendall(HEAD + b"\r\n")
    assert _answered(idle[1])


def test_no_connection_is_left(connect: Connect) -> None:
    busy = [connect() for _ in range(MOST)]
    for connection in busy:
        connection.sendall(b"GET /wait HTTP/1.1\r\nHost: a\r\n\r\n")
    time.sleep(0.2)
    assert _answer(connect()) == (503, "busy")


def test_idle_connections_outlive_those_of_usual_proxies() -> None:
    """nginx and load balancers keep idle connections for 60 s, Traefik for 90 s, Caddy for 120 s; a proxy
    that reuses a connection which the server is closing answers 502."""
    assert Settings().keep_alive > 120
