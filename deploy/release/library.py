"""The wheel of the library: built, installed into an environment of its own, and used there."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from deploy.release.checks import Refused

UV = Path(sys.executable).with_name("uv")
CONSTRAINTS = "requirements-image.txt"
"""The versions with which the platform is tested."""


def build_wheel(source: Path, folder: Path, moment: int) -> Path:
    """Build the wheel of ``source`` into ``folder``: equal sources give equal bytes."""
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(moment)}
    _run([UV, "build", "--quiet", "--wheel", "--out-dir", folder, source], environment=environment)
    (folder / ".gitignore").unlink(missing_ok=True)
    [wheel] = folder.glob("*.whl")
    return wheel


def install(wheel: Path, source: Path, environment: Path) -> Path:
    """Install ``wheel`` with what it needs into a new virtual environment, and return its Python."""
    _run([UV, "venv", "--quiet", "--python", sys.executable, environment])
    python = environment / "bin" / "python"
    words = [UV, "pip", "install", "--quiet", "--python", python, "--constraint", source / CONSTRAINTS, wheel]
    try:
        # What a developer's environment was installed from is in uv's cache.
        _run([*words, "--offline"])
    except Refused:
        _run(words)
    return python


def check_wheel(python: Path, folder: Path, version: str) -> None:
    """Use the installed library in ``folder``, outside of any checkout: version, SQL files, schema, reads.

    Raises:
        Refused: something of it is missing; the message has the output.
    """
    said = _run([python, "-c", _TRIAL], environment={"PATH": os.defpath, "HOME": str(folder)}, folder=folder)
    if said.strip() != version:
        raise Refused(f"The wheel of {version} says that it is {said.strip()}.")


_TRIAL = """
from vn30 import data
from vn30.database.migrations import known_migrations
from vn30.settings import SQL_ROOT
from vn30.training_config.json_schema import portable_schema
from vn30.version import build_version

assert known_migrations() and any((SQL_ROOT / "queries").rglob("*.sql")), "no SQL files"
assert portable_schema()["properties"], "no schema"
try:
    # Nothing listens there: all that a read needs has been imported.
    data.prices(["FPT"], url="postgresql://nobody@127.0.0.1:1/none")
except data.Unreachable:
    print(build_version())
"""


def sbom(python: Path, path: Path, cyclonedx: str) -> None:
    """Write the bill of materials of the environment of ``python``, without the library, to ``path``.

    Args:
        cyclonedx: the version of cyclonedx-bom.
    """
    frozen = _run([UV, "pip", "freeze", "--quiet", "--python", python])
    packages = [line for line in frozen.splitlines() if "==" in line and not line.startswith("vn30-platform")]
    listed = path.with_suffix(".txt")
    listed.write_text("\n".join(packages) + "\n")
    tool = [UV, "tool", "run", "--quiet", "--from", f"cyclonedx-bom=={cyclonedx}", "cyclonedx-py"]
    _run([*tool, "requirements", listed, "--output-reproducible", "--output-file", path])
    listed.unlink()


def _run(
    words: Sequence[str | Path], environment: dict[str, str] | None = None, folder: Path | None = None
) -> str:
    done = subprocess.run(  # noqa: S603
        words, env=environment, cwd=folder, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Refused(f"{words[0]} {words[1]} ... failed:\n{done.stderr[-3000:]}")
    return done.stdout
