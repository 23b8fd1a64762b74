"""Sign-in, access tokens and refused accounts."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import httpx
import jwt
import pytest
import sqlalchemy as sa
from pydantic import SecretStr

from api.auth.tokens import ALGORITHM, AUDIENCE, ISSUER, signing_key
from vn30.database.warehouse import make_engine
from vn30.settings import MissingSetting, Settings
from vn30.users.accounts import DEMO_PASSWORD

ME = "/api/v1/auth/me"
SIGNED_IN = ("accessToken", "tokenType", "expiresIn", "refreshToken", "refreshExpiresIn", "user")


def _login(client: httpx.Client, username: str, password: str = DEMO_PASSWORD) -> httpx.Response:
    return client.post("/api/v1/auth/login", json={"username": username, "password": password})


def _me(client: httpx.Client, token: str) -> httpx.Response:
    return client.get(ME, headers={"Authorization": f"Bearer {token}"})


def _claims(token: str) -> dict[str, Any]:
    return jwt.decode(token, options={"verify_signature": False})


@pytest.fixture
def users(market_settings: Settings) -> Iterator[Callable[..., None]]:
    """``users(username, column=value)`` changes an account for the length of a test."""
    engine = make_engine(market_settings)

    def change(username: str, **columns: Any) -> None:
        assignments = ", ".join(f"{column} = :{column}" for column in columns)
        with engine.begin() as connection:
            connection.execute(
                sa.text(f"UPDATE users SET {assignments} WHERE username = :name"),  # noqa: S608
                {"name": username, **columns},
            )

    yield change
    change("enduser2", role="end_user", is_active=True)
    engine.dispose()


def test_signing_in_gives_tokens_and_the_account(anonymous: httpx.Client) -> None:
    answer = _login(anonymous, "ds1")
    assert answer.status_code == 200
    body = answer.json()
    assert set(body) == set(SIGNED_IN)
    assert (body["tokenType"], body["expiresIn"], body["refreshExpiresIn"]) == ("bearer", 15 * 60, 7 * 86_400)
    assert UUID(body["user"].pop("id"))
    assert body["user"] == {"username": "ds1", "role": "data_scientist", "displayName": "Data Scientist 1"}
    assert _me(anonymous, body["accessToken"]).json()["user"]["username"] == "ds1"


def test_refused_sign_ins_look_alike(anonymous: httpx.Client, users: Callable[..., None]) -> None:
    """A wrong name, a wrong password and a closed account get the same response."""
    users("enduser2", is_active=False)
    answers = [
        _login(anonymous, "nobody"),
        _login(anonymous, "enduser1", "wrong"),
        _login(anonymous, "enduser2"),
        _login(anonymous, "airflow", "!"),
    ]
    assert {answer.status_code for answer in answers} == {401}
    assert {answer.text for answer in answers} == {
        '{"code":"invalid_credentials","message":"The username or the password is wrong."}'
    }


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"username": "ds1"}, "password"),
        ({"username": "ds1", "password": "x", "remember": True}, "remember"),
        ({"username": "d\x00s", "password": "x"}, "username"),
        ({"username": "ds1", "password": ""}, "password"),
    ],
)
def test_a_faulty_sign_in_names_the_field(
    anonymous: httpx.Client, body: dict[str, object], field: str
) -> None:
    answer = anonymous.post("/api/v1/auth/login", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "validation_error")
    assert answer.json()["message"].startswith(f"{field}: ")


def test_token_kinds(anonymous: httpx.Client) -> None:
    """Access and refresh tokens do not stand in for each other."""
    signed_in = _login(anonymous, "enduser1").json()
    swapped = anonymous.post("/api/v1/auth/refresh", json={"refreshToken": signed_in["accessToken"]})
    assert (swapped.status_code, swapped.json()["code"]) == (401, "invalid_token")
    assert _me(anonymous, signed_in["refreshToken"]).json()["code"] == "invalid_token"


def test_tokens_expire(anonymous: httpx.Client, market_settings: Settings) -> None:
    claims = _claims(_login(anonymous, "enduser1").json()["accessToken"])
    assert claims["exp"] - claims["iat"] == 15 * 60
    key, now = signing_key(market_settings), int(datetime.now(UTC).timestamp())
    spent = jwt.encode({**claims, "exp": now - 1}, key, ALGORITHM)
    assert _me(anonymous, spent).json()["code"] == "token_expired"
    # Also one from a server whose clock is ahead.
    fresh = {**claims, "iat": now + 5, "exp": now + 60}
    assert _me(anonymous, jwt.encode(fresh, key, ALGORITHM)).status_code == 200


@pytest.mark.parametrize(
    "changed",
    [
        {"iss": "another"},
        {"aud": "another"},
        {"sub": "not-a-uuid"},
        {"sub": str(uuid4())},
        {"sid": str(uuid4())},
        {"sid": "not-a-uuid"},
        {"jti": None},
        {"typ": None},
        {"exp": None},
    ],
    ids=str,
)
def test_claims_that_are_not_ours_are_refused(
    anonymous: httpx.Client, market_settings: Settings, changed: dict[str, object]
) -> None:
    ours = _claims(_login(anonymous, "enduser1").json()["accessToken"])
    assert (ours["iss"], ours["aud"]) == (ISSUER, AUDIENCE)
    key = signing_key(market_settings)
    assert _me(anonymous, jwt.encode(ours, key, ALGORITHM)).status_code == 200
    theirs = {name: value for name, value in {**ours, **changed}.items() if value is not None}
    answer = _me(anonymous, jwt.encode(theirs, key, ALGORITHM))
    assert (answer.status_code, answer.json()["code"]) == (401, "invalid_token")


@pytest.mark.parametrize("algorithm", ["none", "HS256", "HS512"])
def test_tokens_signed_otherwise_are_refused(
    anonymous: httpx.Client, market_settings: Settings, algorithm: str
) -> None:
    claims = _claims(_login(anonymous, "enduser1").json()["accessToken"])
    keys = {"none": "", "HS256": "another secret" * 4, "HS512": signing_key(market_settings) * 2}
    assert _me(anonymous, jwt.encode(claims, keys[algorithm], algorithm)).json()["code"] == "invalid_token"


def test_the_account_is_read_anew_on_each_request(
    anonymous: httpx.Client, sign_in: Callable[..., httpx.Client], users: Callable[..., None]
) -> None:
    refresh_token = _login(anonymous, "enduser2").json()["refreshToken"]
    client = sign_in(anonymous, "enduser2")
    assert client.get("/api/v1/models").status_code == 403
    users("enduser2", role="admin")
    assert client.get("/api/v1/models").status_code == 200
    users("enduser2", is_active=False)
    assert client.get(ME).json()["code"] == "invalid_token"
    refused = anonymous.post("/api/v1/auth/refresh", json={"refreshToken": refresh_token})
    assert (refused.status_code, refused.json()["code"]) == (401, "invalid_token")


def test_no_demo_accounts_in_production(
    anonymous: httpx.Client,
    serve: Callable[[Settings], httpx.Client],
    market_settings: Settings,
) -> None:
    """Production refuses the demo accounts, even with earlier tokens."""
    tokens = _login(anonymous, "ds1").json()
    production = serve(market_settings.model_copy(update={"environment": "production"}))
    assert _login(production, "ds1").json()["code"] == "invalid_credentials"
    assert _me(production, tokens["accessToken"]).json()["code"] == "invalid_token"
    refreshed = production.post("/api/v1/auth/refresh", json={"refreshToken": tokens["refreshToken"]})
    assert refreshed.json()["code"] == "invalid_token"


@pytest.mark.parametrize(("secret", "fault"), [(None, "is not set"), ("x" * 31, "31 characters")])
def test_without_a_proper_secret_nothing_is_signed(secret: str | None, fault: str) -> None:
    settings = Settings(jwt_secret=SecretStr(secret) if secret else None)
    with pytest.raises(MissingSetting, match=f"VN30_JWT_SECRET .*{fault}"):
        signing_key(settings)
    assert signing_key(Settings(jwt_secret=SecretStr("x" * 32))) == "x" * 32
