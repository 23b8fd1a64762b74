"""People register, set a password by mail, and delete their accounts: over HTTP and a mail server."""

import re
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from email.header import decode_header, make_header
from typing import Any

import httpx
import pytest
import sqlalchemy as sa
from pydantic import SecretStr

from api.app import create_app
from tests.support.api_server import serving
from tests.support.receivers import Mailbox, mail_server
from vn30.database.warehouse import make_engine
from vn30.settings import Settings

AUTH, ACCOUNT = "/api/v1/auth", "/api/v1/account"
PASSWORD, ANOTHER = "correct horse battery", "staple of another kind"


@dataclass
class Platform:
    """A running API that sends mails, its database and the mails."""

    client: httpx.Client
    engine: sa.Engine
    mailbox: Mailbox

    def post(self, path: str, **body: Any) -> httpx.Response:
        return self.client.post(path, json=body)

    def mail(self, number: int) -> str:
        """The text of the mail with this number, when it has come."""
        deadline = time.monotonic() + 20
        while len(self.mailbox.mails) <= number:
            assert time.monotonic() < deadline, f"{len(self.mailbox.mails)} mails"
            time.sleep(0.02)
        text: bytes = self.mailbox.mails[number].get_payload(decode=True)
        return text.decode().replace("\r\n", "\n")

    def token(self, number: int) -> str:
        """The secret of the link in that mail."""
        found = re.search(r"#([\w-]{43})$", self.mail(number), re.MULTILINE)
        assert found, self.mail(number)
        return found[1]

    def register(self, email: str) -> tuple[httpx.Client, dict[str, Any]]:
        """A new account: a client that is signed in, and the account."""
        mails = len(self.mailbox.mails)
        assert self.post(f"{AUTH}/registration", email=email).status_code == 202
        body = {"token": self.token(mails), "displayName": "Nguyen An", "password": PASSWORD}
        signed_in = self.post(f"{AUTH}/registration/confirm", **body).raise_for_status().json()
        headers = {"Authorization": f"Bearer {signed_in['accessToken']}"}
        client = httpx.Client(base_url=self.client.base_url, timeout=30, headers=headers)
        return client, client.get(ACCOUNT).raise_for_status().json()

    def rows(self, statement: str, **parameters: Any) -> list[Any]:
        with self.engine.begin() as connection:
            return list(connection.execute(sa.text(statement), parameters).all())


@pytest.fixture
def new_platform(
    api_settings: Callable[..., Settings], make_database: Callable[..., str]
) -> Iterator[Callable[..., Platform]]:
    """``new_platform(**settings)``: a platform with an empty database."""
    with ExitStack() as stack:

        def make(**others: Any) -> Platform:
            mailbox, port = stack.enter_context(mail_server())
            settings = api_settings(
                make_database("people"),
                mail_server=SecretStr(f"smtp://127.0.0.1:{port}?starttls=off"),
                mail_from="VN30 <vn30@example.com>",
                **others,
            )
            engine = make_engine(settings)
            stack.callback(engine.dispose)
            return Platform(stack.enter_context(serving(create_app(settings), settings)), engine, mailbox)

        yield make


