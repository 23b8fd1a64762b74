"""The version of the platform: the one place that says it.

`pyproject.toml` reads ``VERSION`` from here; ``make release`` compares the other places with it.
"""

from functools import lru_cache
from pathlib import Path

VERSION = "0.9.0"
"""The version of the newest release, or of the next one while it is developed."""

_OF_RELEASE = Path(__file__).with_name("build.txt")
# ``make release`` writes it into what it builds; a checkout has none.
_GIT = Path(__file__).resolve().parents[2] / ".git"
_DIGITS = 9


@lru_cache
def build_version() -> str:
    """The version of this build: ``0.9.0`` of a release, ``0.9.0+g<commit>`` of a checkout.

    ``0.9.0+dev`` where the commit is not known, as in an image that was built without ``make release``.
    """
    if _OF_RELEASE.is_file():
        return _OF_RELEASE.read_text().strip()
    commit = commit_of(_GIT)
    return f"{VERSION}+g{commit[:_DIGITS]}" if commit else f"{VERSION}+dev"


def commit_of(git: Path) -> str | None:
    """The commit that is checked out, in hexadecimal digits, without git's programs; None if it is not known.

    Args:
        git: the path ``.git`` of the checkout: a folder, or in a worktree a file that names one.
    """
    try:
        if git.is_file():
            git = git.parent / git.read_text().removeprefix("gitdir:").strip()
        head = (git / "HEAD").read_text().strip()
        if not head.startswith("ref:"):
            return head
        name = head.removeprefix("ref:").strip()
        common = git / "commondir"
        shared = git / common.read_text().strip() if common.is_file() else git
        if (shared / name).is_file():
            return (shared / name).read_text().strip()
        packed = (line.split() for line in (shared / "packed-refs").read_text().splitlines())
        return next((words[0] for words in packed if words[1:] == [name]), None)
    except OSError:
        return None
