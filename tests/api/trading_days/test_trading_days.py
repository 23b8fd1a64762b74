"""Decisions on days on which the calendar is wrong, in a market of their own."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import httpx
import pytest
import sqlalchemy as sa

from tests.api.conftest import LAST_SESSION, SESSIONS
from vn30.database.warehouse import make_engine
from vn30.settings import Settings

URL = "/api/v1/trading-days"
COMING, SUNDAY = date(2025, 5, 8), date(2025, 3, 30)


@pytest.fixture(scope="module")
def market(new_market: Callable[[], tuple[str, Path]]) -> str:
    return new_market()[0]


@pytest.fixture(scope="module")
def data_scientist(
    market: str,
    api_settings: Callable[..., Settings],
    serve: Callable[[Settings], httpx.Client],
    sign_in: Callable[..., httpx.Client],
) -> httpx.Client:
    return sign_in(serve(api_settings(market)), "ds1")


@pytest.fixture(scope="module")
def database(market: str, api_settings: Callable[..., Settings]) -> Iterator[sa.Engine]:
    engine = make_engine(api_settings(market))
    yield engine
    engine.dispose()


@pytest.fixture(autouse=True)
def no_decisions(database: sa.Engine) -> None:
    with database.begin() as connection:
        connection.execute(sa.text("DELETE FROM trading_day_decisions"))


def propose(database: sa.Engine, day: date) -> None:
    with database.begin() as connection:
        connection.execute(
            sa.text(
                "INSERT INTO trading_day_decisions (day, kind, state, reason, decided_by) "
                "VALUES (:day, 'closed', 'proposed', 'no trades', 'crawler')"
            ),
            {"day": day},
        )


def is_session(database: sa.Engine, day: date) -> bool:
    with database.connect() as connection:
        found = connection.execute(
            sa.text("SELECT 1 FROM trading_sessions WHERE session_date = :day"), {"day": day}
        )
        return found.first() is not None


def test_confirmed_and_undone(data_scientist: httpx.Client, database: sa.Engine) -> None:
    """A confirmed day is no session at once, with its author on record; undone, it is proposed again."""
    propose(database, COMING)
    body = {"kind": "closed", "state": "confirmed", "reason": " decree 12 "}
    answer = data_scientist.put(f"{URL}/{COMING}", json=body)
    assert answer.status_code == 200, answer.text
    decided = answer.json()
    assert {name: decided[name] for name in ("day", "kind", "state", "reason", "decidedBy")} == {
        "day": COMING.isoformat(),
        "kind": "closed",
        "state": "confirmed",
        "reason": "decree 12",
        "decidedBy": "ds1",
    }
    assert not is_session(database, COMING)
    assert data_scientist.delete(f"{URL}/{COMING}").status_code == 204
    assert is_session(database, COMING)
    listed = data_scientist.get(URL).json()
    assert [(day["day"], day["state"], day["decidedBy"]) for day in listed["data"]] == [
        (COMING.isoformat(), "proposed", "ds1")
    ]
    assert listed["meta"]["total"] == 1


def test_caches_are_renewed(data_scientist: httpx.Client) -> None:
    """Market reads have another ETag after a decision: sessions are counted anew."""
    table = "/api/v1/stocks/market-table"
    before = data_scientist.get(table).headers["ETag"]
    data_scientist.put(f"{URL}/{COMING}", json={"kind": "closed", "state": "confirmed"}).raise_for_status()
    assert data_scientist.get(table).headers["ETag"] != before


def test_dismissed(data_scientist: httpx.Client, database: sa.Engine) -> None:
    """A dismissed proposal leaves the calendar as it is; proposals are listed first."""
    propose(database, COMING)
    propose(database, COMING - timedelta(days=1))
    data_scientist.put(f"{URL}/{COMING}", json={"kind": "closed", "state": "dismissed"}).raise_for_status()
    assert is_session(database, COMING)
    states = [(day["day"], day["state"]) for day in data_scientist.get(URL).json()["data"]]
    assert states == [("2025-05-07", "proposed"), ("2025-05-08", "dismissed")]


def test_make_up_session(data_scientist: httpx.Client, database: sa.Engine) -> None:
    data_scientist.put(f"{URL}/{SUNDAY}", json={"kind": "session", "state": "confirmed"}).raise_for_status()
    assert is_session(database, SUNDAY)
    data_scientist.delete(f"{URL}/{SUNDAY}").raise_for_status()
    assert not is_session(database, SUNDAY)


@pytest.mark.parametrize(
    ("day", "kind", "words"),
    [
        (SUNDAY, "closed", "is closed by the calendar already"),
        (COMING, "session", "is a session by the calendar already"),
        (LAST_SESSION, "closed", "4 of 4 series have traded on 2025-03-31"),
        (date(2035, 1, 2), "closed", "covers 2015 to 2030"),
    ],
)
def test_impossible_decision(
    data_scientist: httpx.Client, database: sa.Engine, day: date, kind: str, words: str
) -> None:
    answer = data_scientist.put(f"{URL}/{day}", json={"kind": kind, "state": "confirmed"})
    assert (answer.status_code, answer.json()["code"]) == (409, "wrong_day")
    assert words in answer.json()["message"]
    assert data_scientist.get(URL).json()["data"] == []


def test_faulty_requests(data_scientist: httpx.Client) -> None:
    """Faults name the field; a day without a decision cannot be undone."""
    assert data_scientist.delete(f"{URL}/{COMING}").json()["code"] == "unknown_day"
    for body in (
        {"kind": "open", "state": "confirmed"},
        {"kind": "closed", "state": "proposed"},
        {"kind": "closed", "state": "confirmed", "reason": "x" * 201},
        {"kind": "closed", "state": "confirmed", "why": "x"},
    ):
        assert data_scientist.put(f"{URL}/{COMING}", json=body).status_code == 422
    assert data_scientist.put(f"{URL}/soon", json={"kind": "closed", "state": "confirmed"}).status_code == 422


def test_bars_of_a_closed_day(data_scientist: httpx.Client, database: sa.Engine) -> None:
    """Bars without volume on a day that is closed go with it."""
    day = SESSIONS[20]
    with database.begin() as connection:
        for statement in (
            "UPDATE stock_prices SET volume = 0 WHERE price_date = :day",
            "INSERT INTO session_absences (stock_id, session_date, reason, last_asked_at) "
            "VALUES (4, :day, 'no row', now())",
        ):
            connection.execute(sa.text(statement), {"day": day})
    data_scientist.put(f"{URL}/{day}", json={"kind": "closed", "state": "confirmed"}).raise_for_status()
    with database.connect() as connection:
        left = connection.execute(
            sa.text(
                "SELECT 1 FROM stock_prices WHERE price_date = :day "
                "UNION SELECT 1 FROM session_absences WHERE session_date = :day"
            ),
            {"day": day},
        )
        assert left.first() is None
