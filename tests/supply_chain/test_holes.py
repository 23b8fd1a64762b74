"""Known holes in the Python packages. The frontend's are asked for in tests/frontend."""

import json
import subprocess

import httpx
import pytest

from tests.support.tools import tool
from vn30.settings import PROJECT_ROOT

# As long as pip-audit waits for one answer.
PATIENCE = 15


def test_no_python_package_has_a_known_hole() -> None:
    try:
        known = httpx.get("https://pypi.org/pypi/httpx/0.27.0/json", timeout=PATIENCE)
    except httpx.HTTPError as error:
        pytest.skip(f"PyPI's record of holes cannot be reached: {error!r}")
    if known.status_code != httpx.codes.OK:
        pytest.skip(f"the package index in use has no record of holes: HTTP status {known.status_code}")
    command = [tool("pip-audit"), "--requirement", "requirements.txt", "--no-deps", "--disable-pip"]
    audit = subprocess.run(
        [*command, "--format=json", "--progress-spinner=off"],
        cwd=PROJECT_ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    packages = json.loads(audit.stdout)["dependencies"]
    # pip-audit reports an unknown package as clean.
    assert [package["name"] for package in packages if "skip_reason" in package] == []
    assert [
        (package["name"], package["version"], hole["id"]) for package in packages for hole in package["vulns"]
    ] == []
