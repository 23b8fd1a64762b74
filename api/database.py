"""The database behind the routes.

Routes ask for the engine and open a connection for as long as they read. A dependency that held a
connection from before the route's turn in the thread pool until after it could starve the very routes
that would give connections back.

No connection gets another isolation level for a while by SQLAlchemy's ``execution_options``: setting it back
fails where the server has gone away meanwhile, and the pool then never counts the connection as returned.
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


def open_lookups(settings: Settings) -> sa.Engine:
    """An engine for single statements, without the round trips that begin and end a transaction.

    It has connections of its own: what every request looks up first does not queue behind long reads.

    Raises:
        MissingSetting: no database URL is set.
    """
    return make_engine(
        settings,
        pool_size=10,
        max_overflow=10,
        pool_timeout=10,
        isolation_level="AUTOCOMMIT",
        hide_parameters=True,
    )


@contextmanager
def writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """One transaction that waits for others' changes and sees them, where one that reads would fail."""
    with engine.begin() as connection:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL READ COMMITTED")
        yield connection


# Asynchronous as all dependencies that only hand something over: others take a turn in the thread pool.
async def _engine(request: Request) -> sa.Engine:
    engine: sa.Engine = request.app.state.engine
    return engine


async def _lookups(request: Request) -> sa.Engine:
    engine: sa.Engine = request.app.state.lookups
    return engine


Database = Annotated[sa.Engine, Depends(_engine)]
Lookups = Annotated[sa.Engine, Depends(_lookups)]
