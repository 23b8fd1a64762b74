"""The secrets of a local platform."""

import json
from pathlib import Path

from vn30.local.home import Home


def test_secrets_are_made_once(tmp_path: Path) -> None:
    """Secrets are made once, and those that an older version lacks are added."""
    home, file = Home(tmp_path), tmp_path / "secrets.json"
    secrets = home.secrets()
    assert home.secrets() == secrets
    assert file.stat().st_mode & 0o777 == 0o600
    older = json.loads(file.read_text())
    del older["airflow_api_password"]
    file.write_text(json.dumps(older))
    again = home.secrets()
    assert again.airflow_api_password != secrets.airflow_api_password
    assert (again.airflow_admin_password, again.api_jwt_secret) == (
        secrets.airflow_admin_password,
        secrets.api_jwt_secret,
    )
    assert file.stat().st_mode & 0o777 == 0o600
