"""``make backup`` and ``make restore``: backups of the local platform, its secrets included."""

from pathlib import Path

from pydantic import SecretStr

from vn30.backup import Restored, back_up, read_manifest, restore
from vn30.backup.manifest import BrokenBackup
from vn30.local.holder import Holder, hold_home
from vn30.local.home import Home
from vn30.local.postgres import EmbeddedPostgres
from vn30.settings import Settings
from vn30.storage.artifacts import open_store

_SECRETS = "secrets.json"


def back_up_home(settings: Settings, into: Path | None) -> Path:
    """Write a backup into a new folder of ``into``, by default ``backups/`` of the home, and return it.

    Airflow's database holds passwords, as hashes, and what was encrypted with this home's keys: without the
    secrets it would be of no use, so they are kept with it.

    Raises:
        WrongInput, LockTimeout, ToolFailed: see :func:`vn30.backup.back_up`.
    """
    home = Home(settings.home.resolve())
    postgres = EmbeddedPostgres(home.postgres)
    postgres.start()
    try:
        settings = _with_database(settings, postgres)
        return back_up(
            settings,
            open_store(settings),
            into or _backups(home),
            postgres.database_url(f"airflow_{settings.market}"),
            {_SECRETS: home.secrets_file.read_bytes()},
        )
    finally:
        postgres.leave()


def restore_home(settings: Settings, folder: Path, *, keep: bool) -> Restored:
    """Make this home what the backup in ``folder`` was, be it empty, damaged, or on another machine.

    Args:
        keep: first keep what is there, in ``backups/`` of the home.

    Raises:
        HomeInUse: a platform runs in this home.
        BrokenBackup, WrongInput, Occupied, NotKept, ToolFailed: see :func:`vn30.backup.restore`.
    """
    if _SECRETS not in read_manifest(folder).files:
        raise BrokenBackup(f"{folder} has no {_SECRETS}: restore it with `python -m vn30.backup restore`.")
    home = Home(settings.home.resolve())
    home.create()
    # Ends what a killed platform has left, which is connected to the databases, and keeps a new one out.
    with hold_home(home, Holder()):
        return _restore(settings, home, folder, keep)


def _restore(settings: Settings, home: Home, folder: Path, keep: bool) -> Restored:
    postgres = EmbeddedPostgres(home.postgres)
    postgres.start()
    try:
        settings = _with_database(settings, postgres)
        airflow = f"airflow_{settings.market}"
        there = home.secrets_file
        restored = restore(
            settings,
            open_store(settings),
            folder,
            postgres.database_url(airflow),
            keep_in=_backups(home) if keep else None,
            attachments={_SECRETS: there.read_bytes()} if there.exists() else {},
        )
        # The next start has Airflow look at its database again, which may be of an earlier version.
        postgres.keep_note(airflow, "restored")
        home.keep_secrets((folder / _SECRETS).read_bytes())
    finally:
        postgres.leave()
    return restored


def _backups(home: Home) -> Path:
    return home.root / "backups"


def _with_database(settings: Settings, postgres: EmbeddedPostgres) -> Settings:
    if settings.database_url is not None:
        return settings
    url = postgres.database_url(f"vn30_{settings.market}")
    return settings.model_copy(update={"database_url": SecretStr(url)})
