"""Saves the shared training configuration in the database and in Airflow, or in neither.

The next run reads the Airflow Variable, and the database stores the versions. A save inserts the version,
writes the Variable and then commits; if Airflow does not accept the Variable, the version is rolled back. If
the answer of Airflow is lost, or the database fails before the commit, only the Variable is new. The API then
reports the difference, and the next run or save records the Variable as a version.
"""

import json
from typing import Any, Protocol

import sqlalchemy as sa
from psycopg2.errors import LockNotAvailable

from vn30.database.warehouse import Row, execute, fetch_returned
from vn30.errors import WrongInput
from vn30.i18n.localized import localized
from vn30.market.membership import known_tickers
from vn30.training_config.document import InvalidConfig, parse_config
from vn30.training_config.versions import (
    active_version,
    document_of,
    lock_versions,
    record_version,
    save_version,
)


class VersionConflict(WrongInput):
    """A newer version than the edited one was saved; ``newest`` is its number."""

    def __init__(self, newest: int) -> None:
        self.newest = newest
        super().__init__(
            localized(
                "version {newest} was saved since. Load it, and apply the changes to it.", newest=newest
            )
        )


class SaveInProgress(RuntimeError):
    """Another save did not finish within ten seconds."""


class ConfigVariable(Protocol):
    """The Airflow Variable that runs read their configuration from."""

    def read(self) -> str | None:
        """Return the text of the Variable; None if it does not exist."""

    def write(self, text: str) -> None:
        """Set the text of the Variable, or create it. The change is durable on return."""


def save(
    connection: sa.Connection,
    variable: ConfigVariable,
    author: str,
    document: Any,
    based_on: int | None,
    description: str | None = None,
) -> Row:
    """Save ``document`` as the next version and as the Variable.

    An edit of the Variable in Airflow that the save replaces is recorded as a version before.

    Args:
        connection: in a READ COMMITTED transaction, which the caller commits, or rolls back after an
            exception.
        author: user name of an account.
        document: JSON text or the decoded document.
        based_on: the version that was edited; None: replace any newer version.

    Returns:
        The row of ``config_versions``.

    Raises:
        InvalidConfig: the document has faults.
        VersionConflict: a newer version than ``based_on`` exists.
        SaveInProgress: another save holds the lock.

    Exceptions of ``variable`` are not caught.
    """
    known = known_tickers(connection)
    validated = document_of(parse_config(document, known))
    _lock(connection)
    active = active_version(connection)
    newest = active.number if active else 0
    if based_on is not None and based_on != newest:
        raise VersionConflict(newest)
    _keep_edit(connection, variable.read(), known)
    saved = save_version(connection, validated, author, description)
    row = fetch_returned(connection, "training_config/by_id", config_id=saved.id)
    variable.write(json.dumps(validated, indent=2))
    return row


def _lock(connection: sa.Connection) -> None:
    execute(connection, "training_config/set_lock_timeout")
    try:
        lock_versions(connection)
    except sa.exc.OperationalError as error:
        if isinstance(error.orig, LockNotAvailable):
            raise SaveInProgress(localized("Another user is saving. Try again in a moment.")) from error
        raise


def _keep_edit(connection: sa.Connection, variable: str | None, known: frozenset[str]) -> None:
    """Record an edit of the Variable since the last version, unless it is invalid."""
    if variable is None:
        return
    try:
        edited = document_of(parse_config(variable, known))
    except InvalidConfig:
        return
    record_version(connection, edited)
