"""Access to the platform's database: engine, SQL files, transactions, bulk loads."""

import errno
import io
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import IO, Any
from uuid import UUID

import sqlalchemy as sa

from vn30.errors import WrongInput
from vn30.settings import SQL_ROOT, Settings, get_settings

Row = sa.RowMapping

_DISK_FULL = "53100"


class DatabaseFull(WrongInput):
    """The database has no room, and a retry cannot help; the message names the remedy."""


def make_engine(settings: Settings, **options: Any) -> sa.Engine:
    """An engine whose sessions have the platform's clock and thresholds, which the views read.

    Raises:
        MissingSetting: no database URL is set.
    """
    parameters = {
        "vn30.as_of": settings.as_of.isoformat() if settings.as_of else "",
        "vn30.fresh_sessions": str(settings.fresh_sessions),
        "vn30.stable_sessions": str(settings.stable_sessions),
        "timezone": "UTC",
    }
    flags = " ".join(f"-c {name}={value}" for name, value in parameters.items())
    url = sa.make_url(settings.require_database_url()).set(drivername="postgresql+psycopg2")
    return sa.create_engine(
        url,
        pool_pre_ping=True,
        connect_args={"options": flags, "connect_timeout": 10, "application_name": "vn30"},
        **options,
    )


@lru_cache
def engine() -> sa.Engine:
    """The engine of this process."""
    return make_engine(get_settings())


@lru_cache
def sql(name: str) -> sa.TextClause:
    """The statement in ``sql/queries/<name>.sql``."""
    return sa.text(query_text(name))


def query_text(name: str) -> str:
    """The text of ``sql/queries/<name>.sql``."""
    return (SQL_ROOT / "queries" / f"{name}.sql").read_text()


@contextmanager
def transaction() -> Iterator[sa.Connection]:
    """One transaction: committed at the end, rolled back on any error.

    Raises:
        DatabaseFull: the database has no room for it.
    """
    try:
        with engine().begin() as connection:
            yield connection
    except Exception as error:
        if is_disk_full(error):
            raise DatabaseFull(
                "The platform's database cannot be written: the disk of PostgreSQL is full. Free space on "
                "it, then clear the failed tasks."
            ) from error
        raise


def sqlstate(error: BaseException) -> str | None:
    """PostgreSQL's code of an error of SQLAlchemy or psycopg2; None if it is not the server's."""
    state = getattr(getattr(error, "orig", error), "pgcode", None)
    return state if isinstance(state, str) else None


def is_disk_full(error: BaseException) -> bool:
    """Whether an error of SQLAlchemy or psycopg2 means that the server's disk is full."""
    state = sqlstate(error)
    if state is None and isinstance(error, sa.exc.DBAPIError):
        # A refused connection has the server's message alone.
        return os.strerror(errno.ENOSPC) in str(error.orig)
    return state == _DISK_FULL


@contextmanager
def unpooled_transaction() -> Iterator[sa.Connection]:
    """One transaction on a connection of its own, closed at the end.

    For Airflow's listeners: the scheduler forks tasks, and processes must not share a connection.
    """
    with make_engine(get_settings(), poolclass=sa.NullPool).begin() as connection:
        yield connection


def fetch_all(connection: sa.Connection, name: str, /, **parameters: Any) -> list[Row]:
    """All rows of the named query."""
    return list(connection.execute(sql(name), parameters).mappings())


def fetch_one(connection: sa.Connection, name: str, /, **parameters: Any) -> Row | None:
    """The first row of the named query, or None."""
    return connection.execute(sql(name), parameters).mappings().first()


def fetch_returned(connection: sa.Connection, name: str, /, **parameters: Any) -> Row:
    """The one row that the named statement always returns.

    Raises:
        sqlalchemy.exc.NoResultFound, MultipleResultsFound: it returned none, or more.
    """
    return connection.execute(sql(name), parameters).mappings().one()


def execute(connection: sa.Connection, name: str, /, **parameters: Any) -> int:
    """Run the named statement and return the number of rows that it affected."""
    return connection.execute(sql(name), parameters).rowcount


def copy_rows(
    connection: sa.Connection, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """COPY ``rows`` into ``table``; None becomes NULL, NaN stays NaN, and text stays as it is.

    ``table`` and ``columns`` come from the code, never from input. The values of a column have one type.
    """
    # Not at the top: DAG files import this module, and are parsed without it.
    import pyarrow as pa
    import pyarrow.csv as pacsv

    values = list(zip(*rows, strict=True))
    if not values:
        return
    content = io.BytesIO()
    # Arrow quotes all text and leaves NULL unquoted, by which PostgreSQL distinguishes NULL from empty text.
    options = pacsv.WriteOptions(include_header=False)
    pacsv.write_csv(
        pa.table([pa.array(_plain(column)) for column in values], names=columns), content, options
    )
    content.seek(0)
    copy_csv(connection, table, columns, content)


def _plain(column: Sequence[Any]) -> Sequence[Any]:
    """The values of a column, UUIDs as text: Arrow's CSV has none."""
    if not any(isinstance(value, UUID) for value in column):
        return column
    return [None if value is None else str(value) for value in column]


def copy_csv(connection: sa.Connection, table: str, columns: Sequence[str], content: IO[bytes]) -> None:
    """COPY lines of CSV without a header into ``table``; an unquoted empty value becomes NULL.

    ``table`` and ``columns`` come from the code, never from input.
    """
    cursor = connection.connection.cursor()
    cursor.copy_expert(f"COPY {table} ({', '.join(columns)}) FROM STDIN (FORMAT csv)", content)


def copy_query(connection: sa.Connection, name: str, /, **parameters: Any) -> memoryview:
    """The rows of the named query as lines of CSV without a header; NULL is an empty value without quotes."""
    bound = sql(name).bindparams(**parameters).compile(dialect=connection.dialect)
    cursor = connection.connection.cursor()
    query = cursor.mogrify(str(bound), bound.params).rstrip().removesuffix(b";")
    content = io.BytesIO()
    cursor.copy_expert(b"COPY (" + query + b"\n) TO STDOUT (FORMAT csv)", content)
    return content.getbuffer()
