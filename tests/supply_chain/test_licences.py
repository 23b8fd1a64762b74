"""The licences of what is handed on."""

from tests.supply_chain.licences import ACCEPTED, Package, not_allowed, npm_packages, python_packages
from vn30.settings import PROJECT_ROOT


def test_terms() -> None:
    """Every distributed package is under accepted terms."""
    python, npm = python_packages(), npm_packages()
    assert len(python) > 200
    assert len(npm) > 50
    assert not_allowed([*python, *npm]) == []
    # Terms of removed packages must not stay accepted.
    assert ACCEPTED.keys() <= {package.name.lower() for package in python}
    listed = (PROJECT_ROOT / "docs" / "licences.md").read_text()
    missing = [
        package.name for package in (*python, *npm) if f"| {package.name} | {package.version} |" not in listed
    ]
    assert missing == [], "run `make licences`"


def test_strong_copyleft_and_unknown_terms_are_refused() -> None:
    for licence in ("GPL-3.0-only", "AGPL-3.0", "UNKNOWN", "MIT AND GPL-2.0-or-later", "SSPL-1.0"):
        assert not_allowed([Package("new", "1", licence)])
    for licence in ("MIT", "(MIT OR CC0-1.0)", "Apache Software License; BSD License", "MIT AND PSF-2.0"):
        assert not not_allowed([Package("new", "1", licence)])
