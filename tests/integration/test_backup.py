"""Backups: whole or refused, moved with their files, and the way back from an upgrade."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from pydantic import SecretStr

from vn30 import backup
from vn30.artifacts import ArtifactStore, Listed
from vn30.backup.postgres_tools import ToolFailed
from vn30.errors import WrongInput
from vn30.file_hold import FilesHeld, hold_files
from vn30.migrations import migrate
from vn30.settings import SQL_ROOT, Settings
from vn30.training.config import parse_config
from vn30.training.registry import start_experiment
from vn30.training.retention import tidy
from vn30.warehouse import engine, make_engine

CONTENT = b"what a run has drawn"


@pytest.fixture
def store(desk: Any) -> ArtifactStore:
    """The store of a platform with one run, which has drawn the plot of one ticker."""
    store = ArtifactStore(desk.settings.artifact_root())
    run = start_experiment("run", parse_config({}), ["FPT"], ["FPT"], date(2024, 6, 28))
    plot = store.put(f"models/{run.id}/FPT/evaluation.png", CONTENT)
    store.put("panels/big.parquet", b"is made again")
    with engine().begin() as connection:
        connection.execute(
            sa.text(
                "WITH fpt AS (INSERT INTO stocks (ticker, name) VALUES ('FPT', 'FPT') RETURNING id) "
                "INSERT INTO experiment_ticker_artifacts (run_id, stock_id, evaluation_png_url) "
                "SELECT :run, id, :url FROM fpt"
            ),
            {"run": run.id, "url": plot.url},
        )
    return store


@pytest.fixture
def kept(desk: Any, store: ArtifactStore, tmp_path: Path) -> Path:
    """A backup of that platform, which nobody is connected to any more."""
    folder = backup.back_up(desk.settings, store, tmp_path / "backups", None)
    engine().dispose()
    return folder


@contextmanager
def connected(url: str) -> Iterator[sa.Connection]:
    """A connection that is closed in the end."""
    found = make_engine(Settings(database_url=SecretStr(url)))
    try:
        with found.connect() as connection:
            yield connection
    finally:
        found.dispose()


def test_a_backup_comes_back_in_another_database_and_a_bucket_with_every_row_naming_its_file_there(
    kept: Path, desk: Any, make_database: Callable[..., str], bucket: str
) -> None:
    elsewhere = desk.settings.model_copy(
        update={
            "database_url": SecretStr(make_database("restored", migrated=False)),
            "artifact_store": bucket,
        }
    )
    manifest = backup.restore(elsewhere, ArtifactStore(bucket), kept, None)
    assert (manifest.market, manifest.dumps(), len(manifest.artifact_keys())) == ("real", ["platform"], 1)
    with connected(elsewhere.require_database_url()) as connection:
        urls = connection.scalars(sa.text("SELECT evaluation_png_url FROM experiment_ticker_artifacts")).all()
        schema = set(sa.inspect(connection).get_table_names()) | set(sa.inspect(connection).get_view_names())
        assert migrate(connection.engine) == ([], [])
    assert [url.split("/models/")[0] for url in urls] == [bucket]
    assert ArtifactStore(bucket).read(urls[0]) == CONTENT
    with connected(desk.settings.require_database_url()) as connection:
        inspected = sa.inspect(connection)
        assert schema == set(inspected.get_table_names()) | set(inspected.get_view_names())


def test_a_damaged_backup_changes_nothing(kept: Path, desk: Any, store: ArtifactStore) -> None:
    with (kept / "platform.dump").open("r+b") as dump:
        dump.seek(-100, os.SEEK_END)
        dump.write(b"?")
    with pytest.raises(backup.BrokenBackup, match=r"missing or changed: platform\.dump"):
        backup.restore(desk.settings, store, kept, None)
    # As whole as its manifest says, but cut off by whoever made it.
    whole = (kept / "platform.dump").read_bytes()
    (kept / "platform.dump").write_bytes(whole[: len(whole) // 2])
    manifest = json.loads((kept / "manifest.json").read_text())
    manifest["files"]["platform.dump"] = backup.manifest.fact_of(kept / "platform.dump").model_dump()
    (kept / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(ToolFailed, match="pg_restore failed"):
        backup.restore(desk.settings, store, kept, None)
    assert desk.count("experiment_ticker_artifacts") == 1


def test_an_interrupted_backup_is_none(
    desk: Any, store: ArtifactStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copyfileobj", full)
    with pytest.raises(OSError, match="No space left"):
        backup.back_up(desk.settings, store, tmp_path / "backups", None)
    assert list((tmp_path / "backups").iterdir()) == []
    (tmp_path / "copied by hand").mkdir()
    with pytest.raises(backup.BrokenBackup, match=r"no manifest\.json"):
        backup.restore(desk.settings, store, tmp_path / "copied by hand", None)


def test_programs_that_are_connected_are_named_before_anything_changes(
    kept: Path, desk: Any, store: ArtifactStore
) -> None:
    with engine().connect(), pytest.raises(backup.Occupied, match=r"vn30 \(1\)\. Stop the platform first"):
        backup.restore(desk.settings, store, kept, None)


def test_simulated_and_real_prices_do_not_take_each_others_place(
    kept: Path, desk: Any, store: ArtifactStore
) -> None:
    simulated = desk.settings.model_copy(update={"price_source": "sample"})
    with pytest.raises(WrongInput, match="of real prices and this platform of simulated"):
        backup.restore(simulated, store, kept, None)


def test_no_file_goes_while_it_is_being_copied(
    desk: Any, store: ArtifactStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked_for_files = store.files

    def files(folder: str) -> Iterator[Listed]:
        with pytest.raises(FilesHeld, match="Try again later"), hold_files(engine(), 0):
            pass
        return asked_for_files(folder)

    monkeypatch.setattr(store, "files", files)
    backup.back_up(desk.settings, store, tmp_path / "backups", None)
    tidy(desk.settings, ArtifactStore(desk.settings.artifact_root()))


def test_an_upgrade_is_taken_back_by_the_backup_made_before_it(
    make_database: Callable[..., str], desk: Any, tmp_path: Path
) -> None:
    """The written way back: `docs/operations.md`. The version before lacks the last migration."""
    before = Path(shutil.copytree(SQL_ROOT, tmp_path / "before"))
    *_, last = sorted((before / "migrations").glob("*.sql"))
    last.unlink()
    shutil.rmtree(before / "views")
    (before / "views").mkdir()
    settings = desk.settings.model_copy(
        update={"database_url": SecretStr(make_database("upgraded", migrated=False))}
    )
    store = ArtifactStore(settings.artifact_root())
    with connected(settings.require_database_url()) as connection:
        migrate(connection.engine, before)
        connection.execute(
            sa.text(
                "INSERT INTO users (username, password_hash, display_name, role) "
                "VALUES ('kept', '-', '', 'admin')"
            )
        )
        connection.commit()
        tables = set(sa.inspect(connection).get_table_names())
    folder = backup.back_up(settings, store, tmp_path / "backups", None)
    with connected(settings.require_database_url()) as connection:
        assert migrate(connection.engine).migrations == [last.stem]
        connection.execute(sa.text("DELETE FROM users WHERE username = 'kept'"))
        connection.commit()

    backup.restore(settings, store, folder, None)
    with connected(settings.require_database_url()) as connection:
        assert set(sa.inspect(connection).get_table_names()) == tables
        assert connection.scalars(sa.text("SELECT username FROM users ORDER BY 1")).all() == [
            "airflow",
            "kept",
        ]
        assert migrate(connection.engine, before) == ([], [])
        # And forward again, with the data.
        assert migrate(connection.engine).migrations == [last.stem]
        assert connection.scalars(sa.text("SELECT username FROM users ORDER BY 1")).all() == [
            "airflow",
            "kept",
        ]
