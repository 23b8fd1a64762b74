"""The API behind a real server, in a thread of the tests."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
from fastapi import FastAPI

from api.core.protocol import LimitedProtocol
from api.serve import server_of
from vn30.settings import Settings


@contextmanager
def serving(
    app: FastAPI, settings: Settings | None = None, protocol: type[LimitedProtocol] = LimitedProtocol
) -> Iterator[httpx.Client]:
    """A client of ``app``, which runs behind the platform's server from ``with`` to its end."""
    server = server_of(app, settings or Settings(), protocol=protocol)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not server.started:
            assert thread.is_alive(), "the server did not start"
            time.sleep(0.01)
        port = listener.getsockname()[1]
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
            yield client
        server.should_exit = True
        thread.join()
