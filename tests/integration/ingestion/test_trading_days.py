"""Days on which the calendar is wrong: proposed by the crawler, decided by an operator, seen everywhere."""

from datetime import UTC, date, datetime
from typing import Any

import pandas as pd
import pytest
from pendulum import DateTime

from vn30.airflow.timetable import SessionTimetable
from vn30.database.warehouse import transaction
from vn30.ingestion.load import load_ticker
from vn30.ingestion.plan import plan_crawl
from vn30.ingestion.quality_gate import run_gate
from vn30.ingestion.request import CrawlRequest
from vn30.ingestion.trading_days import UnknownDay, WrongDay, decide, undo
from vn30.market.clock import session_of_run
from vn30.market.stored_calendar import CalendarReader, current_calendar
from vn30.training_config.review.stored_data import load_stored_data

TICKERS = ("FPT", "HPG", "VCB")
# A Thursday in the middle of the market's sessions, and a Saturday.
CLOSED, SATURDAY = date(2024, 3, 14), date(2024, 4, 13)
NEXT = date(2024, 3, 15)


def crawl(platform: Any, run: str, **request: Any) -> str:
    for job in plan_crawl(platform.settings, run, CrawlRequest(TICKERS, **request)):
        load_ticker(platform.settings, job)
    return run_gate(run)


def days(platform: Any) -> list[tuple[date, str, str]]:
    return [tuple(row) for row in platform.rows("SELECT day, kind, state FROM trading_days ORDER BY day")]


def details(platform: Any, run: str, check: str) -> list[str]:
    rows = platform.rows(
        "SELECT detail FROM crawl_findings JOIN crawl_runs ON crawl_runs.id = crawl_id "
        "WHERE airflow_run_id = :run AND check_name LIKE :check",
        run=run,
        check=f"{check}%",
    )
    return [row.detail for row in rows]


def confirm(day: date, kind: Any = "closed", by: str = "ds1") -> None:
    with transaction() as connection:
        decide(connection, day, kind, "confirmed", by, "a test")


@pytest.fixture
def closure(platform, market):
    """No series has a row of the Thursday."""
    platform.write(market[market["date"] != CLOSED.isoformat()])
    return platform


def test_closure_is_proposed(closure) -> None:
    """A session that all series lack is one warning, which asks for a decision."""
    crawl(closure, "1")
    assert days(closure) == [(CLOSED, "closed", "proposed")]
    [detail] = details(closure, "1", "15")
    assert detail == (
        "2024-03-14 may have been closed: no trades in any of 3 series that have bars before and after it. "
        "Confirm or dismiss it on the page Pipelines"
    )
    assert details(closure, "1", "05") == []


def test_confirmed_closure(closure, market) -> None:
    """From the confirmation on, everything that counts sessions leaves the day out; it can be undone."""
    crawl(closure, "1")
    before = closure.rows("SELECT version FROM (SELECT updated_at AS version FROM market_state) AS state")
    confirm(CLOSED)
    assert closure.rows("SELECT updated_at FROM market_state") > before
    assert closure.rows("SELECT 1 FROM trading_sessions WHERE session_date = :day", day=CLOSED) == []
    calendar = current_calendar()
    assert calendar.sessions_after(date(2024, 3, 13), 1) == [NEXT]
    evening = datetime(2024, 3, 14, 10, tzinfo=UTC)
    assert session_of_run("scheduled", evening, evening, calendar=calendar) == date(2024, 3, 13)
    run_after = SessionTimetable("0 17 * * *", "Asia/Ho_Chi_Minh")._forward(
        DateTime(2024, 3, 14, 10, tzinfo=UTC)
    )
    assert run_after == DateTime(2024, 3, 15, 10, tzinfo=UTC)
    assert "complete 100.00 % (1104 of 1104 sessions, 0 known absences, 0 open gaps)" in crawl(closure, "2")
    assert details(closure, "2", "15") == []

    with transaction() as connection:
        undo(connection, CLOSED, "ds2")
    assert days(closure) == [(CLOSED, "closed", "proposed")]
    assert current_calendar().is_session(CLOSED)
    record = closure.rows("SELECT state, decided_by FROM trading_day_decisions ORDER BY id")
    assert [tuple(row) for row in record] == [
        ("proposed", "crawler"),
        ("confirmed", "ds1"),
        ("proposed", "ds2"),
    ]
    # The vendor has the session after all: the proposal is withdrawn.
    closure.write(market)
    crawl(closure, "3", full_refresh=True)
    assert days(closure) == []


def test_dismissed_closure(closure) -> None:
    """A dismissed day stays a session that is missing, and is not proposed again."""
    crawl(closure, "1")
    with transaction() as connection:
        decide(connection, CLOSED, "closed", "dismissed", "ds1", "a hole of the vendor")
    crawl(closure, "2", full_refresh=True)
    assert days(closure) == [(CLOSED, "closed", "dismissed")]
    assert len(details(closure, "2", "05")) == 3


