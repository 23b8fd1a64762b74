"""The connection to Airflow, at a stand-in that does what a real one does only now and then."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import pytest

from tests.support.ports import free_port
from vn30.pipelines.airflow_api import AirflowApi, AirflowRefused, AirflowUnavailable
from vn30.pipelines.airflow_api.connection import run_concurrently


class StandIn(BaseHTTPRequestHandler):
    """Accepts every sign-in after a delay, and answers 404 to every other request."""

    token: ClassVar[bytes] = b'{"access_token": "any"}'
    sign_ins: ClassVar[list[str]]

    def do_POST(self) -> None:
        self.sign_ins.append(self.path)
        self.rfile.read(int(self.headers["Content-Length"]))
        time.sleep(0.2)
        self._answer(201, self.token)

    def do_GET(self) -> None:
        self._answer(404, json.dumps({"detail": "there is no such thing"}).encode())

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def serving(port: int, token: bytes = StandIn.token) -> Iterator[list[str]]:
    """The stand-in at the port; it records every sign-in."""
    noted: list[str] = []
    handler = type("Handler", (StandIn,), {"token": token, "sign_ins": noted})
    with ThreadingHTTPServer(("127.0.0.1", port), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield noted
        server.shutdown()
        thread.join()


def test_a_refusal_ends_the_rest_after_an_outage() -> None:
    port = free_port()
    airflow = AirflowApi(f"http://127.0.0.1:{port}", "any", "any", rest_seconds=1)
    with pytest.raises(AirflowUnavailable):
        airflow.run_progress("dag", "run")
    with serving(port):
        with pytest.raises(AirflowUnavailable):
            airflow.run_progress("dag", "run")
        time.sleep(1)
        # It answers again, if only that it has no such run.
        for _ in range(2):
            with pytest.raises(AirflowRefused):
                airflow.run_progress("dag", "run")


def test_threads_sign_in_once_for_all() -> None:
    def ask() -> None:
        with pytest.raises(AirflowRefused):
            airflow.run_progress("dag", "run")

    port = free_port()
    airflow = AirflowApi(f"http://127.0.0.1:{port}", "any", "any")
    with serving(port) as sign_ins:
        run_concurrently([ask] * 8)
    assert len(sign_ins) == 1


@pytest.mark.parametrize("token", [b"<html>sign in here</html>", b"{}", b"[]"])
def test_what_is_no_airflow_is_unavailable(token: bytes) -> None:
    port = free_port()
    with serving(port, token), pytest.raises(AirflowUnavailable):
        AirflowApi(f"http://127.0.0.1:{port}", "any", "any").run_progress("dag", "run")
