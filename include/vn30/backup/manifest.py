"""What a backup holds. It is written last: a folder without it is no backup."""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from vn30.errors import WrongInput

MANIFEST = "manifest.json"


class BrokenBackup(WrongInput):
    """A folder is no backup, or not a whole one; the message names what is wrong."""


class FileFact(BaseModel):
    """How large a file is and what it says, as SHA-256 in hexadecimal digits."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    size_bytes: int
    sha256: str


class Manifest(BaseModel):
    """The content of ``manifest.json``.

    Attributes:
        market: ``simulated`` or ``real``, which never mix.
        artifact_root: the URL of the store that the files are from, as rows of the database name it.
        newest_migration: of the platform's database; None if it had no schema yet, or of a backup
            that does not say it.
        files: by their paths in the backup, ``platform.dump`` and ``artifacts/<key>`` among them.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: Literal[1] = 1
    made_at: datetime
    market: Literal["simulated", "real"]
    artifact_root: str
    newest_migration: str | None = None
    files: dict[str, FileFact]

    def dumps(self) -> list[str]:
        """Names of the databases it holds: ``platform``, and ``airflow`` if that was asked for."""
        return sorted(name.removesuffix(".dump") for name in self.files if name.endswith(".dump"))

    def artifact_keys(self) -> list[str]:
        """Keys of the files in the artifact store."""
        return sorted(name.removeprefix("artifacts/") for name in self.files if name.startswith("artifacts/"))

    def size(self) -> int:
        """Bytes of all files together."""
        return sum(file.size_bytes for file in self.files.values())


def fact_of(path: Path) -> FileFact:
    """What a manifest says of the file at ``path``."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return FileFact(size_bytes=path.stat().st_size, sha256=digest)


def facts_of(folder: Path) -> dict[str, FileFact]:
    """The same for every file below ``folder``, by its path in it."""
    return {path.relative_to(folder).as_posix(): fact_of(path) for path in sorted(_files(folder))}


def read_manifest(folder: Path) -> Manifest:
    """What a backup says that it holds, unchecked: see :func:`verify`.

    Raises:
        BrokenBackup: it says nothing, or what cannot be understood.
    """
    try:
        return Manifest.model_validate_json((folder / MANIFEST).read_bytes())
    except FileNotFoundError:
        raise BrokenBackup(
            f"{folder} has no {MANIFEST}: it is no backup, or one that was interrupted."
        ) from None
    except ValidationError as error:
        raise BrokenBackup(
            f"{folder / MANIFEST} cannot be understood ({error.errors()[0]['msg']}): it is damaged, or of a "
            "later version of the platform."
        ) from None


def verify(folder: Path) -> Manifest:
    """The manifest of a backup, all of whose files are there and as they were written; reads them all.

    Raises:
        BrokenBackup: it has none, it cannot be understood, or a file is missing or changed.
    """
    manifest = read_manifest(folder)
    wrong = sorted(_wrong(folder, manifest.files))
    if wrong:
        raise BrokenBackup(f"{folder} is not whole; missing or changed: {', '.join(wrong[:5])}")
    return manifest


def _wrong(folder: Path, files: Mapping[str, FileFact]) -> Iterator[str]:
    for name, fact in files.items():
        path = folder / name
        # The manifest comes with the folder: no name in it leads out.
        if not path.resolve().is_relative_to(folder.resolve()) or not path.is_file() or fact_of(path) != fact:
            yield name


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())
