"""The frontend is served at every address without a route."""

import gzip
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from pydantic import ValidationError

from vn30.settings import Settings

PAGE = {"Accept": "text/html,application/xhtml+xml"}


@pytest.fixture(scope="module")
def site(
    market_url: str,
    api_settings: Callable[..., Settings],
    serve: Callable[[Settings], httpx.Client],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("dist")
    (folder / "index.html").write_text("<title>VN30</title>")
    (folder / "assets").mkdir()
    (folder / "assets" / "index-1.js").write_text("run()")
    (folder / "assets" / "index-2.js").write_text("walk()")
    (folder / "assets" / "index-2.js.gz").write_bytes(gzip.compress(b"walk()"))
    (folder.parent / "outside.txt").write_text("not yours")
    return serve(api_settings(market_url, frontend=folder))


@pytest.mark.parametrize("path", ["/", "/login", "/stocks/FPT", "/pipelines?tab=runs", "/nowhere/at/all"])
def test_browsers_get_the_app_at_every_address(site: httpx.Client, path: str) -> None:
    answer = site.get(path, headers=PAGE)
    assert (answer.status_code, answer.text) == (200, "<title>VN30</title>")
    assert answer.headers["cache-control"] == "no-cache"
    policy = answer.headers["content-security-policy"]
    assert "script-src 'self';" in policy
    assert "frame-ancestors 'none'" in policy


def test_named_origins_alone_may_show_the_app_in_a_frame(
    market_url: str,
    api_settings: Callable[..., Settings],
    serve: Callable[[Settings], httpx.Client],
    tmp_path: Path,
    site: httpx.Client,
) -> None:
    (tmp_path / "index.html").write_text("<title>VN30</title>")
    airflow = "https://airflow.example"
    framed = serve(api_settings(market_url, frontend=tmp_path, frame_ancestors=[airflow]))
    page, answer = framed.get("/", headers=PAGE), framed.get("/health")
    assert f"frame-ancestors {airflow}" in page.headers["content-security-policy"]
    assert "x-frame-options" not in page.headers
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert site.get("/", headers=PAGE).headers["x-frame-options"] == "DENY"
    with pytest.raises(ValidationError, match=re.escape("'*'")):
        api_settings(market_url, frame_ancestors=["*"])


def test_hashed_files_are_cached(site: httpx.Client) -> None:
    """Files with a content hash in their name are cached without expiry."""
    answer = site.get("/assets/index-1.js")
    assert (answer.status_code, answer.text) == (200, "run()")
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-security-policy"].startswith("default-src 'none';")


@pytest.mark.parametrize(("accepted", "encoding"), [("gzip, br", "gzip"), ("identity", None)])
def test_compressed_files(site: httpx.Client, accepted: str, encoding: str | None) -> None:
    """What the build has compressed is sent so to callers that take it, with the type of the script."""
    answer = site.get("/assets/index-2.js", headers={"Accept-Encoding": accepted})
    assert (answer.status_code, answer.text) == (200, "walk()")
    assert answer.headers.get("content-encoding") == encoding
    assert answer.headers["content-type"].startswith("text/javascript")
    assert "immutable" in answer.headers["cache-control"]


@pytest.mark.parametrize(
    "path",
    [
        "/assets/../../outside.txt",
        "/assets/%2e%2e/%2e%2e/outside.txt",
        "/..%2foutside.txt",
        "/assets/gone.js",
    ],
)
def test_what_is_not_in_the_folder_is_not_served(site: httpx.Client, path: str) -> None:
    answer = site.get(path)
    assert answer.status_code == 404
    assert "not yours" not in answer.text


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/v1/nothing", 404),
        ("GET", "/api/v1/auth/login", 405),
        ("POST", "/login", 404),
        ("GET", "/api/v1/auth/me", 401),
    ],
)
def test_programs_are_answered_as_without_the_app(
    site: httpx.Client, method: str, path: str, status: int
) -> None:
    answer = site.request(method, path, headers=PAGE)
    assert answer.status_code == status
    assert set(answer.json()) == {"code", "message"}


def test_status_in_a_browser(site: httpx.Client) -> None:
    """Who opens ``/status`` is led to the page; programs, even those that ask for HTML, get the state."""
    opened = site.get("/status", headers={**PAGE, "Sec-Fetch-Mode": "navigate"})
    assert (opened.status_code, opened.headers["location"]) == (303, "/operations")
    assert opened.headers["vary"] == "Sec-Fetch-Mode"
    assert site.get("/status", headers=PAGE).json().keys() >= {"status", "version"}
    assert site.get("/status", headers={"Sec-Fetch-Mode": "cors"}).status_code == 200


def test_without_a_built_app_there_are_no_pages(
    market_url: str,
    api_settings: Callable[..., Settings],
    serve: Callable[[Settings], httpx.Client],
    tmp_path: Path,
) -> None:
    client = serve(api_settings(market_url, frontend=tmp_path / "dist"))
    assert client.get("/", headers=PAGE).json()["code"] == "not_found"
    assert client.get("/status", headers={"Sec-Fetch-Mode": "navigate"}).status_code == 200


def test_the_demo_alone_names_its_accounts(
    market_url: str, api_settings: Callable[..., Settings], serve: Callable[[Settings], httpx.Client]
) -> None:
    route = "/api/v1/auth/demo-accounts"
    accounts = serve(api_settings(market_url)).get(route).json()
    assert [account["username"] for account in accounts] == ["enduser1", "enduser2", "ds1", "ds2", "admin1"]
    production = serve(api_settings(market_url, environment="production"))
    assert production.get(route).json() == []
