"""The command-line tools that come with the tests' packages."""

import sys
from pathlib import Path


def tool(name: str) -> str:
    """Path of a program of the virtual environment."""
    return str(Path(sys.executable).with_name(name))
