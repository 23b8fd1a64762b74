"""The version of a build."""

import subprocess
from pathlib import Path

from vn30.version import commit_of


def git(folder: Path, *words: str) -> str:
    identity = ("-c", "user.name=a", "-c", "user.email=a@example.com")
    done = subprocess.run(["git", *identity, *words], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_commit(tmp_path: Path) -> None:
    """The commit is that of git: on a branch, packed, detached and in a worktree."""
    folder = tmp_path / "checkout"
    folder.mkdir()
    git(folder, "init", "--quiet")
    assert commit_of(folder / ".git") is None
    git(folder, "commit", "--quiet", "--allow-empty", "--message=one")
    first = git(folder, "rev-parse", "HEAD")
    assert commit_of(folder / ".git") == first
    git(folder, "pack-refs", "--all")
    assert commit_of(folder / ".git") == first
    git(folder, "worktree", "add", "--quiet", "../worktree")
    git(folder, "checkout", "--quiet", "--detach")
    git(folder, "commit", "--quiet", "--allow-empty", "--message=two")
    assert commit_of(folder / ".git") == git(folder, "rev-parse", "HEAD") != first
    assert commit_of(tmp_path / "worktree" / ".git") == first
    assert commit_of(tmp_path / "none" / ".git") is None
