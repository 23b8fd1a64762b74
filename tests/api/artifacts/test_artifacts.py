"""Artifacts of a run: the lists, and the signed links to the files."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import httpx
import pytest
import sqlalchemy as sa
from fastapi import Request
from s3fs import S3FileSystem

from api.app import create_app
from api.artifacts.links import Links
from api.artifacts.service import CHUNK_BYTES, open_artifact
from api.core.errors import ApiError
from tests.api.conftest import SECRET
from vn30.database.warehouse import execute, make_engine
from vn30.settings import Settings
from vn30.storage.artifacts import LINK_SECONDS, ArtifactStore, Stored
from vn30.training_config.document import default_document
from vn30.training_config.versions import save_version
from vn30.users.accounts import DEMO_PASSWORD, seed_demo_accounts

RUN = UUID(int=5)
LIST = f"/api/v1/experiments/{RUN}/artifacts"
CONTENTS = {
    "evaluation_png": ("evaluation.png", b"\x89PNG"),
    "model_pkl": ("model.pkl", bytes(range(256)) * (CHUNK_BYTES // 100)),
    "future_predictions_csv": ("future_predictions.csv", b"horizon,date\n"),
}
# One run of two tickers; FPT was scored.
FILL = (
    "INSERT INTO stocks (id, ticker, name) VALUES (1, 'FPT', 'FPT'), (2, 'VCB', 'VCB')",
    "INSERT INTO experiment_runs (id, config_id, owner_user_id, state) "
    "SELECT cast(:run AS UUID), cast(:config AS UUID), id, 'success' FROM users WHERE username = 'airflow'",
    "INSERT INTO model_statuses (id, stock_id, experiment_run_id, as_of_date, freshness_state, "
    "last_updated_at) VALUES (1, 1, :run, '2025-03-31', 'fresh', now())",
    "INSERT INTO model_horizon_metrics (model_status_id, horizon_days, mape_pct, naive_mape_pct, mae, "
    "naive_mae, skill, test_rows) VALUES (1, 7, 3.92, 4, 98, 100, 0.02, 200)",
)


@pytest.fixture(params=["file", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> ArtifactStore:
    root = (tmp_path / "store").as_uri() if request.param == "file" else request.getfixturevalue("bucket")
    return ArtifactStore(root)


@pytest.fixture
def settings(
    store: ArtifactStore, make_database: Callable[..., str], api_settings: Callable[..., Settings]
) -> Settings:
    """Of an API with one run of FPT and VCB; VCB's plot lies outside of the store."""
    settings = api_settings(make_database("artifacts"), artifact_store=store.root_url)
    elsewhere = Stored("file:///etc/hostname", "0" * 64, 1)
    engine = make_engine(settings)
    with engine.begin() as connection:
        seed_demo_accounts(connection)
        config = save_version(connection, default_document(), "airflow")
        values = {"run": RUN, "config": config.id}
        for statement in FILL:
            connection.execute(sa.text(statement), values)
        files = [
            {"type": kind, **store.put(f"models/{RUN}/FPT/{name}", content)._asdict()}
            for kind, (name, content) in CONTENTS.items()
        ]
        for stock, stored in ((1, files), (2, [{"type": "evaluation_png", **elsewhere._asdict()}])):
            execute(
                connection,
                "experiments/insert_ticker_artifacts",
                run_id=RUN,
                stock_id=stock,
                metrics="{}",
                files=json.dumps(stored),
            )
    engine.dispose()
    return settings


@pytest.fixture
def client(settings: Settings, serve: Callable[[Settings], httpx.Client]) -> httpx.Client:
    """A client without a token."""
    return serve(settings)


@pytest.fixture
def ds1(client: httpx.Client, sign_in: Callable[..., httpx.Client]) -> httpx.Client:
    return sign_in(client, "ds1")


def files_of(ds1: httpx.Client, ticker: str) -> dict[str, dict[str, Any]]:
    """The files of one ticker by type."""
    (entry,) = ds1.get(LIST, params={"ticker": ticker}).raise_for_status().json()["tickerArtifacts"]
    return {file["type"]: file for file in entry["files"]}


