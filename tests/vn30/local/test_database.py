"""Scripts find the local platform's database, whether its server runs or not."""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.scratch import scratch_folder
from vn30.errors import WrongInput
from vn30.local.database import database_url, run_with_database
from vn30.local.home import Home
from vn30.local.postgres import EmbeddedPostgres
from vn30.settings import Settings

ASK = (
    "import os, pathlib, psycopg2\n"
    "connection = psycopg2.connect(os.environ['VN30_DATABASE_URL'])\n"
    "pathlib.Path('answer').write_text(connection.info.dbname + ' ' + os.environ['VN30_ARTIFACT_STORE'])\n"
    "raise SystemExit(3)"
)


@pytest.fixture
def settings() -> Iterator[Settings]:
    """A home that has no server yet. Not pytest's folder: started by root, the server cannot reach that."""
    home = scratch_folder("vn30-")
    yield Settings(home=home)
    EmbeddedPostgres(Home(home).postgres).stop()
    shutil.rmtree(home, ignore_errors=True)


def test_a_command_has_the_database_for_as_long_as_it_runs(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    postgres = EmbeddedPostgres(Home(settings.home).postgres)
    with pytest.raises(WrongInput, match="no demo in"):
        run_with_database(settings, ["python", "-c", ASK])
    postgres.start()
    assert run_with_database(settings, ["python", "-c", ASK]) == 3
    assert postgres.is_running(), "it ran before"
    assert database_url(settings).startswith("postgresql://")
    postgres.stop()

    (tmp_path / "answer").unlink()
    assert run_with_database(settings, ["python", "-c", ASK]) == 3
    assert (tmp_path / "answer").read_text() == f"vn30_simulated {settings.artifact_root()}"
    assert not postgres.is_running()
    with pytest.raises(WrongInput, match=r"does not run: start `make demo`.*make run"):
        database_url(settings)


def test_a_database_of_the_settings_needs_no_server() -> None:
    settings = Settings(database_url="postgresql://reader@db.example/vn30")
    assert database_url(settings) == "postgresql://reader@db.example/vn30"
    check = (
        "import os, sys; sys.exit(os.environ['VN30_DATABASE_URL'] != 'postgresql://reader@db.example/vn30')"
    )
    assert run_with_database(settings, [sys.executable, "-c", check]) == 0


@pytest.mark.parametrize(
    ("words", "message"), [([], "Name the command"), (["no-such-command"], "no command")]
)
def test_a_command_that_is_missing_is_named(words: list[str], message: str) -> None:
    with pytest.raises(WrongInput, match=message):
        run_with_database(Settings(database_url="postgresql://db.example/vn30"), words)
