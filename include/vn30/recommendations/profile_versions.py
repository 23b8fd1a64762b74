"""The versions of the profiles: one sequence, whose newest version is that of the next run."""

import json
from typing import Any, NamedTuple

import sqlalchemy as sa

from vn30.database.warehouse import Row, execute, fetch_one, fetch_returned
from vn30.recommendations.profiles import (
    InvalidProfiles,
    content_hash,
    document_of,
    parse_profiles,
)
from vn30.training_config.save import ConfigVariable, VersionConflict

AIRFLOW = "airflow"
"""The author of versions that were taken from the Airflow Variable."""


class ProfileVersion(NamedTuple):
    """A stored version of the profiles."""

    id: str
    number: int
    document: dict[str, Any]


def newest_version(connection: sa.Connection) -> ProfileVersion | None:
    """The newest version; None before the first run or save."""
    row = fetch_one(connection, "recommendations/newest_profiles")
    return None if row is None else _version(row)


def record_version(
    connection: sa.Connection, document: dict[str, Any], author: str = AIRFLOW
) -> ProfileVersion:
    """The newest version if it equals the complete ``document``; else a new version."""
    execute(connection, "recommendations/lock_profiles")
    newest = fetch_one(connection, "recommendations/newest_profiles")
    digest = content_hash(document)
    if newest is not None and newest["hash"] == digest:
        return _version(newest)
    row = fetch_returned(
        connection,
        "recommendations/put_profiles",
        document=json.dumps(document),
        hash=digest,
        author=author,
    )
    return _version(row)


def save(
    connection: sa.Connection, variable: ConfigVariable, author: str, document: Any, based_on: int | None
) -> ProfileVersion:
    """Save ``document`` as the next version and as the Variable, which the next run reads.

    An edit of the Variable in Airflow that the save replaces is recorded as a version before.

    Args:
        connection: in a READ COMMITTED transaction, which the caller commits.
        based_on: the version that was edited; None: replace any newer version.

    Raises:
        InvalidProfiles: the document has faults.
        VersionConflict: a newer version than ``based_on`` exists.

    Exceptions of ``variable`` are not caught.
    """
    validated = document_of(parse_profiles(document))
    execute(connection, "recommendations/lock_profiles")
    newest = newest_version(connection)
    if based_on is not None and based_on != (newest.number if newest else 0):
        raise VersionConflict(newest.number if newest else 0)
    _keep_edit(connection, variable.read())
    saved = record_version(connection, validated, author)
    variable.write(json.dumps(validated, indent=2))
    return saved


def _keep_edit(connection: sa.Connection, text: str | None) -> None:
    if text is None:
        return
    try:
        edited = document_of(parse_profiles(text))
    except InvalidProfiles:
        return
    record_version(connection, edited)


def _version(row: Row) -> ProfileVersion:
    return ProfileVersion(str(row["id"]), row["number"], dict(row["document"]))
