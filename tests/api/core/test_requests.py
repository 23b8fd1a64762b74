"""Forms of requests that every route treats alike: HEAD, unknown parameters, bodies that are not JSON."""

import gzip
import json
import re
from uuid import UUID

import httpx
import pytest
from fastapi.routing import APIRoute

from api.app import create_app
from vn30.users.accounts import DEMO_PASSWORD


def _filled(path: str) -> str:
    path = re.sub(r"\{\w+:uuid\}", str(UUID(int=1)), path.replace("{ticker}", "FPT"))
    return re.sub(r"\{\w+\}", "1", path)


ROUTES = [
    (method, _filled(route.path), route)
    for route in create_app().routes
    if isinstance(route, APIRoute)
    for method in sorted(route.methods)
]


def _calls(*methods: str) -> list[object]:
    return [
        pytest.param(method, path, id=f"{method} {path}") for method, path, _ in ROUTES if method in methods
    ]


def test_the_routes_are_all_tried() -> None:
    assert len(ROUTES) > 45


@pytest.mark.parametrize(
    ("method", "path"), [*_calls("GET", "POST", "PUT", "PATCH", "DELETE"), ("GET", "/openapi.json")]
)
def test_unknown_parameter(data_scientist: httpx.Client, method: str, path: str) -> None:
    answer = data_scientist.request(method, path, params={"surprise": "10y"})
    assert (answer.status_code, answer.json()["code"]) == (422, "validation_error")
    assert answer.json()["message"].startswith("surprise: There is no such parameter. This route has ")


def test_unknown_parameter_beside_known_ones(end_user: httpx.Client) -> None:
    """The refusal names the parameters that there are."""
    for path, known in (("market-table", "page"), ("top-picks", "bucket")):
        answer = end_user.get(f"/api/v1/stocks/{path}", params={"page": 1, "Page": 2, "x" * 900: 1})
        assert answer.status_code == 422
        assert "Page: There is no such parameter" in answer.json()["message"]
        assert known in answer.json()["message"]
        assert len(answer.text) < 1000


@pytest.mark.parametrize(("method", "path"), [("GET", "/audit"), ("DELETE", "/account/sign-ins")])
def test_repeated_parameter(sign_in, anonymous: httpx.Client, method: str, path: str) -> None:
    """One of two values would be ignored: here the last one, which ends all sign-ins."""
    name, values = ("keepCurrent", ("true", "false")) if method == "DELETE" else ("username", ("a", "b"))
    admin = sign_in(anonymous, "admin1")
    answer = admin.request(method, f"/api/v1{path}", params=[(name, value) for value in values])
    assert (answer.status_code, answer.json()["code"]) == (422, "validation_error")
    assert answer.json()["message"] == f"{name}: It is given more than once. Send it once."
    assert admin.get("/api/v1/account/sign-ins").status_code == 200


@pytest.mark.parametrize(("method", "path"), [*_calls("GET"), ("GET", "/openapi.json"), ("GET", "/nowhere")])
def test_head(data_scientist: httpx.Client, method: str, path: str) -> None:
    """HEAD has the status and the headers of GET, and no body."""
    head, get = data_scientist.head(path), data_scientist.request(method, path)
    assert head.status_code == get.status_code
    assert head.content == b""
    for name in ("Content-Type", "ETag", "Cache-Control", "Content-Security-Policy"):
        assert head.headers.get(name) == get.headers.get(name)


def test_head_of_what_is_only_written(anonymous: httpx.Client) -> None:
    answer = anonymous.head("/api/v1/auth/login")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert anonymous.delete("/health").headers["Allow"] == "GET, HEAD"


CREDENTIALS = json.dumps({"username": "ds1", "password": DEMO_PASSWORD}).encode()
WITH_BODY = [
    pytest.param(method, path, id=f"{method} {path}")
    for method, path, route in ROUTES
    if route.body_field is not None
]


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"username=ds1&password=pass1234", "application/x-www-form-urlencoded"),
        (b"--x\r\n\r\n--x--", "multipart/form-data; boundary=x"),
        (CREDENTIALS, "text/plain"),
        (CREDENTIALS, None),
        (b"username: ds1", "application/yaml"),
    ],
    ids=["form", "multipart", "text", "no media type", "yaml"],
)
@pytest.mark.parametrize(("method", "path"), WITH_BODY)
def test_body_that_is_not_json(
    data_scientist: httpx.Client, method: str, path: str, content: bytes, media_type: str | None
) -> None:
    headers = {"Content-Type": media_type} if media_type else {}
    answer = data_scientist.request(method, path, content=content, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (422, "validation_error")
    assert answer.json()["message"] == "body: send JSON, with the header `Content-Type: application/json`"


@pytest.mark.parametrize("content", [b"[]", b'"text"', b"7"])
def test_json_that_is_no_object(anonymous: httpx.Client, content: bytes) -> None:
    answer = anonymous.post(
        "/api/v1/auth/login", content=content, headers={"Content-Type": "application/json"}
    )
    assert answer.json()["message"] == "body: must be a JSON object"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (CREDENTIALS.decode().replace("ds1", "d\u00e9").encode("latin-1"), "must be JSON in UTF-8"),
        (gzip.compress(CREDENTIALS), "not compressed"),
        (b'{"username": %b}' % (b"9" * 5_000), "fewer than 4,300 digits"),
        (b'{"username": "ds1",}', "is not valid JSON: .*at character"),
    ],
    ids=["Latin-1", "gzip", "long number", "comma"],
)
def test_body_that_cannot_be_read(anonymous: httpx.Client, content: bytes, words: str) -> None:
    answer = anonymous.post(
        "/api/v1/auth/login", content=content, headers={"Content-Type": "application/json"}
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "validation_error")
    assert re.match(f"body: .*{words}", answer.json()["message"])


def test_too_long_text(admin: httpx.Client) -> None:
    answer = admin.get("/api/v1/audit", params={"username": "a" * 101})
    assert answer.json()["message"] == "username: must have at most 100 characters"


def test_a_body_may_be_left_out(anonymous: httpx.Client) -> None:
    # Without the cookie of the shared client.
    assert httpx.post(anonymous.base_url.join("/api/v1/auth/logout")).status_code == 204
