"""The versions of the training configuration: one sequence for the whole team, the newest one active."""

import json
from typing import Any, NamedTuple

import sqlalchemy as sa

from vn30.training.config import TrainingConfig
from vn30.warehouse import execute, fetch_one, fetch_returned

AIRFLOW = "airflow"
"""The account that versions belong to which a run found in the Airflow Variable."""

FROM_AIRFLOW = "taken from the Airflow Variable"


class Version(NamedTuple):
    """A configuration document as it was saved."""

    id: str
    number: int
    document: dict[str, Any]


def document_of(config: TrainingConfig) -> dict[str, Any]:
    """The configuration in full, as it is stored: every field, defaults included."""
    return config.model_dump(mode="json", by_alias=True)


def lock_versions(connection: sa.Connection) -> None:
    """Let nobody else make a version before the transaction ends."""
    execute(connection, "training/lock_training_configs")


def active_version(connection: sa.Connection) -> Version | None:
    """The version that counts, as the last one to save left it; None before the first."""
    row = fetch_one(connection, "training/active_config")
    return Version(str(row["id"]), row["version"], row["config"]) if row else None


def record_version(connection: sa.Connection, document: dict[str, Any]) -> Version:
    """The active version if it holds ``document``, else a new one of the account ``airflow``, now active."""
    lock_versions(connection)
    active = active_version(connection)
    # Compared as it is stored: JSON knows no tuples.
    if active is not None and active.document == json.loads(json.dumps(document)):
        return active
    return save_version(connection, document, AIRFLOW, FROM_AIRFLOW)


def save_version(
    connection: sa.Connection, document: dict[str, Any], author: str, description: str | None = None
) -> Version:
    """Make ``document`` the next version, and the active one. The caller holds :func:`lock_versions`.

    Args:
        author: user name of an account.
    """
    execute(connection, "training/retire_active_config")
    made = fetch_returned(
        connection,
        "training/insert_config",
        config=json.dumps(document),
        author=author,
        description=description,
    )
    return Version(str(made["id"]), made["version"], document)
