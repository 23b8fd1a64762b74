"""Artifacts in a folder and in a bucket: written whole, found again by URL, and nowhere else."""

import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

import boto3
import numpy as np
import pandas as pd
import pytest
import s3fs
from pydantic import ValidationError

from vn30.airflow.storage import task_store
from vn30.errors import WrongInput
from vn30.features.feature_store import FileGone, read_rows
from vn30.features.panel_io import to_parquet
from vn30.settings import Settings
from vn30.storage.artifacts import ArtifactStore, open_store
from vn30.storage.bucket import make_bucket

KEY = "models/run/FPT/model.pkl"
KMS_KEY = "arn:aws:kms:us-east-1:123456789012:key/8c7f3e52-0b1a-4c5e-9d57-3f2b8f4d7a10"
MULTIPART = 100 * 2**20
"""From so many bytes on, s3fs writes a file in parts."""
OPEN = {"as a task": task_store, "as the API": open_store}


@pytest.fixture(params=["file", "s3"])
def root(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """URL of a store: a folder, with a space in its name, or a bucket."""
    if request.param == "s3":
        return str(request.getfixturevalue("bucket"))
    return (tmp_path / "the store").as_uri()


@pytest.fixture(params=OPEN)
def store(root: str, request: pytest.FixtureRequest) -> ArtifactStore:
    return OPEN[request.param](Settings(artifact_store=root))


def urls(store: ArtifactStore, folder: str) -> list[str]:
    return sorted(file.url for file in store.files(folder))


def test_write_and_replace(root: str, store: ArtifactStore) -> None:
    """A file is found by its URL, and replaced as a whole."""
    first = store.put(KEY, b"first")
    assert first.url == f"{root}/{KEY}"
    assert store.read(first.url) == b"first"
    second = store.put(KEY, b"the second")
    assert (second.url, second.size_bytes) == (first.url, 10)
    for reader in (store, ArtifactStore(root)):
        assert reader.read(second.url) == b"the second"
        assert reader.sha256(second.url) == second.sha256
    assert second.sha256 != first.sha256


def test_files_are_listed_by_folder_and_removed(store: ArtifactStore) -> None:
    mine = [store.put(f"models/run/{name}", b"abc").url for name in ("FPT/a", "HPG/a")]
    other = store.put("models/run 2/FPT/a", b"").url
    assert urls(store, "models/run") == mine
    assert {
        (file.size_bytes, time.time() - file.modified_at.timestamp() < 60)
        for file in store.files("models/run")
    } == {(3, True)}
    store.remove([mine[0], mine[0]])
    assert urls(store, "models") == sorted([other, mine[1]])
    with pytest.raises(FileNotFoundError):
        store.read(mine[0])
    assert urls(store, "nothing") == []


@pytest.fixture
def fetched(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many bytes each read from the bucket fetches."""
    sizes: list[int] = []
    fetch = s3fs.core.S3File._fetch_range

    def counting(self: s3fs.core.S3File, start: int, end: int) -> bytes:
        sizes.append(end - start)
        return bytes(fetch(self, start, end))

    monkeypatch.setattr(s3fs.core.S3File, "_fetch_range", counting)
    return sizes


def test_the_rows_of_one_ticker_are_fetched_alone(bucket: str, fetched: list[int]) -> None:
    store, random = task_store(Settings(artifact_store=bucket)), np.random.default_rng(1)
    tickers = [f"T{number:02d}" for number in range(20)]
    sessions = pd.bdate_range("2022-01-03", periods=500)
    rows = pd.DataFrame({"symbol": np.repeat(tickers, 500), "date": np.tile(sessions, 20)})
    values = pd.DataFrame(random.normal(size=(len(rows), 10))).add_prefix("feature_")
    panel = store.put("panels/panel.parquet", to_parquet(rows, [rows.join(values)]))
    stored = read_rows(store, panel.url, "T07")
    pd.testing.assert_frame_equal(
        stored.filter(like="feature"), values[rows["symbol"] == "T07"].reset_index(drop=True)
    )
    # A twentieth, and what the file says of its columns.
    assert sum(fetched) < panel.size_bytes / 5
    assert len(fetched) < 10
    assert read_rows(store, panel.url, "other").empty
    assert len(read_rows(store, panel.url)) == len(rows)


def test_a_panel_that_is_gone_is_said_to_be(store: ArtifactStore) -> None:
    url = store.put("panels/panel.parquet", b"").url
    store.remove([url])
    with pytest.raises(FileGone, match="Clear the run from its task panel"):
        read_rows(store, url, "FPT")


def test_nothing_outside_the_store_is_touched(store: ArtifactStore, root: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("no")
    for url in (
        secret.as_uri(),
        f"{root}/../secret",
        f"{root} 2/secret",
        "s3://other/secret",
        "secret",
        root,
    ):
        with pytest.raises((WrongInput, FileNotFoundError)):
            store.read(url)
    for url in (secret.as_uri(), f"{root}/../secret"):
        with pytest.raises(WrongInput, match="outside"):
            store.remove([url])
    with pytest.raises(WrongInput, match="outside"):
        store.put("../secret", b"overwritten")
    assert secret.read_text() == "no"


@pytest.mark.parametrize("url", ["ftp://host/folder", "/folder", "file://folder", "file:folder", "s3://"])
def test_a_store_of_an_unknown_kind_is_refused(url: str) -> None:
    with pytest.raises(WrongInput, match=r"VN30_ARTIFACT_STORE must be file:///.* or s3://"):
        ArtifactStore(url)


def test_make_bucket(bucket: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the set-up makes a bucket."""
    monkeypatch.setenv("AWS_DEFAULT_REGION", "ap-southeast-1")
    root = f"{bucket.removesuffix('/platform')}-new/x"
    settings = Settings(artifact_store=root)
    for open_one in OPEN.values():
        with pytest.raises(WrongInput, match=rf"{root}.*Create the bucket"):
            open_one(settings).put(KEY, b"")
    assert [make_bucket(url) for url in (root, root, bucket, "file:///folder")] == [True, False, False, False]
    for open_one in OPEN.values():
        open_one(settings).put(KEY, b"")
    where = boto3.client("s3").get_bucket_location(Bucket=urlsplit(root).netloc)
    assert where["LocationConstraint"] == "ap-southeast-1"
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    with pytest.raises(
        WrongInput, match=r"VN30_ARTIFACT_STORE, s3://.* cannot be accessed or created.* AWS env"
    ):
        make_bucket(root)


@pytest.mark.parametrize("open_one", OPEN.values(), ids=OPEN)
def test_every_file_is_encrypted_as_the_settings_say(
    bucket: str, open_one: Callable[[Settings], ArtifactStore]
) -> None:
    for encryption, by, key, size in (
        ("AES256", "AES256", None, 10),
        ("aws:kms", "aws:kms", None, 10),
        (f"aws:kms:{KMS_KEY}", "aws:kms", KMS_KEY, 10),
        (f"aws:kms:{KMS_KEY}", "aws:kms", KMS_KEY, MULTIPART),
    ):
        store = open_one(Settings(artifact_store=bucket, artifact_encryption=encryption))
        url = urlsplit(store.put(KEY, bytes(size)).url)
        head = boto3.client("s3").head_object(Bucket=url.netloc, Key=url.path[1:])
        assert (head["ServerSideEncryption"], head["ContentLength"]) == (by, size)
        assert head.get("SSEKMSKeyId") == key or key is None, "the server may name the default key"
        assert ("-" in head["ETag"]) == (size == MULTIPART), "the tag of many parts says how many"


def test_encryption_that_cannot_be_is_refused(tmp_path: Path) -> None:
    for open_one in OPEN.values():
        with pytest.raises(WrongInput, match=r"VN30_ARTIFACT_ENCRYPTION is AES256.* cannot encrypt"):
            open_one(Settings(artifact_store=tmp_path.as_uri(), artifact_encryption="AES256"))
    with pytest.raises(ValidationError, match="artifact_encryption"):
        Settings(artifact_encryption="AES 256")


def test_bucket_connection(bucket: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A task reaches the bucket through the connection of the settings."""
    monkeypatch.setenv("AIRFLOW_CONN_OUR_BUCKET", os.environ["AIRFLOW_CONN_AWS_DEFAULT"])
    for name in (
        "AWS_ENDPOINT_URL",
        "AWS_ACCESS_KEY_ID",
        "AWS_SECRET_ACCESS_KEY",
        "AIRFLOW_CONN_AWS_DEFAULT",
    ):
        monkeypatch.delenv(name)
    store = task_store(Settings(artifact_store=bucket, artifact_connection="our_bucket"))
    assert store.read(store.put(KEY, b"found").url) == b"found"


def test_files_can_be_read_by_another_user(tmp_path: Path) -> None:
    mask = os.umask(0o077)
    try:
        url = ArtifactStore(tmp_path.as_uri()).put("plot.png", b"").url
    finally:
        os.umask(mask)
    assert stat.S_IMODE(Path(url2pathname(url.removeprefix("file://"))).stat().st_mode) == 0o644


WRITER = """
import sys
from vn30.storage.artifacts import ArtifactStore
store, size, number = ArtifactStore(sys.argv[1]), int(sys.argv[2]), 0
while True:
    number += 1
    store.put("file", bytes([number % 256]) * size)
    print(number, flush=True)
"""


def test_killed_writer(root: str) -> None:
    """Each file is of one byte, repeated: a part, or a mixture, would show."""
    store = ArtifactStore(root)
    size = 20_000_000 if root.startswith("file:") else 4_000_000
    for kill in range(4):
        writer = subprocess.Popen([sys.executable, "-c", WRITER, root, str(size)], stdout=subprocess.PIPE)
        try:
            assert writer.stdout is not None
            written = int(writer.stdout.readline())
            # While it writes, a reader sees whole files as well.
            for _ in range(3):
                assert_whole(read_at_rest(store, f"{root}/file"), size)
            time.sleep(0.007 * kill)
        finally:
            writer.send_signal(signal.SIGKILL)
        rest = writer.communicate()[0].split()
        written = int(rest[-1]) if rest else written
        content = read_at_rest(store, f"{root}/file")
        assert_whole(content, size)
        assert content[0] in (written % 256, (written + 1) % 256)


def read_at_rest(store: ArtifactStore, url: str) -> bytes:
    """The file, asked for again if it was replaced meanwhile: a bucket then refuses it, and mixes nothing."""
    while True:
        with suppress(s3fs.utils.FileExpired):
            return store.read(url)


def assert_whole(content: bytes, size: int) -> None:
    assert len(content) == size
    assert content == content[:1] * size
