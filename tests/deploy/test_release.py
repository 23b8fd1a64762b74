"""``make release``: what it refuses, and the library's wheel in an environment of its own."""

import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from deploy.release.checks import check_changelog, version_of
from deploy.release.files import BUILD_FILE, pack, unpack
from deploy.release.image import context_files
from deploy.release.library import CONSTRAINTS, build_wheel, check_wheel, install
from vn30.database.warehouse import make_engine
from vn30.settings import PROJECT_ROOT, Settings
from vn30.version import VERSION

MOMENT = 1_800_000_000
READ = "from vn30 import data; print(data.prices(['FPT']).to_csv(index=False, columns=['date', 'close']))"


def test_this_checkout_can_be_released() -> None:
    """All files name one version, and the changelog has it."""
    assert version_of(PROJECT_ROOT) == VERSION
    check_changelog(PROJECT_ROOT, VERSION)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_archives_on_old_python(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Python 3.11.2 of Debian 12 knows no filter."""
    extractall = tarfile.TarFile.extractall
    monkeypatch.delattr(tarfile, "data_filter")
    monkeypatch.setattr(tarfile.TarFile, "extractall", lambda files, folder: extractall(files, folder))
    (tmp_path / "file").write_text("text")
    pack(tmp_path / "archive", tmp_path, [tmp_path / "file"], MOMENT)
    with tarfile.open(tmp_path / "archive") as files:
        unpack(files, tmp_path / "copy")
    assert (tmp_path / "copy" / "file").read_text() == "text"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A commit with the files that a release compares, and with what compares them."""
    root = tmp_path / "checkout"
    shutil.copytree(PROJECT_ROOT / "deploy", root / "deploy", ignore=shutil.ignore_patterns("__pycache__"))
    for name in (
        "CHANGELOG.md",
        "include/vn30/version.py",
        "frontend/package.json",
        "frontend/package-lock.json",
    ):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(PROJECT_ROOT / name, root / name)
    git(root, "init", "--quiet")
    commit(root)
    return root


def git(root: Path, *words: str) -> None:
    identity = ("-c", "user.name=a", "-c", "user.email=a@example.com")
    subprocess.run(["git", *identity, *words], cwd=root, check=True)


def commit(root: Path) -> None:
    git(root, "add", ".")
    git(root, "commit", "--quiet", "--allow-empty", "--message=change")


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def refusal(root: Path, *words: str) -> str:
    """What the refused release says."""
    done = subprocess.run(
        [sys.executable, "-B", "-m", "deploy.release", "--cyclonedx=0", *words],
        cwd=root,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert not (root / "build").exists()
    return done.stderr


def test_refusals(repository: Path) -> None:
    """Each refusal names the fault and the remedy, and nothing is written."""
    assert f"This checkout is version {VERSION}, not 7.0.0" in refusal(repository, "--version=7.0.0")

    (repository / "new.txt").write_text("not committed")
    assert "not committed. Commit or remove them:\n?? new.txt" in refusal(repository)
    git(repository, "tag", f"v{VERSION}")
    commit(repository)
    assert f"The tag v{VERSION} is" in refusal(repository)

    edit(repository / "CHANGELOG.md", f"## [{VERSION}] - ", f"## [{VERSION}] ")
    assert "needs a date" in refusal(repository)
    edit(repository / "CHANGELOG.md", f"## [{VERSION}]", "## [7.0.0]")
    assert f"has no entry for {VERSION}" in refusal(repository)

    edit(repository / "deploy" / "helm" / "api.yaml", f"vn30:{VERSION}", "vn30:7.0.0")
    assert "deploy/helm/api.yaml has 7.0.0" in refusal(repository)
    edit(repository / "include" / "vn30" / "version.py", VERSION, "7.0rc1")
    assert "not a version of three numbers" in refusal(repository)


def test_context_of_the_image(tmp_path: Path) -> None:
    """Equal files give equal archives, and what the image does not need stays out."""
    files = context_files(PROJECT_ROOT)
    names = {file.relative_to(PROJECT_ROOT).as_posix() for file in files}
    assert {"Dockerfile", "dags/vn30_data_crawler.py", "frontend/messages/vi/app.json"} <= names
    assert not any(name.startswith(("tests", ".env", ".local", "frontend/node_modules")) for name in names)
    assert not any(".test." in name or "__pycache__" in name for name in names)
    copies = [tmp_path / str(index) / "sql" for index in range(2)]
    for copy in copies:
        shutil.copytree(PROJECT_ROOT / "sql", copy, copy_function=shutil.copyfile)
        pack(copy.parent / "a", copy.parent, copy.rglob("*.sql"), MOMENT)
    first, second = ((copy.parent / "a").read_bytes() for copy in copies)
    assert first == second


def test_wheel(tmp_path: Path, make_database: Callable[..., str]) -> None:
    """Outside of the checkout, the installed library migrates a database and reads its prices.

    Two builds have the same bytes.
    """
    source = tmp_path / "source"
    skipped = shutil.ignore_patterns("__pycache__")
    for name in ("include", "sql"):
        shutil.copytree(PROJECT_ROOT / name, source / name, ignore=skipped)
    for name in ("pyproject.toml", "LICENSE", CONSTRAINTS):
        shutil.copy(PROJECT_ROOT / name, source)
    (source / BUILD_FILE).write_text(f"{VERSION}\n")
    wheel, again = (build_wheel(source, tmp_path / folder, MOMENT) for folder in ("one", "two"))
    assert wheel.name == f"vn30_platform-{VERSION}-py3-none-any.whl"
    assert wheel.read_bytes() == again.read_bytes()
    python = install(wheel, source, tmp_path / "environment")
    check_wheel(python, tmp_path, VERSION)

    url = make_database("wheel", migrated=False)

    def use(*words: str) -> str:
        environment = {"PATH": os.defpath, "HOME": str(tmp_path), "VN30_DATABASE_URL": url}
        done = subprocess.run(
            [python, *words], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    migrations = len(list((PROJECT_ROOT / "sql" / "migrations").glob("*.sql")))
    assert use("-m", "vn30.database.migrations").startswith(f"Applied {migrations} migrations")
    engine = make_engine(Settings(database_url=url))
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO stocks (ticker, name) VALUES ('FPT', 'FPT'); "
            "INSERT INTO trading_sessions (session_date, opens_at, closes_at) "
            "VALUES ('2024-06-28', '2024-06-28 09:00+07', '2024-06-28 15:00+07'); "
            "INSERT INTO market_state (market, source, follows_wall_clock, as_of_date) "
            "VALUES ('real', 'csv', FALSE, '2024-06-28'); "
            "INSERT INTO stock_prices (stock_id, price_date, close_price, source, fetched_at) "
            "SELECT id, '2024-06-28', 50000, 'csv', '2024-06-28 18:00+07' FROM stocks"
        )
    engine.dispose()
    assert use("-c", READ).split() == ["date,close", "2024-06-28,50000.0"]
