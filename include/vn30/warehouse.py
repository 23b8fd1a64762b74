"""The platform's database: engine, SQL files, transactions, and bulk loading."""

import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import IO, Any

import sqlalchemy as sa

from vn30.settings import SQL_ROOT, Settings, get_settings

Row = sa.RowMapping


def make_engine(settings: Settings, **options: Any) -> sa.Engine:
    """An engine whose connections carry the platform's clock and thresholds for the views.

    Raises:
        MissingSetting: no database URL is set.
    """
    carried = {
        "vn30.as_of": settings.as_of.isoformat() if settings.as_of else "",
        "vn30.fresh_sessions": str(settings.fresh_sessions),
        "vn30.stable_sessions": str(settings.stable_sessions),
        "timezone": "UTC",
    }
    flags = " ".join(f"-c {name}={value}" for name, value in carried.items())
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
    return sa.text((SQL_ROOT / "queries" / f"{name}.sql").read_text())


@contextmanager
def transaction() -> Iterator[sa.Connection]:
    """One transaction: committed at the end, rolled back on any error."""
    with engine().begin() as connection:
        yield connection


@contextmanager
def unpooled_transaction() -> Iterator[sa.Connection]:
    """One transaction on a connection of its own, closed at the end.

    For Airflow's listeners: the scheduler forks the tasks, and a connection must not be shared with them.
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
    """Run the named statement and return how many rows it touched."""
    return connection.execute(sql(name), parameters).rowcount


def copy_rows(
    connection: sa.Connection, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """COPY ``rows`` into ``table``; None becomes NULL.

    ``table`` and ``columns`` come from the code, never from input.
    """
    buffer = io.StringIO()
    for row in rows:
        buffer.write("\t".join(r"\N" if value is None else _escape(str(value)) for value in row) + "\n")
    buffer.seek(0)
    _copy(connection, table, columns, buffer, "text")


def copy_csv(connection: sa.Connection, table: str, columns: Sequence[str], content: IO[bytes]) -> None:
    """COPY lines of CSV without a header into ``table``; an empty value becomes NULL.

    ``table`` and ``columns`` come from the code, never from input.
    """
    _copy(connection, table, columns, content, "csv")


def _copy(
    connection: sa.Connection, table: str, columns: Sequence[str], content: IO[Any], layout: str
) -> None:
    cursor = connection.connection.cursor()
    cursor.copy_expert(f"COPY {table} ({', '.join(columns)}) FROM STDIN (FORMAT {layout})", content)


def _escape(text: str) -> str:
    return text.replace("\\", r"\\").replace("\t", r"\t").replace("\n", r"\n").replace("\r", r"\r")
