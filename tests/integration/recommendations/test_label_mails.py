"""Mails on changed labels, in a database: who gets one, and that nobody gets two."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import sqlalchemy as sa

from tests.support.process_settings import on_database
from tests.support.stored_market import SESSIONS, store_market
from tests.support.stored_recommendations import store_recommendations
from vn30.database.warehouse import make_engine
from vn30.i18n.catalogue import in_language
from vn30.i18n.localized import from_json
from vn30.recommendations.notify import mail_label_changes
from vn30.settings import Settings
from vn30.users.accounts import seed_demo_accounts
from vn30.users.consent import accept, newest_text
from vn30.users.mail_texts import label_change
from vn30.users.preferences import change_preferences

WITHOUT = {"enduser2": "the switch", "ds1": "an address", "ds2": "consent"}
"""Users who follow FPT as well, and what each of them lacks."""


@pytest.fixture
def database(make_database: Callable[..., str]) -> Iterator[sa.Engine]:
    """Two runs that differ in the labels of FPT and HPG. Five users follow FPT and VCB."""
    url = make_database("mails")
    engine = make_engine(Settings(database_url=url))
    with engine.begin() as connection:
        seed_demo_accounts(connection)
        store_market(connection)
        store_recommendations(connection, SESSIONS[-20], SESSIONS[-1])
        for user in connection.execute(sa.text("SELECT id, username FROM users")).mappings().all():
            _follow(connection, user, WITHOUT.get(user["username"]))
    with on_database(url):
        yield engine
    engine.dispose()


def _follow(connection: sa.Connection, user: Any, without: str | None) -> None:
    if user["username"] == "airflow":
        return
    connection.execute(
        sa.text(
            "INSERT INTO watchlist_items (user_id, stock_id) "
            "SELECT :user, id FROM stocks WHERE ticker IN ('FPT', 'VCB')"
        ),
        {"user": user["id"]},
    )
    change_preferences(connection, user["id"], {"mail_on_label_change": without != "the switch"})
    address = None if without == "an address" else f"{user['username']}@example.com"
    connection.execute(
        sa.text("UPDATE users SET email = :address WHERE id = :user"),
        {"address": address, "user": user["id"]},
    )
    if without != "consent":
        accept(connection, user["id"], newest_text(), "127.0.0.1")


def test_one_mail_a_user_and_run(database: sa.Engine) -> None:
    """The changed label of a followed stock at each horizon, in one mail; repeating it adds none."""
    assert mail_label_changes() == 2
    assert mail_label_changes() == 0
    with database.connect() as connection:
        mails = connection.execute(sa.text("SELECT * FROM mail_outbox ORDER BY recipient")).mappings().all()
    assert [mail["recipient"] for mail in mails] == ["admin1@example.com", "enduser1@example.com"]
    lines = from_json(mails[0]["parameters"]["lines"])
    assert lines == [f"FPT, {horizon} sessions, moderate: HOLD -> BUY" for horizon in (7, 15, 30)]
    mail = label_change(lines, "https://vn30.example.com")
    assert mail.subject == "3 recommendations of My List changed"
    assert in_language(mail.subject, "vi") == "3 khuyến nghị trong Danh sách của tôi đã thay đổi"
    assert "FPT, 7 phiên, cân bằng: NẮM GIỮ -> MUA" in in_language(mail.body, "vi")
