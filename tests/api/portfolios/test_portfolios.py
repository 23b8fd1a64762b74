"""Portfolios through the real API, in a market of their own: FPT closes at 100,000 + 1,000 i on session i."""

import base64
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
import sqlalchemy as sa

from tests.api.conftest import LAST_SESSION, SESSIONS
from vn30.database.warehouse import make_engine
from vn30.settings import Settings

URL = "/api/v1/portfolios"
Json = dict[str, Any]


@pytest.fixture(scope="module")
def url(new_market: Callable[[], tuple[str, Path]]) -> str:
    return new_market()[0]


@pytest.fixture(scope="module")
def clients(
    url: str,
    api_settings: Callable[..., Settings],
    serve: Callable[[Settings], httpx.Client],
    sign_in: Callable[..., httpx.Client],
) -> dict[str, httpx.Client]:
    api = serve(api_settings(url))
    return {name: sign_in(api, name) for name in ("enduser1", "enduser2", "ds1", "admin1")}


@pytest.fixture(scope="module")
def owner(clients: dict[str, httpx.Client]) -> httpx.Client:
    return clients["enduser1"]


@pytest.fixture(scope="module")
def database(url: str, api_settings: Callable[..., Settings]) -> Iterator[sa.Engine]:
    engine = make_engine(api_settings(url))
    yield engine
    engine.dispose()


