"""The folder that holds all local state, and the secrets made for it on first use."""

import json
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from cryptography.fernet import Fernet


@dataclass(frozen=True)
class LocalSecrets:
    """Secrets of one local platform; made once, readable by their owner only."""

    airflow_admin_password: str
    airflow_fernet_key: str
    airflow_jwt_secret: str
    airflow_secret_key: str
    api_jwt_secret: str


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
    def logs(self) -> Path:
        return self.root / "logs"

    def create(self) -> None:
        """Make the folders that are missing."""
        for folder in (self.root, self.airflow, self.logs):
            folder.mkdir(parents=True, exist_ok=True)

    def secrets(self) -> LocalSecrets:
        """The secrets of this home, made on the first call."""
        path = self.root / "secrets.json"
        if not path.exists():
            made = LocalSecrets(
                airflow_admin_password=secrets.token_urlsafe(12),
                airflow_fernet_key=Fernet.generate_key().decode(),
                airflow_jwt_secret=secrets.token_urlsafe(48),
                airflow_secret_key=secrets.token_urlsafe(48),
                api_jwt_secret=secrets.token_urlsafe(48),
            )
            unfinished = path.with_suffix(".new")
            unfinished.touch(mode=0o600)
            unfinished.write_text(json.dumps(asdict(made), indent=2))
            unfinished.replace(path)
        return LocalSecrets(**json.loads(path.read_text()))
