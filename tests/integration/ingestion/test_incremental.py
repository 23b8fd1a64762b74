"""The sessions that a later crawl fetches: the missing ones, with an overlap for comparison."""

from datetime import date
from typing import Any

import pandas as pd
import pytest

from tests.integration.conftest import SESSIONS
from vn30.ingestion import plan as planning
from vn30.ingestion.load import load_ticker
from vn30.ingestion.plan import OVERLAP, CrawlJob, plan_crawl
from vn30.ingestion.quality_gate import GateFailed, run_gate
from vn30.ingestion.request import CrawlRequest, WrongRequest


def plan(platform, run: str, **request: Any) -> list[CrawlJob]:
    return plan_crawl(platform.settings, run, CrawlRequest(tickers=("FPT",), **request))


def crawl(platform, run: str, **request: Any) -> list[CrawlJob]:
    jobs = plan(platform, run, **request)
    for job in jobs:
        load_ticker(platform.settings, job)
    return jobs


def windows(jobs: list[CrawlJob]) -> list[tuple[str, str]]:
    return [(job.start, job.end) for job in jobs]


def day(position: int) -> str:
    return SESSIONS[position].isoformat()


@pytest.fixture(autouse=True)
def no_whole_history(monkeypatch) -> None:
    """No ticker is due for a fetch of its whole history."""
    monkeypatch.setattr(planning, "WHOLE_EVERY", 10**9)


@pytest.fixture
def truth(market) -> pd.DataFrame:
    return market[market["symbol"] == "FPT"].reset_index(drop=True)


def expire_requests(platform) -> None:
    """Date all requests of absent sessions back by a day."""
    with planning.transaction() as connection:
        connection.exec_driver_sql("UPDATE session_absences SET last_asked_at = now() - INTERVAL '1 day'")


def test_up_to_date(platform, truth) -> None:
    """A complete ticker is not fetched."""
    platform.write(truth)
    assert windows(crawl(platform, "first")) == [("2015-01-05", day(-1))]
    assert crawl(platform, "second") == []
    assert platform.rows(
        "SELECT state FROM crawl_tickers JOIN crawl_runs ON id = crawl_id ORDER BY created_at"
    ) == [
        ("loaded",),
        ("up_to_date",),
    ]
    run_gate("second")
    report = platform.rows("SELECT tickers_planned, tickers_up_to_date, open_gaps, errors FROM crawl_reports")
    assert report == [(1, 1, 0, 0)]


def test_new_sessions(platform, truth) -> None:
    """New sessions are fetched with an overlap."""
    platform.write(truth[:-2])
    crawl(platform, "first")
    platform.write(truth)
    assert windows(crawl(platform, "second")) == [(day(-2 - OVERLAP), day(-1))]
    assert platform.count("stock_prices") == len(truth)


def test_lasting_gap(platform, truth) -> None:
    """A gap, as of a suspended stock, is requested three times and then no more."""
    platform.write(truth.drop(index=[100, 101]))
    crawl(platform, "1")
    assert crawl(platform, "a moment later") == []
    for run in ("2", "3"):
        expire_requests(platform)
        assert windows(crawl(platform, run)) == [(day(100 - OVERLAP), day(101 + OVERLAP))]
    expire_requests(platform)
    assert crawl(platform, "4") == []
    # A requested period is fetched again, and its sessions are no longer absent.
    platform.write(truth)
    crawl(platform, "5", start=SESSIONS[95], end=SESSIONS[105])
    assert platform.count("stock_prices") == len(truth)
    assert platform.count("session_absences") == 0


def test_filled_gap(platform, truth) -> None:
    """A gap that the source fills later is filled."""
    platform.write(truth.drop(index=[100]))
    crawl(platform, "1")
    run_gate("1")
    assert platform.rows("SELECT detail FROM crawl_findings")[0].detail == (
        f"1 sessions without a bar, from {day(100)} to {day(100)}: 1 without a row at the source, "
        "requested up to 1 times"
    )
    expire_requests(platform)
    platform.write(truth)
    crawl(platform, "2")
    assert platform.count("stock_prices") == len(truth)


def test_before_listing(platform, truth) -> None:
    """Sessions before the listing are not missing."""
    platform.write(truth[200:])
    crawl(platform, "1")
    assert platform.count("session_absences") == 0
    expire_requests(platform)
    assert crawl(platform, "2") == []


def test_suspended_stock(open_platform, truth) -> None:
    """A stock that stopped trading is complete after three requests."""
    platform = open_platform(as_of=day(-1))
    other = truth.assign(symbol="HPG")
    platform.write(pd.concat([truth[:-60], other]))
    crawl(platform, "1")
    for run in ("2", "3"):
        expire_requests(platform)
        crawl(platform, run)
    expire_requests(platform)
    assert crawl(platform, "4") == []
    run_gate("4")
    assert platform.rows("SELECT newest_session, known_absences, open_gaps FROM crawl_reports") == [
        (SESSIONS[-61], 60, 0)
    ]


