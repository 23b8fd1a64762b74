"""What a later crawl asks for: what is missing, and a little more to compare with."""

from datetime import date
from typing import Any

import pandas as pd
import pytest

from tests.integration.conftest import SESSIONS
from vn30.ingestion import plan as planning
from vn30.ingestion.gate import GateFailed, run_gate
from vn30.ingestion.load import load_ticker
from vn30.ingestion.plan import OVERLAP, CrawlJob, plan_crawl
from vn30.ingestion.request import CrawlRequest, WrongRequest


def plan(desk, run: str, **request: Any) -> list[CrawlJob]:
    return plan_crawl(desk.settings, run, CrawlRequest(tickers=("FPT",), **request))


def crawl(desk, run: str, **request: Any) -> list[CrawlJob]:
    jobs = plan(desk, run, **request)
    for job in jobs:
        load_ticker(desk.settings, job)
    return jobs


def windows(jobs: list[CrawlJob]) -> list[tuple[str, str]]:
    return [(job.start, job.end) for job in jobs]


def day(position: int) -> str:
    return SESSIONS[position].isoformat()


@pytest.fixture(autouse=True)
def nothing_but_what_is_missing(monkeypatch) -> None:
    """No ticker is read again from its first bar on by turn."""
    monkeypatch.setattr(planning, "WHOLE_EVERY", 10**9)


@pytest.fixture
def truth(market) -> pd.DataFrame:
    return market[market["symbol"] == "FPT"].reset_index(drop=True)


def forget_that_it_was_asked_for_just_now(desk) -> None:
    with planning.transaction() as connection:
        connection.exec_driver_sql("UPDATE session_absences SET last_asked_at = now() - INTERVAL '1 day'")


def test_what_is_up_to_date_is_not_asked_for(desk, truth) -> None:
    desk.write(truth)
    assert windows(crawl(desk, "first")) == [("2015-01-05", day(-1))]
    assert crawl(desk, "second") == []
    assert desk.rows(
        "SELECT state FROM crawl_tickers JOIN crawl_runs ON id = crawl_id ORDER BY created_at"
    ) == [
        ("loaded",),
        ("up_to_date",),
    ]
    run_gate("second")
    report = desk.rows("SELECT tickers_planned, tickers_up_to_date, open_gaps, errors FROM crawl_reports")
    assert report == [(1, 1, 0, 0)]


def test_new_sessions_are_asked_for_with_an_overlap(desk, truth) -> None:
    desk.write(truth[:-2])
    crawl(desk, "first")
    desk.write(truth)
    assert windows(crawl(desk, "second")) == [(day(-2 - OVERLAP), day(-1))]
    assert desk.count("stock_prices") == len(truth)


def test_a_gap_is_asked_for_three_times_and_then_left_alone(desk, truth) -> None:
    """The source has a hole, as for a suspended stock: it is not asked for it for ever."""
    desk.write(truth.drop(index=[100, 101]))
    crawl(desk, "1")
    assert crawl(desk, "a moment later") == []
    for run in ("2", "3"):
        forget_that_it_was_asked_for_just_now(desk)
        assert windows(crawl(desk, run)) == [(day(100 - OVERLAP), day(101 + OVERLAP))]
    forget_that_it_was_asked_for_just_now(desk)
    assert crawl(desk, "4") == []
    # Asked for by hand it is found, and nothing is absent any more.
    desk.write(truth)
    crawl(desk, "5", start=SESSIONS[95], end=SESSIONS[105])
    assert desk.count("stock_prices") == len(truth)
    assert desk.count("session_absences") == 0


def test_a_hole_that_the_source_fills_later_is_filled(desk, truth) -> None:
    desk.write(truth.drop(index=[100]))
    crawl(desk, "1")
    run_gate("1")
    assert desk.rows("SELECT detail FROM crawl_findings")[0].detail == (
        f"1 sessions without a bar, from {day(100)} to {day(100)}: 1 without a row at the source, "
        "asked up to 1 times"
    )
    forget_that_it_was_asked_for_just_now(desk)
    desk.write(truth)
    crawl(desk, "2")
    assert desk.count("stock_prices") == len(truth)


def test_the_sessions_before_the_listing_are_not_missing(desk, truth) -> None:
    desk.write(truth[200:])
    crawl(desk, "1")
    assert desk.count("session_absences") == 0
    forget_that_it_was_asked_for_just_now(desk)
    assert crawl(desk, "2") == []


def test_a_stock_that_stopped_trading_is_asked_for_its_newest_sessions_only(open_desk, truth) -> None:
    desk = open_desk(as_of=day(-1))
    other = truth.assign(symbol="HPG")
    desk.write(pd.concat([truth[:-60], other]))
    crawl(desk, "1")
    for run in ("2", "3"):
        forget_that_it_was_asked_for_just_now(desk)
        crawl(desk, run)
    forget_that_it_was_asked_for_just_now(desk)
    assert crawl(desk, "4") == []
    run_gate("4")
    assert desk.rows("SELECT newest_session, known_absences, open_gaps FROM crawl_reports") == [
        (SESSIONS[-61], 60, 0)
    ]


