"""The manifest of a backup: its files with their digests. It is written last, and marks a complete backup."""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from vn30.errors import WrongInput

MANIFEST = "manifest.json"


class BrokenBackup(WrongInput):
    """A folder is not a backup, or not a complete one; the message names what is wrong."""


class FileDigest(BaseModel):
    """The size of a file, and the SHA-256 of its content in hexadecimal digits."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    size_bytes: int
    sha256: str


class Manifest(BaseModel):
    """The content of ``manifest.json``.

    Attributes:
        market: ``simulated`` or ``real``, which never mix.
        artifact_root: the root URL of the artifact store that was backed up, a prefix of URLs in the
            database.
        newest_migration: the newest migration of the platform's database; None if it had no schema yet, and
            in backups of early versions.
        files: by path in the backup, such as ``platform.dump`` and ``artifacts/<key>``.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: Literal[1] = 1
    made_at: datetime
    market: Literal["simulated", "real"]
    artifact_root: str
    newest_migration: str | None = None
    files: dict[str, FileDigest]

    def dumps(self) -> list[str]:
        """Names of the dumped databases: ``platform``, and ``airflow`` if it was included."""
        return sorted(name.removesuffix(".dump") for name in self.files if name.endswith(".dump"))

    def artifact_keys(self) -> list[str]:
        """Keys in the artifact store of the copied files."""
        return sorted(name.removeprefix("artifacts/") for name in self.files if name.startswith("artifacts/"))

    def size(self) -> int:
        """Total size of all files in bytes."""
        return sum(file.size_bytes for file in self.files.values())


def digest_of(path: Path) -> FileDigest:
    """Size and SHA-256 of the file at ``path``."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return FileDigest(size_bytes=path.stat().st_size, sha256=digest)


def digests_of(folder: Path) -> dict[str, FileDigest]:
    """Size and SHA-256 of every file below ``folder``, by relative path."""
    return {path.relative_to(folder).as_posix(): digest_of(path) for path in sorted(_files(folder))}


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a backup, whose files are not checked: see :func:`verify`.

    Raises:
        BrokenBackup: there is no manifest, or it is invalid.
    """
    try:
        return Manifest.model_validate_json((folder / MANIFEST).read_bytes())
    except FileNotFoundError:
        raise BrokenBackup(
            f"{folder} has no {MANIFEST}: it is not a backup, or the backup was interrupted."
        ) from None
    except ValidationError as error:
        raise BrokenBackup(
            f"{folder / MANIFEST} is invalid ({error.errors()[0]['msg']}): it is damaged, or of a later "
            "version of the platform."
        ) from None


def verify(folder: Path) -> Manifest:
    """The manifest of a backup, after all its files have been read and compared with it.

    Raises:
        BrokenBackup: there is no manifest, it is invalid, or a file is missing or changed.
    """
    manifest = read_manifest(folder)
    wrong = sorted(_wrong(folder, manifest.files))
    if wrong:
        raise BrokenBackup(f"{folder} is not complete; missing or changed: {', '.join(wrong[:5])}")
    return manifest


def _wrong(folder: Path, files: Mapping[str, FileDigest]) -> Iterator[str]:
    for name, digest in files.items():
        path = folder / name
        # The manifest is input: a name in it must not lead out of the folder.
        inside = path.resolve().is_relative_to(folder.resolve())
        if not inside or not path.is_file() or digest_of(path) != digest:
            yield name


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())
