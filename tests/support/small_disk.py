"""A disk of a few MiB, to be filled and made read-only. Only root may mount one: others skip these tests."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg2
import pytest
import sqlalchemy as sa

_PART = 2**16


@dataclass(frozen=True)
class SmallDisk:
    """A file system of its own, mounted at ``path``, through which all users may pass."""

    path: Path

    def fill(self) -> None:
        """Write until nothing more fits."""
        try:
            with (self.path / "filler").open("wb", buffering=0) as filler:
                while filler.write(bytes(_PART)):
                    pass
        except OSError:
            pass

    def free(self) -> None:
        """Remove what :meth:`fill` has written."""
        (self.path / "filler").unlink()

    def make_read_only(self) -> None:
        subprocess.run(["mount", "-o", "remount,ro", self.path], check=True, capture_output=True)


@contextmanager
def small_disk(mib: int) -> Iterator[SmallDisk]:
    """A disk from ``with`` to its end."""
    folder = Path(tempfile.mkdtemp(prefix="vn30-disk-", dir="/tmp"))
    options = f"size={mib}m,mode=755"
    try:
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], capture_output=True, check=False
        )
    except FileNotFoundError:
        pytest.skip("there is no program mount")
    if mounted.returncode:
        pytest.skip("only root may mount a small disk")
    try:
        yield SmallDisk(folder)
    finally:
        # Lazily: a process that has just ended may still be in it.
        subprocess.run(["umount", "--lazy", folder], check=True)
        shutil.rmtree(folder)


@contextmanager
def database_on(disk: SmallDisk, like: str) -> Iterator[str]:
    """URL of a copy of the database at ``like``, with its files on the disk, from ``with`` to its end."""
    pattern = sa.make_url(like)
    folder = disk.path / "tablespace"
    folder.mkdir()
    with closing(psycopg2.connect(like)) as connection, connection.cursor() as cursor:
        cursor.execute("SHOW data_directory")
        (data,) = cursor.fetchone()
    os.chown(folder, Path(data).stat().st_uid, -1)
    with closing(psycopg2.connect(pattern.set(database="postgres").render_as_string(False))) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE TABLESPACE small LOCATION '{folder}'")
            cursor.execute(f"CREATE DATABASE small TEMPLATE {pattern.database} TABLESPACE small")
            try:
                yield pattern.set(database="small").render_as_string(False)
            finally:
                cursor.execute("DROP DATABASE small WITH (FORCE)")
                cursor.execute("DROP TABLESPACE small")
