"""What production refuses to start with: secrets that others know or can guess."""

import sqlalchemy as sa

from vn30.accounts import DEMO_PASSWORD
from vn30.errors import WrongInput
from vn30.settings import Settings

_WELL_KNOWN = frozenset(
    {"admin", "airflow", "changeme", "change-me", "example", "password", "postgres", "secret", "vn30"}
    | {"123456", "12345678", "test", "user", DEMO_PASSWORD}
)
_FEWEST_CHARACTERS = 12
_SHORTEST_TOKEN = 16


class UnsafeSettings(WrongInput):
    """Settings that are fine for a demo and not for production; the message names each and the remedy."""


def refuse_unsafe(settings: Settings) -> None:
    """Do nothing in demo mode, or if no secret is a default or easily guessed.

    Raises:
        UnsafeSettings: one is.
    """
    if settings.environment == "demo":
        return
    faults = [*_secrets(settings), *_passwords(settings)]
    if faults:
        raise UnsafeSettings("Production does not start: " + " ".join(faults))


def _secrets(settings: Settings) -> list[str]:
    faults = []
    secret = settings.jwt_secret.get_secret_value() if settings.jwt_secret else ""
    if secret and len(set(secret)) < _FEWEST_CHARACTERS:
        faults.append(
            f"VN30_JWT_SECRET has fewer than {_FEWEST_CHARACTERS} different characters; make one with: "
            'python -c "import secrets; print(secrets.token_urlsafe(48))".'
        )
    token = settings.metrics_token
    if token is not None and len(token.get_secret_value()) < _SHORTEST_TOKEN:
        faults.append(f"VN30_METRICS_TOKEN has fewer than {_SHORTEST_TOKEN} characters; make a longer one.")
    return faults


def _passwords(settings: Settings) -> list[str]:
    faults = []
    database = sa.make_url(settings.require_database_url())
    # None at all is right for a server that knows its users otherwise: by socket, certificate or .pgpass.
    if database.password and _guessable(str(database.password), database.username):
        faults.append("VN30_DATABASE_URL has a password that is well known; give that database user another.")
    airflow = settings.airflow_password
    if airflow is not None and _guessable(airflow.get_secret_value(), settings.airflow_username):
        faults.append("VN30_AIRFLOW_PASSWORD is well known; give that Airflow user another.")
    return faults


def _guessable(password: str, username: str | None) -> bool:
    return password.lower() in _WELL_KNOWN | {(username or "").lower()}
