"""The secrets of a deployment, as files."""

from pathlib import Path

from cryptography.fernet import Fernet
from sqlalchemy import make_url

from api.core.production_checks import refuse_unsafe
from deploy.make_secrets import make_secrets
from vn30.settings import Settings


def test_production_starts_from_the_files_and_its_hosts(tmp_path: Path) -> None:
    names = make_secrets(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == set(names)
    settings = Settings(_secrets_dir=tmp_path, trusted_hosts=["vn30.example"])
    refuse_unsafe(settings)
    password = (tmp_path / "postgres_vn30_password").read_text()
    assert make_url(settings.require_database_url()).password == password
    assert settings.cache_url is not None
    assert settings.cache_url.get_secret_value().endswith("@cache:6379/0")
    assert settings.jwt_secret is not None
    assert len(settings.jwt_secret.get_secret_value()) >= 32
    Fernet((tmp_path / "airflow_fernet_key").read_text())


def test_existing_file_stays(tmp_path: Path) -> None:
    """An existing file stays, and the files derived from it match it."""
    (tmp_path / "redis_password").write_text("chosen by a user")
    assert "redis_password" not in make_secrets(tmp_path)
    assert (tmp_path / "redis_config").read_text() == "requirepass chosen by a user"
    before = {path.name: path.read_text() for path in tmp_path.iterdir()}
    assert make_secrets(tmp_path) == []
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == before


def test_file_permissions(tmp_path: Path) -> None:
    """Only the owner can reach the files, and a container can read each."""
    folder = tmp_path / "secrets"
    make_secrets(folder)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o644}
