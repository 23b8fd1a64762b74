"""Pages of the library's reference, one a package, for the generator to fill from the docstrings."""

import re
from collections.abc import Collection
from pathlib import Path

from vn30.settings import PROJECT_ROOT

LIBRARY = PROJECT_ROOT / "include" / "vn30"
FIRST = "data"
"""The package for readers of data, which is named before the others."""


_ROLE = re.compile(r":(?:class|func|data|meth|attr|mod|exc):`~?")


def write_library(target: Path, sources: Path, only: Collection[str] = ()) -> None:
    """Write ``library.md`` and a page for each package and module below ``vn30`` to ``target``.

    Args:
        sources: the folder for a copy of the library, whose docstrings the generator reads.
        only: these packages alone; empty: all.
    """
    target.mkdir(parents=True, exist_ok=True)
    parts = sorted(
        (path for path in LIBRARY.iterdir() if _is_public(path) and (not only or path.stem in only)),
        key=lambda path: (path.stem != FIRST, path.stem),
    )
    _copy(sources)
    rows = []
    for part in parts:
        modules = [_name(file) for file in _files(part)]
        text = "".join(f"::: {module}\n\n" for module in modules)
        (target / f"vn30.{part.stem}.md").write_text(f"# vn30.{part.stem}\n\n{text}")
        rows.append(f"| [`vn30.{part.stem}`](vn30.{part.stem}.md) | {_summary(part)} |\n")
    (target / "library.md").write_text(
        "# The library\n\nThe packages of `include/vn30`, from their docstrings. Notebooks need `vn30.data` "
        "alone: [reading data](../docs/reading-data.md). Which package imports which: "
        "[architecture](../docs/architecture.md).\n\n| package | |\n| --- | --- |\n" + "".join(rows)
    )


def _copy(sources: Path) -> None:
    """Copy the modules, without the roles of Sphinx, which the generator would show as they are written."""
    for file in LIBRARY.rglob("*.py"):
        copy = sources / file.relative_to(LIBRARY.parent)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(_ROLE.sub("`", file.read_text()))


def _is_public(path: Path) -> bool:
    return not path.name.startswith(("_", ".")) and (path.suffix == ".py" or (path / "__init__.py").exists())


def _files(part: Path) -> list[Path]:
    if part.is_file():
        return [part]
    return sorted(file for file in part.rglob("*.py") if file.name == "__init__.py" or _is_public(file))


def _name(file: Path) -> str:
    parts = file.relative_to(LIBRARY.parent).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def _summary(part: Path) -> str:
    """The first line of the docstring."""
    text = (part if part.is_file() else part / "__init__.py").read_text()
    return text.removeprefix('"""').split("\n", 1)[0].removesuffix('"""')