@pytest.fixture
def portfolio(owner: httpx.Client, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of an empty portfolio of enduser1, whose broker takes 0.15 %."""
    made = owner.post(URL, json={"name": request.node.name[:80], "feeRate": 0.0015})
    address = f"{URL}/{made.raise_for_status().json()['id']}"
    yield address
    owner.delete(address)


def enter(client: httpx.Client, portfolio: str, day: date, kind: str, **details: Any) -> httpx.Response:
    body = {"day": str(day), "kind": kind, **details}
    return client.post(f"{portfolio}/transactions", json=body)


def figures(client: httpx.Client, portfolio: str) -> Json:
    answer: Json = client.get(portfolio).raise_for_status().json()
    return answer


def statement(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def test_deposit_buy_and_sell(owner: httpx.Client, portfolio: str) -> None:
    """By hand: 100 FPT at 157,000 on the last session but one cost 15,700,000 and 23,550 of fee."""
    enter(owner, portfolio, SESSIONS[50], "deposit", amount=50_000_000).raise_for_status()
    bought = enter(owner, portfolio, SESSIONS[58], "buy", ticker="fpt", quantity=100, price=158_000)
    assert bought.json()["fee"] == 23_700, bought.text
    now = figures(owner, portfolio)
    assert (now["cash"], now["value"]) == (50_000_000 - 15_823_700, 50_000_000 - 15_823_700 + 15_900_000)
    (held,) = now["positions"]
    arrives = "2025-04-01"
    assert (held["quantity"], held["sellable"]) == (100, 0)
    assert held["waiting"] == [{"quantity": 100, "sellableOn": arrives}]
    assert (held["price"], held["cost"], now["gain"], now["fees"]) == (159_000, 15_823_700, 76_300, 23_700)
    sold = enter(owner, portfolio, SESSIONS[59], "sell", ticker="FPT", quantity=100, price=159_000)
    assert (sold.status_code, sold.json()["code"]) == (422, "transaction_refused")
    assert sold.json()["message"].startswith("quantity: FPT on 2025-03-31: 100 shares are sold and 0 can be")
    series = owner.get(f"{portfolio}/performance").json()
    assert [point["date"] for point in series["data"]] == [str(day) for day in SESSIONS[50:]]
    assert series["data"][-1]["value"] == now["value"]
    assert series["returns"]["timeWeighted"] == pytest.approx(76_300 / 50_000_000)


@pytest.mark.parametrize(
    ("kind", "details", "words"),
    [
        ("buy", {"ticker": "FPT", "quantity": 100, "price": 158_030}, "price: 158,030 VND is no multiple"),
        ("buy", {"ticker": "XYZ", "quantity": 100, "price": 158_000}, "ticker: there is no stock 'XYZ'"),
        ("buy", {"ticker": "FPT", "quantity": 900, "price": 158_000}, "quantity: FPT on 2025-03-28: 142,413"),
        ("buy", {"ticker": "FPT", "price": 158_000}, "quantity: a buy needs a whole number"),
        ("withdrawal", {"amount": 60_000_000}, "amount: 2025-03-28: 60,000,000 VND are due"),
        ("deposit", {"amount": 1, "ticker": "FPT"}, "ticker: a deposit has no stock"),
        ("fee", {"quantity": 5, "amount": 1}, "quantity: a fee has none"),
    ],
)
def test_refusals_name_field_and_remedy(
    owner: httpx.Client, portfolio: str, kind: str, details: Json, words: str
) -> None:
    enter(owner, portfolio, SESSIONS[50], "deposit", amount=50_000_000).raise_for_status()
    refused = enter(owner, portfolio, SESSIONS[58], kind, **details)
    assert (refused.status_code, refused.json()["code"]) == (422, "transaction_refused")
    assert refused.json()["message"].startswith(words)
    assert owner.get(f"{portfolio}/transactions").json()["meta"]["total"] == 1


def test_days_that_cannot_be(owner: httpx.Client, portfolio: str) -> None:
    sunday = date(2025, 3, 30)
    trade = {"ticker": "FPT", "quantity": 100, "price": 158_000}
    assert (
        "HOSE does not trade on 2025-03-30; the session before it is 2025-03-28"
        in (enter(owner, portfolio, sunday, "buy", **trade).json()["message"])
    )
    tomorrow = enter(owner, portfolio, LAST_SESSION + timedelta(days=1), "deposit", amount=1)
    assert tomorrow.json()["message"].startswith("day: 2025-04-01 is after the current session, 2025-03-31")


def test_reversal(owner: httpx.Client, portfolio: str) -> None:
    """A deposit that later purchases need stays; the purchase is reversed first, once."""
    deposit = enter(owner, portfolio, SESSIONS[50], "deposit", amount=20_000_000).json()["id"]
    bought = enter(owner, portfolio, SESSIONS[51], "buy", ticker="FPT", quantity=100, price=151_000)
    at = f"{portfolio}/transactions"
    refused = owner.post(f"{at}/{deposit}/reverse", json={})
    assert refused.json()["message"].startswith("transactionId: later ones need it. FPT on")
    for _ in range(2):
        assert owner.post(f"{at}/{bought.json()['id']}/reverse", json={"note": "twice"}).status_code == 204
    assert figures(owner, portfolio)["positions"] == []
    rows = owner.get(at).json()["data"]
    assert [(row["kind"], row["counts"]) for row in rows] == [
        ("reversal", False),
        ("buy", False),
        ("deposit", True),
    ]
    assert owner.post(f"{at}/{rows[0]['id']}/reverse", json={}).json()["code"] == "unknown_transaction"


def test_a_key_records_once(owner: httpx.Client, portfolio: str) -> None:
    body = {"day": str(SESSIONS[50]), "kind": "deposit", "amount": 5_000_000}
    at, key = f"{portfolio}/transactions", {"Idempotency-Key": "one"}
    first, again = (owner.post(at, json=body, headers=key).json() for _ in range(2))
    assert first["id"] == again["id"]
    other = owner.post(at, json={**body, "amount": 6_000_000}, headers=key)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    assert figures(owner, portfolio)["cash"] == 5_000_000


def test_nobody_else_sees_it(clients: dict[str, httpx.Client], portfolio: str) -> None:
    """Another end user, a data scientist and an administrator: it is not there; nor is it in the audit."""
    owner = clients["enduser1"]
    enter(owner, portfolio, SESSIONS[50], "deposit", amount=123_456_789).raise_for_status()
    number = owner.get(f"{portfolio}/transactions").json()["data"][0]["id"]
    settings = {"name": "mine", "feeRate": 0.001}
    file = {"content": statement("Date,Type,Amount\n2025-03-03,deposit,5\n")}
    for name in ("enduser2", "ds1", "admin1"):
        other = clients[name]
        calls = [
            other.get(portfolio),
            other.get(f"{portfolio}/performance"),
            other.get(f"{portfolio}/transactions"),
            other.put(portfolio, json=settings),
            other.delete(portfolio),
            enter(other, portfolio, SESSIONS[51], "deposit", amount=1),
            other.post(f"{portfolio}/transactions/{number}/reverse", json={}),
            other.post(f"{portfolio}/imports/preview", json=file),
            other.post(f"{portfolio}/imports", json={**file, "token": "0" * 64}),
        ]
        assert {(call.status_code, call.json()["code"]) for call in calls} == {(404, "unknown_portfolio")}
        assert other.get(URL).json() == []
    entries = clients["admin1"].get("/api/v1/audit", params={"subject": portfolio.split("/")[-1]})
    assert {entry["action"] for entry in entries.json()["data"]} == {"add_portfolio", "add_transaction"}
    assert "123456789" not in entries.text
    assert figures(owner, portfolio)["cash"] == 123_456_789


def test_names_and_deletion(owner: httpx.Client, portfolio: str, database: sa.Engine) -> None:
    name = owner.get(portfolio).json()["name"]
    taken = owner.post(URL, json={"name": f" {name} "})
    assert (taken.status_code, taken.json()["code"]) == (409, "name_taken")
    changed = owner.put(portfolio, json={"name": "Old age", "feeRate": 0.002, "takesUpRights": False})
    assert changed.json()["feeRate"] == 0.002
    enter(owner, portfolio, SESSIONS[50], "deposit", amount=1).raise_for_status()
    assert owner.delete(portfolio).status_code == 204
    left = sa.text("SELECT count(*) FROM portfolio_transactions WHERE portfolio_id = :id")
    with database.connect() as connection:
        assert connection.execute(left, {"id": UUID(portfolio.split("/")[-1])}).scalar_one() == 0


def test_record_is_append_only(owner: httpx.Client, portfolio: str, database: sa.Engine) -> None:
    enter(owner, portfolio, SESSIONS[50], "deposit", amount=1).raise_for_status()
    with database.begin() as connection, pytest.raises(sa.exc.DBAPIError, match="append-only"):
        connection.execute(sa.text("UPDATE portfolio_transactions SET amount = 2"))


def test_corporate_actions_up_to_today(owner: httpx.Client, portfolio: str, database: sa.Engine) -> None:
    """A dividend on record is applied on its ex-date, and the one planted for tomorrow is not.

    The stored closes are adjusted: the one before the ex-date, 154,000, was 155,000 as traded.
    """
    enter(owner, portfolio, SESSIONS[50], "deposit", amount=20_000_000).raise_for_status()
    enter(owner, portfolio, SESSIONS[51], "buy", ticker="FPT", quantity=100, price=152_000)
    add = sa.text(
        "INSERT INTO corporate_actions (stock_id, ex_date, kind, cash, source) "
        "VALUES (1, :day, 'cash_dividend', 1000, 'test')"
    )
    with database.begin() as connection:
        for day in (SESSIONS[55], LAST_SESSION + timedelta(days=1)):
            connection.execute(add, {"day": day})
    now = figures(owner, portfolio)
    with database.begin() as connection:
        connection.execute(sa.text("DELETE FROM corporate_actions"))
    assert [(each["day"], each["cash"], each["tax"]) for each in now["actions"]] == [
        (str(SESSIONS[55]), 95_000, 5_000)
    ]
    assert now["cash"] == 20_000_000 - 15_200_000 - 22_800 + 95_000


def test_import_of_a_statement(owner: httpx.Client, portfolio: str) -> None:
    """A preview writes nothing, an import what the preview has shown, and the same file nothing again."""
    lines = [
        "Lịch sử giao dịch;;;;;;",
        "Ngày GD;Loại GD;Mã CK;Khối lượng;Giá khớp;Giá trị;Phí",
        "17/03/2025;Mua;FPT;100;150,0;15.000.000;22.500",
        "18/03/2025;Mua;HPG;1.000;25,05;25.050.000;37.575",
        "20/03/2025;Bán;FPT;100;152,0;15.200.000;22.800",
        "20/03/2025;Bán;VNM;100;70,0;7.000.000;10.500",
        "20/03/2025;Thế chấp;VNM;100;70,0;7.000.000;10.500",
    ]
    file = {"content": statement("\r\n".join(lines)), "coverCash": True}
    seen = owner.post(f"{portfolio}/imports/preview", json=file).raise_for_status().json()
    assert seen["pricesInThousands"] is True
    assert seen["counts"] == {"new": 3, "known": 0, "applied": 0, "refused": 2}
    assert [(line["line"], line["state"]) for line in seen["lines"]] == [
        (3, "new"),
        (4, "new"),
        (5, "new"),
        (6, "refused"),
        (7, "refused"),
    ]
    assert seen["lines"][1]["transaction"]["price"] == 25_050
    assert seen["lines"][2]["transaction"]["tax"] == 15_200
    assert (
        "VNM on 2025-03-20: 100 shares are sold and 0 can be sold"
        in seen["lines"][3]["findings"][0]["message"]
    )
    assert seen["deposits"] == [
        {"day": "2025-03-17", "amount": 15_022_500},
        {"day": "2025-03-18", "amount": 25_087_575},
    ]
    assert owner.get(f"{portfolio}/transactions").json()["meta"]["total"] == 0
    stale = owner.post(f"{portfolio}/imports", json={**file, "token": "0" * 64})
    assert (stale.status_code, stale.json()["code"]) == (409, "preview_changed")
    done = owner.post(f"{portfolio}/imports", json={**file, "token": seen["token"]})
    assert done.json() == {"recorded": 3, "deposits": 2}
    again = owner.post(f"{portfolio}/imports/preview", json=file).json()
    assert again["counts"] == {"new": 0, "known": 3, "applied": 0, "refused": 2}
    assert again["deposits"] == []
    owner.post(f"{portfolio}/imports", json={**file, "token": again["token"]}).raise_for_status()
    now = figures(owner, portfolio)
    assert now["cash"] == 15_200_000 - 22_800 - 15_200
    assert owner.get(f"{portfolio}/transactions").json()["meta"]["total"] == 5
    unreadable = owner.post(f"{portfolio}/imports/preview", json={"content": statement("<html>")})
    assert unreadable.json()["code"] == "unreadable_statement"


def test_lines_that_cannot_be_are_refused_one_by_one(owner: httpx.Client, portfolio: str) -> None:
    """Any text is read: none is an error of the server, and the good line is recorded."""
    lines = [
        "Date,Type,Symbol,Quantity,Price,Fee,Note",
        "2025-03-17,Buy,FPT,100,150000,0,fine\0",
        "1999-01-04,Buy,FPT,100,150000,0,before the calendar",
        "2025-03-17,Buy,ABC,100,150000,0,no such stock",
        "2025-03-17,Buy,FPT,100,150000,1e400,no such fee",
        "2025-03-17,Buy,FPT,nan,150000,0,no number",
        "2025-03-17,Buy,FPT,1e12,150000,0,too many",
        "2035-03-19,Buy,FPT,100,150000,0,not yet",
        "2025-03-17,Buy,VCB,100,68013,0,off the steps",
    ]
    file = {"content": statement("\n".join(lines)), "coverCash": True}
    seen = owner.post(f"{portfolio}/imports/preview", json=file).raise_for_status().json()
    fields = [[finding["field"] for finding in line["findings"]] for line in seen["lines"]]
    assert fields == [[], ["day"], ["ticker"], ["fee"], ["quantity"], ["quantity"], ["day"], ["price"]]
    states = [line["state"] for line in seen["lines"]]
    assert states == ["new", *(["refused"] * 6), "new"]
    done = owner.post(f"{portfolio}/imports", json={**file, "token": seen["token"]})
    assert done.json() == {"recorded": 2, "deposits": 1}
    assert owner.get(f"{portfolio}/transactions").json()["data"][1]["note"] == "fine"


def test_a_dividend_of_the_file_is_not_counted_twice(
    owner: httpx.Client, portfolio: str, database: sa.Engine
) -> None:
    """The broker books it weeks after the ex-date, on which the platform has applied it."""
    lines = [
        "Date,Type,Symbol,Quantity,Price,Amount",
        f"{SESSIONS[10]},Buy,HPG,1000,25000,",
        f"{SESSIONS[40]},Cash dividend,HPG,,,500000",
        f"{SESSIONS[41]},Cash dividend,HPG,,,700000",
    ]
    add = sa.text(
        "INSERT INTO corporate_actions (stock_id, ex_date, kind, cash, source) "
        "VALUES (3, :day, 'cash_dividend', 500, 'test')"
    )
    with database.begin() as connection:
        connection.execute(add, {"day": SESSIONS[20]})
    file = {"content": statement("\n".join(lines)), "coverCash": True}
    seen = owner.post(f"{portfolio}/imports/preview", json=file).raise_for_status().json()
    with database.begin() as connection:
        connection.execute(sa.text("DELETE FROM corporate_actions"))
    assert [line["state"] for line in seen["lines"]] == ["new", "applied", "new"]
    assert f"on its ex-date {SESSIONS[20]}" in seen["lines"][1]["findings"][0]["message"]
