"""Statements of market reads are planned once a connection."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from api.core.database import open_engine
from api.core.prepared import PREPARED
from api.stocks.schemas import MarketTableQuery
from api.stocks.service import market_table
from vn30.settings import Settings

_PLANS = "SELECT count(*), min(generic_plans), sum(custom_plans) FROM pg_prepared_statements"


@pytest.fixture
def engine(market_settings: Settings) -> Iterator[sa.Engine]:
    engine = open_engine(market_settings)
    yield engine
    engine.dispose()


def test_plans(engine: sa.Engine) -> None:
    """Three reads of other values make one plan a statement; the answers are those without preparation."""
    queries = [MarketTableQuery(page_size=2, page=page, search="") for page in (1, 2, 1)]
    with engine.connect() as connection:
        expected = [market_table(connection, query) for query in queries]
        assert connection.execute(sa.text(_PLANS)).one()[0] == 0
    for query, answer in zip(queries, expected, strict=True):
        # The pool gives the same connection again.
        with engine.connect().execution_options(**{PREPARED: True}) as connection:
            assert market_table(connection, query) == answer
    with engine.connect() as connection:
        statements, least, custom = connection.execute(sa.text(_PLANS)).one()
    assert (statements, least, custom) == (2, 3, 0)


def test_new_table(engine: sa.Engine) -> None:
    """What a prepared statement reads may be made again, and a percent sign is no parameter."""
    read = sa.text("SELECT note || '%' FROM prepared_notes WHERE note LIKE :prefix || '%'")
    with engine.connect().execution_options(**{PREPARED: True}) as connection:
        for note in ("first", "later"):
            cursor = connection.connection.cursor()
            cursor.execute("CREATE TEMP TABLE prepared_notes (note TEXT)")
            cursor.execute("INSERT INTO prepared_notes VALUES (%s)", (note,))
            assert connection.scalars(read, {"prefix": note[0]}).all() == [f"{note}%"]
            cursor.execute("DROP TABLE prepared_notes")
