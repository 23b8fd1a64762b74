"""The audit trail: who changed what. Entries are added, and never changed."""

import json
from typing import Any, Literal, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from vn30.database.warehouse import execute

Action = Literal[
    "sign_in",
    "refuse_sign_in",
    "sign_out",
    "end_sign_in",
    "end_all_sign_ins",
    "change_password",
    "add_account",
    "set_password",
    "close_account",
    "reopen_account",
    "request_registration",
    "register_account",
    "request_password_reset",
    "reset_password",
    "delete_account",
    "change_role",
    "change_settings",
    "accept_risk_text",
    "follow_stock",
    "unfollow_stock",
    "save_training_config",
    "restore_training_config",
    "start_training",
    "cancel_training",
    "trigger_dag",
    "pause_dag",
    "resume_dag",
    "stop_run",
    "change_dag_settings",
    "decide_trading_day",
    "undo_trading_day",
    "promote_model",
    "roll_back_model",
    "delete_model",
    "save_profiles",
    "add_portfolio",
    "change_portfolio",
    "delete_portfolio",
    "add_transaction",
    "reverse_transaction",
    "import_transactions",
    "start_simulations",
    "cancel_simulations",
    "delete_simulation",
    "start_walk_forward",
    "cancel_walk_forward",
    "delete_walk_forward",
    "start_crawl",
    "cancel_crawl",
]


class Actor(NamedTuple):
    """Who makes a change, from where, and in which request.

    Attributes:
        user_id, username: None if nobody has signed in.
        address: IP address, or `command line`.
    """

    user_id: UUID | None
    username: str | None
    address: str
    request_id: str | None = None


def add_entry(
    connection: sa.Connection,
    actor: Actor,
    action: Action,
    subject: str | None = None,
    *,
    before: Any = None,
    after: Any = None,
) -> None:
    """Add an entry, in the transaction of the change.

    Args:
        subject: what is changed.
        before, after: JSON documents, without secrets; None if there is nothing to tell.
    """
    execute(
        connection,
        "users/add_audit_entry",
        action=action,
        user_id=None if actor.user_id is None else str(actor.user_id),
        username=actor.username,
        address=actor.address,
        request_id=actor.request_id,
        subject=subject,
        before=None if before is None else json.dumps(before),
        after=None if after is None else json.dumps(after),
    )
