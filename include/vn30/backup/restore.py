"""Brings a platform back to what a backup holds."""

import hashlib
import logging
from pathlib import Path

from pydantic import SecretStr

from vn30.artifacts import ArtifactStore
from vn30.backup import postgres_tools
from vn30.backup.manifest import Manifest, read_manifest
from vn30.errors import WrongInput
from vn30.settings import SQL_ROOT, Settings
from vn30.warehouse import fetch_all, make_engine

log = logging.getLogger(__name__)

_MOVE = """
SET search_path = public;
SELECT set_config('vn30.old_root', :'old_root', TRUE), set_config('vn30.new_root', :'new_root', TRUE);
"""


class Occupied(WrongInput):
    """Programs are connected to a database that is to be replaced; the message names them."""


def restore(settings: Settings, store: ArtifactStore, folder: Path, airflow_url: str | None) -> Manifest:
    """Replace both databases, and bring back the files, of the backup in ``folder``; return what it held.

    The files come first, so that no row names one that is missing, and each database is replaced in one
    transaction. Stopped half-way it can be run again. Files of the store that the backup does not know stay.
    The store may be another one than the backup was made of, and the software later: its next start migrates
    the schema.

    Args:
        airflow_url: of Airflow's own database; None leaves that of the backup aside.

    Raises:
        BrokenBackup: the backup is not whole; nothing has changed.
        WrongInput: it is of the other market, or has no Airflow database; nothing has changed.
        Occupied: somebody is connected to the databases; nothing has changed.
        ToolFailed: PostgreSQL refused the content; that database is as before.
    """
    manifest = read_manifest(folder)
    if manifest.market != settings.market:
        raise WrongInput(
            f"The backup is of {manifest.market} prices and this platform of {settings.market} ones, which "
            "never mix. Set VN30_PRICE_SOURCE to what it was."
        )
    if airflow_url is not None and "airflow" not in manifest.dumps():
        raise WrongInput("The backup has no Airflow database: unset VN30_AIRFLOW_DATABASE_URL.")
    databases = {"platform": settings.require_database_url()} | (
        {"airflow": airflow_url} if airflow_url else {}
    )
    for url in databases.values():
        _expect_nobody(settings, url)
    log.info("%d files", len(manifest.artifact_keys()))
    for key in manifest.artifact_keys():
        _bring_back(store, key, folder / "artifacts" / key, manifest.files[f"artifacts/{key}"].sha256)
    move = _MOVE + (SQL_ROOT / "queries" / "backup" / "move_artifacts.sql").read_text()
    roots = {"old_root": manifest.artifact_root, "new_root": store.root_url}
    for name, url in databases.items():
        log.info("Database %s", name)
        postgres_tools.load(url, folder / f"{name}.dump", *((move, roots) if name == "platform" else ()))
    return manifest


def _bring_back(store: ArtifactStore, key: str, copy: Path, sha256: str) -> None:
    try:
        if store.sha256(store.url(key)) == sha256:
            return
    except FileNotFoundError:
        pass
    content = copy.read_bytes()
    if hashlib.sha256(content).hexdigest() != sha256:
        raise WrongInput(f"{copy} changes while it is read.")
    store.put(key, content)


def _expect_nobody(settings: Settings, url: str) -> None:
    engine = make_engine(settings.model_copy(update={"database_url": SecretStr(url)}))
    try:
        with engine.connect() as connection:
            others = fetch_all(connection, "backup/others")
    finally:
        engine.dispose()
    if others:
        names = ", ".join(f"{row['name']} ({row['connections']})" for row in others)
        raise Occupied(
            f"Programs are connected to the database {engine.url.database}: {names}. Stop the platform first."
        )