def test_phantom_bars(platform, market) -> None:
    """Prices carried forward without volume are no trades: the day is proposed, and its bars go with it."""
    phantom = (market["date"] == CLOSED.isoformat()).to_numpy()
    market = market.copy()
    prices = ["open", "high", "low", "close"]
    market.loc[phantom, prices] = market.groupby("symbol")[prices].shift(1)[phantom]
    market.loc[phantom, "volume"] = 0
    platform.write(market)
    crawl(platform, "1")
    assert days(platform) == [(CLOSED, "closed", "proposed")]
    confirm(CLOSED)
    assert platform.count("stock_prices") == 3 * 368
    crawl(platform, "2", full_refresh=True)
    assert platform.count("stock_prices") == 3 * 368
    assert "date is not a trading session of HOSE" in details(platform, "2", "06")[0]
    with transaction() as connection:
        undo(connection, CLOSED, "ds1")
    crawl(platform, "3")
    assert platform.count("stock_prices") == 3 * 369


def test_index_without_the_session(platform, market) -> None:
    """One index with a bar shows that HOSE was open; without it, carried prices are a closure."""
    index = market[market["symbol"] == "FPT"].assign(symbol="VNINDEX")
    prices = ["open", "high", "low", "close"]
    index[prices] /= 40
    lacking = market[market["date"] != CLOSED.isoformat()]
    platform.write(pd.concat([lacking, index]))
    tickers = (*TICKERS, "VNINDEX")
    for job in plan_crawl(platform.settings, "1", CrawlRequest(tickers)):
        load_ticker(platform.settings, job)
    run_gate("1")
    assert days(platform) == []


def test_make_up_session(platform, market) -> None:
    """A Saturday on which most series traded is proposed as a session; confirmed, its bars are stored."""
    extra = market[market["date"] == "2024-04-12"].assign(date=SATURDAY.isoformat())
    extra["volume"] += 1
    platform.write(pd.concat([market, extra]))
    crawl(platform, "1")
    assert days(platform) == [(SATURDAY, "session", "proposed")]
    assert "3 of 3 series have a row with volume, which were rejected" in details(platform, "1", "15")[0]
    confirm(SATURDAY, "session")
    assert platform.rows("SELECT opens_at FROM trading_sessions WHERE session_date = :day", day=SATURDAY)
    crawl(platform, "2")
    assert platform.count("stock_prices") == 3 * 370


def test_many_holes_are_no_closures(platform, market) -> None:
    """A month that no series has is a hole of the source: nothing is proposed, and all of it is reported."""
    platform.write(market[~market["date"].str.startswith("2024-03")])
    crawl(platform, "1")
    assert days(platform) == []
    assert len(details(platform, "1", "05")) == 3


def test_setting(open_platform, market) -> None:
    """Days of the setting are closed from the next crawl on, and no longer when they are taken out of it."""
    platform = open_platform(closed_days="[]")
    platform.write(market[market["date"] != CLOSED.isoformat()])
    crawl(platform, "1")
    with pytest.raises(WrongDay, match="3 of 3 series have traded on 2024-05-30"):
        crawl(open_platform(closed_days='["2024-05-30"]'), "wrong")
    crawl(open_platform(closed_days=f'["{CLOSED}"]'), "2")
    assert days(platform) == [(CLOSED, "closed", "confirmed")]
    assert platform.rows("SELECT decided_by FROM trading_days")[0].decided_by == "VN30_CLOSED_DAYS"
    crawl(open_platform(closed_days="[]"), "3")
    assert days(platform) == [(CLOSED, "closed", "proposed")]


@pytest.mark.parametrize(
    ("day", "kind", "words"),
    [
        (date(2024, 3, 16), "closed", "is closed by the calendar already"),
        (CLOSED, "session", "is a session by the calendar already"),
        (date(2031, 1, 2), "closed", "covers 2015 to 2030"),
        (date(2024, 3, 15), "closed", "3 of 3 series have traded on 2024-03-15: HOSE was open"),
    ],
)
def test_wrong_day(closure, day: date, kind: str, words: str) -> None:
    """A day that is so already, or on which stocks have traded, is refused; nothing is recorded."""
    crawl(closure, "1")
    with pytest.raises(WrongDay, match=words):
        confirm(day, kind)
    assert days(closure) == [(CLOSED, "closed", "proposed")]


def test_nothing_to_undo(closure) -> None:
    with pytest.raises(UnknownDay), transaction() as connection:
        undo(connection, CLOSED, "ds1")


def test_decreed_in_advance(platform) -> None:
    """A future day can be closed before it comes: the first session after it is the next one."""
    crawl(platform, "1")
    confirm(date(2027, 1, 4))
    assert current_calendar().sessions_after(date(2026, 12, 31), 1) == [date(2027, 1, 5)]
    with transaction() as connection:
        assert load_stored_data(connection).as_of == date(2024, 6, 28)


def test_calendar_without_database(platform, caplog) -> None:
    """A reader keeps the calendar that it read last while the database does not answer."""
    crawl(platform, "1")
    confirm(date(2027, 1, 4))
    answers: list[Any] = [current_calendar, ConnectionError]

    def read() -> Any:
        answer = answers.pop(0)
        if answer is ConnectionError:
            raise ConnectionError("down")
        return answer()

    reader = CalendarReader(read, seconds=0)
    for _ in range(2):
        assert not reader().is_session(date(2027, 1, 4))
    assert "cannot be read: down" in caplog.text
