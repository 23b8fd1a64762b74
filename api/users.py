"""Accounts, from the command line: ``python -m api.users add NAME --role admin``.

Passwords are asked for, or read from the standard input; as an argument, every user of the machine could see
them. A closed account or a new password ends every sign-in of the account.
"""

import argparse
import getpass
import sys
from collections.abc import Sequence
from typing import get_args

import sqlalchemy as sa

from vn30.accounts import DEMO_USERNAMES, Role, hash_password
from vn30.errors import WrongInput
from vn30.settings import Settings, get_settings
from vn30.warehouse import execute, fetch_all, make_engine

SHORTEST_PASSWORD, LONGEST_PASSWORD = 12, 200


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the arguments say; 0 if it is done, 2 if it cannot be."""
    asked = _parser().parse_args(arguments)
    settings = get_settings()
    try:
        engine = make_engine(settings, hide_parameters=True)
        try:
            with engine.begin() as connection:
                print(_do(connection, settings, asked))
        finally:
            engine.dispose()
    except WrongInput as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m api.users", description="Accounts of the platform.")
    commands = parser.add_subparsers(dest="command", required=True)
    add = commands.add_parser("add", help="make an account; its password is asked for")
    add.add_argument("--role", required=True, choices=get_args(Role))
    add.add_argument("--display-name", help="unset: the name")
    named = [add]
    for command, purpose in (
        ("password", "give an account a new password, which is asked for"),
        ("deactivate", "close an account"),
        ("activate", "open a closed account again"),
    ):
        named.append(commands.add_parser(command, help=purpose))
    for one in named:
        one.add_argument("name", type=_name)
    commands.add_parser("list", help="show the accounts")
    return parser


def _name(text: str) -> str:
    if not 1 <= len(text) <= 100 or not text.isprintable() or text != text.strip():
        raise argparse.ArgumentTypeError("must be 1 to 100 printable characters, without spaces around them")
    return text


def _do(connection: sa.Connection, settings: Settings, asked: argparse.Namespace) -> str:
    if asked.command == "list":
        rows = fetch_all(connection, "users/all")
        return "\n".join(
            f"{row['username']}\t{row['role']}\t{'active' if row['is_active'] else 'closed'}" for row in rows
        )
    if settings.environment == "production" and asked.name in DEMO_USERNAMES:
        raise WrongInput(
            f"{asked.name} is an account of the demo, which production refuses. Choose another name."
        )
    if asked.command == "add":
        added = execute(
            connection,
            "users/add_account",
            username=asked.name,
            password_hash=hash_password(_password(asked.name)),
            display_name=asked.display_name or asked.name,
            role=asked.role,
        )
        if not added:
            raise WrongInput(f"There is an account {asked.name} already. Choose another name.")
        return f"{asked.name} may sign in as {asked.role}."
    if asked.command == "password":
        changed = execute(
            connection,
            "users/set_password",
            username=asked.name,
            password_hash=hash_password(_password(asked.name)),
        )
    else:
        active = asked.command == "activate"
        changed = execute(connection, "users/set_active", username=asked.name, is_active=active)
    if not changed:
        raise WrongInput(f"There is no account {asked.name}. See: python -m api.users list")
    return f"{asked.name} is changed."


def _password(username: str) -> str:
    if sys.stdin.isatty():
        password = getpass.getpass("Password: ")
        if getpass.getpass("Once more: ") != password:
            raise WrongInput("The passwords differ. Try again.")
    else:
        password = sys.stdin.readline().rstrip("\n")
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD or password.lower() == username.lower():
        raise WrongInput(
            f"The password needs {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters, and not be the name."
        )
    return password


if __name__ == "__main__":
    sys.exit(main())
