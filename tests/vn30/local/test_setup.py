"""Airflow's set-up is done again when the code that it depends on has changed."""

import ast

from vn30.local import setup
from vn30.settings import PROJECT_ROOT

VN30 = PROJECT_ROOT / "include" / "vn30"
NO_CONTENT = {"vn30.errors", "vn30.garbage", "vn30.settings", "vn30.users.strength"}
"""Modules of which the set-up writes nothing down."""


def test_the_fingerprint_covers_the_imports_of_the_set_up() -> None:
    tree = ast.parse((VN30 / "airflow" / "setup.py").read_text())
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}
    ours = {name for name in imported if name.startswith("vn30.")} - NO_CONTENT
    assert ours
    covered = [f"vn30.{name}" for name in setup._SET_UP_BY]
    for name in ours:
        assert any(f"{name}.".startswith(f"{part}.") for part in covered), name
    assert setup._fingerprint() == setup._fingerprint()
