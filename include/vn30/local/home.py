"""The folder that holds all local state, and the secrets made for it on first use."""

import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from cryptography.fernet import Fernet


@dataclass(frozen=True)
class LocalSecrets:
    """Secrets of one local platform; made once, readable by their owner only."""

    airflow_admin_password: str
    airflow_api_password: str
    airflow_fernet_key: str
    airflow_jwt_secret: str
    airflow_secret_key: str
    api_jwt_secret: str


_MAKERS: dict[str, Callable[[], str]] = {
    "airflow_admin_password": partial(secrets.token_urlsafe, 12),
    "airflow_api_password": partial(secrets.token_urlsafe, 24),
    "airflow_fernet_key": lambda: Fernet.generate_key().decode(),
    "airflow_jwt_secret": partial(secrets.token_urlsafe, 48),
    "airflow_secret_key": partial(secrets.token_urlsafe, 48),
    "api_jwt_secret": partial(secrets.token_urlsafe, 48),
}


@dataclass(frozen=True)
class Home:
    """Paths below ``VN30_HOME``."""

    root: Path

    @property
    def postgres(self) -> Path:
        return self.root / "postgres"

    @property
    def airflow(self) -> Path:
        return self.root / "airflow"

    @property
    def redis_socket(self) -> Path:
        return self.root / "redis.sock"

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    @property
    def secrets_file(self) -> Path:
        return self.root / "secrets.json"

    def create(self) -> None:
        """Make the folders that are missing."""
        for folder in (self.root, self.airflow, self.logs):
            folder.mkdir(parents=True, exist_ok=True)

    def secrets(self) -> LocalSecrets:
        """The secrets of this home; those that are missing are made now."""
        path = self.secrets_file
        kept = json.loads(path.read_text()) if path.exists() else {}
        if missing := _MAKERS.keys() - kept.keys():
            kept |= {name: _MAKERS[name]() for name in sorted(missing)}
            self.keep_secrets(json.dumps(kept, indent=2).encode())
        return LocalSecrets(**{name: kept[name] for name in _MAKERS})

    def keep_secrets(self, document: bytes) -> None:
        """Make ``document`` the secrets of this home."""
        unfinished = self.secrets_file.with_suffix(".new")
        unfinished.touch(mode=0o600)
        unfinished.write_bytes(document)
        unfinished.replace(self.secrets_file)
