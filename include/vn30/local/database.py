"""The local platform's database for scripts and notebooks, which need nothing else of the platform."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from vn30.errors import WrongInput
from vn30.local.home import Home
from vn30.local.postgres import EmbeddedPostgres
from vn30.settings import Settings


def database_url(settings: Settings) -> str:
    """URL of the platform's database: that of the settings, or that of the demo.

    Raises:
        WrongInput: it is the demo's, and its server does not run.
    """
    if settings.database_url is not None:
        return settings.database_url.get_secret_value()
    postgres = _postgres(settings)
    if not postgres.is_running():
        raise WrongInput(
            "The demo's PostgreSQL does not run: start `make demo` in another terminal, or run your command "
            'by `make run ARGS="..."`, which starts the server for as long as it needs it.'
        )
    return postgres.database_url(f"vn30_{settings.market}")


def run_with_database(settings: Settings, words: Sequence[str]) -> int:
    """Run a command that finds the platform's database and files in its environment; its exit status.

    ``python`` is the one of the platform. The demo's server is started for it unless it runs.

    Raises:
        UnreachableFolder, NotStarted: PostgreSQL cannot use the state folder, or does not start.
        WrongInput: there is no command, or no demo whose data it could read.
    """
    if not words:
        raise WrongInput('Name the command: make run ARGS="python examples/read_prices.py"')
    if settings.database_url is not None:
        return _run(settings, words, settings.database_url.get_secret_value())
    postgres = _postgres(settings)
    postgres.start()
    try:
        return _run(settings, words, postgres.database_url(f"vn30_{settings.market}"))
    finally:
        postgres.leave()


def _postgres(settings: Settings) -> EmbeddedPostgres:
    folder = Home(settings.home.resolve()).postgres
    if not folder.exists():
        raise WrongInput(
            f"There is no demo in {settings.home}: `make demo` makes one, or set VN30_DATABASE_URL."
        )
    return EmbeddedPostgres(folder)


def _run(settings: Settings, words: Sequence[str], url: str) -> int:
    own = Path(sys.executable).parent
    environment = {
        **os.environ,
        "PATH": f"{own}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
        "VN30_HOME": str(settings.home.resolve()),
        "VN30_DATABASE_URL": url,
        "VN30_ARTIFACT_STORE": settings.artifact_root(),
    }
    try:
        return subprocess.run(list(words), env=environment, check=False).returncode  # noqa: S603 - the user's own
    except FileNotFoundError as error:
        raise WrongInput(f"There is no command {words[0]!r} in {own} or on the PATH.") from error
