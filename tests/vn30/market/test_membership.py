"""Membership in a real database: the shipped file, and later changes from a live source."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from vn30.database.warehouse import make_engine
from vn30.market import membership
from vn30.market.membership import known_tickers, members, store_members
from vn30.market.universe import KNOWN_FROM, Stay, known_stays, members_on, vn30_tickers
from vn30.settings import Settings

BASKET = frozenset(vn30_tickers())
# A review that the shipped file does not contain: NEW joins, VRE leaves.
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
            recorded = members(connection, day)
        assert list(recorded) == sorted(set(recorded))
        return frozenset(recorded)

    return on


def ship(monkeypatch: pytest.MonkeyPatch, stays: list[Stay]) -> None:
    monkeypatch.setattr(membership, "known_stays", lambda: tuple(stays))


def caught_up() -> list[Stay]:
    """The shipped file with the change in it."""
    before = [
        Stay(stay.ticker, stay.effective_from, EFFECTIVE)
        if stay.ticker == "VRE" and stay.effective_to is None
        else stay
        for stay in known_stays()
    ]
    return [*before, Stay("NEW", EFFECTIVE, None)]


def test_shipped_members(store, on) -> None:
    """Without a live list, every day has the members of the shipped file."""
    assert on(LATER) == BASKET, "a database without any crawl uses the file"
    assert store() == []
    days = {stay.effective_from for stay in known_stays()} | {KNOWN_FROM - timedelta(days=500)}
    for day in days | {day - timedelta(days=1) for day in days}:
        assert on(day) == frozenset(members_on(day))


def test_live_list_agrees(store, on, database) -> None:
    """A live list equal to the shipped file yields no sentence and writes no row."""
    assert store(BASKET) == []
    assert store(BASKET, LATER + timedelta(days=3)) == []
    assert on(LATER) == BASKET
    with database.connect() as connection:
        count = connection.execute(sa.text("SELECT count(*), count(DISTINCT recorded_at) FROM index_members"))
        assert tuple(count.one()) == (len(known_stays()), 1)


def test_live_change(store, on, database) -> None:
    """A change seen by a live source is recorded and reported, and later plans keep it."""
    sentence = (
        "According to vnstock:VCI, NEW joined the VN30 and VRE left it; "
        "the shipped membership file does not have this change yet."
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


def test_shipped_file_catches_up(store, on, database, monkeypatch) -> None:
    """A recorded change is replaced once the shipped file contains it."""
    store(CHANGED, SEEN)
    ship(monkeypatch, caught_up())
    store()
    assert on(EFFECTIVE - timedelta(days=1)) == BASKET
    assert on(EFFECTIVE) == on(LATER) == CHANGED
    with database.connect() as connection:
        sources = connection.execute(sa.text("SELECT DISTINCT source FROM index_members")).scalars().all()
    assert sources == [membership.SHIPPED]


def test_early_announcement(store, on, monkeypatch) -> None:
    """So is a change that the live source reported before it took effect."""
    store(CHANGED, EFFECTIVE - timedelta(days=12))
    ship(monkeypatch, caught_up())
    store()
    assert on(EFFECTIVE - timedelta(days=3)) == BASKET
    assert on(EFFECTIVE) == CHANGED


def test_corrected_file(store, on, monkeypatch) -> None:
    """A corrected shipped file replaces the memberships of its earlier version."""
    ship(monkeypatch, [*(s for s in known_stays() if s.ticker != "FPT"), Stay("OLD", KNOWN_FROM, None)])
    store()
    assert on(LATER) == BASKET - {"FPT"} | {"OLD"}
    monkeypatch.undo()
    store()
    assert on(LATER) == BASKET


def test_leave_and_return(store, on) -> None:
    """A ticker may leave the index and return."""
    store(CHANGED, SEEN)
    store(BASKET, LATER)
    store()
    assert on(SEEN - timedelta(days=1)) == on(LATER) == BASKET
    assert on(LATER - timedelta(days=1)) == CHANGED
    # Of two lists of one session, the later one counts.
    assert len(store(CHANGED, LATER)) == 1
    assert on(LATER) == CHANGED


@pytest.mark.parametrize(
    ("listed", "reason"),
    [
        (frozenset(), "it has 0 tickers, not 30"),
        (BASKET - {"FPT"}, "it has 29 tickers, not 30"),
        (BASKET - {"FPT"} | {"VN30F1M"}, "'VN30F1M' cannot be HOSE tickers"),
        (
            frozenset(f"A{number:02}" for number in range(30)),
            "only 0 of its tickers are current members, fewer than 20",
        ),
    ],
    ids=["empty", "too short", "no ticker", "another index"],
)
def test_implausible_list(store, on, listed: frozenset[str], reason: str) -> None:
    """A list that cannot be the VN30 is ignored, with the reason."""
    assert store(listed) == [f"The VN30 list of vnstock:VCI was ignored: {reason}."]
    assert on(LATER) == BASKET
