"""The image: its context as an archive, and the image where a container tool is installed."""

import re
import shutil
import subprocess
from pathlib import Path

from deploy.release.checks import Refused

_TOOLS = {"docker": ["build"], "podman": ["build", "--format", "docker"]}
"""Podman's own format, OCI, has no health check."""
_COPIED = re.compile(r"^COPY (?!--from)(.+) \S+$", re.MULTILINE)


def context_files(source: Path) -> list[Path]:
    """The files from which the image is built: those that ``.dockerignore`` names, it, and the Dockerfile.

    Raises:
        Refused: the Dockerfile copies something that is not among them.
    """
    lines = (source / ".dockerignore").read_text().splitlines()
    left_out = [line.removeprefix("**/") for line in lines if line.startswith("**/")]
    files = [source / "Dockerfile", source / ".dockerignore"]
    for path in (source / line.removeprefix("!") for line in lines if line.startswith("!")):
        found = [path] if path.is_file() else sorted(file for file in path.rglob("*") if file.is_file())
        files += [file for file in found if not _is_named(file.relative_to(source), left_out)]
    for copied in _COPIED.findall((source / "Dockerfile").read_text()):
        for name in copied.split():
            if not any(file.is_relative_to(source / name) for file in files):
                raise Refused(f"The Dockerfile copies {name}, which .dockerignore leaves out.")
    return files


def _is_named(path: Path, patterns: list[str]) -> bool:
    return any(Path(part).match(pattern) for part in path.parts for pattern in patterns)


def build_image(context: Path, archive: str, version: str) -> str:
    """Build the image from ``context``, and return a sentence on the result.

    Args:
        archive: the name of the archive of ``context``, for where there is no container tool.

    Raises:
        Refused: the build failed.
    """
    tag = f"vn30:{version}"
    tool = next((tool for tool in _TOOLS if _runs(tool)), None)
    if tool is None:
        return (
            f"No image was built: neither docker nor podman runs here. Where one does:\n"
            f"  mkdir context && tar -xzf {archive} -C context\n"
            f"  docker build --build-arg VERSION={version} --tag {tag} context"
        )
    words = [tool, *_TOOLS[tool], "--build-arg", f"VERSION={version}", "--tag", tag, str(context)]
    if subprocess.run(words, check=False).returncode:  # noqa: S603
        raise Refused(f"{tool} could not build the image; its output is above.")
    return f"The image {tag} is in the store of {tool}."


def _runs(tool: str) -> bool:
    """Whether the tool is installed, and its service answers."""
    return (
        shutil.which(tool) is not None
        and not subprocess.run(  # noqa: S603
            [tool, "info"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False
        ).returncode
    )
