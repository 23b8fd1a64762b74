"""Brings Airflow's own database to what the platform needs: tables, users, pools, variables.

Runs as a process of its own (``python -m vn30.local.airflow_setup``), because Airflow reads its
configuration from the environment at import. What is already there is left as its owner made it.
"""

import json
import os
from typing import Any

from airflow.models import Pool
from airflow.models.variable import Variable
from airflow.providers.fab.auth_manager.cli_commands.utils import get_application_builder
from airflow.utils import db
from airflow.utils.session import create_session
from sqlalchemy import select

from vn30.airflow_ui.permissions import grant
from vn30.dag_settings import SETTINGS
from vn30.local.environment import ADMIN_USER, API_USER, training_slots
from vn30.pipelines import CONFIG_VARIABLE, PRICE_POOL, TRAINING_POOL
from vn30.training.config import default_document

VARIABLES = {
    CONFIG_VARIABLE: (
        default_document(),
        "The active training configuration; the next training run validates it",
    ),
    **{
        variable.name: (variable.model().model_dump(mode="json", by_alias=True), variable.description)
        for variable in SETTINGS.values()
    },
}

POOLS = {
    PRICE_POOL: (4, "Requests to the price source at one time"),
    TRAINING_POOL: (training_slots(), "Tickers that train at one time: one a core"),
}

USERS = (
    (ADMIN_USER, "Admin", "VN30_AIRFLOW_ADMIN_PASSWORD"),
    (API_USER, "Op", "VN30_AIRFLOW_PASSWORD"),
)
"""Each with its role and the environment variable that holds its password."""


def main() -> None:
    """Do all of it; a second run changes nothing."""
    db.upgradedb()
    with create_session() as session:
        existing = set(session.scalars(select(Pool.pool)))
        for name, (slots, description) in POOLS.items():
            if name not in existing:
                session.add(Pool(pool=name, slots=slots, description=description, include_deferred=False))
        named = set(session.scalars(select(Variable.key)))
        for name, (document, description) in VARIABLES.items():
            if name not in named:
                Variable.set(name, json.dumps(document, indent=2), description=description, session=session)
    with get_application_builder() as builder:
        for username, role, secret in USERS:
            _add_user(builder.sm, username, role, os.environ[secret])
        grant(builder.sm)


def _add_user(users: Any, username: str, role: str, password: str) -> None:
    if users.find_user(username) is None:
        users.add_user(
            username,
            first_name="Platform",
            last_name=role,
            email=f"{username}@localhost",
            role=users.find_role(role),
            password=password,
        )


if __name__ == "__main__":
    main()
