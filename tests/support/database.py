"""A PostgreSQL server for tests and benchmarks, which leaves nothing behind."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from tests.support.scratch import scratch_folder
from vn30.local.postgres import EmbeddedPostgres

CONNECTIONS = 500


@contextmanager
def database_server(durable: bool) -> Iterator[EmbeddedPostgres]:
    """A server of its own, from ``with`` to its end.

    Args:
        durable: whether it waits for the disk, as those that keep something do. It never loses what it has
            committed while the machine runs, whatever is killed.
    """
    # Started by root, the server runs as a user of its own: pytest's folders are closed to it.
    folder = scratch_folder("vn30-", durable)
    server = EmbeddedPostgres(folder / "postgres")
    server.start()
    # Every API that the tests of a session start keeps its pools to the end: more than the usual hundred.
    server.change_setting("max_connections", CONNECTIONS)
    server.change_setting("fsync", int(durable))
    server.stop()
    server.start()
    try:
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def drop_database(url: str) -> None:
    """Remove a database that a test has made, whoever is connected to it."""
    database = sa.make_url(url)
    server = sa.create_engine(
        database.set(database="postgres"), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool
    )
    with server.connect() as connection:
        connection.exec_driver_sql(f'DROP DATABASE "{database.database}" WITH (FORCE)')
