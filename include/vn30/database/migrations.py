"""Migrates a database to the schema in ``sql/``: the migrations in order, then the views.

yoyo-migrations applies the plain SQL files. In addition, the checksum of each file is recorded: a migration
that was edited after it was applied is refused, and views are recreated only when one of them has changed.
From the command line: ``python -m vn30.database.migrations``.
"""

import hashlib
import sys
from pathlib import Path
from typing import NamedTuple

import sqlalchemy as sa
import yoyo

from vn30.database.warehouse import make_engine
from vn30.errors import WrongInput
from vn30.settings import SQL_ROOT, get_settings


class EditedMigration(WrongInput):
    """A migration was edited after it had been applied to this database; the message names it."""


class Applied(NamedTuple):
    """The names of the migrations and views that one call of :func:`migrate` applied."""

    migrations: list[str]
    views: list[str]


def migrate(engine: sa.Engine, sql_root: Path = SQL_ROOT) -> Applied:
    """Apply pending migrations and changed views. A second call applies nothing.

    Raises:
        EditedMigration: a migration that was applied before has other content now.
    """
    with engine.connect() as guard:
        # The lock of a transaction: PostgreSQL releases it when the process is killed.
        guard.execute(sa.text("SELECT pg_advisory_xact_lock(hashtext('vn30 schema'))"))
        with engine.begin() as connection:
            connection.execute(
                sa.text(
                    "CREATE TABLE IF NOT EXISTS schema_files (name TEXT PRIMARY KEY, "
                    "sha256 TEXT NOT NULL, applied_at TIMESTAMPTZ NOT NULL DEFAULT now())"
                )
            )
        applied = _apply_migrations(engine, sql_root / "migrations")
        return Applied(applied, _apply_views(engine, sql_root))


def newest_migration(engine: sa.Engine) -> str | None:
    """The name of the newest migration in the database, or None if it has no schema yet."""
    with engine.connect() as connection:
        if not sa.inspect(connection).has_table("_yoyo_migration"):
            return None
        newest: str | None = connection.scalar(sa.text("SELECT max(migration_id) FROM _yoyo_migration"))
        return newest


def known_migrations(sql_root: Path = SQL_ROOT) -> set[str]:
    """The names of the migrations that this version of the software has."""
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


def _apply_views(engine: sa.Engine, sql_root: Path) -> list[str]:
    files = sorted((sql_root / "views").glob("*.sql"))
    migrations = known_migrations(sql_root)
    wanted = {path.stem: _sha256(path) for path in files}
    with engine.begin() as connection:
        existing = set(
            connection.scalars(sa.text("SELECT viewname FROM pg_views WHERE schemaname = current_schema()"))
        )
        # Only recorded views are dropped: others in this database are not the platform's. A migration may
        # have the name of a view.
        ours = {
            name: checksum
            for name, checksum in _checksums(connection).items()
            if name not in migrations and _view(name) in existing
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
    """The name of the view in a file: the file's name without its number."""
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
    """Migrate the database of the settings; exit status 0, or 2 for wrong input."""
    try:
        engine = make_engine(get_settings(), hide_parameters=True)
        try:
            applied = migrate(engine)
        finally:
            engine.dispose()
    except WrongInput as error:
        print(error, file=sys.stderr)
        return 2
    print(f"Applied {len(applied.migrations)} migrations and created {len(applied.views)} views.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
