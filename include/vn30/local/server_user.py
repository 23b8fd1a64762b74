"""The operating-system user who runs the embedded server: whoever starts it, or for root one of its own."""

import os
import pwd
import stat
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

# PostgreSQL refuses to run as root.
_USER_OF_ROOT = "pgserver"


class UnreachableFolder(RuntimeError):
    """The server's user cannot use its data folder; the message says what to do."""


def check_reachable(folder: Path) -> None:
    """Raise UnreachableFolder if other users may not pass through an existing folder on the way to it."""
    for above in (folder, *folder.parents):
        if above.exists() and not above.stat().st_mode & stat.S_IXOTH:
            raise UnreachableFolder(
                f"PostgreSQL, started by root, runs as a user of its own, and {above} does not let other "
                f"users pass. Run `chmod o+x {above}`, set VN30_HOME to a folder that all can reach, or "
                "start as an ordinary user."
            )


def server_user() -> pwd.struct_passwd | None:
    """The user who runs the server of root, made on a new machine; None: whoever starts it."""
    if os.geteuid() != 0:
        return None
    for _ in range(2):
        with suppress(KeyError):
            return pwd.getpwnam(_USER_OF_ROOT)
        # Another process may be just doing the same.
        with suppress(FileNotFoundError):
            subprocess.run(["useradd", _USER_OF_ROOT], capture_output=True, check=False)  # noqa: S603, S607
    with suppress(KeyError):
        return pwd.getpwnam(_USER_OF_ROOT)
    raise UnreachableFolder(
        f"PostgreSQL does not run as root, and the user {_USER_OF_ROOT} for it cannot be made here. Make one "
        "with that name, or start as an ordinary user."
    )


def as_user(user: pwd.struct_passwd | None) -> dict[str, Any]:
    """The arguments of subprocess that run a program as this user."""
    return {} if user is None else {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def open_programs(programs: Path) -> None:
    """Let the server's user run its programs, which may have been installed for their owner alone."""
    installed = programs.parent
    if installed.is_relative_to(sys.prefix) and not (programs / "postgres").stat().st_mode & stat.S_IXOTH:
        for path in (installed, *installed.rglob("*")):
            mode = path.stat().st_mode
            path.chmod(mode | (mode & 0o500) >> 3 | (mode & 0o500) >> 6)
    for above in programs.parents:
        if above.is_relative_to(sys.prefix) and not above.stat().st_mode & stat.S_IXOTH:
            above.chmod(above.stat().st_mode | 0o055)
    check_reachable(programs)


def name_of(uid: int) -> str:
    """The name of a user, or the number where there is none."""
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)
