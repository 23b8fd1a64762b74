"""The database behind the routes.

Routes ask for the engine and open a connection for as long as they read. A dependency that held a
connection from before the route's turn in the thread pool until after it could starve the very routes
that would give connections back.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import sqlalchemy as sa
from fastapi import Depends, Request

from vn30.settings import Settings
from vn30.warehouse import make_engine


def open_engine(settings: Settings) -> sa.Engine:
    """An engine whose transactions see one state of the database, however many queries they make.

    Its errors do not show the values of statements: tokens and password hashes are among them.

    Raises:
        MissingSetting: no database URL is set.
    """
    return make_engine(
        settings,
        pool_size=5,
        max_overflow=15,
        pool_timeout=10,
        isolation_level="REPEATABLE READ",
        hide_parameters=True,
    )


@contextmanager
def writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """One transaction that waits for changes under way and sees them, where a reading one would fail."""
    with (
        engine.connect().execution_options(isolation_level="READ COMMITTED") as connection,
        connection.begin(),
    ):
        yield connection


@contextmanager
def one_read(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A connection for a single query: without the round trips that begin and end a transaction."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        yield connection


# Asynchronous as all dependencies that only hand something over: others take a turn in the thread pool.
async def _engine(request: Request) -> sa.Engine:
    engine: sa.Engine = request.app.state.engine
    return engine


Database = Annotated[sa.Engine, Depends(_engine)]
