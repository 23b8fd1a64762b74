"""Advisory locks on files. The kernel drops a lock when its holder ends, however that happens."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


class FileLock:
    """A lock on the file at ``path``, which is made if it is missing and stays; its folder exists."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: BinaryIO | None = None

    def acquire(self, *, shared: bool = False, wait: bool = True) -> bool:
        """Take the lock unless it is held already by this object; False if another holds it.

        Args:
            shared: several may hold it at once, and no one else exclusively.
            wait: wait for other holders; then the result is True.

        Raises:
            OSError: the file cannot be opened for writing.
        """
        if self._file is not None:
            return True
        file = self._path.open("ab")
        kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        try:
            fcntl.flock(file, kind if wait else kind | fcntl.LOCK_NB)
        except BaseException as error:
            file.close()
            if isinstance(error, BlockingIOError):
                return False
            raise
        self._file = file
        return True

    def fileno(self) -> int:
        """The descriptor of the open file: a child that inherits it holds the lock as well, until it ends.

        Raises:
            RuntimeError: the lock is not held.
        """
        if self._file is None:
            raise RuntimeError("acquire() comes first")
        return self._file.fileno()

    def release(self) -> None:
        """Give the lock back; without it nothing happens."""
        if self._file is not None:
            self._file.close()
            self._file = None

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the lock exclusively within ``with``, after the other holders."""
        self.acquire()
        try:
            yield
        finally:
            self.release()
