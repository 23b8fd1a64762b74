"""The process of the embedded PostgreSQL server, started and stopped by the package's own programs.

The package's Python code is not used: it puts paths into shell commands without quotes, and its lock file
belongs to the first user of the machine.
"""

import glob
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import psutil

from vn30.backup.postgres_tools import tool_path
from vn30.local.server_user import (
    UnreachableFolder,
    as_user,
    check_reachable,
    name_of,
    open_programs,
    server_user,
)
from vn30.local.sockets import make_socket_folder, remove_socket_folder, socket_folder
from vn30.storage.write_faults import find_write_fault, write_fault_in

RECOVERY_SECONDS = 180
STOP_SECONDS = 60
_LAST_LINES = 8
_ORPHAN_SECONDS = 5


class NotStarted(RuntimeError):
    """The server cannot be made or does not start; the message has the reason or the end of its log."""


class PostgresProcess:
    """The server of one data folder. Its callers see to it that one process at a time starts or stops it."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._socket_folder = socket_folder(data)

    @property
    def log(self) -> Path:
        """Everything that the server prints."""
        return self._data / "log"

    def find(self) -> psutil.Process | None:
        """The server's main process, if it runs.

        The file with its number outlives a crash, and the number may be another program's by now.
        """
        try:
            process = psutil.Process(int(self._pid_file.read_text().split("\n", 1)[0]))
            return process if Path(process.cwd()) == self._data else None
        except (OSError, ValueError, psutil.Error):
            return None

    def socket(self) -> Path:
        """The folder of the socket of the server that runs.

        Raises:
            NotStarted: it does not run.
        """
        if self.find() is None:
            raise NotStarted(f"PostgreSQL does not run in {self._data}.")
        return Path(self._pid_file.read_text().splitlines()[4])

    def start(self) -> None:
        """Start the server and wait until it accepts connections; make its data first if there are none.

        Raises:
            UnreachableFolder: its user may not use the folder.
            NotStarted: it ended, or took longer than RECOVERY_SECONDS.
        """
        user = server_user()
        self._check_owner(user)
        if user is not None:
            check_reachable(self._data.parent)
            open_programs(Path(tool_path("postgres")).parent)
        if self.find() is not None:
            self._wait_until_ready()
            return
        if not (self._data / "PG_VERSION").exists():
            self._make_data(user)
        self._remove_traces()
        self._check_version()
        owner = os.geteuid() if user is None else user.pw_uid
        make_socket_folder(self._socket_folder, owner)
        done = subprocess.run(  # noqa: S603 - nothing of it is input
            [
                *(tool_path("pg_ctl"), "start", "--wait", f"--timeout={RECOVERY_SECONDS}", "--silent"),
                *("--log=log", f"--options=-h '' -k {self._socket_folder}"),
            ],
            cwd=self._data,
            # In the environment: pg_ctl puts an argument with the path into a shell command.
            env={**os.environ, "PGDATA": str(self._data)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
            **as_user(user),
        )
        if done.returncode:
            raise NotStarted(self._why_not_started())

    def stop(self) -> None:
        """End the server: open transactions are rolled back, and the data stay."""
        process = self.find()
        if process is None:
            return
        # PostgreSQL's fast, then its immediate shutdown.
        for kind, seconds in ((signal.SIGINT, STOP_SECONDS), (signal.SIGQUIT, 10), (signal.SIGKILL, 10)):
            with suppress(psutil.NoSuchProcess):
                process.send_signal(kind)
            deadline = time.monotonic() + seconds
            while self.find() is not None and time.monotonic() < deadline:
                time.sleep(0.05)
            if self.find() is None:
                break
        remove_socket_folder(self._socket_folder)

    def last_lines(self) -> str:
        """The end of the server's log."""
        with suppress(OSError):
            return "\n".join(self.log.read_text(errors="replace").splitlines()[-_LAST_LINES:])
        return ""

    @property
    def _pid_file(self) -> Path:
        return self._data / "postmaster.pid"

    def _wait_until_ready(self) -> None:
        """Wait for a server that another process has started."""
        deadline = time.monotonic() + RECOVERY_SECONDS
        while self._state() != "ready":
            if self.find() is None or time.monotonic() > deadline:
                raise NotStarted(self._why_not_started())
            time.sleep(0.2)

    def _state(self) -> str:
        with suppress(OSError, IndexError):
            return self._pid_file.read_text().splitlines()[7].strip()
        return ""

    def _make_data(self, user: pwd.struct_passwd | None) -> None:
        """Run initdb beside the final name: an interrupted one leaves nothing that looks complete."""
        prefix = f"{self._data.name}.new-"
        for interrupted in self._data.parent.glob(f"{glob.escape(prefix)}*"):
            shutil.rmtree(interrupted, ignore_errors=True)
        unfinished = Path(tempfile.mkdtemp(prefix=prefix, dir=self._data.parent))
        if user is not None:
            os.chown(unfinished, user.pw_uid, user.pw_gid)
        done = subprocess.run(  # noqa: S603 - nothing of it is input
            [
                *(tool_path("initdb"), "--auth=trust", "--encoding=utf8", "--username=postgres"),
                f"--pgdata={unfinished}",
            ],
            cwd=unfinished,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            **as_user(user),
        )
        if done.returncode:
            shutil.rmtree(unfinished, ignore_errors=True)
            last = "\n".join(done.stderr.decode(errors="replace").strip().splitlines()[-_LAST_LINES:])
            fault = write_fault_in(last)
            because = f": {fault}." if fault else "."
            raise NotStarted(f"PostgreSQL cannot make its data in {self._data}{because}\n{last}")
        # Over an empty folder, if there is one.
        unfinished.rename(self._data)

    def _remove_traces(self) -> None:
        """Make way for a start after a crash: end what the crashed server has left, and remove its notes.

        PostgreSQL does not start while a process of it lives, or while the number of the old one is in use,
        be it by another program.
        """
        orphans = [process for process in psutil.process_iter(["name", "cwd"]) if self._is_orphan(process)]
        _, alive = psutil.wait_procs(orphans, timeout=_ORPHAN_SECONDS)
        for process in alive:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        psutil.wait_procs(alive, timeout=_ORPHAN_SECONDS)
        self._pid_file.unlink(missing_ok=True)
        for name in (".s.PGSQL.5432.lock", ".s.PGSQL.5432"):
            (self._socket_folder / name).unlink(missing_ok=True)

    def _is_orphan(self, process: psutil.Process) -> bool:
        info = process.info
        return info["cwd"] == str(self._data) and str(info["name"]).startswith("postgres")

    def _check_version(self) -> None:
        """Raise NotStarted if the data are of another major version than the programs."""
        stored = (self._data / "PG_VERSION").read_text().strip()
        printed = subprocess.run(  # noqa: S603 - nothing of it is input
            [tool_path("postgres"), "--version"], capture_output=True, text=True, check=True
        ).stdout
        installed = printed.split()[2].split(".")[0]
        if stored != installed:
            raise NotStarted(
                f"The data in {self._data} are of PostgreSQL {stored}, and {installed} is installed. Restore "
                "a backup into another VN30_HOME, as docs/operations.md describes."
            )

    def _check_owner(self, user: pwd.struct_passwd | None) -> None:
        if not self._data.exists():
            return
        owner, expected = self._data.stat().st_uid, os.geteuid() if user is None else user.pw_uid
        if owner == expected:
            return
        if user is not None and not any(self._data.iterdir()):
            os.chown(self._data, user.pw_uid, user.pw_gid)
            return
        raise UnreachableFolder(
            f"{self._data} belongs to the user {name_of(owner)}, and PostgreSQL would run as "
            f"{name_of(expected)}. Start the platform as the user who made it, or set VN30_HOME to a folder "
            "of your own."
        )

    def _why_not_started(self) -> str:
        last, fault = self.last_lines(), None
        with suppress(OSError):
            # The log itself may have taken no line any more.
            fault = write_fault_in(last) or find_write_fault(self._data)
        because = f": {fault}." if fault else "."
        late = f" in {RECOVERY_SECONDS} seconds" if self.find() is not None else ""
        return f"PostgreSQL does not start{late}{because} Its log, {self.log}, ends with:\n{last}"
