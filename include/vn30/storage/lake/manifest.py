"""The manifest of a version of a data set, and the catalog of current versions."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from vn30.errors import WrongInput
from vn30.storage.artifacts import ArtifactStore
from vn30.storage.lake import FOLDER

CATALOG_KEY = f"{FOLDER}/catalog.json"

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class LakeDamaged(WrongInput):
    """A file of the lake is not what was published; the message names it and the remedy."""


class NotPublished(WrongInput):
    """The store has no lake yet; the message says what publishes one."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Column(_Part):
    """A column: its type as Arrow names it, the unit of its numbers, and what it is."""

    name: str
    type: str
    unit: str
    meaning: str


class File(_Part):
    """A Parquet file; ``path`` is relative to the folder of the lake."""

    path: str
    rows: int
    size_bytes: int
    sha256: Sha256


class Manifest(_Part):
    """A published version of a data set.

    Attributes:
        version: sorts by the time at which the data were read.
        market: whether the prices behind it are simulated.
        as_of: the session that it is as of.
        read_at: all rows are those of the database at this moment.
        code_version: SHA-256 of the code that has made it.
        software: the version of the platform that has made it; None in manifests of versions before 0.9.
    """

    dataset: str
    version: str
    title: str
    market: Literal["simulated", "real"]
    as_of: date
    read_at: datetime
    code_version: Sha256
    software: str | None = None
    rows: int
    columns: list[Column]
    files: list[File]

    def key(self) -> str:
        """The key of the manifest in the artifact store."""
        return f"{FOLDER}/{self.dataset}/versions/{self.version}.json"

    def content(self) -> bytes:
        """The manifest as it is stored."""
        return self.model_dump_json(indent=2).encode() + b"\n"


class Entry(Manifest):
    """The current version of a data set.

    Attributes:
        checked_as_of: the newest session as of which a run has found no change.
    """

    checked_as_of: date


class Catalog(_Part):
    """The current version of each data set, by name."""

    format: Literal[1] = 1
    datasets: dict[str, Entry]

    def content(self) -> bytes:
        """The catalog as it is stored."""
        return self.model_dump_json(indent=2).encode() + b"\n"


def data_key(dataset: str, sha256: str) -> str:
    """The key of the file with this content."""
    return f"{FOLDER}/{dataset}/data/{sha256}.parquet"


def content_hash(market: str, columns: Iterable[Column], files: Iterable[File]) -> str:
    """SHA-256 of what a version holds, whenever and by whatever code it was made."""
    parts: Mapping[str, Any] = {
        "market": market,
        "columns": [column.model_dump() for column in columns],
        "files": [file.sha256 for file in files],
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def read_catalog(store: ArtifactStore) -> Catalog:
    """The catalog in the store.

    Raises:
        NotPublished: there is none.
        LakeDamaged: it is no catalog of this version of the platform.
    """
    url = store.url(CATALOG_KEY)
    try:
        content = store.read(url)
    except FileNotFoundError as error:
        raise NotPublished(
            f"There is no lake in {store.root_url} yet: run the DAG vn30_lake, or check VN30_ARTIFACT_STORE."
        ) from error
    try:
        return Catalog.model_validate_json(content)
    except ValidationError as error:
        raise LakeDamaged(
            f"{url} cannot be read as a catalog: {error.errors()[0]['msg']}. Run the DAG vn30_lake, which "
            "writes it again."
        ) from error
