"""Brings Airflow's own database to what the platform needs: tables, users, pools, variables.

Runs as a process of its own (``python -m vn30.airflow_setup``), because Airflow reads its configuration from
the environment at import. What is already there is left as its owner made it.
"""

import json
import os
import sys
from typing import Any

from airflow.models import Pool
from airflow.models.variable import Variable
from airflow.providers.fab.auth_manager.cli_commands.utils import get_application_builder
from airflow.utils import db
from airflow.utils.session import create_session
from pydantic import SecretStr
from sqlalchemy import select

from vn30.airflow_ui.permissions import grant
from vn30.dag_settings import SETTINGS
from vn30.errors import WrongInput
from vn30.pipelines import ADMIN_USER, API_USER, CONFIG_VARIABLE, PRICE_POOL, TRAINING_POOL
from vn30.settings import MissingSetting, Settings, get_settings
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

PRICE_REQUESTS = 4


def set_up_airflow(settings: Settings) -> None:
    """Do all of it; a second run changes nothing.

    Raises:
        MissingSetting: a user's password is not set.
    """
    passwords = {
        ADMIN_USER: _password("VN30_AIRFLOW_ADMIN_PASSWORD", settings.airflow_admin_password),
        API_USER: _password("VN30_AIRFLOW_PASSWORD", settings.airflow_password),
    }
    slots = settings.training_slots or os.cpu_count() or 1
    pools = {
        PRICE_POOL: (PRICE_REQUESTS, "Requests to the price source at one time"),
        TRAINING_POOL: (slots, "Tickers that train at one time: one a core of all workers"),
    }
    db.upgradedb()
    with create_session() as session:
        existing = set(session.scalars(select(Pool.pool)))
        for name, (slots, description) in pools.items():
            if name not in existing:
                session.add(Pool(pool=name, slots=slots, description=description, include_deferred=False))
        named = set(session.scalars(select(Variable.key)))
        for name, (document, description) in VARIABLES.items():
            if name not in named:
                Variable.set(name, json.dumps(document, indent=2), description=description, session=session)
    with get_application_builder() as builder:
        for username, role in ((ADMIN_USER, "Admin"), (API_USER, "Op")):
            _add_user(builder.sm, username, role, passwords[username])
        grant(builder.sm)


def _password(name: str, secret: SecretStr | None) -> str:
    if secret is None:
        raise MissingSetting(f"{name} is not set. Set it to the password of that Airflow user.")
    return secret.get_secret_value()


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


def main() -> int:
    """Do it with the settings of the environment; 0 if it is done, 2 if it cannot be."""
    try:
        set_up_airflow(get_settings())
    except WrongInput as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
