"""Creates the secret files of a deployment: ``python deploy/make_secrets.py FOLDER``.

Existing files stay as they are, so that secrets can be replaced one by one. Only the standard library is
used, so that operators of containers need not install the platform.
"""

import argparse
import base64
import json
import secrets
import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

_password = partial(secrets.token_urlsafe, 24)
_signing_key = partial(secrets.token_urlsafe, 48)


def _fernet_key() -> str:
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()


_RANDOM: Mapping[str, Callable[[], str]] = {
    "postgres_password": _password,
    "postgres_vn30_password": _password,
    "postgres_airflow_password": _password,
    "redis_password": _password,
    "cache_password": _password,
    "s3_access_key": partial(secrets.token_hex, 10),
    "s3_secret_key": _signing_key,
    "airflow_fernet_key": _fernet_key,
    "airflow_api_secret_key": _signing_key,
    "airflow_jwt_secret": _signing_key,
    "vn30_airflow_admin_password": _password,
    "vn30_airflow_password": _password,
    "vn30_jwt_secret": _signing_key,
    "vn30_metrics_token": _password,
}


def _s3_config(kept: Mapping[str, str]) -> str:
    """The configuration of the one account of docker-compose.yaml's S3 store."""
    key = {"accessKey": kept["s3_access_key"], "secretKey": kept["s3_secret_key"]}
    actions = ["Admin", "Read", "List", "Tagging", "Write"]
    return json.dumps({"identities": [{"name": "vn30", "credentials": [key], "actions": actions}]})


_DERIVED: Mapping[str, Callable[[Mapping[str, str]], str]] = {
    "vn30_database_url": lambda kept: (
        f"postgresql://vn30:{kept['postgres_vn30_password']}@postgres:5432/vn30"
    ),
    "airflow_database_url": lambda kept: (
        f"postgresql+psycopg2://airflow:{kept['postgres_airflow_password']}@postgres:5432/airflow"
    ),
    "redis_config": lambda kept: f"requirepass {kept['redis_password']}",
    "celery_broker_url": lambda kept: f"redis://:{kept['redis_password']}@redis:6379/0",
    "cache_config": lambda kept: f"requirepass {kept['cache_password']}",
    "vn30_cache_url": lambda kept: f"redis://:{kept['cache_password']}@cache:6379/0",
    "s3_config": _s3_config,
    "aws_credentials": lambda kept: (
        f"[default]\naws_access_key_id = {kept['s3_access_key']}\n"
        f"aws_secret_access_key = {kept['s3_secret_key']}"
    ),
}


SECRET_NAMES = (*_RANDOM, *_DERIVED)
"""The names of the files. The content of each depends only on files before it."""


def make_secrets(folder: Path) -> list[str]:
    """Write the missing files and return their names.

    Only the owner can open the folder. The files in it are readable by all, because each is mounted into a
    container on its own, whose user this machine does not know.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    kept: dict[str, str] = {}
    created = []
    for name in SECRET_NAMES:
        path = folder / name
        if not path.exists():
            content = _RANDOM[name]() if name in _RANDOM else _DERIVED[name](kept)
            # Without a newline at the end, which Airflow would take as a part of the secret.
            path.write_text(content)
            path.chmod(0o644)
            created.append(name)
        kept[name] = path.read_text()
    return created


def main() -> int:
    """Create the missing files in the folder of the command line, and print their names."""
    parser = argparse.ArgumentParser(prog="python deploy/make_secrets.py", description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    created = make_secrets(folder)
    print(f"Created in {folder}: {', '.join(created)}." if created else f"{folder} has all files.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
