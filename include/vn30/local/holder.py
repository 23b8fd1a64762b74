"""One platform a home: the program that runs it holds a lock, and others learn from a file where it is."""

import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from uuid import uuid4

import psutil
from pydantic import TypeAdapter

from vn30.local.file_lock import FileLock
from vn30.local.home import Home, UnusableHome
from vn30.local.marked_processes import end_marked_processes
from vn30.local.postgres import EmbeddedPostgres
from vn30.storage.write_faults import write_fault

_INTRODUCTION_SECONDS = 20.0


@dataclass(frozen=True)
class Holder:
    """The program that holds a home.

    Attributes:
        mark: the value of the variable MARK in the environment of the processes that it starts.
        pid: its process.
        since: when it took the home, with a timezone, in ISO 8601.
        api_url, airflow_url: where the platform is, or will be; None if it only restores a backup.
    """

    api_url: str | None = None
    airflow_url: str | None = None
    mark: str = field(default_factory=lambda: uuid4().hex)
    pid: int = field(default_factory=os.getpid)
    since: str = field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="seconds"))


_HOLDER = TypeAdapter(Holder)


class HomeInUse(RuntimeError):
    """Another program holds the home; ``holder`` is None if it does not say which one."""

    def __init__(self, home: Home, holder: Holder | None) -> None:
        self.holder = holder
        if holder is None:
            use = "is in use by another program"
        elif holder.api_url is None:
            use = f"is being restored by process {holder.pid}"
        else:
            use = (
                f"belongs to a platform that runs as process {holder.pid}, with the app at {holder.api_url} "
                f"and Airflow at {holder.airflow_url}"
            )
        super().__init__(f"{home.root} {use}. Stop that first, or set VN30_HOME to another folder.")


@contextmanager
def hold_home(home: Home, holder: Holder) -> Iterator[int]:
    """Hold an existing home within ``with``; yields how many processes had been left in it.

    What a killed program has started, and only that, is ended first.

    Raises:
        HomeInUse: another program holds it.
        UnusableHome: it cannot be written.
    """
    lock = FileLock(home.lock_file)
    try:
        held = lock.acquire(wait=False)
    except OSError as error:
        if fault := write_fault(error):
            raise UnusableHome(
                f"VN30_HOME, {home.root}, cannot be written: {fault}, or set VN30_HOME to another folder."
            ) from error
        raise
    if not held:
        raise HomeInUse(home, _introduced(home))
    try:
        before = _read(home)
        ended = end_marked_processes(before.mark) if before else 0
        postgres = EmbeddedPostgres(home.postgres)
        if postgres.is_running():
            # Its server as well, unless a backup or a script uses it.
            postgres.leave()
        _write(home, holder)
        yield ended
    finally:
        lock.release()


def _introduced(home: Home) -> Holder | None:
    """What the holder says of itself; it may still be ending what the one before has left."""
    deadline = time.monotonic() + _INTRODUCTION_SECONDS
    while time.monotonic() < deadline:
        holder = _read(home)
        if holder is not None and psutil.pid_exists(holder.pid):
            return holder
        time.sleep(0.2)
    return None


def _read(home: Home) -> Holder | None:
    with suppress(OSError, ValueError):
        return _HOLDER.validate_json(home.holder_file.read_bytes())
    return None


def _write(home: Home, holder: Holder) -> None:
    unfinished = home.holder_file.with_suffix(".new")
    unfinished.write_text(json.dumps(asdict(holder)))
    unfinished.replace(home.holder_file)
