"""The version of the code that decides whether a session is trained already, and names a stored panel."""

import ast
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from vn30.experiments.provenance import COMPUTES_FORECASTS, code_version
from vn30.features import panel_io
from vn30.settings import PROJECT_ROOT
from vn30.storage import source_hash

LIBRARY = PROJECT_ROOT / "include" / "vn30"

# Imported by code that computes: names and types, and the document, whose values are compared themselves.
NO_NUMBERS = {
    "config_part",
    "errors",
    "i18n.localized",
    "market.universe",
    "names",
    "training_config.document",
    "typing",
}


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the library that tests may change."""
    copy = tmp_path / "vn30"
    shutil.copytree(LIBRARY, copy, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(source_hash, "_LIBRARY", copy)
    yield copy
    versions()


def versions() -> tuple[str, str]:
    """The code versions of forecasts and of panels."""
    for cached in (code_version, panel_io.code_version):
        cached.cache_clear()
    return code_version(), panel_io.code_version()


def edit(file: Path, before: str, after: str) -> None:
    text = file.read_text()
    assert before in text
    file.write_text(text.replace(before, after))


def test_an_estimator_retrains(library: Path) -> None:
    """A line in a package of a package changes the version of forecasts, and that of panels not."""
    forecasts, panels = versions()
    edit(library / "models" / "estimators" / "random_forest.py", 'leaf": 5', 'leaf": 6')
    assert versions()[0] != forecasts
    assert versions()[1] == panels


def test_an_indicator_makes_new_panels(library: Path) -> None:
    forecasts, panels = versions()
    edit(library / "features" / "indicators" / "rsi.py", "/ 100", "/ 50")
    assert versions()[0] != forecasts
    assert versions()[1] != panels


@pytest.mark.parametrize(
    ("file", "before", "after"),
    [
        ("experiments/retention.py", '"""', '"""Anew. '),
        ("models/estimators/ridge.py", '"""Ridge regression."""', '"""Regression with a penalty."""'),
        ("ingestion/plan.py", "def ", "async def "),
        ("training_config/review/model_warnings.py", "enabled", "switched"),
    ],
)
def test_unrelated_change(library: Path, file: str, before: str, after: str) -> None:
    """A change of code that computes no forecast keeps the versions."""
    known = versions()
    edit(library / file, before, after)
    assert versions() == known


def test_the_packages_cover_all_that_computes() -> None:
    """Every module that forecasts and panels import is in the hash, or computes no number."""
    reached: set[str] = set()
    waiting = ["forecasting.ticker", "forecasting.pooled", "features.panel", "features.cross_section"]
    while waiting:
        name = waiting.pop()
        if name in reached:
            continue
        reached.add(name)
        if name not in NO_NUMBERS:
            waiting += _imports(name)
    left_out = {
        name
        for name in reached
        if not any(f"{name}.".startswith(f"{prefix}.") for prefix in COMPUTES_FORECASTS)
    }
    assert left_out == NO_NUMBERS


def _imports(name: str) -> Iterator[str]:
    file = LIBRARY.joinpath(*name.split(".")).with_suffix(".py")
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("vn30."):
            module = str(node.module).removeprefix("vn30.")
            if LIBRARY.joinpath(*module.split(".")).with_suffix(".py").exists():
                yield module
            else:
                yield from (
                    f"{module}.{alias.name}" for alias in node.names if _is_module(module, alias.name)
                )


def _is_module(package: str, name: str) -> bool:
    return LIBRARY.joinpath(*package.split("."), f"{name}.py").exists()
