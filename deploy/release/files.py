"""Files of a release: the source of a commit, archives and checksums that depend on nothing else."""

import gzip
import hashlib
import io
import json
import subprocess
import tarfile
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

BUILD_FILE = "include/vn30/build.txt"
"""Tells `vn30.version` that it is part of a release, and of which one."""


def export(root: Path, commit: str, folder: Path, version: str) -> int:
    """Write the files of ``commit`` into ``folder``, marked as ``version``; return the commit's time.

    The time is in seconds since 1970, as SOURCE_DATE_EPOCH has it.
    """
    archive = subprocess.run(["git", "archive", commit], cwd=root, stdout=subprocess.PIPE, check=True)  # noqa: S603, S607
    with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as files:
        unpack(files, folder)
    (folder / BUILD_FILE).write_text(f"{version}\n")
    shown = ["git", "show", "--no-patch", "--format=%ct", commit]
    return int(subprocess.run(shown, cwd=root, stdout=subprocess.PIPE, check=True).stdout)  # noqa: S603


def unpack(files: tarfile.TarFile, folder: Path) -> None:
    """Write the members of an archive of our own into ``folder``.

    Python before 3.11.4 has no filter against members outside the folder, and no argument for one.
    """
    files.extraction_filter = getattr(tarfile, "data_filter", None)
    files.extractall(folder)  # noqa: S202


def pack(archive: Path, root: Path, paths: Iterable[Path], moment: int) -> None:
    """Write ``paths``, files below ``root``, to a ``.tar.gz``: equal contents give equal bytes.

    Args:
        moment: the time of all files, in seconds since 1970.
    """
    with (
        archive.open("wb") as raw,
        gzip.GzipFile("", "wb", fileobj=raw, mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as files,
    ):
        for path in sorted(paths):
            entry = tarfile.TarInfo(path.relative_to(root).as_posix())
            entry.size, entry.mtime = path.stat().st_size, moment
            entry.mode = 0o755 if path.stat().st_mode & 0o100 else 0o644
            with path.open("rb") as content:
                files.addfile(entry, content)


def reproducible_sbom(path: Path, moment: int) -> None:
    """Replace the random number and the time of a bill of materials, which differ at each call."""
    document = json.loads(path.read_text())
    document.pop("serialNumber", None)
    document["metadata"]["timestamp"] = datetime.fromtimestamp(moment, UTC).isoformat()
    path.write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n")


def write_checksums(folder: Path) -> None:
    """Write ``SHA256SUMS`` of the files in ``folder``, for ``sha256sum --check``."""
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n"
        for path in sorted(folder.iterdir())
        if path.name != "SHA256SUMS"
    ]
    (folder / "SHA256SUMS").write_text("".join(lines))
