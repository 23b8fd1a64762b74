"""Checks of the settings in production: no default or guessable secrets, and named hosts."""

import sqlalchemy as sa

from vn30.errors import WrongInput
from vn30.settings import Settings
from vn30.users.mail_server import MailFolder, mail_server
from vn30.users.registration import registration
from vn30.users.strength import is_weak_key, is_weak_password

MIN_TOKEN_LENGTH = 16
_MAKE_ONE = 'python -c "import secrets; print(secrets.token_urlsafe(48))"'


class UnsafeSettings(WrongInput):
    """Settings are not safe for production; the message names each fault and its remedy."""


def refuse_unsafe(settings: Settings) -> None:
    """Check secrets and hosts, except in demo mode.

    Raises:
        UnsafeSettings: a secret is a default or guessable, or any host is trusted.
    """
    if settings.environment == "demo":
        return
    faults = [*_keys(settings), *_passwords(settings), *_hosts(settings), *_mails(settings)]
    if faults:
        raise UnsafeSettings("Production does not start: " + " ".join(faults))


def _keys(settings: Settings) -> list[str]:
    faults = []
    secret = settings.jwt_secret.get_secret_value() if settings.jwt_secret else ""
    if secret and is_weak_key(secret):
        faults.append(f"VN30_JWT_SECRET can be guessed; make a random one with: {_MAKE_ONE}.")
    token = settings.metrics_token.get_secret_value() if settings.metrics_token else None
    if token is not None and (len(token) < MIN_TOKEN_LENGTH or is_weak_password(token)):
        faults.append(
            f"VN30_METRICS_TOKEN has fewer than {MIN_TOKEN_LENGTH} characters or can be guessed; make a "
            f"random one with: {_MAKE_ONE}."
        )
    return faults


def _passwords(settings: Settings) -> list[str]:
    faults = []
    database = sa.make_url(settings.require_database_url())
    # A URL without a password is valid: authentication by socket, certificate or .pgpass.
    if database.password and is_weak_password(str(database.password), database.username or ""):
        faults.append("VN30_DATABASE_URL contains a password that can be guessed; change it in PostgreSQL.")
    airflow = settings.airflow_password
    if airflow is not None and is_weak_password(airflow.get_secret_value(), settings.airflow_username):
        faults.append(
            "VN30_AIRFLOW_PASSWORD can be guessed; change it in Airflow (Security, Users) and here."
        )
    return faults


def _hosts(settings: Settings) -> list[str]:
    if settings.trusted_hosts and "*" not in settings.trusted_hosts:
        return []
    return [
        "VN30_TRUSTED_HOSTS does not name the hosts that requests may be for; set it to those in the URLs of "
        'the app, such as ["vn30.example"].'
    ]


def _mails(settings: Settings) -> list[str]:
    if isinstance(mail_server(settings), MailFolder):
        return [
            "VN30_MAIL_SERVER is a folder, in which people would not find their mails; set it to "
            "smtp://user:<password>@host:587."
        ]
    if settings.registration == "on" and not registration(settings).is_open:
        return [f"VN30_REGISTRATION is on, but closed. {registration(settings).reason}"]
    return []