def test_files_and_links(client: httpx.Client, ds1: httpx.Client) -> None:
    """Files are listed by ticker, and are read through their links only."""
    listed = ds1.get(LIST, params={"pageSize": 1}).raise_for_status().json()
    assert listed["meta"] == {"page": 1, "pageSize": 1, "total": 2}
    (fpt,) = listed["tickerArtifacts"]
    metrics = {name: value for name, value in fpt["metrics"].items() if value is not None}
    assert metrics == {"mape7dPct": 3.92, "naiveMape7dPct": 4.0, "skill7d": 0.02}
    files = files_of(ds1, "fpt")
    assert list(files) == list(CONTENTS)
    for kind, (name, content) in CONTENTS.items():
        answer = client.get(files[kind]["url"], headers={"Accept-Encoding": "identity"})
        assert (answer.status_code, answer.content) == (200, content)
        assert files[kind]["sizeBytes"] == int(answer.headers["Content-Length"]) == len(content)
        digest = hashlib.sha256(content).hexdigest()
        assert (files[kind]["sha256"], answer.headers["ETag"]) == (digest, f'"{digest}"')
        shown = "inline" if kind == "evaluation_png" else "attachment"
        assert answer.headers["Content-Disposition"] == f'{shown}; filename="FPT_{name}"'
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert ds1.get(LIST, params={"ticker": "XYZ"}).json()["tickerArtifacts"] == []


def test_changed_file(
    client: httpx.Client,
    ds1: httpx.Client,
    store: ArtifactStore,
    settings: Settings,
    serve: Callable[[Settings], httpx.Client],
) -> None:
    """A file is served as the run has published it, or not at all."""
    url = files_of(ds1, "FPT")["model_pkl"]["url"]
    published = CONTENTS["model_pkl"][1]
    redirecting = serve(settings.model_copy(update={"artifact_redirect": True}))
    for content in (published[:-1], b"", b"X" + published[1:], published + b"X"):
        store.put(f"models/{RUN}/FPT/model.pkl", content)
        # With the setting a bucket is asked for the size alone.
        only_content = len(content) == len(published)
        for api in (client,) if only_content else (client, redirecting):
            answer = api.get(url, follow_redirects=False)
            assert (answer.status_code, answer.json()["code"]) == (409, "artifact_changed")
            assert "checksum" in answer.json()["message"]
            assert store.root_url not in answer.text
    store.put(f"models/{RUN}/FPT/model.pkl", published)
    assert client.get(url).content == published


@pytest.mark.parametrize("store", ["s3"], indirect=True)
def test_redirect_to_bucket(
    client: httpx.Client,
    ds1: httpx.Client,
    store: ArtifactStore,
    settings: Settings,
    serve: Callable[[Settings], httpx.Client],
    s3_endpoint: str,
) -> None:
    """With the setting, a link redirects to the bucket."""
    redirecting = serve(settings.model_copy(update={"artifact_redirect": True}))
    files = files_of(ds1, "FPT")
    for kind, (_, content) in CONTENTS.items():
        answer = redirecting.get(files[kind]["url"], follow_redirects=False)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (307, "no-store")
        target = answer.headers["Location"]
        assert target.startswith(s3_endpoint)
        terms = parse_qs(urlsplit(target).query)
        assert terms["X-Amz-Algorithm"] == ["AWS4-HMAC-SHA256"], "the older signature opens no encrypted file"
        assert int(terms["X-Amz-Expires"][0]) == LINK_SECONDS
        stored, direct = httpx.get(target), client.get(files[kind]["url"])
        assert stored.content == content
        for header in ("Content-Type", "Content-Disposition"):
            assert stored.headers[header] == direct.headers[header]
    head = redirecting.head(files["model_pkl"]["url"])
    assert (head.status_code, head.headers["Content-Length"]) == (200, str(len(CONTENTS["model_pkl"][1])))
    store.remove([f"{store.root_url}/models/{RUN}/FPT/model.pkl"])
    gone = redirecting.get(files["model_pkl"]["url"], follow_redirects=False)
    assert (gone.status_code, gone.json()["code"]) == (404, "no_artifact")
    outside = redirecting.get(files_of(ds1, "VCB")["evaluation_png"]["url"], follow_redirects=False)
    assert (outside.status_code, outside.json()["code"]) == (404, "no_artifact")


