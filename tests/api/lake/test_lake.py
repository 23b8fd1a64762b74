"""The lake as data scientists see it: versions, manifests, and links to the files."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import sqlalchemy as sa
from pydantic import SecretStr

from tests.support.stored_lake import COLUMNS, PARTS, store_version
from vn30.database.warehouse import make_engine
from vn30.settings import Settings
from vn30.storage.artifacts import ArtifactStore
from vn30.storage.lake.manifest import Manifest


@pytest.fixture(scope="module")
def published(market_url: str, artifact_folder: Path) -> Iterator[Manifest]:
    """A version of two files in the small market."""
    engine = make_engine(Settings(database_url=SecretStr(market_url)))
    with engine.begin() as connection:
        manifest = store_version(connection, ArtifactStore(artifact_folder.as_uri()))
    yield manifest
    with engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM lake_versions"))
    engine.dispose()


def test_versions_and_files(
    published: Manifest, data_scientist: httpx.Client, anonymous: httpx.Client, artifact_folder: Path
) -> None:
    """The manifest is that in the store, and each file is downloaded by its link as it was published."""
    ((dataset,),) = data_scientist.get("/api/v1/lake").raise_for_status().json().values()
    (row,) = dataset["versions"]
    assert (dataset["dataset"], row["version"], row["rows"], row["isCurrent"]) == (
        "prices",
        published.version,
        20,
        True,
    )
    address = f"/api/v1/lake/versions/{row['versionId']}"
    version = data_scientist.get(address).raise_for_status().json()
    assert version["columns"] == [column.model_dump() for column in COLUMNS]
    for part, (file, content) in enumerate(zip(version["files"], PARTS, strict=True), 1):
        answer = anonymous.get(file["url"], headers={"Accept-Encoding": "identity"})
        assert (answer.status_code, answer.content) == (200, content)
        name = f"prices_{published.version}_{part}.parquet"
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
        assert (file["sha256"], file["part"]) == (published.files[part - 1].sha256, part)
    damaged = artifact_folder / "lake" / published.files[0].path
    damaged.write_bytes(b"PAR1 other content  PAR1")
    refused = anonymous.get(version["files"][0]["url"])
    assert (refused.status_code, refused.json()["code"]) == (409, "artifact_changed")
    damaged.write_bytes(PARTS[0])


def test_unknown_version(published: Manifest, data_scientist: httpx.Client, end_user: httpx.Client) -> None:
    refused = data_scientist.get("/api/v1/lake/versions/999999")
    assert (refused.status_code, refused.json()["code"]) == (404, "unknown_version")
    assert end_user.get("/api/v1/lake").status_code == 403
