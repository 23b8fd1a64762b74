"""The packages that the frontend is built from."""

import json
import subprocess

import pytest

from tests.support.chromium import FRONTEND, node_environment


def test_packages_are_pinned() -> None:
    """Every package is pinned by its hash, and to no registry."""
    packages = json.loads((FRONTEND / "package-lock.json").read_text())["packages"]
    pinned = {name: package for name, package in packages.items() if name and not package.get("inBundle")}
    assert len(pinned) > 100
    assert [name for name, package in pinned.items() if not package.get("integrity")] == []
    assert [name for name, package in pinned.items() if "resolved" in package] == []


def test_no_package_has_a_known_hole_of_high_severity() -> None:
    command = ["npm", "audit", "--json", "--audit-level=high"]
    audit = subprocess.run(
        command, cwd=FRONTEND, env=node_environment(), capture_output=True, text=True, check=False
    )
    report = json.loads(audit.stdout)
    if "metadata" not in report:
        pytest.skip(f"the npm registry in use has no audit: {report.get('message', audit.stderr)}")
    holes = report["metadata"]["vulnerabilities"]
    assert holes["high"] + holes["critical"] == 0, audit.stdout
