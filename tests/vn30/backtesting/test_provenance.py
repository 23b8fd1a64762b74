"""The version of the code that computes simulations covers all of it."""

from pathlib import Path

from vn30 import backtesting
from vn30.backtesting.provenance import COMPUTES, code_version

ABOUT_RUNS = {
    "account_checks",
    "checks",
    "document",
    "files",
    "fill_checks",
    "frictionless",
    "grid",
    "ledger",
    "lifecycle",
    "lookahead",
    "luck_update",
    "minute_checks",
    "preset_names",
    "presets",
    "provenance",
    "requests",
    "retention",
    "steps",
    "store",
    "tear_sheet",
    "violation",
    "wording",
    "worth",
}
"""Modules whose code changes no trade: it checks, judges, records, names or draws."""


def test_every_module_counts_or_is_known_not_to() -> None:
    """A new module of the engine that is missing would leave old and new results with one name."""
    folder = Path(backtesting.__file__).parent
    modules = {
        path.stem for path in folder.iterdir() if path.suffix == ".py" or (path / "__init__.py").is_file()
    }
    assert modules - {"__init__"} == set(COMPUTES) | ABOUT_RUNS
    assert len(code_version()) == 64
