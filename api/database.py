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

    Raises:
        MissingSetting: no database URL is set.
    """
    return make_engine(
        settings, pool_size=5, max_overflow=15, pool_timeout=10, isolation_level="REPEATABLE READ"
    )


@contextmanager
def writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """One transaction that waits for others' changes and sees them, where one that reads would fail."""
    isolated = engine.connect().execution_options(isolation_level="READ COMMITTED")
    with isolated as connection, connection.begin():
        yield connection


def _engine(request: Request) -> sa.Engine:
    engine: sa.Engine = request.app.state.engine
    return engine


Database = Annotated[sa.Engine, Depends(_engine)]
