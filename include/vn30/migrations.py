"""Brings a database to the schema in ``sql/``: migrations in order, then the views.

Plain SQL files applied by yoyo-migrations. On top of it each file's checksum is kept, so that an edited,
already applied migration is refused and the views are made again only when one of them changed. From the
command line: ``python -m vn30.migrations``.
"""

import hashlib
import sys
from pathlib import Path
from typing import NamedTuple

import sqlalchemy as sa
import yoyo

from vn30.errors import WrongInput
from vn30.settings import SQL_ROOT, get_settings
from vn30.warehouse import make_engine


class EditedMigration(WrongInput):
    """A migration that this database already has was changed afterwards; the message names it."""


class Applied(NamedTuple):
    """What one call of :func:`migrate` changed."""

    migrations: list[str]
    views: list[str]


def migrate(engine: sa.Engine, sql_root: Path = SQL_ROOT) -> Applied:
    """Apply what is missing and return it; a second call returns nothing.

    Raises:
        EditedMigration: a file that was applied before has other content now.
    """
    with engine.connect() as guard:
        # Held by this connection's transaction: a killed migration blocks nobody.
        guard.execute(sa.text("SELECT pg_advisory_xact_lock(hashtext('vn30 schema'))"))
        with engine.begin() as connection:
            connection.execute(
                sa.text(
                    "CREATE TABLE IF NOT EXISTS schema_files (name TEXT PRIMARY KEY, "
                    "sha256 TEXT NOT NULL, applied_at TIMESTAMPTZ NOT NULL DEFAULT now())"
                )
            )
        applied = _apply_migrations(engine, sql_root / "migrations")
        return Applied(applied, _apply_views(engine, sql_root / "views"))


def newest_migration(engine: sa.Engine) -> str | None:
    """The last migration that the database has, or None if it has no schema yet."""
    with engine.connect() as connection:
        if not sa.inspect(connection).has_table("_yoyo_migration"):
            return None
        newest: str | None = connection.scalar(sa.text("SELECT max(migration_id) FROM _yoyo_migration"))
        return newest


def known_migrations(sql_root: Path = SQL_ROOT) -> set[str]:
    """The migrations that this software brings."""
    return {path.stem for path in (sql_root / "migrations").glob("*.sql")}


def _apply_migrations(engine: sa.Engine, folder: Path) -> list[str]:
    url = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    backend = yoyo.get_backend(url)
    try:
        migrations = yoyo.read_migrations(str(folder))
        pending = backend.to_apply(migrations)
        names = [str(migration.id) for migration in pending]
        files = {str(migration.id): folder / f"{migration.id}.sql" for migration in migrations}
        with engine.connect() as connection:
            known = _checksums(connection)
        for name, path in files.items():
            if name not in names and known.get(name) != _sha256(path):
                raise EditedMigration(
                    f"{path.name} was edited after it had been applied to this database. "
                    "Restore the file and put the change into a new migration."
                )
        with engine.begin() as connection:
            for name in names:
                _record(connection, name, files[name])
        backend.apply_migrations(pending)
    finally:
        backend.connection.close()
    return names


def _apply_views(engine: sa.Engine, folder: Path) -> list[str]:
    files = sorted(folder.glob("*.sql"))
    wanted = {path.stem: _sha256(path) for path in files}
    with engine.begin() as connection:
        existing = set(
            connection.scalars(sa.text("SELECT viewname FROM pg_views WHERE schemaname = current_schema()"))
        )
        # Views that others made here stay; ours are those that were recorded when they were made.
        ours = {
            name: checksum for name, checksum in _checksums(connection).items() if _view(name) in existing
        }
        if ours == wanted:
            return []
        for name in sorted(ours, reverse=True):
            connection.exec_driver_sql(f'DROP VIEW "{_view(name)}"')
            connection.execute(sa.text("DELETE FROM schema_files WHERE name = :name"), {"name": name})
        for path in files:
            connection.exec_driver_sql(path.read_text().replace("%", "%%"))
            _record(connection, path.stem, path)
    return list(wanted)


def _view(file: str) -> str:
    """The view that a file makes: its name behind the number."""
    return file.split("_", 1)[1]


def _checksums(connection: sa.Connection) -> dict[str, str]:
    rows = connection.execute(sa.text("SELECT name, sha256 FROM schema_files"))
    return {name: checksum for name, checksum in rows}


def _record(connection: sa.Connection, name: str, path: Path) -> None:
    connection.execute(
        sa.text(
            "INSERT INTO schema_files (name, sha256) VALUES (:name, :sha256) "
            "ON CONFLICT (name) DO UPDATE SET sha256 = excluded.sha256, applied_at = now()"
        ),
        {"name": name, "sha256": _sha256(path)},
    )


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main() -> int:
    """Bring the database of the settings to the schema; 0 if it is there, 2 if the input is wrong."""
    try:
        engine = make_engine(get_settings(), hide_parameters=True)
        try:
            applied = migrate(engine)
        finally:
            engine.dispose()
    except WrongInput as error:
        print(error, file=sys.stderr)
        return 2
    print(f"Applied {len(applied.migrations)} migrations, made {len(applied.views)} views.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
