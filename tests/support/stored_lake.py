"""A version of a data set in a database and a store, as a publication leaves it, with made-up content."""

from datetime import UTC, date, datetime
from hashlib import sha256

import sqlalchemy as sa

from vn30.database.warehouse import execute
from vn30.storage.artifacts import ArtifactStore
from vn30.storage.lake import FOLDER
from vn30.storage.lake.manifest import Column, File, Manifest, content_hash, data_key

DAY = date(2025, 3, 31)
PARTS = (b"PAR1 first part PAR1", b"PAR1 second part, longer PAR1")
COLUMNS = [Column(name="close", type="double", unit="VND", meaning="closing price")]


def store_version(connection: sa.Connection, store: ArtifactStore, dataset: str = "prices") -> Manifest:
    """Store a version of two files, and return its manifest."""
    files = []
    for content in PARTS:
        digest = sha256(content).hexdigest()
        key = data_key(dataset, digest)
        store.put(key, content)
        path = key.removeprefix(f"{FOLDER}/")
        files.append(File(path=path, rows=10, size_bytes=len(content), sha256=digest))
    read_at = datetime(2025, 3, 31, 10, 5, tzinfo=UTC)
    manifest = Manifest(
        dataset=dataset,
        version=f"{read_at:%Y%m%dT%H%M%S%fZ}-00000000",
        title="Daily bars of all stocks, adjusted as of the session",
        market="real",
        as_of=DAY,
        read_at=read_at,
        code_version="0" * 64,
        rows=20,
        columns=COLUMNS,
        files=files,
    )
    execute(
        connection,
        "lake/put_version",
        dataset=dataset,
        version=manifest.version,
        manifest=manifest.model_dump_json(),
        content_hash=content_hash("real", COLUMNS, files),
        rows=20,
        size_bytes=sum(map(len, PARTS)),
        as_of=DAY,
        read_at=read_at,
    )
    return manifest
