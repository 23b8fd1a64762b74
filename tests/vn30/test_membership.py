"""Membership on a real database: the shipped file, and a live source that knows more."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from vn30 import membership
from vn30.membership import known_tickers, members, store_members
from vn30.settings import Settings
from vn30.universe import KNOWN_FROM, Stay, known_stays, members_on, vn30_tickers
from vn30.warehouse import make_engine

BASKET = frozenset(vn30_tickers())
# As a review that the shipped file does not know: NEW joins, VRE leaves.
CHANGED = BASKET - {"VRE"} | {"NEW"}
SEEN = date(2026, 8, 5)
EFFECTIVE = date(2026, 8, 3)
LATER = date(2026, 11, 20)


@pytest.fixture
def database(make_database: Callable[..., str]) -> Iterator[sa.Engine]:
    engine = make_engine(Settings(database_url=make_database("members")))
    yield engine
    engine.dispose()


@pytest.fixture
def store(database: sa.Engine) -> Callable[..., list[str]]:
    def store(listed: frozenset[str] | None = None, session: date = LATER) -> list[str]:
        with database.begin() as connection:
            return store_members(connection, "vnstock:VCI", listed, session)

    return store


@pytest.fixture
def on(database: sa.Engine) -> Callable[[date], frozenset[str]]:
    def on(day: date) -> frozenset[str]:
        with database.connect() as connection:
            found = members(connection, day)
        assert list(found) == sorted(set(found))
        return frozenset(found)

    return on


def ship(monkeypatch: pytest.MonkeyPatch, stays: list[Stay]) -> None:
    monkeypatch.setattr(membership, "known_stays", lambda: tuple(stays))


def caught_up() -> list[Stay]:
    """The shipped file after it has learned of the change."""
    before = [
        Stay(stay.ticker, stay.effective_from, EFFECTIVE)
        if stay.ticker == "VRE" and stay.effective_to is None
        else stay
        for stay in known_stays()
    ]
    return [*before, Stay("NEW", EFFECTIVE, None)]


def test_every_day_has_the_members_of_the_shipped_file(store, on) -> None:
    assert on(LATER) == BASKET, "a database without any crawl goes by the file"
    assert store() == []
    days = {stay.effective_from for stay in known_stays()} | {KNOWN_FROM - timedelta(days=500)}
    for day in days | {day - timedelta(days=1) for day in days}:
        assert on(day) == frozenset(members_on(day))


def test_a_live_list_that_agrees_says_and_changes_nothing(store, on, database) -> None:
    assert store(BASKET) == []
    assert store(BASKET, LATER + timedelta(days=3)) == []
    assert on(LATER) == BASKET
    with database.connect() as connection:
        count = connection.execute(sa.text("SELECT count(*), count(DISTINCT recorded_at) FROM index_members"))
        assert tuple(count.one()) == (len(known_stays()), 1)


def test_what_a_live_list_knows_is_recorded_told_and_outlasts_later_plans(store, on, database) -> None:
    sentence = (
        "NEW joined the VN30 and VRE left it, says vnstock:VCI; the shipped file does not know that yet."
    )
    assert store(CHANGED, SEEN) == [sentence]
    for again in (None, CHANGED, None):
        assert store(again) == ([sentence] if again else [])
        assert on(SEEN - timedelta(days=1)) == BASKET
        assert on(SEEN) == on(LATER) == CHANGED
    with database.connect() as connection:
        assert "NEW" in known_tickers(connection)
        name = connection.execute(sa.text("SELECT name, sector FROM stocks WHERE ticker = 'NEW'")).one()
        assert tuple(name) == ("NEW", None)


def test_it_gives_way_when_the_shipped_file_catches_up(store, on, database, monkeypatch) -> None:
    store(CHANGED, SEEN)
    ship(monkeypatch, caught_up())
    store()
    assert on(EFFECTIVE - timedelta(days=1)) == BASKET
    assert on(EFFECTIVE) == on(LATER) == CHANGED
    with database.connect() as connection:
        sources = connection.execute(sa.text("SELECT DISTINCT source FROM index_members")).scalars().all()
    assert sources == [membership.SHIPPED]


def test_an_announcement_seen_before_it_takes_effect_gives_way_as_well(store, on, monkeypatch) -> None:
    store(CHANGED, EFFECTIVE - timedelta(days=12))
    ship(monkeypatch, caught_up())
    store()
    assert on(EFFECTIVE - timedelta(days=3)) == BASKET
    assert on(EFFECTIVE) == CHANGED


def test_a_correction_of_the_shipped_file_replaces_what_it_said(store, on, monkeypatch) -> None:
    ship(monkeypatch, [*(s for s in known_stays() if s.ticker != "FPT"), Stay("OLD", KNOWN_FROM, None)])
    store()
    assert on(LATER) == BASKET - {"FPT"} | {"OLD"}
    monkeypatch.undo()
    store()
    assert on(LATER) == BASKET


def test_a_ticker_may_leave_and_come_back(store, on) -> None:
    store(CHANGED, SEEN)
    store(BASKET, LATER)
    store()
    assert on(SEEN - timedelta(days=1)) == on(LATER) == BASKET
    assert on(LATER - timedelta(days=1)) == CHANGED
    # Two lists of one session: the last word counts.
    assert len(store(CHANGED, LATER)) == 1
    assert on(LATER) == CHANGED


@pytest.mark.parametrize(
    ("listed", "doubt"),
    [
        (frozenset(), "it has 0 tickers, not 30"),
        (BASKET - {"FPT"}, "it has 29 tickers, not 30"),
        (BASKET - {"FPT"} | {"VN30F1M"}, "'VN30F1M' cannot be HOSE tickers"),
        (frozenset(f"A{number:02}" for number in range(30)), "only 0 of its tickers were members before"),
    ],
    ids=["empty", "too short", "no ticker", "another index"],
)
def test_a_list_that_cannot_be_the_vn30_is_ignored(store, on, listed: frozenset[str], doubt: str) -> None:
    assert store(listed) == [f"The VN30 list of vnstock:VCI was ignored: {doubt}."]
    assert on(LATER) == BASKET
