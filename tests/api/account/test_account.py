"""The caller's own sign-ins and password."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import httpx
import pytest
import sqlalchemy as sa

from vn30.database.warehouse import execute, make_engine
from vn30.settings import Settings
from vn30.users.accounts import DEMO_PASSWORD, hash_password

ACCOUNT, AUTH = "/api/v1/account", "/api/v1/auth"
PASSWORD, ANOTHER = "correct horse battery", "staple of another kind"


@pytest.fixture
def account(market_settings: Settings) -> Iterator[str]:
    """A new account of an end user."""
    engine, username = make_engine(market_settings), f"u-{uuid4()}"
    with engine.begin() as connection:
        execute(
            connection,
            "users/add_account",
            username=username,
            password_hash=hash_password(PASSWORD),
            display_name="A user",
            role="end_user",
        )
    yield username
    with engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM users WHERE username = :name"), {"name": username})
    engine.dispose()


@pytest.fixture
def sign_in_as(anonymous: httpx.Client) -> Callable[..., httpx.Client]:
    """``sign_in_as(username, user_agent)``: a program of its own."""

    def sign_in_as(username: str, user_agent: str, password: str = PASSWORD) -> httpx.Client:
        client = httpx.Client(base_url=anonymous.base_url, timeout=30, headers={"User-Agent": user_agent})
        signed_in = _login(client, username, password).raise_for_status().json()
        client.headers["Authorization"] = f"Bearer {signed_in['accessToken']}"
        return client

    return sign_in_as


def _login(client: httpx.Client, username: str, password: str) -> httpx.Response:
    return client.post(f"{AUTH}/login", json={"username": username, "password": password})


def _sign_ins(client: httpx.Client) -> list[dict[str, Any]]:
    sign_ins: list[dict[str, Any]] = client.get(f"{ACCOUNT}/sign-ins").raise_for_status().json()
    return sign_ins


def _is_signed_in(client: httpx.Client) -> bool:
    return client.get(f"{AUTH}/me").status_code == 200


def test_end_of_one_sign_in(account: str, sign_in_as: Callable[..., httpx.Client]) -> None:
    """A user sees the own sign-ins, and ends one of them."""
    laptop, phone, other = (sign_in_as(account, name) for name in ("laptop", "phone", "tablet"))
    listed = _sign_ins(laptop)
    assert [(row["userAgent"], row["isCurrent"]) for row in listed] == [
        ("tablet", False),
        ("phone", False),
        ("laptop", True),
    ]
    assert {row["address"] for row in listed} == {"127.0.0.1"}
    stolen = next(row["id"] for row in listed if row["userAgent"] == "phone")
    assert laptop.delete(f"{ACCOUNT}/sign-ins/{stolen}").status_code == 204
    assert [_is_signed_in(client) for client in (laptop, phone, other)] == [True, False, True]
    again = laptop.delete(f"{ACCOUNT}/sign-ins/{stolen}")
    assert (again.status_code, again.json()["code"]) == (404, "unknown_sign_in")


def test_sign_ins_of_others(
    account: str, sign_in_as: Callable[..., httpx.Client], data_scientist: httpx.Client
) -> None:
    """Sign-ins of other users are neither seen nor ended."""
    mine = sign_in_as(account, "laptop")
    sign_in_id = _sign_ins(mine)[0]["id"]
    assert sign_in_id not in {row["id"] for row in _sign_ins(data_scientist)}
    assert data_scientist.delete(f"{ACCOUNT}/sign-ins/{sign_in_id}").status_code == 404
    assert _is_signed_in(mine)


@pytest.mark.parametrize("keep_current", [True, False])
def test_end_of_all_sign_ins(
    account: str, sign_in_as: Callable[..., httpx.Client], keep_current: bool
) -> None:
    """A user ends all sign-ins, with or without the current one."""
    clients = [sign_in_as(account, name) for name in ("laptop", "phone", "tablet")]
    ended = clients[0].delete(f"{ACCOUNT}/sign-ins", params={"keepCurrent": keep_current})
    assert ended.status_code == 204
    assert [_is_signed_in(client) for client in clients] == [keep_current, False, False]


def test_changed_password(
    account: str, sign_in_as: Callable[..., httpx.Client], anonymous: httpx.Client
) -> None:
    """A changed password ends all sign-ins, and the answer is a new one."""
    laptop, phone = sign_in_as(account, "laptop"), sign_in_as(account, "phone")
    changed = laptop.post(f"{ACCOUNT}/password", json={"currentPassword": PASSWORD, "newPassword": ANOTHER})
    assert changed.status_code == 200, changed.text
    assert not _is_signed_in(laptop)
    assert not _is_signed_in(phone)
    laptop.headers["Authorization"] = f"Bearer {changed.json()['accessToken']}"
    assert [row["userAgent"] for row in _sign_ins(laptop)] == ["laptop"]
    assert _login(anonymous, account, PASSWORD).status_code == 401
    assert _login(anonymous, account, ANOTHER).status_code == 200


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"currentPassword": PASSWORD, "newPassword": "password1234"}, "weak_password"),
        ({"currentPassword": PASSWORD, "newPassword": "short"}, "weak_password"),
        ({"currentPassword": "another", "newPassword": ANOTHER}, "wrong_password"),
        ({"newPassword": ANOTHER}, "validation_error"),
    ],
)
def test_refused_change_of_password(
    account: str, sign_in_as: Callable[..., httpx.Client], body: dict[str, str], code: str
) -> None:
    """A refused change of a password names the field, and changes nothing."""
    client = sign_in_as(account, "laptop")
    refused = client.post(f"{ACCOUNT}/password", json=body)
    assert (refused.status_code, refused.json()["code"]) == (422, code)
    assert refused.json()["message"].startswith(("newPassword: ", "currentPassword: "))
    assert _is_signed_in(client)


def test_guessed_current_passwords(account: str, sign_in_as: Callable[..., httpx.Client]) -> None:
    """Wrong current passwords count as wrong passwords of sign-ins do."""
    client = sign_in_as(account, "laptop")
    body = {"newPassword": ANOTHER}
    codes = [
        client.post(f"{ACCOUNT}/password", json={**body, "currentPassword": f"guess {number}"}).json()["code"]
        for number in range(7)
    ]
    assert codes == ["wrong_password"] * 5 + ["too_many_attempts"] * 2


def test_password_of_test_account(data_scientist: httpx.Client) -> None:
    """The test accounts of the demo keep their public password."""
    body = {"currentPassword": DEMO_PASSWORD, "newPassword": ANOTHER}
    refused = data_scientist.post(f"{ACCOUNT}/password", json=body)
    assert (refused.status_code, refused.json()["code"]) == (403, "test_account")


def test_logout_with_access_token(account: str, sign_in_as: Callable[..., httpx.Client]) -> None:
    """A program without the refresh token ends its sign-in with the access token."""
    client, other = sign_in_as(account, "laptop"), sign_in_as(account, "phone")
    client.cookies.clear()
    assert client.post(f"{AUTH}/logout").status_code == 204
    assert [_is_signed_in(client), _is_signed_in(other)] == [False, True]
