"""Hashes of source code: packages in packages count, and no name is left out unnoticed."""

from pathlib import Path

import pytest

from vn30.local import setup
from vn30.storage import source_hash


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A library with one module, and a package that holds another package."""
    monkeypatch.setattr(source_hash, "_LIBRARY", tmp_path)
    inner = tmp_path / "outer" / "inner"
    inner.mkdir(parents=True)
    (tmp_path / "names.py").write_text("A = 1\n")
    (tmp_path / "outer" / "__init__.py").touch()
    (inner / "deep.py").write_text("B = 1\n")
    return tmp_path


def test_module(library: Path) -> None:
    before = source_hash.source_hash("names")
    (library / "outer" / "inner" / "deep.py").write_text("B = 2\n")
    assert source_hash.source_hash("names") == before
    (library / "names.py").write_text("A = 2\n")
    assert source_hash.source_hash("names") != before


def test_package_in_package(library: Path) -> None:
    hashes = {source_hash.source_hash("outer")}
    deep = library / "outer" / "inner" / "deep.py"
    deep.write_text("B = 2\n")
    hashes.add(source_hash.source_hash("outer"))
    deep.rename(deep.with_name("moved.py"))
    hashes.add(source_hash.source_hash("outer"))
    hashes.add(source_hash.source_hash("outer", begin=b"other versions"))
    assert len(hashes) == 4


def test_wording(library: Path) -> None:
    """Comments, docstrings and layout are no code; a default value in the same lines is."""
    deep = library / "outer" / "inner" / "deep.py"
    deep.write_text('"""One."""\nB = 1\n"""Of B."""\n\n\ndef f(x=1):\n    """Two."""\n    return x\n')
    before = source_hash.source_hash("outer")
    deep.write_text('"""Other."""\nB = (1)  # why\n\ndef f(\n    x=1,\n):\n    """Three."""\n    return x\n')
    assert source_hash.source_hash("outer") == before
    deep.write_text("B = 1\n\ndef f(x=2):\n    return x\n")
    assert source_hash.source_hash("outer") != before


def test_missing_name(library: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"vn30\.moved\.away"):
        source_hash.source_hash("names", "moved.away")


def test_names_of_the_local_setup() -> None:
    """Every module and package that the local set-up hashes is there."""
    assert setup._fingerprint().startswith("set up by ")
