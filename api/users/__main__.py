"""Accounts, from the command line: ``python -m api.users add NAME --role admin``.

Passwords are prompted for, or read from standard input: other users of the machine could see arguments.
Closing an account or changing its password ends all its sign-ins. Deleting it removes what is personal.
"""

import argparse
import getpass
import os
import sys
from collections.abc import Sequence
from typing import get_args

import sqlalchemy as sa

from vn30.database.warehouse import Row, execute, fetch_all, fetch_one, make_engine
from vn30.errors import WrongInput
from vn30.settings import Settings, get_settings
from vn30.users.accounts import DEMO_USERNAMES, Role, hash_password
from vn30.users.administration import ManagedAccount, change_account, delete_account, lock_managed
from vn30.users.audit_trail import Action, Actor, add_entry
from vn30.users.strength import refuse_weak_password

_ACTOR = Actor(None, None, "command line")
_ACTIONS: dict[str, Action] = {
    "password": "set_password",
    "deactivate": "close_account",
    "activate": "reopen_account",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; the exit status is 0, or 2 for a wrong input."""
    options = _parser().parse_args(arguments)
    settings = get_settings()
    try:
        engine = make_engine(settings, hide_parameters=True)
        try:
            with engine.begin() as connection:
                print(_do(connection, settings, options))
        finally:
            engine.dispose()
    except WrongInput as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m api.users", description="Accounts of the platform.")
    commands = parser.add_subparsers(dest="command", required=True)
    add = commands.add_parser("add", help="add an account; its password is prompted for")
    add.add_argument("--role", required=True, choices=get_args(Role))
    add.add_argument("--display-name", help="unset: the name")
    named = [add]
    for command, purpose in (
        ("password", "change the password, which is prompted for"),
        ("deactivate", "close an account"),
        ("activate", "reopen a closed account"),
        ("delete", "remove what is personal of an account, which cannot be undone"),
    ):
        named.append(commands.add_parser(command, help=purpose))
    for command_parser in named:
        command_parser.add_argument("name", type=_name)
    commands.add_parser("list", help="list the accounts")
    return parser


def _name(text: str) -> str:
    if not 1 <= len(text) <= 100 or not text.isprintable() or text != text.strip():
        raise argparse.ArgumentTypeError("must be 1 to 100 printable characters, without spaces around them")
    return text


def _do(connection: sa.Connection, settings: Settings, options: argparse.Namespace) -> str:
    if options.command == "list":
        rows = fetch_all(connection, "users/all")
        return "\n".join(f"{row['username']}\t{row['role']}\t{_state(row)}" for row in rows)
    if settings.environment == "production" and options.name in DEMO_USERNAMES:
        raise WrongInput(
            f"{options.name} is an account of the demo, which production refuses. Choose another name."
        )
    if options.command == "add":
        added = execute(
            connection,
            "users/add_account",
            username=options.name,
            password_hash=hash_password(_password(options.name)),
            display_name=options.display_name or options.name,
            role=options.role,
        )
        if not added:
            raise WrongInput(f"There is an account {options.name} already. Choose another name.")
        _audit(connection, "add_account", options.name, role=options.role)
        return f"{options.name} may sign in as {options.role}."
    if options.command == "delete":
        return _delete(connection, settings, options.name)
    account = _managed(connection, options.name)
    if options.command == "password":
        execute(
            connection,
            "users/set_password",
            username=options.name,
            password_hash=hash_password(_password(options.name)),
        )
    else:
        is_active = options.command == "activate"
        change_account(connection, account, account.role, is_active, settings.environment)
    _audit(connection, _ACTIONS[options.command], options.name)
    return f"{options.name} is changed."


def _state(row: Row) -> str:
    if row["is_deleted"]:
        return "deleted"
    return "active" if row["is_active"] else "closed"


def _managed(connection: sa.Connection, name: str) -> ManagedAccount:
    row = fetch_one(connection, "users/by_name", username=name)
    account = row and lock_managed(connection, row["id"])
    if not account:
        raise WrongInput(f"There is no account {name}. See: python -m api.users list")
    return account


def _delete(connection: sa.Connection, settings: Settings, name: str) -> str:
    pseudonym = delete_account(connection, _managed(connection, name), settings.environment)
    _audit(connection, "delete_account", pseudonym)
    return f"{name} is deleted, and called {pseudonym} from now on."


def _audit(connection: sa.Connection, action: Action, name: str, **after: str) -> None:
    add_entry(connection, _ACTOR, action, name, after={"systemUser": _system_user(), **after})


def _system_user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        # In a container: a user without an entry in its list of users.
        return f"uid {os.getuid()}"


def _password(username: str) -> str:
    if sys.stdin.isatty():
        password = getpass.getpass("Password: ")
        if getpass.getpass("Once more: ") != password:
            raise WrongInput("The passwords differ. Try again.")
    else:
        password = sys.stdin.readline().rstrip("\n")
    refuse_weak_password(password, username)
    return password


if __name__ == "__main__":
    sys.exit(main())
