"""Every query is run by the package that its folder is named after, and by no other."""

import ast
from collections.abc import Iterator
from pathlib import Path

from vn30.settings import PROJECT_ROOT, SQL_ROOT

QUERIES = SQL_ROOT / "queries"
ROOTS = (PROJECT_ROOT / "include" / "vn30", PROJECT_ROOT / "api")
RUNNERS = {"sql", "query_text", "fetch_all", "fetch_one", "fetch_returned", "fetch_frame", "frame", "execute"}
"""The functions that take the name of a query."""


def _names(path: Path) -> Iterator[str]:
    """The names of queries in the calls of one module."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call):
            function = node.func
            called = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", None)
            for argument in node.args if called in RUNNERS else ():
                if isinstance(argument, ast.Constant) and "/" in str(argument.value):
                    yield argument.value


FILES = {str(path.relative_to(QUERIES).with_suffix("")) for path in QUERIES.rglob("*.sql")}
USES = [
    (name, path.relative_to(root).parts[0], str(path.relative_to(PROJECT_ROOT)))
    for root in ROOTS
    for path in root.rglob("*.py")
    for name in _names(path)
]


def test_a_query_is_run_by_its_own_package() -> None:
    """Another package calls a function of that package, or has a query of its own."""
    assert [(name, path) for name, package, path in USES if package != name.split("/")[0]] == []


def test_every_query_is_used_and_every_name_exists() -> None:
    names = {name for name, _, _ in USES}
    assert sorted(FILES - names) == [], "no code names these files"
    assert sorted(names - FILES) == [], "there are no files of these names"
