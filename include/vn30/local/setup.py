"""Brings a local platform to a state in which it can start; what is already right is left alone."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pydantic import SecretStr

from vn30.database.migrations import migrate
from vn30.database.warehouse import make_engine
from vn30.local.environment import airflow_environment, platform_environment
from vn30.local.home import Home, LocalSecrets
from vn30.local.postgres import EmbeddedPostgres
from vn30.market.summaries import write_summaries
from vn30.settings import PROJECT_ROOT, Settings
from vn30.storage.bucket import make_bucket
from vn30.storage.source_hash import source_hash
from vn30.users import accounts

_SET_UP_BY = (
    "airflow.setup",
    "airflow.ui.permissions",
    "local.environment",
    "names",
    "settings",
    "pipelines.dag_settings",
    # The default documents, which are the first values of Variables.
    "recommendations.profiles",
    "training_config",
    "features",
    "models",
)
"""Modules and packages whose code decides what Airflow's set-up writes."""


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

    Simulated and real prices have databases each, Airflow's own included, so that neither prices nor runs
    of the one meet the other. ``VN30_DATABASE_URL`` replaces that of the prices.

    Raises:
        UnusableHome, UnreachableFolder, NotStarted: the state folder cannot be used, or PostgreSQL does not
            start.
        SetupFailed: Airflow's own set-up failed, or the settings say that this is production.
        WrongInput: there is no bucket as the settings name it, and none can be made.
    """
    if settings.environment == "production" and "environment" in settings.model_fields_set:
        raise SetupFailed(
            "VN30_ENVIRONMENT is set to production, and this is a demo: it would put accounts with known "
            "passwords into the database. Unset it."
        )
    home = Home(settings.home.resolve())
    home.create()
    if make_bucket(settings.artifact_root()):
        say(f"The bucket of {settings.artifact_root()}")
    secrets = home.secrets()
    postgres = EmbeddedPostgres(home.postgres)
    say("PostgreSQL")
    postgres.start()
    try:
        environment = _environment(settings, home, secrets, postgres)
        settings = settings.model_copy(update={"database_url": SecretStr(environment["VN30_DATABASE_URL"])})
        say("Schema and accounts")
        _prepare_warehouse(settings)
        airflow, fingerprint = f"airflow_{settings.market}", _fingerprint()
        # Airflow's own check of its database takes seconds.
        if postgres.note(airflow) != fingerprint:
            say("Airflow database, users, pools and variables")
            _prepare_airflow(home, secrets, environment)
            postgres.keep_note(airflow, fingerprint)
    except BaseException:
        postgres.leave()
        raise
    return LocalPlatform(settings, home, secrets, postgres, environment)


def _environment(
    settings: Settings, home: Home, secrets: LocalSecrets, postgres: EmbeddedPostgres
) -> dict[str, str]:
    market = settings.market
    own_url = settings.database_url.get_secret_value() if settings.database_url else None
    database_url = own_url or postgres.database_url(f"vn30_{market}")
    airflow_url = postgres.database_url(f"airflow_{market}")
    base = {
        **os.environ,
        **airflow_environment(settings, home, secrets, airflow_url),
        "VN30_AIRFLOW_DATABASE_URL": airflow_url,
    }
    return platform_environment(settings, home, secrets, database_url, base)


def _prepare_warehouse(settings: Settings) -> None:
    engine = make_engine(settings)
    try:
        migrate(engine)
        with engine.begin() as connection:
            accounts.seed_demo_accounts(connection)
            # An upgrade has changed the views that they were made by.
            write_summaries(connection)
    finally:
        engine.dispose()


def _prepare_airflow(home: Home, secrets: LocalSecrets, environment: Mapping[str, str]) -> None:
    log = home.logs / "airflow-setup.log"
    with log.open("wb") as output:
        done = subprocess.run(
            [sys.executable, "-m", "vn30.airflow.setup"],
            env={**environment, "VN30_AIRFLOW_ADMIN_PASSWORD": secrets.airflow_admin_password},
            stdout=output,
            stderr=subprocess.STDOUT,
            check=False,
        )
    if done.returncode != 0:
        tail = "\n".join(log.read_text(errors="replace").splitlines()[-5:])
        raise SetupFailed(f"Setting up Airflow's database failed; the whole output is in {log}.\n{tail}")


def _fingerprint() -> str:
    """Changes with the versions and the code that Airflow's set-up depends on."""
    requirements = (PROJECT_ROOT / "requirements.txt").read_bytes()
    return f"set up by {source_hash(*_SET_UP_BY, begin=requirements)}"
