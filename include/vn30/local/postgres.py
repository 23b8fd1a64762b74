"""The embedded PostgreSQL server: a real one, from a wheel, with its data below the local home."""

from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg2
import psycopg2.errors
import sqlalchemy as sa
from psycopg2.sql import SQL, Composed, Identifier, Literal

from vn30.local.file_lock import FileLock
from vn30.local.postgres_process import PostgresProcess


class EmbeddedPostgres:
    """One server for one data folder; it listens on a Unix socket only.

    Several programs share it: the first one starts it, and it ends with the last one that leaves. A program
    that is killed counts as one that has left. Started by root, the server runs as an operating-system user
    of its own, which must be able to pass through every folder above its data.
    """

    def __init__(self, data: Path) -> None:
        data = data.resolve()
        self._process = PostgresProcess(data)
        # Held while the server is started or stopped.
        self._change = FileLock(data.with_name(f"{data.name}.lock"))
        # Held by every program that uses the server, shared.
        self._use = FileLock(data.with_name(f"{data.name}.users"))

    def start(self) -> None:
        """Start the server, or join it if it runs already.

        Raises:
            UnreachableFolder: its user may not use the folder of the data.
            NotStarted: it does not start, or recovers from a crash for too long.
            OSError: the folder above the data cannot be written.
        """
        with self._change.held():
            self._use.acquire(shared=True)
            try:
                self._process.start()
            except (KeyboardInterrupt, SystemExit):
                # It may be up all the same. One that recovers for long is not stopped: it would begin anew.
                self._leave()
                raise

    def restart_if_ended(self) -> bool:
        """Start the server if it has ended since :meth:`start`; whether it had. Raises as that does."""
        if self.is_running():
            return False
        with self._change.held():
            ended = not self.is_running()
            self._process.start()
        return ended

    def stop(self) -> None:
        """Stop the server, whoever uses it; its data stay."""
        if self.is_running():
            with self._change.held():
                self._process.stop()
        self._use.release()

    def leave(self) -> None:
        """Stop the server unless another program uses it."""
        with self._change.held():
            self._leave()

    def _leave(self) -> None:
        self._use.release()
        if self._use.acquire(wait=False):
            self._process.stop()
            self._use.release()

    def use(self) -> int:
        """A file descriptor: a child that inherits it counts as a user of the server until it ends."""
        return self._use.fileno()

    def is_running(self) -> bool:
        """Whether a server runs on this data."""
        return self._process.find() is not None

    @property
    def log(self) -> Path:
        """Everything that the server prints."""
        return self._process.log

    def last_lines(self) -> str:
        """The end of the server's log."""
        return self._process.last_lines()

    def database_url(self, name: str, like: str = "template1") -> str:
        """URL of the database ``name``, which is made if it is missing, as a copy of ``like``."""
        create = SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY")
        with suppress(psycopg2.errors.DuplicateDatabase):
            self._execute(create.format(Identifier(name), Identifier(like)))
        return self._url(name)

    def note(self, database: str) -> str | None:
        """The note that was kept with the database; it vanishes with it."""
        rows = self._execute(
            SQL("SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = {}").format(
                Literal(database)
            )
        )
        return rows[0][0] if rows else None

    def keep_note(self, database: str, text: str) -> None:
        """Keep one line of text with the database."""
        self._execute(SQL("COMMENT ON DATABASE {} IS {}").format(Identifier(database), Literal(text)))

    def change_setting(self, name: str, value: int) -> None:
        """Change a setting of the server, from its next start on."""
        self._execute(SQL("ALTER SYSTEM SET {} = {}").format(Identifier(name), Literal(value)))

    def _url(self, database: str) -> str:
        url = sa.URL.create("postgresql", "postgres", database=database)
        return url.set(query={"host": str(self._process.socket())}).render_as_string(hide_password=False)

    def _execute(self, statement: Composed) -> list[tuple[Any, ...]]:
        connection = psycopg2.connect(self._url("postgres"))
        # Databases are made outside transactions.
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                cursor.execute(statement)
                return list(cursor.fetchall()) if cursor.description else []
        finally:
            connection.close()
