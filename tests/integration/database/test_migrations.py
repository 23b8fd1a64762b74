"""The schema comes up once, stays as it is, and cannot be edited behind a database's back."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from vn30.database.migrations import EditedMigration, migrate
from vn30.database.warehouse import make_engine
from vn30.settings import SQL_ROOT, Settings


@pytest.fixture
def engine(make_database: Callable[..., str]) -> Iterator[sa.Engine]:
    engine = make_engine(Settings(database_url=make_database("schema", migrated=False)))
    yield engine
    engine.dispose()


@pytest.fixture
def copied_sql(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SQL_ROOT, tmp_path / "sql"))


def tables(engine: sa.Engine) -> set[str]:
    return set(sa.inspect(engine).get_table_names())


def test_a_second_apply_is_a_no_op(engine: sa.Engine) -> None:
    first = migrate(engine)
    assert len(first.migrations) == len(list((SQL_ROOT / "migrations").glob("*.sql")))
    assert len(first.views) == len(list((SQL_ROOT / "views").glob("*.sql")))
    with engine.connect() as connection:
        before = list(
            connection.execute(sa.text("SELECT oid, relname, relfilenode FROM pg_class ORDER BY oid"))
        )
    assert migrate(engine) == ([], [])
    with engine.connect() as connection:
        after = list(
            connection.execute(sa.text("SELECT oid, relname, relfilenode FROM pg_class ORDER BY oid"))
        )
    assert after == before


def test_names_differ() -> None:
    """No migration has the name of a view, which a second apply would drop twice."""
    names = {
        kind: {path.stem.split("_", 1)[1] for path in (SQL_ROOT / kind).glob("*.sql")}
        for kind in ("migrations", "views")
    }
    assert names["migrations"] & names["views"] == set()


def test_an_edited_applied_migration_is_refused_by_name(engine: sa.Engine, copied_sql: Path) -> None:
    migrate(engine, copied_sql)
    file = copied_sql / "migrations" / "0002_market.sql"
    file.write_text(file.read_text() + "-- a harmless comment\n")
    with pytest.raises(EditedMigration, match=r"0002_market\.sql"):
        migrate(engine, copied_sql)


def test_new_migration_and_view(engine: sa.Engine, copied_sql: Path) -> None:
    """Only a new migration and a changed view are applied."""
    migrate(engine, copied_sql)
    (copied_sql / "migrations" / "0099_more.sql").write_text("CREATE TABLE more (id INTEGER);\n")
    applied = migrate(engine, copied_sql)
    assert applied == (["0099_more"], [])
    assert "more" in tables(engine)
    view = copied_sql / "views" / "03_known_prices.sql"
    view.write_text(view.read_text().replace("prices.volume,", "prices.volume, 1 AS one,"))
    assert migrate(engine, copied_sql).migrations == []
    with engine.connect() as connection:
        assert "one" in connection.execute(sa.text("SELECT * FROM known_prices")).keys()  # noqa: SIM118


def test_views_that_others_made_are_left_alone(engine: sa.Engine, copied_sql: Path) -> None:
    migrate(engine, copied_sql)
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE VIEW my_report AS SELECT count(*) FROM stocks"))
    assert migrate(engine, copied_sql) == ([], [])
    view = copied_sql / "views" / "11_model_overview.sql"
    view.write_text(view.read_text() + "-- changed\n")
    migrate(engine, copied_sql)
    assert "my_report" in sa.inspect(engine).get_view_names()


def test_a_failing_migration_leaves_nothing_half_made(engine: sa.Engine, copied_sql: Path) -> None:
    migrate(engine, copied_sql)
    broken = copied_sql / "migrations" / "0099_broken.sql"
    broken.write_text("CREATE TABLE half (id INTEGER);\nSELECT 1 / 0;\n")
    with pytest.raises(Exception, match="division by zero"):
        migrate(engine, copied_sql)
    assert "half" not in tables(engine)
    broken.write_text("CREATE TABLE whole (id INTEGER);\n")
    assert migrate(engine, copied_sql).migrations == ["0099_broken"]


def test_deliveries_are_migrated(engine: sa.Engine, copied_sql: Path) -> None:
    """The migration to one record a channel keeps the deliveries."""
    (copied_sql / "migrations" / "0018_alert_deliveries.sql").unlink()
    for view in (copied_sql / "views").iterdir():
        view.unlink()
    migrate(engine, copied_sql)
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO alerts (key, kind, subject, title, members, channels, pending, sent_at) VALUES "
            "('sent', 'failure', 'a', 'sent', '{FPT}', '{webhook,mail}', NULL, now()), "
            "('half', 'failure', 'b', 'half sent', '{}', '{webhook}', 'open', NULL), "
            "('new', 'failure', 'c', 'new', '{}', '{}', 'open', NULL)"
        )
    migrate(engine)
    with engine.connect() as connection:
        rows = connection.exec_driver_sql(
            "SELECT title, channels, sent_at IS NULL, is_waiting FROM alert_overview ORDER BY id"
        )
        assert [tuple(row) for row in rows] == [
            ("sent", ["webhook", "mail"], False, False),
            ("half sent", ["webhook"], False, False),
            ("new", [], True, True),
        ]


def test_existing_bars(engine: sa.Engine, copied_sql: Path) -> None:
    """A bar that was stored before the history is known since it was fetched; the history begins now."""
    (copied_sql / "migrations" / "0023_price_history.sql").unlink()
    for view in (copied_sql / "views").iterdir():
        view.unlink()
    migrate(engine, copied_sql)
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO stocks (ticker, name) VALUES ('FPT', 'FPT'); "
            "INSERT INTO market_state VALUES (TRUE, 'real', 'csv', FALSE, '2024-06-28'); "
            "INSERT INTO stock_prices (stock_id, price_date, close_price, source, fetched_at) "
            "SELECT id, '2024-06-28', 50000, 'csv', '2024-06-28 18:00+07' FROM stocks"
        )
    migrate(engine)
    with engine.connect() as connection:
        rows = connection.exec_driver_sql(
            "SELECT known_from = fetched_at, history_since > now() - INTERVAL '1 minute' "
            "FROM stock_prices CROSS JOIN market_state"
        )
        assert [tuple(row) for row in rows] == [(True, True)]
