"""A Chromium for the browser tests: that of the system, or else one that is installed for them."""

import os
import shutil
import subprocess
from pathlib import Path

from vn30.settings import PROJECT_ROOT

FRONTEND = PROJECT_ROOT / "frontend"
_UNATTENDED = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
# The shell is Chromium without a window, which Playwright itself prefers: it takes two thirds of the time.
_NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)


class NoBrowser(Exception):
    """There is no Chromium and none could be installed; the message names the remedy."""


def node_environment() -> dict[str, str]:
    """The environment in which ``npm`` and ``npx`` are those of the virtual environment."""
    return {**os.environ, "PATH": f"{PROJECT_ROOT / '.venv' / 'bin'}{os.pathsep}{os.environ['PATH']}"}


def chromium() -> Path | None:
    """The browser's path, or ``None`` for the one that Playwright has downloaded for itself.

    ``CHROMIUM`` names one; else it is looked for, then installed: by the system's package manager where this
    is root's (containers, CI), by Playwright elsewhere.

    Raises:
        NoBrowser: none of these has one.
    """
    if path := _found():
        return path
    if os.geteuid() == 0 and shutil.which("apt-get"):
        # A bare machine has no letters to draw with.
        _apt_get("update")
        # Not every distribution has the shell.
        for package in _NAMES[:2]:
            _apt_get("install", "--yes", "--no-install-recommends", package, "fonts-dejavu-core")
            if path := _found():
                return path
    command = ["npx", "playwright", "install", "chromium"]
    if subprocess.run(command, cwd=FRONTEND, env=node_environment(), check=False).returncode == 0:
        return None
    raise NoBrowser(
        "The browser tests need Chromium, and it could not be installed. Install your system's package "
        "(chromium), or name a Chromium or Chrome: CHROMIUM=/path/to/it"
    )


def _apt_get(*what: str) -> None:
    subprocess.run(["apt-get", "-qq", *what], env=_UNATTENDED, stdout=subprocess.DEVNULL, check=False)


def _found() -> Path | None:
    named = os.environ.get("CHROMIUM")
    path = named or next(filter(None, map(shutil.which, _NAMES)), None)
    return Path(path) if path else None
