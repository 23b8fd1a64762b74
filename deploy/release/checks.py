"""What must be true before a version is built."""

import json
import re
import subprocess
from pathlib import Path

SEMANTIC = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)")
"""Versions are of three numbers: a suffix would be written differently in a wheel's name."""
_IN_LIBRARY = re.compile(r'^VERSION = "([^"]+)"$', re.MULTILINE)
_IN_CHARTS = {
    "deploy/helm/values.yaml": re.compile(r'^defaultAirflowTag: "([^"]+)"$', re.MULTILINE),
    "deploy/helm/api.yaml": re.compile(r"^ +image: registry\.example/vn30:(\S+)$", re.MULTILINE),
}


class Refused(Exception):
    """The release cannot be built; the message says why, and what to do."""


def version_of(root: Path) -> str:
    """The version of the checkout at ``root``: that of ``include/vn30/version.py``.

    Raises:
        Refused: it is no version, or other files name another one.
    """
    version = _found(_IN_LIBRARY, root / "include" / "vn30" / "version.py")
    if not SEMANTIC.fullmatch(version):
        raise Refused(f"include/vn30/version.py: {version} is not a version of three numbers, as 1.2.3.")
    others = {name: _found(pattern, root / name) for name, pattern in _IN_CHARTS.items()}
    for name in ("frontend/package.json", "frontend/package-lock.json"):
        others[name] = json.loads((root / name).read_text())["version"]
    different = [f"{name} has {other}" for name, other in sorted(others.items()) if other != version]
    if different:
        raise Refused(f"include/vn30/version.py has {version}, but {', '.join(different)}. Make them equal.")
    return version


def check_changelog(root: Path, version: str) -> None:
    """Raise :class:`Refused` unless ``CHANGELOG.md`` has a dated entry with content for ``version``."""
    text = (root / "CHANGELOG.md").read_text()
    entry = re.search(rf"^## \[{re.escape(version)}\](.*)$\n((?:(?!^## ).*\n?)*)", text, re.MULTILINE)
    if entry is None:
        raise Refused(f"CHANGELOG.md has no entry for {version}. Add the heading: ## [{version}] - <date>")
    if not re.fullmatch(r" - \d{4}-\d\d-\d\d", entry[1]):
        raise Refused(f"The entry for {version} in CHANGELOG.md needs a date: ## [{version}] - 2026-12-01")
    if "\n- " not in entry[2]:
        raise Refused(f"The entry for {version} in CHANGELOG.md lists no changes.")


def check_commit(root: Path, version: str) -> str:
    """The commit to build.

    Raises:
        Refused: there are changes that are not committed, or the tag ``v<version>`` is another commit.
    """
    changed = _git(root, "status", "--porcelain").splitlines()
    if changed:
        listed = "\n".join(changed[:10])
        raise Refused(f"There are changes that are not committed. Commit or remove them:\n{listed}")
    commit = _git(root, "rev-parse", "HEAD")
    tag = f"v{version}"
    if (
        _git(root, "tag", "--list", tag)
        and (tagged := _git(root, "rev-parse", f"{tag}^{{commit}}")) != commit
    ):
        raise Refused(
            f"The tag {tag} is {tagged[:9]}, and this is {commit[:9]}. A version is built from one commit: "
            f"check out {tag}, or raise the version."
        )
    return commit


def _found(pattern: re.Pattern[str], path: Path) -> str:
    match = pattern.search(path.read_text())
    if match is None:
        raise Refused(f"{path} does not say its version as expected.")
    return match[1]


def _git(root: Path, *words: str) -> str:
    try:
        done = subprocess.run(["git", *words], cwd=root, capture_output=True, text=True, check=False)  # noqa: S603, S607
    except FileNotFoundError:
        raise Refused("git is needed: a release is built from a commit.") from None
    if done.returncode:
        raise Refused(f"git {words[0]} failed: {done.stderr.strip()}")
    return done.stdout.strip("\n")
