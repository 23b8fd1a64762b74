"""The caller's account, settings and consents."""

from dataclasses import asdict
from http import HTTPStatus
from typing import Any

import sqlalchemy as sa

from api.account.schemas import (
    AcceptedText,
    Account,
    AccountSettings,
    AccountSettingsChange,
    Consent,
    ConsentGiven,
)
from api.auth.audit import Audit
from api.auth.users import User
from api.core.database import writing
from api.core.errors import ApiError
from api.core.language import answer_language
from vn30.database.warehouse import fetch_returned
from vn30.i18n.localized import localized
from vn30.users.consent import accept, consents, newest_text
from vn30.users.preferences import Preferences, change_preferences, read_preferences


def account(connection: sa.Connection, user: User) -> Account:
    """The account of ``user``."""
    return Account(**fetch_returned(connection, "account/account", user_id=str(user.id)))


def settings(connection: sa.Connection, user: User) -> AccountSettings:
    """The settings of ``user``."""
    return AccountSettings(**asdict(read_preferences(connection, user.id)))


def change_settings(engine: sa.Engine, audit: Audit, change: AccountSettingsChange) -> AccountSettings:
    """Change the settings that were sent."""
    with writing(engine) as connection:
        before, after = change_preferences(connection, audit.user.id, change.model_dump(exclude_none=True))
        if after != before:
            audit.add(
                connection,
                "change_settings",
                audit.user.username,
                before=_changed(before, after),
                after=_changed(after, before),
            )
    return AccountSettings(**asdict(after))


def _changed(shown: Preferences, other: Preferences) -> dict[str, Any]:
    others = AccountSettings(**asdict(other)).model_dump(by_alias=True)
    values = AccountSettings(**asdict(shown)).model_dump(by_alias=True)
    return {name: value for name, value in values.items() if value != others[name]}


def consent(connection: sa.Connection, user: User) -> Consent:
    """The newest risk text, and the texts that ``user`` has accepted."""
    text = newest_text(answer_language())
    accepted = [
        AcceptedText(version=row["text_version"], language=row["language"], accepted_at=row["accepted_at"])
        for row in consents(connection, user.id)
    ]
    is_required = text.version not in {row.version for row in accepted}
    return Consent(**text._asdict(), is_required=is_required, accepted=accepted)


def give_consent(engine: sa.Engine, audit: Audit, given: ConsentGiven) -> Consent:
    """Record the caller's consent to the newest text.

    Raises:
        ApiError: 409 ``outdated_text``, another version is the newest.
    """
    text = newest_text(given.language or answer_language())
    if given.version != text.version:
        raise ApiError(
            HTTPStatus.CONFLICT,
            "outdated_text",
            localized(
                "version: the newest risk text is version {version}. Read it at GET /account/consent.",
                version=text.version,
            ),
        )
    with writing(engine) as connection:
        if accept(connection, audit.user.id, text, audit.actor.address):
            audit.add(
                connection,
                "accept_risk_text",
                audit.user.username,
                after={"version": text.version, "language": text.language},
            )
        return consent(connection, audit.user)
