"""The secrets of a local platform."""

import json
from pathlib import Path

import pytest

from vn30.errors import WrongInput
from vn30.local.demo import run_demo
from vn30.local.holder import Holder, HomeInUse, hold_home
from vn30.local.home import Home, UnusableHome
from vn30.settings import Settings


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


@pytest.mark.parametrize("content", ["", "{", "[]", "null", '"text"', '{"airflow_admin_password": 5}'])
def test_damaged_secrets(tmp_path: Path, content: str) -> None:
    (tmp_path / "secrets.json").write_text(content)
    with pytest.raises(UnusableHome, match=r"secrets\.json is damaged\. Restore a backup"):
        Home(tmp_path).secrets()


def test_file_in_place_of_home(tmp_path: Path) -> None:
    (tmp_path / "home").touch()
    with pytest.raises(UnusableHome, match=r"home of VN30_HOME is a file.*Rename it"):
        Home(tmp_path / "home").create()


def test_wrong_store_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home", artifact_store="ftp://somewhere")
    with pytest.raises(WrongInput, match="VN30_ARTIFACT_STORE must be"):
        run_demo(settings, once=True)
    assert not settings.home.exists()


@pytest.mark.parametrize("content", ["{", "[]", '{"pid": "one"}', '{"mark": 5}', '{"pid": null}'])
def test_damaged_introduction(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str) -> None:
    """The lock decides; the file only tells who has it."""
    monkeypatch.setattr("vn30.local.holder._INTRODUCTION_SECONDS", 0.1)
    home = Home(tmp_path)
    with hold_home(home, Holder()):
        home.holder_file.write_text(content)
        with pytest.raises(HomeInUse, match="in use by another program"), hold_home(home, Holder()):
            pass
    with hold_home(home, Holder()) as ended:
        assert ended == 0
