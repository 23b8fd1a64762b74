"""Brings a local platform to a state in which it can start; what is already right is left alone."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import SecretStr

from vn30 import accounts
from vn30.local.environment import airflow_environment, platform_environment
from vn30.local.home import Home, LocalSecrets
from vn30.local.postgres import EmbeddedPostgres
from vn30.migrations import migrate
from vn30.settings import PROJECT_ROOT, Settings
from vn30.warehouse import make_engine


class SetupFailed(RuntimeError):
    """A step of the set-up failed; the message names it and where its output is."""


@dataclass(frozen=True)
class LocalPlatform:
    """A platform that is set up and can start; ``settings`` have every default filled in."""

    settings: Settings
    home: Home
    secrets: LocalSecrets
    postgres: EmbeddedPostgres
    environment: dict[str, str]


def set_up(settings: Settings, say: Callable[[str], None]) -> LocalPlatform:
    """Start PostgreSQL, bring both databases to their schema, and seed what is missing.

    Simulated and real prices have a database each, so that they never mix. ``VN30_DATABASE_URL`` overrides
    the choice; Airflow's own tables stay on the embedded server.

    Raises:
        UnreachableFolder: PostgreSQL cannot reach the state folder.
        SetupFailed: Airflow's own set-up failed.
    """
    home = Home(settings.home.resolve())
    home.create()
    secrets = home.secrets()
    postgres = EmbeddedPostgres(home.postgres)
    say("PostgreSQL")
    postgres.start()
    try:
        environment = _environment(settings, home, secrets, postgres)
        settings = settings.model_copy(update={"database_url": SecretStr(environment["VN30_DATABASE_URL"])})
        say("Schema and accounts")
        _prepare_warehouse(settings)
        if not _is_current(home, environment):
            say("Airflow database, admin user, pools and variables")
            _prepare_airflow(home, secrets, environment)
    except BaseException:
        postgres.stop()
        raise
    return LocalPlatform(settings, home, secrets, postgres, environment)


def _environment(
    settings: Settings, home: Home, secrets: LocalSecrets, postgres: EmbeddedPostgres
) -> dict[str, str]:
    market = "simulated" if settings.price_source == "sample" else "real"
    own_url = settings.database_url.get_secret_value() if settings.database_url else None
    database_url = own_url or postgres.database_url(f"vn30_{market}")
    base = {**os.environ, **airflow_environment(settings, home, secrets, postgres.database_url("airflow"))}
    return platform_environment(settings, home, secrets, database_url, base)


def _prepare_warehouse(settings: Settings) -> None:
    engine = make_engine(settings)
    try:
        migrate(engine)
        with engine.begin() as connection:
            accounts.seed_demo_accounts(connection)
    finally:
        engine.dispose()


def _prepare_airflow(home: Home, secrets: LocalSecrets, environment: Mapping[str, str]) -> None:
    log = home.logs / "airflow-setup.log"
    with log.open("wb") as output:
        done = subprocess.run(
            [sys.executable, "-m", "vn30.local.airflow_setup"],
            env={**environment, "VN30_AIRFLOW_ADMIN_PASSWORD": secrets.airflow_admin_password},
            stdout=output,
            stderr=subprocess.STDOUT,
            check=False,
        )
    if done.returncode != 0:
        tail = "\n".join(log.read_text(errors="replace").splitlines()[-5:])
        raise SetupFailed(f"Setting up Airflow's database failed; the whole output is in {log}.\n{tail}")
    _stamp(home).write_text(_fingerprint(environment))


def _is_current(home: Home, environment: Mapping[str, str]) -> bool:
    """Whether Airflow was set up by exactly these versions and this code: its own check takes seconds."""
    stamp = _stamp(home)
    return stamp.exists() and stamp.read_text() == _fingerprint(environment)


def _stamp(home: Home) -> Path:
    return home.airflow / "set-up-by"


def _fingerprint(environment: Mapping[str, str]) -> str:
    digest = hashlib.sha256((PROJECT_ROOT / "requirements.txt").read_bytes())
    for name in ("local/airflow_setup.py", "pipelines.py", "training/config.py"):
        digest.update((PROJECT_ROOT / "include" / "vn30" / name).read_bytes())
    digest.update(environment["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"].encode())
    return digest.hexdigest()
