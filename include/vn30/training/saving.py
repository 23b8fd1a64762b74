"""Saving the shared training configuration: in the database and in Airflow, or in neither.

The next run reads the Airflow Variable; the database has the versions. So the version is written first, is
not committed before Airflow has taken the Variable, and is rolled back if it does not. What is left are an
answer of Airflow's that is lost and a database that dies in that moment: then the Variable alone is new,
who looks at the configuration is told how it differs, and the next run or save records it as a version.
"""

import json
from typing import Any, Protocol

import sqlalchemy as sa
from psycopg2.errors import LockNotAvailable

from vn30.errors import WrongInput
from vn30.membership import known_tickers
from vn30.training.config import InvalidConfig, parse_config
from vn30.training.versions import (
    active_version,
    document_of,
    lock_versions,
    record_version,
    save_version,
)
from vn30.warehouse import Row, execute, fetch_returned


class VersionConflict(WrongInput):
    """Another version was saved since the one that was edited; ``newest`` is its number."""

    def __init__(self, newest: int) -> None:
        self.newest = newest
        super().__init__(f"version {newest} was saved since. Load it, and apply the changes to that.")


class SaveInProgress(RuntimeError):
    """Somebody else is saving, and did not finish within ten seconds."""


class ConfigVariable(Protocol):
    """The Airflow Variable that runs read their configuration from."""

    def read(self) -> str | None:
        """Its text; None if there is none."""

    def write(self, text: str) -> None:
        """Give it this text, for good when it returns; make it if there is none."""


def save(
    connection: sa.Connection,
    variable: ConfigVariable,
    author: str,
    document: Any,
    based_on: int | None,
    description: str | None = None,
) -> Row:
    """Make ``document`` the next version and the Variable. An edit in Airflow that it replaces is kept as a
    version of its own.

    Args:
        connection: in a transaction that sees what others have committed, and is committed or rolled back as
            a whole by the caller.
        author: user name of an account.
        document: JSON text, or what it decodes to.
        based_on: the version that was edited; None to save whatever others did.

    Returns:
        The row of ``config_versions``.

    Raises:
        InvalidConfig: it has faults.
        VersionConflict, SaveInProgress: others were, or are, saving.

    What ``variable`` raises passes: then nothing is saved if the caller rolls back.
    """
    known = known_tickers(connection)
    wanted = document_of(parse_config(document, known))
    _lock(connection)
    active = active_version(connection)
    newest = active.number if active else 0
    if based_on is not None and based_on != newest:
        raise VersionConflict(newest)
    _keep_edit(connection, variable.read(), known)
    saved = save_version(connection, wanted, author, description)
    row = fetch_returned(connection, "configs/by_id", config_id=saved.id)
    variable.write(json.dumps(wanted, indent=2))
    return row


def _lock(connection: sa.Connection) -> None:
    execute(connection, "configs/wait_for_others")
    try:
        lock_versions(connection)
    except sa.exc.OperationalError as error:
        if isinstance(error.orig, LockNotAvailable):
            raise SaveInProgress("Somebody else is saving. Try again in a moment.") from error
        raise


def _keep_edit(connection: sa.Connection, variable: str | None, known: frozenset[str]) -> None:
    """Record what somebody has put into the Variable since the last version, unless no run could read it."""
    if variable is None:
        return
    try:
        edited = document_of(parse_config(variable, known))
    except InvalidConfig:
        return
    record_version(connection, edited)
