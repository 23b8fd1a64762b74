"""The connection to one Airflow: tokens, time-outs, errors, and a rest after a failure."""

import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

import httpx
import urllib3
from airflow_client.client import ApiClient, Configuration
from airflow_client.client.exceptions import ApiException, ServiceException, UnauthorizedException

from vn30.errors import WrongInput

_CONNECT_SECONDS, _READ_SECONDS = 3.0, 20.0
_AT_ONCE = 8

Answer = TypeVar("Answer")


class AirflowUnavailable(RuntimeError):
    """Airflow does not answer, or cannot: it is starting, stopped, or without its database."""


class SignInRefused(WrongInput):
    """Airflow does not accept the user name and password."""


class AirflowRefused(WrongInput):
    """Airflow refuses a request; the message is its reason, ``status`` that of its answer: 404, 409 or so."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


class Connection:
    """A connection to one Airflow. It signs in on its first call, and again when its token has run out.

    Threads may share it. Every call raises :class:`AirflowUnavailable` while Airflow does not answer,
    :class:`SignInRefused` if it does not accept the password, and :class:`AirflowRefused` if it refuses the
    request itself.

    Args:
        rest_seconds: after a failure to reach Airflow, calls fail at once for so long; then one tries again.
    """

    def __init__(self, url: str, username: str, password: str, rest_seconds: float = 0) -> None:
        self._url, self._username, self._password = url.rstrip("/"), username, password
        self._client = ApiClient(Configuration(host=self._url, retries=urllib3.Retry(0)))
        # By default it waits for ever.
        self._client.rest_client.pool_manager.connection_pool_kw["timeout"] = urllib3.Timeout(
            connect=_CONNECT_SECONDS, read=_READ_SECONDS
        )
        self._rest_seconds = rest_seconds
        self._resting_until = 0.0
        self._gate, self._signing_in = threading.Lock(), threading.Lock()

    def ask(self, call: Callable[[ApiClient], Answer]) -> Answer:
        """What ``call`` gets from Airflow with a signed-in client."""
        with self._reachable():
            token = self._client.configuration.access_token or self._sign_in(instead_of=None)
            try:
                try:
                    return call(self._client)
                except UnauthorizedException:
                    # The token has run out, or Airflow has another secret since it was started anew.
                    self._sign_in(instead_of=token)
                    return call(self._client)
            except ServiceException:
                raise
            except ApiException as error:
                raise AirflowRefused(error.status, _reason(error)) from error

    @contextmanager
    def _reachable(self) -> Iterator[None]:
        self._pass_gate()
        try:
            yield
        except ServiceException as error:
            raise AirflowUnavailable("Airflow cannot answer") from error
        except (httpx.HTTPError, urllib3.exceptions.HTTPError) as error:
            self._resting_until = time.monotonic() + self._rest_seconds
            raise AirflowUnavailable("Airflow does not answer") from error
        except (AirflowRefused, SignInRefused):
            self._resting_until = 0.0
            raise
        self._resting_until = 0.0

    def _pass_gate(self) -> None:
        """Let nobody through during the rest, and one after it, to try for the others."""
        if not self._resting_until:
            return
        with self._gate:
            now = time.monotonic()
            if now < self._resting_until:
                raise AirflowUnavailable("Airflow did not answer a moment ago")
            self._resting_until = now + self._rest_seconds

    def _sign_in(self, instead_of: str | None) -> str:
        """The token that takes the place of another; threads that need one at the same time get the same."""
        if not self._signing_in.acquire(timeout=_READ_SECONDS):
            raise AirflowUnavailable("Airflow takes long to sign in")
        try:
            token: str | None = self._client.configuration.access_token
            if token is None or token == instead_of:
                token = self._client.configuration.access_token = self._new_token()
            return token
        finally:
            self._signing_in.release()

    def _new_token(self) -> str:
        answer = httpx.post(
            f"{self._url}/auth/token",
            json={"username": self._username, "password": self._password},
            timeout=httpx.Timeout(_READ_SECONDS, connect=_CONNECT_SECONDS),
        )
        if answer.status_code in (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN):
            raise SignInRefused(
                f"Airflow at {self._url} refuses the password of {self._username}. The platform's own is in "
                "secrets.json under VN30_HOME: put the one that you set in Airflow there, or set it "
                f'back with `make airflow ARGS="users reset-password -u {self._username}"`.'
            )
        answer.raise_for_status()
        try:
            return str(answer.json()["access_token"])
        except (ValueError, KeyError, TypeError) as error:
            raise AirflowUnavailable(f"What answers at {self._url} is no Airflow") from error


def together(calls: Sequence[Callable[[], Answer]]) -> list[Answer]:
    """The results of calls that a few threads make at the same time, in the order of the calls."""
    if len(calls) < 2:
        return [call() for call in calls]
    with ThreadPoolExecutor(min(_AT_ONCE, len(calls))) as threads:
        return list(threads.map(lambda call: call(), calls))


def _reason(error: ApiException) -> str:
    """Airflow's own words, without the shape of its answer."""
    try:
        detail = json.loads(error.body or "")["detail"]
    except (ValueError, KeyError, TypeError):
        return str(error.reason)
    return detail if isinstance(detail, str) else json.dumps(detail)
