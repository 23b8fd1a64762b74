"""The secrets of a local platform."""

import json
from pathlib import Path

from vn30.local.home import Home


def test_secrets_are_made_once_and_what_an_older_version_had_not_is_added(tmp_path: Path) -> None:
    home, file = Home(tmp_path), tmp_path / "secrets.json"
    made = home.secrets()
    assert home.secrets() == made
    assert file.stat().st_mode & 0o777 == 0o600
    older = json.loads(file.read_text())
    del older["airflow_api_password"]
    file.write_text(json.dumps(older))
    again = home.secrets()
    assert again.airflow_api_password != made.airflow_api_password
    assert (again.airflow_admin_password, again.api_jwt_secret) == (
        made.airflow_admin_password,
        made.api_jwt_secret,
    )
    assert file.stat().st_mode & 0o777 == 0o600
