"""Guessing passwords, from one address and from many, and who else notices."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from pydantic import SecretStr

from api.auth.throttle import Throttle, counted_address
from vn30.accounts import DEMO_PASSWORD
from vn30.errors import WrongInput
from vn30.settings import Settings

HOME, CAFE = "198.51.100.7", "203.0.113.9"


@pytest.fixture
def api(serve: Callable[[Settings], httpx.Client], market_settings: Settings) -> httpx.Client:
    """An API with counts of its own: 3 of a name from an address, 6 from an address, 9 of a name."""
    few = {"sign_in_failures": 3, "sign_in_failures_address": 6, "sign_in_failures_name": 9}
    return serve(market_settings.model_copy(update=few))


def _login(api: httpx.Client, username: str, password: str, address: str = HOME) -> httpx.Response:
    # The server takes the word of a proxy on its own machine.
    headers = {"X-Forwarded-For": address}
    body = {"username": username, "password": password}
    return api.post("/api/v1/auth/login", json=body, headers=headers)


def _statuses(api: httpx.Client, username: str, times: int, address: str = HOME) -> list[int]:
    return [_login(api, username, "wrong", address).status_code for _ in range(times)]


@pytest.mark.parametrize("username", ["enduser2", "nobody"])
def test_a_name_is_refused_from_an_address_that_gets_it_wrong(api: httpx.Client, username: str) -> None:
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


def test_many_addresses_together_are_refused_but_not_one_that_the_user_is_known_at(api: httpx.Client) -> None:
    assert _login(api, "enduser2", DEMO_PASSWORD, HOME).status_code == 200
    for number in range(3):
        assert _statuses(api, "enduser2", 3, f"192.0.2.{number}") == [401] * 3
    assert _login(api, "enduser2", DEMO_PASSWORD, "192.0.2.77").status_code == 429
    assert _login(api, "enduser2", DEMO_PASSWORD, HOME).status_code == 200


def test_a_right_password_forgives_the_wrong_ones_before_it(api: httpx.Client) -> None:
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


def test_simultaneous_guesses_get_no_more_than_a_few_extra(api: httpx.Client) -> None:
    with ThreadPoolExecutor(30) as guessers:
        statuses = list(guessers.map(lambda _: _login(api, "enduser2", "wrong").status_code, range(30)))
    # Each of the four checks under way may have begun before the others were counted.
    assert 3 <= statuses.count(401) <= 6
    assert set(statuses) == {401, 429}


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


def test_a_store_that_cannot_be_used_is_named() -> None:
    with pytest.raises(WrongInput, match="VN30_RATE_LIMIT_STORE"):
        Throttle(Settings(rate_limit_store=SecretStr("carrier-pigeon://")))
