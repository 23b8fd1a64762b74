"""User accounts: password hashes, and the test accounts of the demo."""

from typing import Literal, NamedTuple

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from vn30.database.warehouse import execute

# Argon2id with 19 MiB and two passes, from OWASP's Password Storage Cheat Sheet: the library's default of
# 64 MiB would let forty simultaneous sign-ins take 2.5 GB.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)

DEMO_PASSWORD = "pass1234"  # noqa: S105 - public: the sign-in page of the demo shows it


Role = Literal["end_user", "data_scientist", "admin"]


class DemoAccount(NamedTuple):
    """A test account with a public password."""

    username: str
    display_name: str
    role: Role


DEMO_ACCOUNTS = (
    DemoAccount("enduser1", "End User 1", "end_user"),
    DemoAccount("enduser2", "End User 2", "end_user"),
    DemoAccount("ds1", "Data Scientist 1", "data_scientist"),
    DemoAccount("ds2", "Data Scientist 2", "data_scientist"),
    DemoAccount("admin1", "Admin 1", "admin"),
)
DEMO_USERNAMES = frozenset(account.username for account in DEMO_ACCOUNTS)


def hash_password(password: str) -> str:
    """An Argon2id hash with its salt and parameters."""
    return _HASHER.hash(password)


def verify_password(password_hash: str, password: str) -> bool:
    """Whether ``password`` matches ``password_hash``. An invalid hash matches no password."""
    try:
        return _HASHER.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


def seed_demo_accounts(connection: sa.Connection) -> int:
    """Add the missing demo accounts and return their number. Existing accounts stay as they are."""
    return sum(
        execute(
            connection,
            "users/add_account",
            username=account.username,
            password_hash=hash_password(DEMO_PASSWORD),
            display_name=account.display_name,
            role=account.role,
        )
        for account in DEMO_ACCOUNTS
    )