def test_life_of_an_account(new_platform: Callable[..., Platform]) -> None:
    """A person registers, signs in by address, and deletes the account; its tokens are refused at once."""
    platform = new_platform()
    user, account = platform.register("An.Nguyen@Example.com")
    assert (account["email"], account["role"], account["displayName"]) == (
        "an.nguyen@example.com",
        "end_user",
        "Nguyen An",
    )
    name = account["username"]
    for login in (name, "AN.nguyen@example.COM"):
        signed_in = platform.post(f"{AUTH}/login", username=login, password=PASSWORD).json()
        assert signed_in["user"]["username"] == name

    user.post(f"{ACCOUNT}/consent", json={"version": user.get(f"{ACCOUNT}/consent").json()["version"]})
    user.patch(f"{ACCOUNT}/settings", json={"preferredProfile": "conservative"})
    user.post("/api/v1/portfolios", json={"name": "Savings"}).raise_for_status()
    for body, code in (
        ({"username": "another", "password": PASSWORD}, "wrong_username"),
        ({"username": name, "password": ANOTHER}, "wrong_password"),
    ):
        refused = user.post(f"{ACCOUNT}/deletion", json=body)
        assert (refused.status_code, refused.json()["code"]) == (422, code)
    assert user.post(f"{ACCOUNT}/deletion", json={"username": name, "password": PASSWORD}).status_code == 204

    assert user.get(ACCOUNT).status_code == 401
    refreshed = platform.post(f"{AUTH}/refresh", refreshToken=signed_in["refreshToken"])
    assert refreshed.status_code == 401
    assert platform.post(f"{AUTH}/login", username=name, password=PASSWORD).status_code == 401
    # Nothing personal is left outside of the audit trail, which has the random name.
    [kept] = platform.rows("SELECT * FROM users WHERE deleted_at IS NOT NULL")
    assert (kept.username, kept.email, kept.display_name) == (f"deleted-{kept.id}", None, "Deleted account")
    assert [row.address for row in platform.rows("SELECT address FROM risk_consents")] == [None]
    for table in ("user_settings", "sign_ins", "watchlist_items", "portfolios"):
        assert platform.rows(f"SELECT FROM {table} WHERE user_id = :id", id=kept.id) == []
    trail = platform.rows("SELECT username, action, after::text FROM audit_entries")
    assert {"request_registration", "register_account", "delete_account"} <= {row.action for row in trail}
    assert not [row for row in trail if "example.com" in str(tuple(row)).lower()]
    # The address is free again.
    again, renewed = platform.register("an.nguyen@example.com")
    assert renewed["username"] != name
    assert again.get(f"{ACCOUNT}/consent").json()["isRequired"]


def test_a_link_is_valid_once(new_platform: Callable[..., Platform]) -> None:
    """Of simultaneous uses of a link one makes an account; expired, foreign and guessed links make none."""
    platform = new_platform()
    for _ in range(2):
        platform.post(f"{AUTH}/registration", email="an@example.com")
    first, second = platform.token(0), platform.token(1)
    stored = platform.rows("SELECT token_sha256, email FROM account_links")
    assert not {first, second} & {row.token_sha256 for row in stored}
    assert platform.rows("SELECT FROM mail_outbox WHERE recipient IS NOT NULL") == []

    def confirm(token: str, path: str = "registration/confirm") -> httpx.Response:
        body = {"token": token, "password": PASSWORD}
        return platform.post(f"{AUTH}/{path}", **body, **({"displayName": "An"} if "reg" in path else {}))

    weak = platform.post(
        f"{AUTH}/registration/confirm",
        token=first,
        displayName="An",
        password="password1234",  # pragma: allowlist secret
    )
    assert (weak.status_code, weak.json()["code"]) == (422, "weak_password")
    with ThreadPoolExecutor() as pool:
        answers = list(pool.map(confirm, [first] * 4))
    assert sorted(answer.status_code for answer in answers) == [200, 422, 422, 422]
    for token, path in (
        (second, "registration/confirm"),
        ("x" * 43, "registration/confirm"),
        (second, "password-reset/confirm"),
    ):
        refused = confirm(token, path)
        assert (refused.status_code, refused.json()["code"]) == (422, "invalid_link")
    platform.post(f"{AUTH}/registration", email="binh@example.com")
    expired = platform.token(2)
    platform.rows("UPDATE account_links SET expires_at = now() - interval '1 second' RETURNING 1")
    assert confirm(expired).json()["code"] == "invalid_link"


def test_new_password_by_mail(new_platform: Callable[..., Platform]) -> None:
    """A link sets a new password, ends all sign-ins, and its owner gets a mail about it."""
    platform = new_platform()
    user, account = platform.register("an@example.com")
    platform.post(f"{AUTH}/password-reset", email="AN@example.com")
    body = {"token": platform.token(1), "password": ANOTHER}
    assert platform.post(f"{AUTH}/password-reset/confirm", **body).status_code == 204
    assert "was changed" in platform.mail(2)
    assert user.get(ACCOUNT).status_code == 401
    statuses = [
        platform.post(f"{AUTH}/login", username="an@example.com", password=password).status_code
        for password in (PASSWORD, ANOTHER)
    ]
    assert statuses == [401, 200]
    # A link that is on its way when an admin closes the account sets nothing.
    platform.post(f"{AUTH}/password-reset", email="an@example.com")
    token = platform.token(3)
    platform.rows(
        "UPDATE users SET is_active = FALSE WHERE username = :name RETURNING 1", name=account["username"]
    )
    refused = platform.post(f"{AUTH}/password-reset/confirm", token=token, password=PASSWORD)
    assert refused.json()["code"] == "invalid_link"


