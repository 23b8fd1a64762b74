"""Staying signed in: refresh tokens that are good once, as a body or as a cookie."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import jwt
import pytest
import sqlalchemy as sa

from vn30.database.warehouse import make_engine
from vn30.settings import Settings
from vn30.users.accounts import DEMO_PASSWORD, hash_password

AUTH = "/api/v1/auth"


@pytest.fixture
def client(anonymous: httpx.Client) -> Iterator[httpx.Client]:
    """A browser or program of its own: it keeps its cookies to itself."""
    with httpx.Client(base_url=anonymous.base_url, timeout=30) as client:
        yield client


@pytest.fixture
def tokens(client: httpx.Client) -> dict[str, Any]:
    """A new sign-in."""
    body = {"username": "enduser1", "password": DEMO_PASSWORD}
    signed_in: dict[str, Any] = client.post(f"{AUTH}/login", json=body).raise_for_status().json()
    return signed_in


@pytest.fixture
def database(market_settings: Settings) -> Iterator[sa.Engine]:
    engine = make_engine(market_settings)
    yield engine
    engine.dispose()


def _refresh(client: httpx.Client, token: str) -> httpx.Response:
    return client.post(f"{AUTH}/refresh", json={"refreshToken": token})


def _me(client: httpx.Client, access_token: str) -> httpx.Response:
    return client.get(f"{AUTH}/me", headers={"Authorization": f"Bearer {access_token}"})


def _origin(client: httpx.Client) -> dict[str, str]:
    return {"Origin": str(client.base_url).rstrip("/")}


def _let_the_grace_pass(database: sa.Engine) -> None:
    with database.begin() as connection:
        connection.execute(sa.text("UPDATE sign_ins SET issued_at = issued_at - INTERVAL '11 seconds'"))


def test_each_refresh_token_buys_the_next_pair(client: httpx.Client, tokens: dict[str, Any]) -> None:
    for _ in range(3):
        answer = _refresh(client, tokens["refreshToken"])
        assert answer.status_code == 200
        following = answer.json()
        assert set(following) == {"accessToken", "tokenType", "expiresIn", "refreshToken", "refreshExpiresIn"}
        assert following["refreshToken"] != tokens["refreshToken"]
        assert _me(client, following["accessToken"]).status_code == 200
        tokens = following


def test_a_token_that_was_used_before_ends_the_sign_in(
    client: httpx.Client, tokens: dict[str, Any], database: sa.Engine
) -> None:
    following = _refresh(client, tokens["refreshToken"]).json()
    _let_the_grace_pass(database)
    stolen = _refresh(client, tokens["refreshToken"])
    assert (stolen.status_code, stolen.json()["code"]) == (401, "invalid_token")
    assert _refresh(client, following["refreshToken"]).json()["code"] == "invalid_token"
    assert _me(client, following["accessToken"]).json()["code"] == "invalid_token"


def test_simultaneous_refreshes(client: httpx.Client, tokens: dict[str, Any]) -> None:
    """Simultaneous refreshes get one and the same successor."""
    with ThreadPoolExecutor(8) as tabs:
        answers = list(tabs.map(lambda _: _refresh(client, tokens["refreshToken"]), range(8)))
    assert {answer.status_code for answer in answers} == {200}
    [successor] = {answer.json()["refreshToken"] for answer in answers}
    assert _refresh(client, successor).status_code == 200


def test_the_grace_is_for_the_token_just_replaced_alone(client: httpx.Client, tokens: dict[str, Any]) -> None:
    second = _refresh(client, tokens["refreshToken"]).json()["refreshToken"]
    third = _refresh(client, second).json()["refreshToken"]
    assert _refresh(client, tokens["refreshToken"]).json()["code"] == "invalid_token"
    assert _refresh(client, third).json()["code"] == "invalid_token"


def test_signing_out_ends_both_tokens_and_nothing_else(client: httpx.Client, tokens: dict[str, Any]) -> None:
    body = {"username": "enduser1", "password": DEMO_PASSWORD}
    elsewhere = client.post(f"{AUTH}/login", json=body).json()
    assert client.post(f"{AUTH}/logout", json={"refreshToken": tokens["refreshToken"]}).status_code == 204
    assert _refresh(client, tokens["refreshToken"]).json()["code"] == "invalid_token"
    assert _me(client, tokens["accessToken"]).json()["code"] == "invalid_token"
    assert _me(client, elsewhere["accessToken"]).status_code == 200
    for spent in ({"refreshToken": tokens["refreshToken"]}, {"refreshToken": "nonsense"}, None):
        client.cookies.clear()
        assert client.post(f"{AUTH}/logout", json=spent).status_code == 204


def test_cookie(client: httpx.Client) -> None:
    """Browsers stay signed in by a cookie that scripts cannot read."""
    body = {"username": "enduser1", "password": DEMO_PASSWORD}
    [given] = client.post(f"{AUTH}/login", json=body).headers.get_list("Set-Cookie")
    kept, *attributes = given.split("; ")
    assert kept.startswith("vn30_refresh=")
    assert set(attributes) == {"HttpOnly", "SameSite=strict", "Path=/api/v1/auth", "Max-Age=604800"}
    for _ in range(2):
        answer = client.post(f"{AUTH}/refresh", headers=_origin(client))
        assert answer.status_code == 200
        assert answer.json()["refreshToken"] is None
        assert _me(client, answer.json()["accessToken"]).status_code == 200
    assert client.post(f"{AUTH}/logout", headers=_origin(client)).status_code == 204
    assert not client.cookies
    assert client.post(f"{AUTH}/refresh", headers=_origin(client)).json()["code"] == "not_signed_in"


@pytest.mark.usefixtures("tokens")
@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://[", "", None])
@pytest.mark.parametrize("action", ["refresh", "logout"])
def test_foreign_pages_cannot_use_the_cookie(client: httpx.Client, action: str, origin: str | None) -> None:
    headers = {} if origin is None else {"Origin": origin}
    answer = client.post(f"{AUTH}/{action}", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "foreign_origin")
    assert client.post(f"{AUTH}/refresh", headers=_origin(client)).status_code == 200


@pytest.mark.usefixtures("tokens")
def test_listed_origins_may_use_the_cookie(
    client: httpx.Client, serve: Callable[[Settings], httpx.Client], market_settings: Settings
) -> None:
    page = "https://app.example"
    open_to_it = serve(market_settings.model_copy(update={"cors_origins": [page]}))
    open_to_it.cookies.update(client.cookies)
    assert open_to_it.post(f"{AUTH}/refresh", headers={"Origin": page}).status_code == 200


def test_body_clears_cookie(client: httpx.Client, tokens: dict[str, Any], database: sa.Engine) -> None:
    """A refresh by body leaves no spent token in the cookie."""
    assert _refresh(client, tokens["refreshToken"]).status_code == 200
    _let_the_grace_pass(database)
    assert client.post(f"{AUTH}/refresh", headers=_origin(client)).status_code == 200


@pytest.mark.parametrize(
    "change", [{"is_active": False}, {"password_hash": hash_password("another")}], ids=["closed", "password"]
)
def test_sign_ins_end(client: httpx.Client, database: sa.Engine, change: dict[str, Any]) -> None:
    """A closed account or a changed password ends every sign-in."""
    body = {"username": "enduser2", "password": DEMO_PASSWORD}
    tokens = client.post(f"{AUTH}/login", json=body).json()
    [(column, value)] = change.items()
    statement = sa.text(f"UPDATE users SET {column} = :value WHERE username = 'enduser2'")  # noqa: S608
    with database.begin() as connection:
        before = connection.scalar(sa.text(f"SELECT {column} FROM users WHERE username = 'enduser2'"))  # noqa: S608
        connection.execute(statement, {"value": value})
        connection.execute(statement, {"value": before})
    assert _me(client, tokens["accessToken"]).json()["code"] == "invalid_token"
    assert _refresh(client, tokens["refreshToken"]).json()["code"] == "invalid_token"


def test_old_sign_ins_are_removed_and_every_sign_in_expires(
    client: httpx.Client, tokens: dict[str, Any], database: sa.Engine
) -> None:
    sign_in = {"id": jwt.decode(tokens["accessToken"], options={"verify_signature": False})["sid"]}
    with database.begin() as connection:
        old = "UPDATE sign_ins SET signed_in_at = signed_in_at - INTERVAL '29 days' WHERE id = :id"
        connection.execute(sa.text(old), sign_in)
    following = _refresh(client, tokens["refreshToken"]).json()
    # A day, but for the seconds that the test takes.
    assert 86_000 <= following["refreshExpiresIn"] <= 86_400
    with database.begin() as connection:
        expired = "UPDATE sign_ins SET expires_at = now() - INTERVAL '1 second' WHERE id = :id"
        connection.execute(sa.text(expired), sign_in)
    body = {"username": "enduser1", "password": DEMO_PASSWORD}
    client.post(f"{AUTH}/login", json=body)
    with database.connect() as connection:
        assert not connection.scalar(sa.text("SELECT count(*) FROM sign_ins WHERE id = :id"), sign_in)