def test_the_newest_session_may_come_late_and_is_asked_for_again_at_once(open_desk, truth) -> None:
    desk = open_desk(as_of=day(-1))
    desk.write(truth[:-1])
    crawl(desk, "1")
    desk.write(truth)
    assert windows(crawl(desk, "a moment later")) == [(day(-1 - OVERLAP), day(-1))]
    assert desk.count("stock_prices") == len(truth)


def test_asking_again_and_again_within_a_day_is_one_asking(open_desk, truth) -> None:
    desk = open_desk(as_of=day(-1))
    desk.write(truth[:-1])
    for run in range(5):
        assert len(crawl(desk, str(run))) == 1
    with pytest.raises(GateFailed, match="no series has a bar of"):
        crawl_both_and_judge(desk, truth)


def crawl_both_and_judge(desk, truth) -> None:
    """A second series lacks today as well: the vendor is late, and the run is not green."""
    desk.write(pd.concat([truth[:-1], truth[:-1].assign(symbol="HPG")]))
    for job in plan_crawl(desk.settings, "both", CrawlRequest(("FPT", "HPG"))):
        load_ticker(desk.settings, job)
    run_gate("both")


def test_a_series_without_any_bar_is_never_up_to_date(desk, truth) -> None:
    desk.write(truth)
    crawl(desk, "1")
    with planning.transaction() as connection:
        connection.exec_driver_sql("DELETE FROM stock_prices")
    assert windows(crawl(desk, "2")) == [("2015-01-05", day(-1))]
    assert desk.count("stock_prices") == len(truth)


def test_a_crawl_for_a_past_session_asks_for_nothing_after_it(desk, truth) -> None:
    desk.write(truth.drop(index=[100]))
    crawl(desk, "1")
    forget_that_it_was_asked_for_just_now(desk)
    (job,) = plan_crawl(desk.settings, "2", CrawlRequest(("FPT",)), SESSIONS[103])
    assert (job.start, job.end) == (day(100 - OVERLAP), day(103))


def test_a_load_that_is_tried_again_after_its_commit_still_tells_what_it_wrote(desk, truth) -> None:
    desk.write(truth)
    (job,) = plan(desk, "1")
    load_ticker(desk.settings, job)
    load_ticker(desk.settings, job)
    run_gate("1")
    assert desk.rows("SELECT bars_inserted FROM crawl_reports") == [(len(truth),)]


def test_a_plan_that_is_made_again_starts_its_account_anew(desk, truth) -> None:
    desk.write(pd.concat([truth, truth.assign(symbol="HPG")]))
    for job in plan_crawl(desk.settings, "1", CrawlRequest(("FPT", "HPG"))):
        load_ticker(desk.settings, job)
    assert plan_crawl(desk.settings, "1", CrawlRequest(("FPT",))) == []
    assert desk.rows("SELECT ticker, state, rows_inserted FROM crawl_tickers") == [
        ("FPT", "up_to_date", None)
    ]


def test_the_whole_history_is_read_again_by_turns_at_the_price_of_one_request(
    desk, truth, monkeypatch
) -> None:
    monkeypatch.setattr(planning, "WHOLE_EVERY", 20)
    first = planning.HISTORY_START.isoformat()
    desk.write(truth[:-20])
    crawl(desk, "0")
    whole = 0
    for sessions_left in range(19, -1, -1):
        desk.write(truth[: len(truth) - sessions_left])
        (job,) = crawl(desk, str(sessions_left + 1))
        whole += job.start == first
    assert whole == 1


def test_a_period_loaded_first_is_completed_later(desk, truth) -> None:
    desk.write(truth)
    assert windows(crawl(desk, "1", start=SESSIONS[50], end=SESSIONS[80])) == [(day(50), day(80))]
    assert desk.count("stock_prices") == 31
    assert windows(crawl(desk, "2")) == [("2015-01-05", day(-1))]
    assert desk.count("stock_prices") == len(truth)
    assert crawl(desk, "3") == []


def test_a_crawl_for_an_earlier_session_asks_for_nothing_that_is_there(desk, truth) -> None:
    desk.write(truth)
    crawl(desk, "1")
    assert plan_crawl(desk.settings, "2", CrawlRequest(("FPT",)), SESSIONS[-20]) == []


@pytest.mark.parametrize(
    ("request_", "named"),
    [
        ({"start": date(2024, 5, 2), "end": date(2024, 4, 2)}, "start .* is after end"),
        ({"end": date(2025, 1, 2)}, "end is 2025-01-02: the newest closed session is 2024-06-28"),
        ({"start": date(2012, 1, 2)}, "start is 2012-01-02"),
        ({"start": date(2024, 1, 2), "full_refresh": True}, "full_refresh"),
    ],
)
def test_a_request_that_contradicts_itself_is_refused(desk, request_, named: str) -> None:
    with pytest.raises(WrongRequest, match=named):
        plan(desk, "run", **request_)
    assert desk.count("crawl_runs") == 0
