"""Password hashes and the accounts of the demo."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from pydantic import SecretStr

from vn30.database.warehouse import make_engine
from vn30.settings import Settings
from vn30.users.accounts import DEMO_PASSWORD, hash_password, seed_demo_accounts, verify_password


def test_a_hash_fits_its_password_alone_and_never_repeats() -> None:
    stored = hash_password("pass1234")
    assert stored.startswith("$argon2id$")
    assert verify_password(stored, "pass1234")
    assert not verify_password(stored, "pass1235")
    assert hash_password("pass1234") != stored


@pytest.mark.parametrize("no_hash", ["!", "", "pass1234"])
def test_what_is_no_hash_fits_no_password(no_hash: str) -> None:
    assert not verify_password(no_hash, no_hash)


def test_seeding_adds_what_is_missing_and_leaves_the_rest(make_database: Callable[..., str]) -> None:
    engine = make_engine(Settings(database_url=SecretStr(make_database("accounts"))))
    with engine.begin() as connection:
        assert seed_demo_accounts(connection) == 5
        connection.execute(sa.text("UPDATE users SET password_hash = 'mine' WHERE username = 'ds1'"))
        connection.execute(sa.text("DELETE FROM users WHERE username = 'ds2'"))
        assert seed_demo_accounts(connection) == 1
        accounts = connection.execute(
            sa.text("SELECT username, role, password_hash FROM users WHERE is_active ORDER BY username")
        ).all()
    engine.dispose()
    assert [(name, role) for name, role, _ in accounts] == [
        ("admin1", "admin"),
        ("ds1", "data_scientist"),
        ("ds2", "data_scientist"),
        ("enduser1", "end_user"),
        ("enduser2", "end_user"),
    ]
    assert accounts[1].password_hash == "mine"
    assert verify_password(accounts[2].password_hash, DEMO_PASSWORD)
