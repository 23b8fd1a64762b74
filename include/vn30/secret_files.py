"""The secrets that a deployment starts from, as files: ``python -m vn30.secret_files FOLDER``.

A file that is there stays as it is, so that secrets can be replaced one by one. Nothing but the standard
library is needed: whoever runs containers need not install the platform.
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
    """What the S3 store of docker-compose.yaml reads its one account from."""
    key = {"accessKey": kept["s3_access_key"], "secretKey": kept["s3_secret_key"]}
    actions = ["Admin", "Read", "List", "Tagging", "Write"]
    return json.dumps({"identities": [{"name": "vn30", "credentials": [key], "actions": actions}]})


_MADE_OF_OTHERS: Mapping[str, Callable[[Mapping[str, str]], str]] = {
    "vn30_database_url": lambda kept: (
        f"postgresql://vn30:{kept['postgres_vn30_password']}@postgres:5432/vn30"
    ),
    "airflow_database_url": lambda kept: (
        f"postgresql+psycopg2://airflow:{kept['postgres_airflow_password']}@postgres:5432/airflow"
    ),
    "redis_config": lambda kept: f"requirepass {kept['redis_password']}",
    "celery_broker_url": lambda kept: f"redis://:{kept['redis_password']}@redis:6379/0",
    "s3_config": _s3_config,
    "aws_credentials": lambda kept: (
        f"[default]\naws_access_key_id = {kept['s3_access_key']}\n"
        f"aws_secret_access_key = {kept['s3_secret_key']}"
    ),
}


SECRET_NAMES = (*_RANDOM, *_MADE_OF_OTHERS)
"""The files, each of which is made of none but those before it."""


def make_secrets(folder: Path) -> list[str]:
    """Write the files that are missing and return their names.

    The folder opens to its owner alone. The files in it can be read by all, because a container has each file
    by itself, as a user whom this machine does not know.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    kept: dict[str, str] = {}
    made = []
    for name in SECRET_NAMES:
        path = folder / name
        if not path.exists():
            content = _RANDOM[name]() if name in _RANDOM else _MADE_OF_OTHERS[name](kept)
            # Airflow takes a file as it is: no newline at its end.
            path.write_text(content)
            path.chmod(0o644)
            made.append(name)
        kept[name] = path.read_text()
    return made


def main() -> int:
    """Make what is missing in the folder of the command line, and say what that was."""
    parser = argparse.ArgumentParser(prog="python -m vn30.secret_files", description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    made = make_secrets(folder)
    print(f"Made in {folder}: {', '.join(made)}." if made else f"{folder} has them all.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
