"""The artifact store of plots, models and panels. Writes are atomic: readers never see a part of a file.

The store is a folder (``file://``) or a bucket (``s3://``), accessed through universal_pathlib. The
credentials of a bucket come from the AWS environment, in tasks from an Airflow connection: see
:mod:`vn30.airflow.storage`.
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
from vn30.i18n.localized import localized
from vn30.settings import Settings
from vn30.storage.write_faults import find_write_fault, write_fault

PART_BYTES = 16 * 2**20
LINK_SECONDS = 60
"""How long after its creation a link into a bucket can be opened."""


class Stored(NamedTuple):
    """A stored file. ``sha256`` is that of its content, in hexadecimal digits."""

    url: str
    sha256: str
    size_bytes: int


class Listed(NamedTuple):
    """A file in a listing of the store."""

    url: str
    size_bytes: int
    modified_at: datetime


class StoreUnwritable(WrongInput):
    """The store takes no files, and a retry cannot help; the message names the fault and the remedy."""


class Changed(WrongInput):
    """A stored file is not what was recorded of it; the message does not name the file."""

    def __init__(self) -> None:
        super().__init__(
            localized(
                "The stored file is not the one that the run has published: its content does not have the "
                "recorded checksum. Restore it from a backup, or train again.",
            )
        )


class ArtifactStore:
    """Files below one folder or one bucket's prefix, named by keys such as ``models/<run>/FPT/model.pkl``.

    Args:
        root_url: ``file:///<folder>`` or ``s3://<bucket>[/<prefix>]``.
        to_path: converts a URL to a path: UPath, or Airflow's ObjectStoragePath with a connection.
        encryption: the server-side encryption of files in a bucket: ``AES256``, ``aws:kms``, or
            ``aws:kms:<key>`` with the key's id or ARN. None: the bucket's default.

    Attributes:
        root_url: the prefix of the URLs of artifacts, without a slash at its end.

    Raises:
        WrongInput: the root is neither of these, or it is a folder and ``encryption`` is set.
    """

    def __init__(
        self, root_url: str, to_path: Callable[[str], UPath] = UPath, encryption: str | None = None
    ) -> None:
        root = urlsplit(root_url)
        self._to_path = to_path
        self._encryption = _encryption(encryption)
        if encryption and root.scheme == "file":
            raise WrongInput(
                localized(
                    "VN30_ARTIFACT_ENCRYPTION is {encryption}, but VN30_ARTIFACT_STORE is a folder, "
                    "{root_url}, "
                    "which cannot encrypt. Unset VN30_ARTIFACT_ENCRYPTION, or use a bucket: s3://<bucket>/<prefix>.",
                    encryption=encryption,
                    root_url=root_url,
                )
            )
        self._folder: Path | None = None
        if root.scheme == "file" and not root.netloc and root.path.startswith("/"):
            self._folder = _local(root_url)
            self.root_url = self._folder.as_uri()
        elif root.scheme == "s3" and root.netloc:
            self.root_url = root_url.rstrip("/")
        else:
            raise WrongInput(
                localized(
                    "VN30_ARTIFACT_STORE must be file:///<folder> or s3://<bucket>/<prefix>, not "
                    "{root_url!r}.",
                    root_url=root_url,
                )
            )

    def put(self, key: str, content: bytes) -> Stored:
        """Store ``content`` under ``key``, replacing an existing file.

        Raises:
            WrongInput: the key points outside the store.
            StoreUnwritable: the store takes no file, for example because its disk is full.
        """
        url = self.url(key)
        path = self._inside(url)
        try:
            if self._folder is None:
                # Atomic: one request, or a multi-part upload, which takes effect when it is complete.
                path.fs.pipe_file(path.path, content, **self._encryption)
            else:
                _write(Path(path.path), content)
        except OSError as error:
            fault = write_fault(error)
            if fault is None and isinstance(error, FileNotFoundError | PermissionError):
                # A bucket's own errors have no number.
                fault = f"{error}. Create the bucket or folder, or grant write access to it"
            if fault is None:
                raise
            raise self._unwritable(fault) from error
        return Stored(url, hashlib.sha256(content).hexdigest(), len(content))

    def key(self, url: str) -> str:
        """The key of the artifact at ``url``, the inverse of :meth:`url`.

        Raises:
            WrongInput: the URL points outside the store.
        """
        path = self._inside(url).path
        root = self.root_url.removeprefix("s3://") if self._folder is None else str(self._folder)
        return path.removeprefix(root).lstrip("/")

    def check_writable(self) -> None:
        """Check that a folder takes files; a bucket is not asked, because that is a write like the real one.

        To be called before work whose result is to be stored.

        Raises:
            StoreUnwritable: it takes none.
        """
        if self._folder is None:
            return
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            fault = find_write_fault(self._folder)
        except OSError as error:
            fault = write_fault(error)
            if fault is None:
                raise
        if fault is not None:
            raise self._unwritable(fault)

    def check(self) -> str | None:
        """Check that the store can be read and, if it is a folder of this process's user, written.

        Of a bucket, and of a folder of another user, the caller may have the right to read alone.

        Returns:
            The fault and its remedy, if it cannot be written.

        Raises:
            OSError: it cannot be read. Before the first write the store's folder may be missing, but not its
                parent.
        """
        if self._folder is not None:
            folder = self._folder if self._folder.exists() else self._folder.parent
            os.scandir(folder).close()
            if folder.stat().st_uid != os.geteuid() and not os.access(folder, os.W_OK):
                return None
            return find_write_fault(folder)
        path = self._to_path(self.root_url)
        try:
            path.fs.ls(path.path, refresh=True)
        except FileNotFoundError:
            # Nothing was written below the prefix yet. The bucket itself must exist.
            path.fs.ls(path.path.split("/", 1)[0], refresh=True)
        return None

    def open(self, url: str, sha256: str | None = None) -> BinaryIO:
        """The artifact at a URL as a seekable file. Only the parts that are read are fetched.

        Args:
            sha256: the recorded one of the content, which is then read once before; None: no check.

        If the file is replaced in a bucket while it is open, reads raise OSError. An open file in a folder
        stays readable as it was.

        Raises:
            WrongInput: the URL points outside the store.
            FileNotFoundError: there is no such artifact.
            Changed: its content has another SHA-256.
        """
        file = self._open(url)
        try:
            if sha256 is not None:
                if _sha256(file) != sha256:
                    raise Changed
                file.seek(0)
        except BaseException:
            file.close()
            raise
        return file

    def read(self, url: str) -> bytes:
        """The content of an artifact; raises as :meth:`open` does."""
        with self.open(url) as file:
            return file.read()

    @staticmethod
    def is_intact(content: bytes, sha256: str) -> bool:
        """Whether the content that was read is the one with this SHA-256, in hexadecimal digits."""
        return hashlib.sha256(content).hexdigest() == sha256

    def link(self, url: str, media_type: str, disposition: str, size_bytes: int | None = None) -> str | None:
        """A presigned link to the file in a bucket, which needs no credentials; None for files in a folder.

        It is valid for LINK_SECONDS, or until the credentials that signed it expire.

        Args:
            media_type, disposition: the Content-Type and Content-Disposition of the bucket's response.
            size_bytes: the recorded size. The content is not read, so that its checksum is not checked.

        Raises:
            WrongInput: the URL points outside the store.
            FileNotFoundError: there is no such artifact.
            Changed: it has another size.
        """
        path = self._inside(url)
        if self._folder is not None:
            return None
        if path.fs.info(path.path, refresh=True)["size"] != size_bytes and size_bytes is not None:
            raise Changed
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
        """SHA-256 of an artifact in hexadecimal digits, read in parts of PART_BYTES."""
        with self.open(url) as file:
            return _sha256(file)

    def files(self, folder: str) -> Iterator[Listed]:
        """All files whose keys begin with ``folder`` and a slash, unfinished ones included."""
        path = self._inside(self.url(folder))
        fs = path.fs
        fs.invalidate_cache()
        for name, info in fs.find(path.path, detail=True).items():
            modified = info.get("LastModified") or datetime.fromtimestamp(info["mtime"], UTC)
            url = f"s3://{name}" if self._folder is None else Path(name).as_uri()
            yield Listed(url, info["size"], modified)

    def remove(self, urls: Iterable[str]) -> None:
        """Remove artifacts, and the folders that this leaves empty. Missing artifacts are ignored.

        Raises:
            WrongInput: a URL points outside the store.
        """
        for path in map(self._inside, urls):
            with suppress(FileNotFoundError):
                path.fs.rm_file(path.path)
            if self._folder is not None:
                _remove_empty(Path(path.path).parent, self._folder)

    def url(self, key: str) -> str:
        """The URL of the artifact with this key, whether it exists or not."""
        return f"{self.root_url}/{key}" if self._folder is None else (self._folder / key).as_uri()

    def path(self, url: str) -> UPath:
        """The path of an artifact with its filesystem, for libraries that open files themselves.

        Raises:
            WrongInput: the URL points outside the store.
        """
        return self._inside(url)

    def _open(self, url: str) -> BinaryIO:
        path = self._inside(url)
        if self._folder is None:
            return cast(BinaryIO, path.fs.open(path.path, "rb", cache_type="none"))
        try:
            return Path(path.path).open("rb")
        except IsADirectoryError as error:
            raise FileNotFoundError(url) from error

    def _unwritable(self, fault: str) -> StoreUnwritable:
        return StoreUnwritable(f"VN30_ARTIFACT_STORE, {self.root_url}, cannot be written: {fault}.")

    def _inside(self, url: str) -> UPath:
        if self._folder is None:
            if url.startswith(f"{self.root_url}/") and ".." not in url.split("/"):
                return self._to_path(url)
        elif url.startswith("file:") and (path := _local(url)).is_relative_to(self._folder):
            return self._to_path(f"file://{path}")
        raise WrongInput(
            localized("{url} lies outside the artifact store, {root_url}.", url=url, root_url=self.root_url)
        )


def open_store(settings: Settings) -> ArtifactStore:
    """The artifact store for use outside tasks: a bucket with the credentials of the AWS environment.

    Raises:
        WrongInput: as :class:`ArtifactStore` does.
    """
    root = settings.artifact_root()
    # In some regions, the default signature of links is an older one, which KMS refuses.
    options = {"config_kwargs": {"signature_version": "s3v4"}} if root.startswith("s3:") else {}
    return ArtifactStore(root, partial(UPath, **options), settings.artifact_encryption)


def _sha256(file: BinaryIO) -> str:
    digest = hashlib.sha256()
    while part := file.read(PART_BYTES):
        digest.update(part)
    return digest.hexdigest()


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
            # Airflow's workers write the file; the API reads it, perhaps as another user.
            os.fchmod(file.fileno(), 0o644)
            file.flush()
            # Without this, a power failure could leave an empty file under the final name.
            os.fsync(file.fileno())
        Path(unfinished).replace(path)
    except BaseException:
        Path(unfinished).unlink(missing_ok=True)
        raise


def _remove_empty(folder: Path, root: Path) -> None:
    with suppress(OSError):  # not empty
        # Top-level folders stay: another process may be about to write into them.
        while folder.parent != root:
            folder.rmdir()
            folder = folder.parent
