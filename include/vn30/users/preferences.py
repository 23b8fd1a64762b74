"""What a user has chosen: profile, horizon, costs, mails and language."""

from dataclasses import asdict, dataclass, replace
from typing import Any, Literal
from uuid import UUID

import sqlalchemy as sa

from vn30.database.warehouse import execute, fetch_one
from vn30.i18n.language import Language

Profile = Literal["conservative", "moderate", "aggressive"]
HorizonDays = Literal[7, 15, 30]

MAX_COST_PCT = 5.0
"""Highest fee and tax rate in percent, as the table has it."""


@dataclass(frozen=True)
class Preferences:
    """The settings of a user; the defaults are those of a user who has chosen nothing.

    Attributes:
        preferred_profile: whose recommendations are shown first.
        default_horizon_days: trading sessions.
        fee_pct: percent of the value of a trade, on either side.
        tax_pct: percent of the value of a sale.
        language: of the app and of mails; None: not chosen, the app follows the browser.
        mail_on_label_change: whether a changed label of a stock of My List is mailed.
    """

    preferred_profile: Profile = "moderate"
    default_horizon_days: HorizonDays = 15
    fee_pct: float = 0.15
    tax_pct: float = 0.1
    mail_on_label_change: bool = False
    language: Language | None = None


def read_preferences(connection: sa.Connection, user_id: UUID) -> Preferences:
    """The settings of a user."""
    row = fetch_one(connection, "users/settings", user_id=str(user_id))
    return Preferences(**row) if row else Preferences()


def change_preferences(
    connection: sa.Connection, user_id: UUID, changes: dict[str, Any]
) -> tuple[Preferences, Preferences]:
    """Store the changed fields, and return the settings before and after.

    Concurrent changes of one user wait for each other, so that none is lost.
    """
    execute(connection, "users/lock_account", user_id=str(user_id))
    before = read_preferences(connection, user_id)
    after = replace(before, **changes)
    execute(connection, "users/put_settings", user_id=str(user_id), **asdict(after))
    return before, after
