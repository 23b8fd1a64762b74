"""The artifact store: plots, models, panels. A reader sees the old file, the new one, or none: never a part.

In a folder (``file://``) or a bucket (``s3://``), through universal_pathlib. Without Airflow, a bucket's
credentials are those of the AWS environment; tasks have a connection for it: see :mod:`vn30.task_store`.
"""

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import BinaryIO, NamedTuple, cast
from urllib.parse import urlsplit
from urllib.request import url2pathname

from upath import UPath

from vn30.errors import WrongInput
from vn30.settings import Settings

PART_BYTES = 16 * 2**20
LINK_SECONDS = 60
"""How long a link into a bucket may be begun to be used."""


class Stored(NamedTuple):
    """A file in the store: where, what, and how large."""

    url: str
    sha256: str
    size_bytes: int


class Listed(NamedTuple):
    """A file as the store lists it."""

    url: str
    size_bytes: int
    modified_at: datetime


class ArtifactStore:
    """Files below one folder or one bucket's prefix, named by keys such as ``models/<run>/FPT/model.pkl``.

    Args:
        root_url: ``file:///<folder>`` or ``s3://<bucket>[/<prefix>]``.
        to_path: makes the path of a URL: universal_pathlib's, or Airflow's, which knows connections.
        encryption: what the bucket is asked to encrypt each file by: ``AES256``, ``aws:kms``, or
            ``aws:kms:<key>`` with the key's id or ARN; None leaves it to the bucket.

    Attributes:
        root_url: that URL as it begins the URLs of artifacts, without a slash at its end.

    Raises:
        WrongInput: the root is neither, or is a folder, which encrypts nothing, although it is asked to.
    """

    def __init__(
        self, root_url: str, to_path: Callable[[str], UPath] = UPath, encryption: str | None = None
    ) -> None:
        root = urlsplit(root_url)
        self._to_path = to_path
        self._encryption = _encryption(encryption)
        if encryption and root.scheme == "file":
            raise WrongInput(
                f"VN30_ARTIFACT_ENCRYPTION is {encryption}, and VN30_ARTIFACT_STORE a folder, {root_url}: it "
                "cannot encrypt. Unset the one, or keep artifacts in a bucket, s3://<bucket>/<prefix>."
            )
        self._folder: Path | None = None
        if root.scheme == "file" and not root.netloc and root.path.startswith("/"):
            self._folder = _local(root_url)
            self.root_url = self._folder.as_uri()
        elif root.scheme == "s3" and root.netloc:
            self.root_url = root_url.rstrip("/")
        else:
            raise WrongInput(
                f"VN30_ARTIFACT_STORE must be file:///<folder> or s3://<bucket>/<prefix>, not {root_url!r}."
            )

    def put(self, key: str, content: bytes) -> Stored:
        """Store ``content`` under ``key``, replacing what is there.

        Raises:
            WrongInput: the key leads out of the store, or nothing may be written there.
        """
        url = self.url(key)
        path = self._inside(url)
        try:
            if self._folder is None:
                # One request, or a multi-part upload that counts when it is completed.
                path.fs.pipe_file(path.path, content, **self._encryption)
            else:
                _write(Path(path.path), content)
        except (FileNotFoundError, PermissionError) as error:
            raise WrongInput(
                f"Nothing can be written to VN30_ARTIFACT_STORE, {self.root_url}: {error}. "
                "Create the bucket or folder, or allow writing to it."
            ) from error
        return Stored(url, hashlib.sha256(content).hexdigest(), len(content))

    def key(self, url: str) -> str:
        """The key of the artifact at ``url``: what :meth:`url` was given.

        Raises:
            WrongInput: the URL points outside the store.
        """
        path = self._inside(url).path
        root = self.root_url.removeprefix("s3://") if self._folder is None else str(self._folder)
        return path.removeprefix(root).lstrip("/")

    def check(self) -> None:
        """Do nothing if the store can be read.

        Raises:
            OSError: it cannot; a folder that nothing was written to yet is missing, but not the one above it.
        """
        if self._folder is not None:
            os.scandir(self._folder if self._folder.exists() else self._folder.parent).close()
            return
        path = self._to_path(self.root_url)
        try:
            path.fs.ls(path.path, refresh=True)
        except FileNotFoundError:
            # Nothing was written below the prefix yet; the bucket itself must be there.
            path.fs.ls(path.path.split("/", 1)[0], refresh=True)

    def open(self, url: str) -> BinaryIO:
        """The file behind an artifact's URL, which can seek; only what is read of it is fetched.

        Reading on raises OSError if the file was replaced in a bucket since; in a folder it stays as it was.

        Raises:
            WrongInput: the URL points outside the store.
            FileNotFoundError: there is no such artifact.
        """
        path = self._inside(url)
        if self._folder is None:
            return cast(BinaryIO, path.fs.open(path.path, "rb", cache_type="none"))
        try:
            return Path(path.path).open("rb")
        except IsADirectoryError as error:
            raise FileNotFoundError(url) from error

    def read(self, url: str) -> bytes:
        """The content of an artifact; raises as :meth:`open` does."""
        with self.open(url) as file:
            return file.read()

    def link(self, url: str, media_type: str, disposition: str) -> str | None:
        """A link that gives whoever has it the file, straight from the bucket; None for files in a folder.

        It is good for LINK_SECONDS, or until the credentials expire that it is signed with.

        Args:
            media_type, disposition: what the answer says of the file: Content-Type, Content-Disposition.

        Raises:
            WrongInput: the URL points outside the store.
            FileNotFoundError: there is no such artifact.
        """
        path = self._inside(url)
        if self._folder is not None:
            return None
        path.fs.info(path.path, refresh=True)
        return str(
            path.fs.url(
                path.path,
                expires=LINK_SECONDS,
                ResponseContentType=media_type,
                ResponseContentDisposition=disposition,
                ResponseCacheControl="private, max-age=3600",
            )
        )

    def sha256(self, url: str) -> str:
        """SHA-256 of an artifact in hexadecimal digits, at a small part of its size in memory."""
        digest = hashlib.sha256()
        with self.open(url) as file:
            while part := file.read(PART_BYTES):
                digest.update(part)
        return digest.hexdigest()

    def files(self, folder: str) -> Iterator[Listed]:
        """Every file whose key begins with ``folder`` and a slash, unfinished ones included."""
        path = self._inside(self.url(folder))
        fs = path.fs
        fs.invalidate_cache()
        for found, about in fs.find(path.path, detail=True).items():
            modified = about.get("LastModified") or datetime.fromtimestamp(about["mtime"], UTC)
            url = f"s3://{found}" if self._folder is None else Path(found).as_uri()
            yield Listed(url, about["size"], modified)

    def remove(self, urls: Iterable[str]) -> None:
        """Remove artifacts, and the folders that they leave empty; one that is gone already is no error.

        Raises:
            WrongInput: a URL points outside the store.
        """
        for path in map(self._inside, urls):
            with suppress(FileNotFoundError):
                path.fs.rm_file(path.path)
            if self._folder is not None:
                _remove_empty(Path(path.path).parent, self._folder)

    def url(self, key: str) -> str:
        """Where the artifact of that key is, or would be."""
        return f"{self.root_url}/{key}" if self._folder is None else (self._folder / key).as_uri()

    def _inside(self, url: str) -> UPath:
        if self._folder is None:
            if url.startswith(f"{self.root_url}/") and ".." not in url.split("/"):
                return self._to_path(url)
        elif url.startswith("file:") and (path := _local(url)).is_relative_to(self._folder):
            return self._to_path(f"file://{path}")
        raise WrongInput(f"{url} lies outside the artifact store, {self.root_url}.")