def test_changed_link(client: httpx.Client, ds1: httpx.Client) -> None:
    """A changed link is refused, whether the file exists or not."""
    url = urlsplit(files_of(ds1, "FPT")["evaluation_png"]["url"])
    query = {name: values[0] for name, values in parse_qs(url.query).items()}
    longer = {**query, "expires": str(int(query["expires"]) + 1)}
    for path, parameters in (
        (url.path, longer),
        (url.path, {**query, "signature": query["signature"][:-2]}),
        (url.path, {**query, "signature": "é"}),
        (url.path, {**query, "signIn": str(UUID(int=1))}),
        (url.path.replace("evaluation_png", "model_pkl"), query),
        (url.path.replace("evaluation_png", "future_png"), query),
        ("/api/v1/artifacts/999/evaluation_png", query),
    ):
        answer = client.get(path, params=parameters)
        assert (answer.status_code, answer.json()["code"]) == (403, "invalid_link")
    assert client.get(url.path).status_code == 422


def test_expired_link(client: httpx.Client, ds1: httpx.Client, store: ArtifactStore) -> None:
    """A link expires. A link to a missing file or a file outside the store gives no details."""
    files = files_of(ds1, "FPT")
    row = int(files["model_pkl"]["url"].split("/")[4])
    sign_in = UUID(parse_qs(urlsplit(files["model_pkl"]["url"]).query)["signIn"][0])
    links = Links(SECRET, Request({"type": "http", "app": create_app()}), sign_in)
    assert links.to(row, "model_pkl") == files["model_pkl"]["url"]
    store.remove([f"{store.root_url}/models/{RUN}/FPT/model.pkl"])
    missing = (files["model_pkl"]["url"], links.to(row, "future_png"), links.to(999, "model_pkl"))
    for url in (*missing, files_of(ds1, "VCB")["evaluation_png"]["url"]):
        answer = client.get(url)
        assert (answer.status_code, answer.json()["code"]) == (404, "no_artifact")
        assert "/etc" not in answer.text
    links.expire_at = 1_700_000_000
    late = client.get(links.to(row, "model_pkl"))
    assert (late.status_code, late.json()["code"]) == (410, "link_expired")


@pytest.mark.parametrize("store", ["file"], indirect=True)
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE users SET is_active = FALSE WHERE username = 'ds1'",
        "UPDATE users SET role = 'end_user' WHERE username = 'ds1'",
        "UPDATE users SET password_hash = 'changed' WHERE username = 'ds1'",  # pragma: allowlist secret
        "UPDATE sign_ins SET expires_at = now()",
        None,
    ],
    ids=["closed account", "lost role", "changed password", "sign-in over", "sign-out"],
)
def test_link_ends_with_rights(
    client: httpx.Client,
    ds1: httpx.Client,
    sign_in: Callable[..., httpx.Client],
    settings: Settings,
    change: str | None,
) -> None:
    """A link ends with the sign-in and the role of the user that it was listed for, and with no other's."""
    of_ds2 = files_of(sign_in(client, "ds2"), "FPT")["model_pkl"]["url"]
    refresh_token = client.post(
        "/api/v1/auth/login", json={"username": "ds1", "password": DEMO_PASSWORD}
    ).json()
    ds1.headers["Authorization"] = f"Bearer {refresh_token['accessToken']}"
    url = files_of(ds1, "FPT")["model_pkl"]["url"]
    assert url != of_ds2
    assert client.get(url).status_code == 200
    if change is None:
        client.post("/api/v1/auth/logout", json={"refreshToken": refresh_token["refreshToken"]})
    else:
        engine = make_engine(settings)
        with engine.begin() as connection:
            connection.execute(sa.text(change))
        engine.dispose()
    ended = client.get(url)
    assert (ended.status_code, ended.json()["code"]) == (410, "link_expired")
    if change is None or "sign_ins" not in change:
        assert client.get(of_ds2).status_code == 200


