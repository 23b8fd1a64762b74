"""Headers of every response, and requests that are refused before a route."""

import base64
import hashlib
import re
from collections.abc import Callable, Iterator

import httpx
import pytest
from pydantic import SecretStr, ValidationError

from vn30.settings import Settings

PAGE = "https://app.example"
LOGIN = "/api/v1/auth/login"


@pytest.fixture(scope="module")
def production(serve: Callable[[Settings], httpx.Client], market_settings: Settings) -> httpx.Client:
    """An API in production that pages at PAGE may call, and whose name is api.example."""
    others = {
        "environment": "production",
        "cors_origins": [PAGE],
        "trusted_hosts": ["api.example"],
        "max_body": 1_000,
        "jwt_secret": SecretStr("ckrzZ8OgU4u0XJ1vMPu2b1PZcVyPF4ufcgUr7YdWmJ0"),
    }
    client = serve(market_settings.model_copy(update=others))
    client.headers["Host"] = "api.example"
    return client


def test_every_answer_has_the_security_headers(anonymous: httpx.Client, production: httpx.Client) -> None:
    for path in ("/health", "/nowhere", "/api/v1/auth/me"):
        headers = anonymous.get(path).headers
        assert headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Cache-Control"] == "no-store"
        assert "Strict-Transport-Security" not in headers
        assert production.get(path).headers["Strict-Transport-Security"].startswith("max-age=63072000")


def test_market_reads_keep_their_own_cache_rule(end_user: httpx.Client) -> None:
    answer = end_user.get("/api/v1/stocks/market-table")
    assert answer.headers.get_list("Cache-Control") == ["private, no-cache"]


def test_scripts_of_documentation(anonymous: httpx.Client) -> None:
    """The documentation may run its own scripts and no others."""
    page = anonymous.get("/docs")
    [policy] = page.headers.get_list("Content-Security-Policy")
    [script] = re.findall(r"<script>(.*?)</script>", page.text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'self' 'sha256-{digest}';" in policy


def test_only_listed_origins_may_read_answers(anonymous: httpx.Client, production: httpx.Client) -> None:
    for client, origin, allowed in (
        (production, PAGE, PAGE),
        (production, "https://evil.example", None),
        (anonymous, PAGE, None),
    ):
        answer = client.get("/health", headers={"Origin": origin})
        assert answer.headers.get("Access-Control-Allow-Origin") == allowed
    headers = {"Origin": PAGE, "Access-Control-Request-Method": "POST"}
    preflight = production.options(LOGIN, headers=headers)
    assert preflight.headers["Access-Control-Allow-Credentials"] == "true"
    assert production.options(LOGIN, headers={**headers, "Origin": "https://evil.example"}).status_code == 400


@pytest.mark.parametrize(
    "origin", ["*", "app.example", "https://app.example/", "https://app.example/page", "null"]
)
def test_what_is_no_origin_cannot_be_listed(origin: str) -> None:
    with pytest.raises(ValidationError, match="cors_origins"):
        Settings(cors_origins=[origin])


def test_requests_for_other_hosts_are_turned_away(production: httpx.Client) -> None:
    assert production.get("/status").status_code == 200
    refused = production.get("/status", headers={"Host": "evil.example"})
    assert (refused.status_code, refused.json()["code"]) == (400, "untrusted_host")
    assert "VN30_TRUSTED_HOSTS" in refused.json()["message"]


def test_probes_call_a_pod_by_its_address(production: httpx.Client) -> None:
    assert production.get("/health", headers={"Host": "10.1.2.3:8000"}).status_code == 200
    assert production.get("/metrics", headers={"Host": "10.1.2.3:8000"}).status_code != 400


def _chunks() -> Iterator[bytes]:
    yield b'{"username": "'
    for _ in range(20):
        yield b"x" * 100
    yield b'"}'


@pytest.mark.parametrize("content", [b"x" * 1_001, _chunks()], ids=["announced", "chunked"])
def test_a_body_that_is_too_large_is_refused(
    production: httpx.Client, content: bytes | Iterator[bytes]
) -> None:
    answer = production.post(LOGIN, content=content, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")


def test_strangers_send_little(anonymous: httpx.Client) -> None:
    for size, status in ((16_000, 422), (17_000, 413)):
        answer = anonymous.post(LOGIN, content=b'{"x": "%b"}' % (b"x" * size))
        assert answer.status_code == status


def test_number_of_reported_faults_is_limited(anonymous: httpx.Client) -> None:
    answer = anonymous.post(LOGIN, json={str(number): 0 for number in range(1_000)})
    message = answer.json()["message"]
    assert answer.status_code == 422
    assert message.startswith("username: ")
    assert message.endswith("; and 982 more")


def test_large_answers_are_compressed_for_those_who_ask(anonymous: httpx.Client) -> None:
    for encoding, answered in (("gzip", "gzip"), ("identity", None)):
        answer = anonymous.get("/openapi.json", headers={"Accept-Encoding": encoding})
        assert answer.headers.get("Content-Encoding") == answered


@pytest.mark.parametrize(
    ("sent", "kept"),
    [("batch-7.row_12", True), ("x" * 65, False), ("a b", False), ('"}{', False), ("", False)],
)
def test_a_request_keeps_its_id_if_it_is_a_plain_one(anonymous: httpx.Client, sent: str, kept: bool) -> None:
    [answered] = anonymous.get("/health", headers={"X-Request-ID": sent}).headers.get_list("X-Request-ID")
    assert (answered == sent) == kept
    assert re.fullmatch(r"[A-Za-z0-9._-]{1,64}", answered)
