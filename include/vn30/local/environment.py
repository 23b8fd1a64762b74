"""The environment that every process of the local platform runs in."""

import json
import os
from collections.abc import Mapping

from vn30.local.home import Home, LocalSecrets
from vn30.settings import PROJECT_ROOT, Settings

ADMIN_USER = "admin"
API_USER = "vn30_api"
"""Whom the API acts as in Airflow: role Op, which runs DAGs and keeps Variables but not users."""

# Each task computes on one thread: the executor owns the cores.
_ONE_THREAD = {name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")}


def airflow_environment(
    settings: Settings, home: Home, secrets: LocalSecrets, database_url: str
) -> dict[str, str]:
    """Airflow's configuration: LocalExecutor, our folders, and nothing that calls out."""
    url = f"http://127.0.0.1:{settings.airflow_port}"
    options = {
        "CORE__DAGS_FOLDER": str(PROJECT_ROOT / "dags"),
        "CORE__PLUGINS_FOLDER": str(PROJECT_ROOT / "plugins"),
        # Plugins load when a process starts, so that the warm-up happens before tasks are forked.
        "CORE__LAZY_LOAD_PLUGINS": "False",
        "CORE__LOAD_EXAMPLES": "False",
        "CORE__EXECUTOR": "LocalExecutor",
        "CORE__PARALLELISM": str(training_slots() + 2),
        "CORE__AUTH_MANAGER": "airflow.providers.fab.auth_manager.fab_auth_manager.FabAuthManager",
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
        # A task beats every two seconds, from a process that does nothing else. Of one that died with its
        # scheduler nothing else is heard: the default lets its run wait for five minutes.
        "SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT": "90",
        # A changed setting of a DAG is seen at its next parse, and stored however short ago the last one was.
        # A cache would hide it from the DAG processor, and saves one short query a parse.
        "SECRETS__USE_CACHE": "False",
        "CORE__MIN_SERIALIZED_DAG_UPDATE_INTERVAL": "0",
        # A task hears at its next heartbeat that it was stopped; five seconds later it is killed, should it
        # be in the middle of a fit. Together that is to stay below ten.
        "WORKERS__MIN_HEARTBEAT_INTERVAL": "2",
        "USAGE_DATA_COLLECTION__ENABLED": "False",
    }
    return {
        "AIRFLOW_HOME": str(home.airflow),
        **{f"AIRFLOW__{name}": value for name, value in options.items()},
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
        "VN30_CSV_PRICE_UNIT": settings.csv_price_unit,
        "VN30_SAMPLE_SEED": str(settings.sample_seed),
        "VN30_API_PORT": str(settings.api_port),
        "VN30_AIRFLOW_PORT": str(settings.airflow_port),
        "VN30_AIRFLOW_URL": airflow_url,
        "VN30_AIRFLOW_USERNAME": API_USER,
        "VN30_AIRFLOW_PASSWORD": secrets.airflow_api_password,
        "VN30_JWT_SECRET": secrets.api_jwt_secret,
        # Airflow shows the app within its own pages.
        "VN30_FRAME_ANCESTORS": json.dumps(settings.frame_ancestors or [airflow_url]),
        **({"VN30_AS_OF": settings.as_of.isoformat()} if settings.as_of else {}),
    }
    return {**base, **_ONE_THREAD, **values}


def training_slots() -> int:
    """How many tickers train at once: one a core."""
    return max(2, os.cpu_count() or 2)