@pytest.mark.parametrize(
    ("range_", "expected"),
    [
        ("bytes=0-9", (0, 10)),
        ("bytes=5-", (5, None)),
        ("bytes=-7", (-7, None)),
        ("bytes=100-99999999", (100, None)),
        ("Bytes = 3 - 3", (3, 4)),
        ("bytes=-99999999", (0, None)),
        ("bytes=1048570-1048590", (1048570, 1048591)),
    ],
)
def test_parts(
    client: httpx.Client, ds1: httpx.Client, range_: str, expected: tuple[int, int | None]
) -> None:
    url, content = files_of(ds1, "FPT")["model_pkl"]["url"], CONTENTS["model_pkl"][1]
    part = content[expected[0] : expected[1]]
    first = expected[0] % len(content)
    for method, body in (("GET", part), ("HEAD", b"")):
        answer = client.request(method, url, headers={"Range": range_})
        assert (answer.status_code, answer.content) == (206, body)
        assert answer.headers["Content-Length"] == str(len(part))
        assert answer.headers["Content-Range"] == f"bytes {first}-{first + len(part) - 1}/{len(content)}"


def test_no_part(client: httpx.Client, ds1: httpx.Client) -> None:
    """A range after the end is refused; what is no single range of bytes is ignored."""
    url, content = files_of(ds1, "FPT")["model_pkl"]["url"], CONTENTS["model_pkl"][1]
    for range_ in (f"bytes={len(content)}-", "bytes=-0"):
        answer = client.get(url, headers={"Range": range_})
        assert (answer.status_code, answer.json()["code"]) == (416, "no_such_range")
        assert answer.headers["Content-Range"] == f"bytes */{len(content)}"
    for range_ in ("bytes=0-1,5-6", "rows=1-2", "bytes=5-2", "bytes=-", "bytes=a-b"):
        answer = client.get(url, headers={"Range": range_})
        assert (answer.status_code, answer.content) == (200, content)


def test_conditional_requests(client: httpx.Client, ds1: httpx.Client) -> None:
    """A download goes on only with the same file, and a known file is not sent again."""
    url, content = files_of(ds1, "FPT")["model_pkl"]["url"], CONTENTS["model_pkl"][1]
    head = client.head(url)
    assert (head.status_code, head.headers["Content-Length"]) == (200, str(len(content)))
    assert head.headers["Accept-Ranges"] == "bytes"
    etag = head.headers["ETag"]
    for if_range, status in ((etag, 206), ('"another"', 200), ("Mon, 30 Nov 2026 07:00:00 GMT", 200)):
        answer = client.get(url, headers={"Range": "bytes=0-9", "If-Range": if_range})
        assert answer.status_code == status
    for known, status in ((etag, 304), (f'"other", W/{etag}', 304), ('"other"', 200)):
        assert client.get(url, headers={"If-None-Match": known}).status_code == status


def test_no_url_leads_out_of_the_store(tmp_path: Path, api_settings: Callable[..., Settings]) -> None:
    folder = tmp_path / "store"
    folder.mkdir()
    (tmp_path / "secret.png").write_bytes(b"secret")
    (folder / "plot.png").write_bytes(b"plot")
    (folder / "link.png").symlink_to(tmp_path / "secret.png")
    settings = api_settings("postgresql://unused", artifact_store=folder.as_uri())
    file, size = open_artifact(settings, (folder / "plot.png").as_uri())
    with file:
        assert (file.read(), size) == (b"plot", 4)
    for url in (
        (tmp_path / "secret.png").as_uri(),
        f"{folder.as_uri()}/../secret.png",
        f"{folder.as_uri()}/%2e%2e/secret.png",
        f"{folder.as_uri()}/link.png",
        f"{folder.as_uri()}/missing.png",
        folder.as_uri(),
    ):
        with pytest.raises(ApiError) as refused:
            open_artifact(settings, url)
        assert (refused.value.status, refused.value.code) == (404, "no_artifact")


def test_a_bucket_that_does_not_answer_is_an_outage(
    bucket: str, api_settings: Callable[..., Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = api_settings("postgresql://unused", artifact_store=bucket)
    url = ArtifactStore(bucket).put("models/run/FPT/evaluation.png", b"plot").url
    for elsewhere in (f"{bucket}/missing.png", "s3://other/plot.png", "file:///etc/passwd"):
        with pytest.raises(ApiError) as refused:
            open_artifact(settings, elsewhere)
        assert (refused.value.status, refused.value.code) == (404, "no_artifact")
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    S3FileSystem.clear_instance_cache()
    with pytest.raises(ApiError) as refused:
        open_artifact(settings, url)
    assert (refused.value.status, refused.value.code) == (503, "artifacts_unavailable")
