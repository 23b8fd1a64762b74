"""The environment that every process of the local platform runs in."""

import json
import os
from collections.abc import Mapping

from vn30.local.celery import celery_environment
from vn30.local.env_file import read_env_file
from vn30.local.home import Home, LocalSecrets
from vn30.local.marked_processes import MARK
from vn30.names import API_USER
from vn30.settings import PROJECT_ROOT, Settings

API_SECRETS = frozenset({"VN30_JWT_SECRET", "VN30_METRICS_TOKEN", "VN30_AIRFLOW_PASSWORD"})
"""What the API alone needs."""

AIRFLOW_SECRETS = frozenset(
    {
        "AIRFLOW__CORE__FERNET_KEY",
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN",
        "AIRFLOW__API__SECRET_KEY",
        "AIRFLOW__API_AUTH__JWT_SECRET",
        "AIRFLOW__CELERY__BROKER_URL",
        "VN30_AIRFLOW_DATABASE_URL",
        "VN30_VNSTOCK_API_KEY",
    }
)
"""What Airflow alone needs, beside its connections."""

_SET_UP_SECRETS = frozenset({"VN30_AIRFLOW_ADMIN_PASSWORD"})
_CONNECTION, _VARIABLE = "AIRFLOW_CONN_", "AIRFLOW_VAR_"
_REDIS = frozenset({"PATH", "HOME", "LANG", "TMPDIR", "VN30_REDIS_SOCKET", MARK})

AIRFLOW_SETTINGS = PROJECT_ROOT / "deploy" / "airflow.env"
"""Airflow's settings for every deployment: local, containers, cluster."""


def airflow_environment(
    settings: Settings, home: Home, secrets: LocalSecrets, database_url: str
) -> dict[str, str]:
    """Airflow's configuration: our folders, LocalExecutor or Celery workers, and nothing that calls out."""
    url = f"http://127.0.0.1:{settings.airflow_port}"
    options = {
        "CORE__DAGS_FOLDER": str(PROJECT_ROOT / "dags"),
        "CORE__PLUGINS_FOLDER": str(PROJECT_ROOT / "plugins"),
        "CORE__EXECUTOR": "LocalExecutor",
        "CORE__PARALLELISM": str(_task_slots()),
        "CORE__FERNET_KEY": secrets.airflow_fernet_key,
        "CORE__EXECUTION_API_SERVER_URL": f"http://127.0.0.1:{settings.airflow_port}/execution/",
        "DATABASE__SQL_ALCHEMY_CONN": database_url,
        "API__BASE_URL": url,
        "API__HOST": "127.0.0.1",
        "API__PORT": str(settings.airflow_port),
        "API__WORKERS": "1",
        "API__SECRET_KEY": secrets.airflow_secret_key,
        "API_AUTH__JWT_SECRET": secrets.airflow_jwt_secret,
        "LOGGING__BASE_LOG_FOLDER": str(home.airflow / "logs"),
    }
    return {
        **read_env_file(AIRFLOW_SETTINGS),
        "AIRFLOW_HOME": str(home.airflow),
        **{f"AIRFLOW__{name}": value for name, value in options.items()},
        **(celery_environment(home, settings.workers, _task_slots()) if settings.workers else {}),
    }


def platform_environment(
    settings: Settings, home: Home, secrets: LocalSecrets, database_url: str, base: Mapping[str, str]
) -> dict[str, str]:
    """``base`` with the platform's own settings, so that every child reads the same ones."""
    airflow_url = f"http://127.0.0.1:{settings.airflow_port}"
    values = {
        "VN30_ENVIRONMENT": "demo",
        "VN30_HOME": str(home.root),
        "VN30_DATABASE_URL": database_url,
        "VN30_ARTIFACT_STORE": settings.artifact_root(),
        "VN30_PRICE_SOURCE": settings.price_source,
        "VN30_CSV_PRICE_UNIT": ",".join(settings.csv_price_unit),
        "VN30_SAMPLE_SEED": str(settings.sample_seed),
        "VN30_API_PORT": str(settings.api_port),
        "VN30_AIRFLOW_PORT": str(settings.airflow_port),
        "VN30_AIRFLOW_URL": airflow_url,
        "VN30_AIRFLOW_USERNAME": API_USER,
        "VN30_TRAINING_SLOTS": str(settings.training_slots or training_slots()),
        "VN30_AIRFLOW_PASSWORD": secrets.airflow_api_password,
        "VN30_JWT_SECRET": secrets.api_jwt_secret,
        # Airflow shows the app within its own pages.
        "VN30_FRAME_ANCESTORS": json.dumps(settings.frame_ancestors or [airflow_url]),
        **({"VN30_AS_OF": settings.as_of.isoformat()} if settings.as_of else {}),
    }
    return {**base, **values}


def environment_of(process: str, environment: Mapping[str, str]) -> dict[str, str]:
    """The part of ``environment`` that a process of the Procfile gets: no secret that it does not need."""
    if process == "redis":
        return {name: value for name, value in environment.items() if name in _REDIS}
    if process == "api":
        return {
            name: value
            for name, value in environment.items()
            if name not in AIRFLOW_SECRETS | _SET_UP_SECRETS and not name.startswith((_CONNECTION, _VARIABLE))
        }
    hidden = API_SECRETS | _SET_UP_SECRETS
    if process == "airflow-api":
        # Alerts are sent by the callbacks of runs, in the DAG processor and the triggerer, and by a task.
        named = ("VN30_ALERT_WEBHOOK_CONNECTION", "VN30_ALERT_MAIL_CONNECTION", "VN30_ALERT_SNS_CONNECTION")
        of_alerts = {environment[name] for name in named if environment.get(name)} - {
            environment.get("VN30_ARTIFACT_CONNECTION", "aws_default")
        }
        hidden |= {f"{_CONNECTION}{connection.upper()}" for connection in of_alerts} | {"VN30_MAIL_SERVER"}
    return {name: value for name, value in environment.items() if name not in hidden}


def training_slots() -> int:
    """How many tickers train at once: one a core."""
    return max(2, os.cpu_count() or 2)


def _task_slots() -> int:
    """How many tasks run at once: those that train, and others beside them."""
    return training_slots() + 2
