"""The folder that holds all local state, and the secrets made for it on first use."""

import json
import secrets
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from cryptography.fernet import Fernet
from pydantic import TypeAdapter, ValidationError

from vn30.local.sockets import socket_folder
from vn30.storage.write_faults import find_write_fault, write_fault

MIN_FREE_BYTES = 200 * 2**20


class UnusableHome(RuntimeError):
    """The folder of the local state cannot be used; the message names the fault and the remedy."""


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


_SECRETS = TypeAdapter(dict[str, str])


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
        return socket_folder(self.root) / "redis.sock"

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    @property
    def secrets_file(self) -> Path:
        return self.root / "secrets.json"

    @property
    def lock_file(self) -> Path:
        """Held by the program that runs the platform of this home."""
        return self.root / "platform.lock"

    @property
    def holder_file(self) -> Path:
        """What that program says of itself."""
        return self.root / "platform.json"

    def create(self) -> None:
        """Make the folders that are missing, and check that they can be written.

        Raises:
            UnusableHome: one cannot be made or written.
        """
        try:
            for folder in (self.root, self.airflow, self.logs):
                folder.mkdir(parents=True, exist_ok=True)
                if fault := find_write_fault(folder):
                    raise UnusableHome(f"{folder} of VN30_HOME cannot be written: {fault}.")
        except FileExistsError as error:
            raise UnusableHome(
                f"{error.filename} of VN30_HOME is a file, and must be a folder. Rename it, or set VN30_HOME "
                "to another folder."
            ) from error
        except OSError as error:
            if fault := write_fault(error):
                raise UnusableHome(
                    f"VN30_HOME, {self.root}, cannot be made or written: {fault}, or set VN30_HOME to "
                    "another folder."
                ) from error
            raise

    def check_space(self) -> None:
        """Check that the disk has room for a start.

        Raises:
            UnusableHome: fewer than MIN_FREE_BYTES are free.
        """
        free = shutil.disk_usage(self.root).free
        if free < MIN_FREE_BYTES:
            raise UnusableHome(
                f"The disk of VN30_HOME, {self.root}, has {free / 2**20:.0f} MB free, and a start needs "
                f"{MIN_FREE_BYTES / 2**20:.0f} MB. Free space on it, or set VN30_HOME to a folder on another "
                "disk."
            )

    def secrets(self) -> LocalSecrets:
        """The secrets of this home; those that are missing are made now.

        Raises:
            UnusableHome: their file is damaged.
        """
        path = self.secrets_file
        try:
            kept = _SECRETS.validate_json(path.read_bytes()) if path.exists() else {}
        except ValidationError as error:
            raise UnusableHome(
                f"{path} is damaged. Restore a backup (make restore FROM=...), or its secrets.json alone: "
                "Airflow's database is of no use without its keys."
            ) from error
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
