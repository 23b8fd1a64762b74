"""Accounts from the command line."""

import os
import subprocess
import sys
from collections.abc import Callable

import httpx
import pytest
import sqlalchemy as sa

from vn30.settings import PROJECT_ROOT, Settings

Command = Callable[..., subprocess.CompletedProcess[str]]
PASSWORD, ANOTHER = "correct horse battery", "staple of another kind"


@pytest.fixture(scope="module")
def settings(make_database: Callable[..., str], api_settings: Callable[..., Settings]) -> Settings:
    """Production settings, with an empty database of accounts."""
    return api_settings(make_database("accounts"), environment="production")


@pytest.fixture(scope="module")
def users(settings: Settings) -> Command:
    """``users(*arguments, typed=password)`` runs the command."""
    environment = {
        "VN30_ENV_FILE": os.devnull,
        "VN30_DATABASE_URL": settings.require_database_url(),
        "PYTHONPATH": os.pathsep.join([str(PROJECT_ROOT / "include"), str(PROJECT_ROOT)]),
    }

    def run(*arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "api.users", *arguments]
        return subprocess.run(
            command,
            env=environment,
            input=f"{typed}\n",
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    return run


def _login(client: httpx.Client, password: str) -> httpx.Response:
    return client.post("/api/v1/auth/login", json={"username": "chief", "password": password})


def test_the_first_admin_of_a_new_platform(
    settings: Settings, users: Command, serve: Callable[[Settings], httpx.Client]
) -> None:
    client = serve(settings)
    assert _login(client, PASSWORD).status_code == 401
    added = users("add", "chief", "--role", "admin", typed=PASSWORD)
    assert (added.returncode, added.stdout) == (0, "chief may sign in as admin.\n")
    first = _login(client, PASSWORD).json()
    assert first["user"]["role"] == "admin"

    assert users("password", "chief", typed=ANOTHER).returncode == 0
    me = client.get("/api/v1/auth/me", headers={"Authorization": f"Bearer {first['accessToken']}"})
    assert me.status_code == 401
    assert _login(client, PASSWORD).status_code == 401
    assert _login(client, ANOTHER).status_code == 200

    refused = users("deactivate", "chief")
    assert (refused.returncode, refused.stderr) == (
        2,
        "This is the last admin. Make another account an admin first.\n",
    )
    assert users("add", "deputy", "--role", "admin", typed=PASSWORD).returncode == 0
    assert users("deactivate", "chief").returncode == 0
    assert _login(client, ANOTHER).status_code == 401
    assert "chief\tadmin\tclosed" in users("list").stdout
    assert users("activate", "chief").returncode == 0
    assert _login(client, ANOTHER).status_code == 200


def test_deletion_on_request(users: Command) -> None:
    """An operator deletes an account for its owner."""
    users("add", "leaver", "--role", "end_user", typed=PASSWORD)
    assert users("delete", "leaver").stdout.startswith("leaver is deleted, and called deleted-")
    listed = users("list").stdout
    assert "leaver" not in listed
    assert "\tend_user\tdeleted" in listed
    again = users("delete", "leaver")
    assert again.returncode == 2
    assert "There is no account leaver." in again.stderr


@pytest.mark.parametrize(
    ("arguments", "typed", "reason"),
    [
        (("add", "second", "--role", "admin"), "short", "12 to 200 characters"),
        (("add", "a-rather-long-name", "--role", "admin"), "A-rather-long-name", "easy to guess"),
        (("add", "second", "--role", "admin"), "Password12345", "similar to a commonly used password"),
        (("add", "second", "--role", "admin"), "qwertyuiop12", "four or more unrelated words"),
        (("add", "second", "--role", "admin"), "VN30-VN30-2026", "easy to guess"),
        (("password", "chief"), "123456789012", "easy to guess"),
        (("add", "ds1", "--role", "admin"), PASSWORD, "account of the demo"),
        (("add", "airflow", "--role", "admin"), PASSWORD, "already"),
        (("add", " ", "--role", "admin"), PASSWORD, "printable"),
        (("activate", "airflow"), "", "no account"),
        (("password", "nobody"), PASSWORD, "no account"),
    ],
    ids=lambda value: value if isinstance(value, str) else " ".join(value),
)
def test_what_cannot_be_done_is_said_and_not_done(
    users: Command, settings: Settings, arguments: tuple[str, ...], typed: str, reason: str
) -> None:
    refused = users(*arguments, typed=typed)
    assert refused.returncode == 2
    assert reason in refused.stderr
    engine = sa.create_engine(settings.require_database_url())
    with engine.connect() as connection:
        names = set(connection.scalars(sa.text("SELECT username FROM users WHERE is_active")))
    engine.dispose()
    assert names <= {"chief", "deputy"}
