"""The connection to one Airflow: tokens, time-outs, errors, and a pause after a failure."""

import copy
import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar
from urllib.parse import urlencode

import httpx
import urllib3
from airflow_client.client import ApiClient, Configuration
from airflow_client.client.exceptions import ApiException, ServiceException, UnauthorizedException

from vn30.errors import WrongInput

_CONNECT_SECONDS, _READ_SECONDS = 3.0, 20.0
_AT_ONCE = 8

Answer = TypeVar("Answer")


class AirflowUnavailable(RuntimeError):
    """Airflow does not respond, or is starting, stopped or without its database."""


class SignInRefused(WrongInput):
    """Airflow does not accept the user name and password."""


class AirflowRefused(WrongInput):
    """Airflow refuses a request; the message is its reason, ``status`` the HTTP status."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


class _Client(ApiClient):
    """A client whose writes name a user of the platform as a query parameter.

    Airflow ignores the parameter, but its audit log keeps it; the account there is that of the API.
    """

    user: str | None = None

    def call_api(self, method: str, url: str, *arguments: Any, **named: Any) -> Any:
        """Send the request."""
        if self.user is not None and method != "GET":
            url = f"{url}{'&' if '?' in url else '?'}{urlencode({'on_behalf_of': self.user})}"
        return super().call_api(method, url, *arguments, **named)


class Connection:
    """A connection to one Airflow. It signs in on its first call, and again when its token has expired.

    It is thread-safe. Every call raises :class:`AirflowUnavailable` if Airflow does not respond,
    :class:`SignInRefused` if it refuses the password, and :class:`AirflowRefused` if it refuses the request.

    Args:
        rest_seconds: after a failed connection, calls fail at once for this long; then one call tries again.
    """

    def __init__(self, url: str, username: str, password: str, rest_seconds: float = 0) -> None:
        self._url, self._username, self._password = url.rstrip("/"), username, password
        self._client = _Client(Configuration(host=self._url, retries=urllib3.Retry(0)))
        # Without a default time-out.
        self._client.rest_client.pool_manager.connection_pool_kw["timeout"] = urllib3.Timeout(
            connect=_CONNECT_SECONDS, read=_READ_SECONDS
        )
        self._rest_seconds = rest_seconds
        self._resting_until = 0.0
        self._gate, self._signing_in = threading.Lock(), threading.Lock()

    def ask(self, call: Callable[[ApiClient], Answer], user: str | None = None) -> Answer:
        """The result of ``call`` with a signed-in client.

        Args:
            user: the user of the platform who makes a change, for Airflow's audit log.
        """
        client = self._client
        if user is not None:
            # It shares connections and token with the other one.
            client = copy.copy(client)
            client.user = user
        with self._reachable():
            token = self._client.configuration.access_token or self._sign_in(instead_of=None)
            try:
                try:
                    return call(client)
                except UnauthorizedException:
                    # The token has expired, or Airflow was restarted with another secret.
                    self._sign_in(instead_of=token)
                    return call(client)
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
        """Refuse calls during the pause; after it, admit one call."""
        if not self._resting_until:
            return
        with self._gate:
            now = time.monotonic()
            if now < self._resting_until:
                raise AirflowUnavailable("Airflow did not answer a moment ago")
            self._resting_until = now + self._rest_seconds

    def _sign_in(self, instead_of: str | None) -> str:
        """A new token instead of ``instead_of``; concurrent threads get the same one."""
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
                f"Airflow at {self._url} refuses the password of {self._username}. The platform's "
                f"password is in "
                "secrets.json under VN30_HOME: change it to the one in Airflow, or reset the one in Airflow "
                f'with `make airflow ARGS="users reset-password -u {self._username}"`.'
            )
        answer.raise_for_status()
        try:
            return str(answer.json()["access_token"])
        except (ValueError, KeyError, TypeError) as error:
            raise AirflowUnavailable(f"The server at {self._url} is no Airflow") from error


def run_concurrently(calls: Sequence[Callable[[], Answer]]) -> list[Answer]:
    """The results of calls made concurrently by a few threads, in the order of the calls."""
    if len(calls) < 2:
        return [call() for call in calls]
    with ThreadPoolExecutor(min(_AT_ONCE, len(calls))) as threads:
        return list(threads.map(lambda call: call(), calls))


def _reason(error: ApiException) -> str:
    """The reason in the body of Airflow's answer."""
    try:
        detail = json.loads(error.body or "")["detail"]
    except (ValueError, KeyError, TypeError):
        return str(error.reason)
    return detail if isinstance(detail, str) else json.dumps(detail)