def test_answers_reveal_no_account(new_platform: Callable[..., Platform]) -> None:
    """Known and unknown addresses get the same answer after the same work; the mails differ."""
    platform = new_platform(mail_requests_email=100, mail_requests_address=100)
    platform.register("known@example.com")
    known: list[Any] = []
    unknown: list[Any] = []
    for _ in range(10):
        for email, answers in (("known@example.com", known), ("unknown@example.com", unknown)):
            for route in ("registration", "password-reset"):
                answer = platform.post(f"{AUTH}/{route}", email=email)
                answers.append((route, answer.status_code, answer.json()))
    assert known == unknown
    assert {status for _, status, _ in known} == {202}
    # 20 mails to the known address, and 10 to the unknown one, which has no password to set.
    platform.mail(30)
    time.sleep(0.2)
    recipients = [mail["To"] for mail in platform.mailbox.mails[1:]]
    assert (recipients.count("known@example.com"), recipients.count("unknown@example.com")) == (20, 10)
    subjects = {(mail["To"], mail["Subject"]) for mail in platform.mailbox.mails[1:]}
    assert subjects == {
        ("known@example.com", "[VN30] You have an account already"),
        ("known@example.com", "[VN30] Set a new password"),
        ("unknown@example.com", "[VN30] Finish your registration"),
    }


def test_mails_in_vietnamese(new_platform: Callable[..., Platform]) -> None:
    """A mail is in the language of the request, and in that of the account once it has one."""
    platform = new_platform()
    user, _ = platform.register("an@example.com")
    user.patch(f"{ACCOUNT}/settings", json={"language": "vi"}).raise_for_status()
    platform.post(f"{AUTH}/password-reset", email="an@example.com")
    answer = platform.client.post(
        f"{AUTH}/registration", json={"email": "binh@example.com"}, headers={"Accept-Language": "vi"}
    )
    assert answer.json()["message"].startswith("Một thư đang được gửi")
    assert "Đặt mật khẩu mới" in subject(platform, 1)
    assert "Hoàn tất đăng ký" in subject(platform, 2)
    assert "Liên kết dùng được một lần" in platform.mail(2)


def subject(platform: Platform, number: int) -> str:
    platform.mail(number)
    return str(make_header(decode_header(platform.mailbox.mails[number]["Subject"])))


def test_registration_in_bulk(new_platform: Callable[..., Platform]) -> None:
    """Simultaneous requests stay within the limits by mail address and by IP address."""
    platform = new_platform(mail_requests_email=2, mail_requests_address=6)

    def request(email: str) -> int:
        return platform.post(f"{AUTH}/registration", email=email).status_code

    with ThreadPoolExecutor(8) as pool:
        to_one = list(pool.map(request, ["victim@example.com"] * 5))
        to_many = list(pool.map(request, [f"user{number}@example.com" for number in range(12)]))
    assert sorted(to_one) == [202, 202, 429, 429, 429]
    assert sorted(to_many) == [202] * 4 + [429] * 8
    refused = platform.post(f"{AUTH}/password-reset", email="someone@example.com")
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_requests")
    assert int(refused.headers["Retry-After"]) > 3000
    platform.mail(5)
    assert platform.rows("SELECT FROM users WHERE email IS NOT NULL") == []


def test_closed_registration(
    serve: Callable[[Settings], httpx.Client], api_settings: Callable[..., Settings], market_url: str
) -> None:
    """Registration says why it is closed: by its switch, or without a mail server."""
    closed = serve(api_settings(market_url, registration="off"))
    refused = closed.post(f"{AUTH}/registration", json={"email": "an@example.com"})
    assert (refused.status_code, refused.json()["code"]) == (403, "registration_closed")
    assert closed.get(f"{AUTH}/options").json()["passwordReset"] == {"isOpen": True, "reason": None}
    silent = serve(
        api_settings(
            market_url,
            environment="production",
            registration=None,
            jwt_secret=SecretStr("kTq7-Zw0xN3vR8_hYp2LmCs5Dg9Jb4Fe"),  # pragma: allowlist secret
        )
    )
    options = silent.get(f"{AUTH}/options").json()
    assert (options["registration"]["isOpen"], options["passwordReset"]["isOpen"]) == (False, False)
    assert "VN30_MAIL_SERVER" in options["passwordReset"]["reason"]
