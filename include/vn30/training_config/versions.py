"""The versions of the training configuration: one sequence over all users, whose newest version is active."""

import json
from typing import Any, NamedTuple

import sqlalchemy as sa

from vn30.database.warehouse import Row, execute, fetch_one, fetch_returned
from vn30.training_config.document import InvalidConfig, TrainingConfig, parse_config

AIRFLOW = "airflow"
"""The account that saves versions from the Airflow Variable."""

FROM_AIRFLOW = "taken from the Airflow Variable"


def airflow_author(connection: sa.Connection, name: str) -> str:
    """The user name of the account for a user of Airflow, added if new; it cannot sign in to the API."""
    author = f"{AIRFLOW}:{name}"
    execute(connection, "training_config/add_author", username=author, display_name=f"{name} (Airflow)")
    return author


class Version(NamedTuple):
    """A saved version of the configuration document."""

    id: str
    number: int
    document: dict[str, Any]


def document_of(config: TrainingConfig) -> dict[str, Any]:
    """The complete document as it is stored, with the defaults of all fields."""
    return config.model_dump(mode="json", by_alias=True)


def in_full(document: dict[str, Any]) -> dict[str, Any]:
    """A stored document completed by the defaults of newer fields; unchanged if it is no longer valid."""
    named = (document.get("universe") or {}).get("tickers") or ()
    try:
        return document_of(parse_config(document, also_known=named))
    except InvalidConfig:
        return document


def lock_versions(connection: sa.Connection) -> None:
    """Lock the versions against inserts of other transactions until this transaction ends."""
    execute(connection, "training_config/lock")


def active_version(connection: sa.Connection) -> Version | None:
    """The active version, which is the newest; None before the first save."""
    row = fetch_one(connection, "training_config/active_document")
    return Version(str(row["id"]), row["version"], row["config"]) if row else None


def active_row(connection: sa.Connection) -> Row | None:
    """The active version's row of the view ``config_versions``; None before the first save."""
    return fetch_one(connection, "training_config/active")


def version_row(connection: sa.Connection, config_id: str) -> Row | None:
    """The version's row of the view ``config_versions``; None if the id does not exist.

    Args:
        config_id: a UUID.
    """
    return fetch_one(connection, "training_config/by_id", config_id=config_id)


def record_version(connection: sa.Connection, document: dict[str, Any]) -> Version:
    """The active version if it equals ``document``; else a new version, saved by the account ``airflow``."""
    lock_versions(connection)
    active = active_version(connection)
    # JSON has no tuples, so that the document is compared in its stored form. A newer field is not a change.
    if active is not None and in_full(active.document) == json.loads(json.dumps(document)):
        return active
    return save_version(connection, document, AIRFLOW, FROM_AIRFLOW)


def save_version(
    connection: sa.Connection, document: dict[str, Any], author: str, description: str | None = None
) -> Version:
    """Save ``document`` as the next version and activate it. The caller has called :func:`lock_versions`.

    Args:
        author: user name of an account.
    """
    execute(connection, "training_config/retire_active_config")
    inserted = fetch_returned(
        connection,
        "training_config/insert_config",
        config=json.dumps(document),
        author=author,
        description=description,
    )
    return Version(str(inserted["id"]), inserted["version"], document)