def test_late_session(open_platform, truth) -> None:
    """The newest session may be late, and is requested again at once."""
    platform = open_platform(as_of=day(-1))
    platform.write(truth[:-1])
    crawl(platform, "1")
    platform.write(truth)
    assert windows(crawl(platform, "a moment later")) == [(day(-1 - OVERLAP), day(-1))]
    assert platform.count("stock_prices") == len(truth)


def test_requests_within_a_day(open_platform, truth) -> None:
    """Several requests within a day count as one."""
    platform = open_platform(as_of=day(-1))
    platform.write(truth[:-1])
    for run in range(5):
        assert len(crawl(platform, str(run))) == 1
    with pytest.raises(GateFailed, match="no series has a bar of"):
        crawl_both_with_gate(platform, truth)


def crawl_both_with_gate(platform, truth) -> None:
    """A second series lacks the session as well: the vendor is late, and the run fails."""
    platform.write(pd.concat([truth[:-1], truth[:-1].assign(symbol="HPG")]))
    for job in plan_crawl(platform.settings, "both", CrawlRequest(("FPT", "HPG"))):
        load_ticker(platform.settings, job)
    run_gate("both")


def test_series_without_bars(platform, truth) -> None:
    platform.write(truth)
    crawl(platform, "1")
    with planning.transaction() as connection:
        connection.exec_driver_sql("DELETE FROM stock_prices")
    assert windows(crawl(platform, "2")) == [("2015-01-05", day(-1))]
    assert platform.count("stock_prices") == len(truth)


def test_past_session(platform, truth) -> None:
    """A crawl of a past session fetches nothing after it."""
    platform.write(truth.drop(index=[100]))
    crawl(platform, "1")
    expire_requests(platform)
    (job,) = plan_crawl(platform.settings, "2", CrawlRequest(("FPT",)), SESSIONS[103])
    assert (job.start, job.end) == (day(100 - OVERLAP), day(103))


def test_retried_load(platform, truth) -> None:
    """A load that is retried after its commit keeps its counts."""
    platform.write(truth)
    (job,) = plan(platform, "1")
    load_ticker(platform.settings, job)
    load_ticker(platform.settings, job)
    run_gate("1")
    assert platform.rows("SELECT bars_inserted FROM crawl_reports") == [(len(truth),)]


def test_repeated_plan(platform, truth) -> None:
    """Planning again resets the tickers of the crawl."""
    platform.write(pd.concat([truth, truth.assign(symbol="HPG")]))
    for job in plan_crawl(platform.settings, "1", CrawlRequest(("FPT", "HPG"))):
        load_ticker(platform.settings, job)
    assert plan_crawl(platform.settings, "1", CrawlRequest(("FPT",))) == []
    assert platform.rows("SELECT ticker, state, rows_inserted FROM crawl_tickers") == [
        ("FPT", "up_to_date", None)
    ]


def test_whole_history_by_turns(platform, truth, monkeypatch) -> None:
    """Every WHOLE_EVERY sessions the whole history is fetched, in one request."""
    monkeypatch.setattr(planning, "WHOLE_EVERY", 20)
    first = planning.HISTORY_START.isoformat()
    platform.write(truth[:-20])
    crawl(platform, "0")
    whole = 0
    for sessions_left in range(19, -1, -1):
        platform.write(truth[: len(truth) - sessions_left])
        (job,) = crawl(platform, str(sessions_left + 1))
        whole += job.start == first
    assert whole == 1


def test_period_first(platform, truth) -> None:
    """A period that was loaded first is completed later."""
    platform.write(truth)
    assert windows(crawl(platform, "1", start=SESSIONS[50], end=SESSIONS[80])) == [(day(50), day(80))]
    assert platform.count("stock_prices") == 31
    assert windows(crawl(platform, "2")) == [("2015-01-05", day(-1))]
    assert platform.count("stock_prices") == len(truth)
    assert crawl(platform, "3") == []


def test_earlier_session(platform, truth) -> None:
    platform.write(truth)
    crawl(platform, "1")
    assert plan_crawl(platform.settings, "2", CrawlRequest(("FPT",)), SESSIONS[-20]) == []


@pytest.mark.parametrize(
    ("request_", "message"),
    [
        ({"start": date(2024, 5, 2), "end": date(2024, 4, 2)}, "start .* is after end"),
        ({"end": date(2025, 1, 2)}, "end is 2025-01-02: the newest closed session is 2024-06-28"),
        ({"start": date(2012, 1, 2)}, "start is 2012-01-02"),
        ({"start": date(2030, 1, 2)}, "start is 2030-01-02: the newest closed session is 2024-06-28"),
        ({"end": date(2012, 1, 2)}, "end is 2012-01-02: prices are stored from 2015-01-01 on"),
        ({"start": date(2024, 1, 2), "full_refresh": True}, "full_refresh"),
    ],
)
def test_contradictory_request(platform, request_, message: str) -> None:
    with pytest.raises(WrongRequest, match=message):
        plan(platform, "run", **request_)
    assert platform.count("crawl_runs") == 0
