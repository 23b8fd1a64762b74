"""The database engines of the routes.

Routes take the engine and open a connection while they read. A dependency that holds a connection while the
route waits for the thread pool can take the connections that running routes need to finish.

Isolation levels are not changed by SQLAlchemy's ``execution_options``: resetting them fails if the
connection is lost meanwhile, and the pool then never counts the connection as returned.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import sqlalchemy as sa
from fastapi import Depends, Request

from api.core.prepared import prepare_statements
from vn30.database.warehouse import make_engine
from vn30.settings import Settings

_POOL: dict[str, Any] = {"pool_size": 20, "max_overflow": 0, "pool_timeout": 10, "pool_use_lifo": True}
"""Connections stay open: one above ``pool_size`` is closed after use, so that reads of many clients would
connect, and plan their statements, anew. The newest is taken first, so that few clients use few of them."""


def open_engine(settings: Settings) -> sa.Engine:
    """An engine whose transactions read one snapshot of the database.

    Its errors omit the parameters of statements, which include tokens and password hashes.

    Raises:
        MissingSetting: no database URL is set.
    """
    engine = make_engine(
        settings,
        **_POOL,
        isolation_level="REPEATABLE READ",
        hide_parameters=True,
    )
    prepare_statements(engine)
    return engine


def open_lookups(settings: Settings) -> sa.Engine:
    """An engine for single statements, without the round trips that begin and end a transaction.

    It has its own pool, so that the look-ups of every request do not wait for long reads.

    Raises:
        MissingSetting: no database URL is set.
    """
    engine = make_engine(
        settings,
        **_POOL,
        isolation_level="AUTOCOMMIT",
        hide_parameters=True,
    )
    prepare_statements(engine)
    return engine


@contextmanager
def writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A READ COMMITTED transaction: it waits for concurrent changes and sees them, instead of failing."""
    with engine.begin() as connection:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL READ COMMITTED")
        yield connection


# Asynchronous: synchronous dependencies run in the thread pool.
async def _engine(request: Request) -> sa.Engine:
    engine: sa.Engine = request.app.state.engine
    return engine


async def _lookups(request: Request) -> sa.Engine:
    engine: sa.Engine = request.app.state.lookups
    return engine


Database = Annotated[sa.Engine, Depends(_engine)]
Lookups = Annotated[sa.Engine, Depends(_lookups)]
