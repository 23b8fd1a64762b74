"""Every example runs as a user runs it, on a small market, and draws its picture."""

import os
import re
import runpy
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support.stored_market import SESSIONS, store_market, store_run
from vn30.database import warehouse
from vn30.database.warehouse import make_engine
from vn30.lake.publish import publish, write_catalog
from vn30.names import LAKE_DATASETS
from vn30.settings import PROJECT_ROOT, Settings, get_settings
from vn30.storage.artifacts import open_store

EXAMPLES = PROJECT_ROOT / "examples"
PICTURES = {
    "read_prices.py": "prices.png",
    "read_lake.py": "lake.png",
    "train_one_ticker.py": "one_ticker.png",
    "add_indicator.py": "indicator.png",
    "compare_configurations.py": "configurations.png",
}
PNG, MIN_BYTES = b"\x89PNG\r\n", 10_000


@pytest.fixture(scope="module")
def database(make_database: Callable[..., str]) -> str:
    url = make_database("examples")
    engine = make_engine(Settings(database_url=url))
    with engine.begin() as connection:
        store_market(connection)
        store_run(connection, SESSIONS[-1])
    engine.dispose()
    return url


def test_every_example_is_run_here_and_explained() -> None:
    assert {path.name for path in EXAMPLES.glob("*.py")} == set(PICTURES)
    explained = (EXAMPLES / "README.md").read_text()
    assert all(f"]({name})" in explained for name in PICTURES)


@pytest.mark.parametrize("name", sorted(set(PICTURES) - {"add_indicator.py"}))
@pytest.mark.filterwarnings("error::FutureWarning")
def test_example(name: str, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In this process, which has the heavy imports already."""
    monkeypatch.setenv("VN30_DATABASE_URL", database)
    monkeypatch.setenv("VN30_HOME", str(tmp_path))
    monkeypatch.setenv("MPLBACKEND", "Agg")
    monkeypatch.chdir(tmp_path)
    get_settings.cache_clear()
    warehouse.engine.cache_clear()
    try:
        if name == "read_lake.py":
            publish_lake()
        runpy.run_path(str(EXAMPLES / name), run_name="__main__")
    finally:
        warehouse.engine().dispose()
        warehouse.engine.cache_clear()
        get_settings.cache_clear()
        sys.modules["matplotlib.pyplot"].close("all")
    assert_drawn(tmp_path, name)


def test_tutorial(database: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The notebook of the tutorial for data scientists, block after block."""
    page = (PROJECT_ROOT / "docs/tutorial-data-scientists.md").read_text()
    blocks = re.findall(r"^```python\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    assert blocks
    monkeypatch.setenv("VN30_DATABASE_URL", database)
    get_settings.cache_clear()
    warehouse.engine.cache_clear()
    names: dict[str, Any] = {}
    try:
        for block in blocks:
            exec(compile(block, "tutorial-data-scientists.md", "exec"), names)  # noqa: S102 - a page of ours
    finally:
        warehouse.engine().dispose()
        warehouse.engine.cache_clear()
        get_settings.cache_clear()
    assert len(names["closes"]) > 100
    assert set(names["known"]["horizon"]) == {7}
    assert "realised_price" in capsys.readouterr().out


def publish_lake() -> None:
    store = open_store(get_settings())
    for dataset in LAKE_DATASETS:
        publish(store, dataset)
    write_catalog(store)


def test_the_example_of_an_indicator(database: str, tmp_path: Path) -> None:
    """In a process of its own: here the configuration is imported already, without the new indicator."""
    name = "add_indicator.py"
    done = subprocess.run(
        [sys.executable, "-W", "error::FutureWarning", str(EXAMPLES / name)],
        cwd=tmp_path,
        env={**os.environ, "VN30_DATABASE_URL": database, "MPLBACKEND": "Agg"},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert_drawn(tmp_path, name)


def assert_drawn(folder: Path, name: str) -> None:
    picture = (folder / "pictures" / PICTURES[name]).read_bytes()
    assert picture.startswith(PNG)
    assert len(picture) > MIN_BYTES