def open_store(settings: Settings) -> ArtifactStore:
    """The artifact store as everybody but tasks reaches it: a bucket by the AWS environment's credentials.

    Raises:
        WrongInput: as :class:`ArtifactStore` does.
    """
    root = settings.artifact_root()
    # By themselves, links have an older signature in some regions, which opens no file under a key of KMS.
    options = {"config_kwargs": {"signature_version": "s3v4"}} if root.startswith("s3:") else {}
    return ArtifactStore(root, partial(UPath, **options), settings.artifact_encryption)


def _encryption(setting: str | None) -> dict[str, str]:
    """The arguments of S3's PutObject and CreateMultipartUpload."""
    if setting is None:
        return {}
    method, _, key = setting.partition("aws:kms:")
    if key:
        return {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": key}
    return {"ServerSideEncryption": method}


def _local(url: str) -> Path:
    return Path(url2pathname(urlsplit(url).path)).resolve()


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, unfinished = tempfile.mkstemp(dir=path.parent, prefix=".")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            # Written by Airflow's workers, read by the API, which may run as another user.
            os.fchmod(file.fileno(), 0o644)
            file.flush()
            # Or a power cut could leave an empty file under the name.
            os.fsync(file.fileno())
        Path(unfinished).replace(path)
    except BaseException:
        Path(unfinished).unlink(missing_ok=True)
        raise


def _remove_empty(folder: Path, root: Path) -> None:
    with suppress(OSError):  # not empty
        # The folders at the top stay: somebody may be about to write there.
        while folder.parent != root:
            folder.rmdir()
            folder = folder.parent
