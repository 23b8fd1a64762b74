"""Files of environment variables, which the local platform shares with containers."""

from pathlib import Path

from dotenv import dotenv_values


def read_env_file(path: Path) -> dict[str, str]:
    """The variables that a file such as ``deploy/airflow.env`` sets."""
    return {name: value for name, value in dotenv_values(path).items() if value is not None}
