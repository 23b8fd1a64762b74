"""Limits on failed sign-ins, by address and by name."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
import sqlalchemy as sa

from api.auth.rate_limit import counted_address
from vn30.settings import Settings
from vn30.users.accounts import DEMO_PASSWORD

HOME, CAFE = "198.51.100.7", "203.0.113.9"


@pytest.fixture(autouse=True)
def _no_attempts(market_url: str) -> None:
    _rows(market_url, "DELETE FROM sign_in_attempts RETURNING id")


@pytest.fixture(scope="module")
def api(serve: Callable[[Settings], httpx.Client], market_settings: Settings) -> httpx.Client:
    """An API with low limits: 3 of a name from an address, 6 from an address, 9 of a name."""
    few = {"sign_in_failures": 3, "sign_in_failures_address": 6, "sign_in_failures_name": 9}
    return serve(market_settings.model_copy(update=few))


def _rows(url: str, statement: str) -> list[tuple[Any, ...]]:
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        rows = [tuple(row) for row in connection.execute(sa.text(statement))]
    engine.dispose()
    return rows


def _login(api: httpx.Client, username: str, password: str, address: str = HOME) -> httpx.Response:
    # The server takes the word of a proxy on its own machine.
    headers = {"X-Forwarded-For": address}
    body = {"username": username, "password": password}
    return api.post("/api/v1/auth/login", json=body, headers=headers)


def _statuses(api: httpx.Client, username: str, times: int, address: str = HOME) -> list[int]:
    return [_login(api, username, "wrong", address).status_code for _ in range(times)]


@pytest.mark.parametrize("username", ["enduser2", "nobody"])
def test_limit_of_name_and_address(api: httpx.Client, username: str) -> None:
    """A name is refused from an address after repeated failures."""
    assert _statuses(api, username, 4) == [401, 401, 401, 429]
    refused = _login(api, username, DEMO_PASSWORD)
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_attempts")
    assert 0 < int(refused.headers["Retry-After"]) <= 900


def test_others_are_not_refused_with_it(api: httpx.Client) -> None:
    _statuses(api, "enduser2", 4)
    assert _login(api, "enduser2", DEMO_PASSWORD, CAFE).status_code == 200
    assert _login(api, "enduser1", DEMO_PASSWORD).status_code == 200


def test_one_password_cannot_be_tried_on_every_account(api: httpx.Client) -> None:
    names = [f"user{number}" for number in range(7)]
    assert [_login(api, name, "Summer2025").status_code for name in names] == [401] * 6 + [429]


def test_limit_of_name(api: httpx.Client) -> None:
    """Many addresses together are refused, but not an address known for the user."""
    assert _login(api, "enduser2", DEMO_PASSWORD, HOME).status_code == 200
    for number in range(3):
        assert _statuses(api, "enduser2", 3, f"192.0.2.{number}") == [401] * 3
    assert _login(api, "enduser2", DEMO_PASSWORD, "192.0.2.77").status_code == 429
    assert _login(api, "enduser2", DEMO_PASSWORD, HOME).status_code == 200


def test_success_resets_limit(api: httpx.Client) -> None:
    """A right password resets the count of failures."""
    for _ in range(2):
        assert _statuses(api, "enduser2", 2) == [401, 401]
        assert _login(api, "enduser2", DEMO_PASSWORD).status_code == 200


def test_refusals_end_with_the_window(
    serve: Callable[[Settings], httpx.Client], market_settings: Settings
) -> None:
    api = serve(market_settings.model_copy(update={"sign_in_failures": 1, "sign_in_window": 1}))
    assert _statuses(api, "enduser2", 2) == [401, 429]
    time.sleep(1.1)
    assert _login(api, "enduser2", DEMO_PASSWORD).status_code == 200


@pytest.mark.parametrize("username", ["enduser2", "nobody"])
def test_simultaneous_guesses(api: httpx.Client, username: str) -> None:
    """As many passwords are tried as one after the other, and not one more."""
    with ThreadPoolExecutor(24) as guessers:
        statuses = list(guessers.map(lambda _: _login(api, username, "wrong").status_code, range(24)))
    assert (statuses.count(401), statuses.count(429)) == (3, 21)


def test_simultaneous_guesses_of_several_servers(
    serve: Callable[[Settings], httpx.Client], market_settings: Settings
) -> None:
    """The servers of one database count together."""
    servers = [serve(market_settings.model_copy(update={"sign_in_failures": 3})) for _ in range(2)]
    with ThreadPoolExecutor(12) as guessers:
        answers = guessers.map(lambda number: _login(servers[number % 2], "ds2", "wrong"), range(12))
        statuses = [answer.status_code for answer in answers]
    assert (statuses.count(401), statuses.count(429)) == (3, 9)


def test_right_passwords_do_not_count(api: httpx.Client) -> None:
    """An office with one address may sign in as often as it likes."""
    names = ("ds1", "ds2", "enduser1") * 4
    assert {_login(api, name, DEMO_PASSWORD).status_code for name in names} == {200}
    assert _statuses(api, "enduser2", 3) == [401] * 3


def test_names_are_not_stored(api: httpx.Client, market_url: str) -> None:
    """A name that was tried may be a password in the wrong field."""
    _login(api, "my-secret-in-the-wrong-field", "wrong")
    [attempt] = _rows(market_url, "SELECT * FROM sign_in_attempts")
    assert "my-secret" not in str(attempt)


def test_reads_go_on_while_passwords_are_checked(
    api: httpx.Client, sign_in: Callable[..., httpx.Client]
) -> None:
    client = sign_in(api, "enduser1")
    with ThreadPoolExecutor(60) as flood:
        attempts = [flood.submit(_login, api, f"user{n}", "wrong", f"192.0.2.{n}") for n in range(60)]
        assert client.get("/api/v1/auth/me").status_code == 200
        assert not all(attempt.done() for attempt in attempts)
    assert {attempt.result().status_code for attempt in attempts} == {401}


def test_addresses_are_counted_as_their_owners_have_them() -> None:
    assert counted_address("198.51.100.7") == counted_address("::ffff:198.51.100.7") == "198.51.100.7"
    assert counted_address("2001:db8:1:2:3::4") == counted_address("2001:db8:1:2:ffff::") != "unknown"
    assert counted_address("2001:db8:1:3::") != counted_address("2001:db8:1:2::")
    assert counted_address(None) == counted_address("a name") == "unknown"
