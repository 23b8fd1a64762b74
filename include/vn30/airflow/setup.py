"""Sets up Airflow's own database for the platform: tables, users, pools, Variables.

Runs as a separate process (``python -m vn30.airflow.setup``), because Airflow reads its configuration from
the environment at import. Users, pools and Variables that exist stay as they are.
"""

import json
import os
import sys
from typing import Any

from airflow.configuration import conf
from airflow.models import Pool
from airflow.models.variable import Variable
from airflow.providers.fab.auth_manager.cli_commands.utils import get_application_builder
from airflow.utils import db
from airflow.utils.session import create_session
from pydantic import SecretStr
from sqlalchemy import select

from vn30.airflow.ui.permissions import grant
from vn30.errors import WrongInput
from vn30.garbage import collect_rarely
from vn30.names import (
    ADMIN_USER,
    API_USER,
    CONFIG_VARIABLE,
    PRICE_POOL,
    PROFILES_VARIABLE,
    SIMULATION_POOL,
    TRAINING_POOL,
)
from vn30.pipelines.dag_settings import SETTINGS
from vn30.recommendations.profiles import default_document as default_profiles
from vn30.settings import MissingSetting, Settings, get_settings
from vn30.training_config.document import default_document
from vn30.users.strength import is_weak_key, is_weak_password

VARIABLES = {
    CONFIG_VARIABLE: (
        default_document(),
        "The active training configuration. The next training run validates it.",
    ),
    PROFILES_VARIABLE: (
        default_profiles(),
        "The profiles of recommendations: thresholds and costs. vn30_recommendations validates it.",
    ),
    **{
        variable.name: (variable.model().model_dump(mode="json", by_alias=True), variable.description)
        for variable in SETTINGS.values()
    },
}

MAX_PRICE_REQUESTS = 4


def set_up_airflow(settings: Settings) -> None:
    """Set up the database. A second run changes nothing.

    Raises:
        MissingSetting: a user's password is not set.
        WrongInput: in production, a password or a key of Airflow can be guessed.
    """
    passwords = {
        ADMIN_USER: _password("VN30_AIRFLOW_ADMIN_PASSWORD", settings.airflow_admin_password),
        API_USER: _password("VN30_AIRFLOW_PASSWORD", settings.airflow_password),
    }
    if settings.environment == "production":
        _refuse_weak(passwords)
    slots = settings.training_slots or os.cpu_count() or 1
    pools = {
        PRICE_POOL: (MAX_PRICE_REQUESTS, "Concurrent requests to the price source"),
        TRAINING_POOL: (slots, "Tickers that train concurrently: one a core of all workers"),
        # Half: a large grid must not keep the evening's training waiting for cores.
        SIMULATION_POOL: (max(1, slots // 2), "Parts of simulations that are made concurrently"),
    }
    db.upgradedb()
    with create_session() as session:
        existing = set(session.scalars(select(Pool.pool)))
        for name, (slots, description) in pools.items():
            if name not in existing:
                session.add(Pool(pool=name, slots=slots, description=description, include_deferred=False))
        variables = set(session.scalars(select(Variable.key)))
        for name, (document, description) in VARIABLES.items():
            if name not in variables:
                Variable.set(name, json.dumps(document, indent=2), description=description, session=session)
    with get_application_builder() as builder:
        for username, role in ((ADMIN_USER, "Admin"), (API_USER, "Op")):
            _add_user(builder.sm, username, role, passwords[username])
        grant(builder.sm)


def _password(name: str, secret: SecretStr | None) -> str:
    if secret is None:
        raise MissingSetting(f"{name} is not set. Set it to the password of that Airflow user.")
    return secret.get_secret_value()


def _refuse_weak(passwords: dict[str, str]) -> None:
    weak = [
        f"the password of {name}" for name, password in passwords.items() if is_weak_password(password, name)
    ]
    keys = (("api_auth", "jwt_secret"), ("api", "secret_key"))
    weak += [f"[{section}] {key}" for section, key in keys if is_weak_key(conf.get(section, key))]
    if weak:
        raise WrongInput(
            f"Airflow is not set up, as these can be guessed: {', '.join(weak)}. Make random ones with: "
            'python -c "import secrets; print(secrets.token_urlsafe(48))".'
        )


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
    """Set up the database of the environment's settings; exit status 0, or 2 for wrong input."""
    collect_rarely()
    try:
        set_up_airflow(get_settings())
    except WrongInput as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
