"""A vendor adjusts its history anew: the whole series is swapped, and the event is on record."""

from typing import Any

import pandas as pd
import pytest

from tests.integration.conftest import SESSIONS
from vn30 import warehouse
from vn30.ingestion.gate import run_gate
from vn30.ingestion.load import LoadReport, load_ticker
from vn30.ingestion.plan import plan_crawl
from vn30.ingestion.request import CrawlRequest
from vn30.ingestion.restate import UnlikelyRestatement
from vn30.sources.base import SourceError

PRICES = ["open", "high", "low", "close"]


def crawl(desk, run: str, **request: Any) -> list[LoadReport]:
    jobs = plan_crawl(desk.settings, run, CrawlRequest(tickers=("FPT",), **request))
    return [load_ticker(desk.settings, job) for job in jobs]


@pytest.fixture(autouse=True)
def nothing_but_the_overlap(monkeypatch) -> None:
    """No ticker is read again from its first bar on by turn."""
    monkeypatch.setattr("vn30.ingestion.plan.WHOLE_EVERY", 10**9)


@pytest.fixture
def truth(market) -> pd.DataFrame:
    return market[market["symbol"] == "FPT"].reset_index(drop=True)


def adjusted(bars: pd.DataFrame, ex_position: int, factor: float) -> pd.DataFrame:
    """The series as a vendor serves it after an ex-date: earlier prices multiplied."""
    later = bars.copy()
    later.loc[: ex_position - 1, PRICES] = (later.loc[: ex_position - 1, PRICES] * factor).round(4)
    return later


def stored(desk) -> pd.DataFrame:
    rows = desk.rows(
        "SELECT price_date::text, close_price::float FROM stock_prices "
        "JOIN stocks ON stocks.id = stock_id WHERE ticker = 'FPT' ORDER BY price_date"
    )
    return pd.DataFrame(rows, columns=["date", "close"])


def events(desk) -> list[Any]:
    return desk.rows(
        "SELECT ex_date, round(factor, 4)::float AS factor, likely_cause FROM price_restatements ORDER BY id"
    )


def test_an_overlap_that_moved_swaps_the_whole_series_and_records_the_event(desk, truth) -> None:
    desk.write(truth[:-3])
    crawl(desk, "before")
    after = adjusted(truth, len(truth) - 2, 0.5)
    desk.write(after)
    (report,) = crawl(desk, "after")
    assert (report.inserted, report.restated, report.removed) == (3, 1, 0)
    assert stored(desk).equals(after[["date", "close"]])
    # The crawler missed two sessions: all that was stored moved, so the ex-date is the first new session.
    assert [tuple(event) for event in events(desk)] == [
        (SESSIONS[-3], 0.5, "a split or stock dividend of 100 new shares for 100 held")
    ]
    run_gate("after")
    # Its prices never halved: the check of the daily limit has something to say as well.
    restated = "SELECT detail FROM crawl_findings WHERE check_name = '08_restated_series'"
    assert "multiplied by 0.5" in desk.rows(restated)[0].detail
    assert desk.rows("SELECT tickers_restated, errors FROM crawl_reports") == [(1, 0)]


def test_two_events_in_the_stored_series_are_told_apart(desk, truth) -> None:
    desk.write(truth[:-1])
    crawl(desk, "before")
    after = adjusted(adjusted(truth, 340, 0.96), 200, 0.8)
    desk.write(after)
    crawl(desk, "after", full_refresh=True)
    assert stored(desk).equals(after[["date", "close"]])
    first, second = events(desk)
    assert (first.ex_date, first.factor) == (SESSIONS[200], 0.8)
    assert first.likely_cause == "a split or stock dividend of 25 new shares for 100 held"
    assert (second.ex_date, second.factor) == (SESSIONS[340], 0.96)


def test_no_bar_of_the_old_basis_stays_among_the_new_ones(desk, truth) -> None:
    desk.write(truth[:-1])
    crawl(desk, "before")
    after = adjusted(truth, len(truth) - 1, 0.5).drop(index=[100])
    after.loc[50, "close"] = -1.0
    desk.write(after)
    (report,) = crawl(desk, "after")
    assert (report.updated, report.removed, report.quarantined) == (len(truth) - 3, 2, 1)
    assert stored(desk).equals(after.drop(index=[50])[["date", "close"]].reset_index(drop=True))
    assert desk.count("session_absences") == 2


def test_a_single_corrected_bar_is_no_event(desk, truth) -> None:
    desk.write(truth[:-1])
    crawl(desk, "before")
    truth.loc[len(truth) - 4, "close"] = truth.loc[len(truth) - 4, "high"]
    desk.write(truth)
    (report,) = crawl(desk, "after")
    assert (report.inserted, report.updated, report.restated) == (1, 1, 0)
    assert stored(desk).equals(truth[["date", "close"]])


def test_a_restated_series_that_is_cut_short_replaces_nothing_unless_that_is_wanted(desk, truth) -> None:
    desk.write(truth[:-1])
    crawl(desk, "before")
    before = stored(desk)
    after = adjusted(truth, len(truth) - 1, 0.5)[200:]
    desk.write(after)
    with pytest.raises(SourceError, match="full_refresh"):
        crawl(desk, "after")
    assert stored(desk).equals(before)
    assert events(desk) == []
    crawl(desk, "by hand", full_refresh=True)
    assert stored(desk).equals(after[["date", "close"]].reset_index(drop=True))


def test_a_bar_that_the_source_merely_lacks_today_is_kept(desk, truth) -> None:
    desk.write(truth)
    crawl(desk, "before")
    desk.write(truth.drop(index=[100]))
    (report,) = crawl(desk, "after", full_refresh=True)
    assert report.removed == 0
    assert desk.count("stock_prices") == len(truth)
    assert desk.count("session_absences") == 0


def test_a_false_print_on_the_newest_bar_is_removed_when_it_shows_as_one(desk, truth) -> None:
    spoiled = truth.copy()
    spoiled.loc[[len(truth) - 3], PRICES] *= 3
    desk.write(spoiled[:-2])
    crawl(desk, "before")
    assert len(stored(desk)) == len(truth) - 2
    desk.write(spoiled)
    (report,) = crawl(desk, "after")
    assert (report.quarantined, report.removed) == (1, 1)
    good = truth.drop(index=[len(truth) - 3])[["date", "close"]].reset_index(drop=True)
    assert stored(desk).equals(good)


def test_a_few_bars_of_another_basis_are_not_written_over_the_series(desk, truth) -> None:
    """What a fallback with a short history gives: too little to tell an event by, and not the same series."""
    desk.write(truth[:-3])
    crawl(desk, "before")
    before = stored(desk)
    desk.write(adjusted(truth, len(truth), 0.95)[-5:])
    with pytest.raises(SourceError, match="do not continue"):
        crawl(desk, "after")
    assert stored(desk).equals(before)


def test_bars_that_have_no_session_in_common_with_the_stored_ones_are_not_appended(desk, truth) -> None:
    desk.write(truth[:-3])
    crawl(desk, "before")
    before = stored(desk)
    desk.write(truth[-3:])
    with pytest.raises(SourceError, match="do not continue"):
        crawl(desk, "after")
    assert stored(desk).equals(before)


def test_a_bad_day_of_the_vendor_costs_no_stored_bar(desk, truth) -> None:
    """Rows that are refused for any other reason than an impossible close leave the stored bars alone."""
    desk.write(truth[:-1])
    crawl(desk, "before")
    spoiled = truth.astype(object)
    spoiled.loc[spoiled.index[-8:-1], "volume"] = "n/a"
    conflicting = spoiled.iloc[[-9]].assign(close=truth["close"].iloc[-9] * 1.01)
    desk.write(pd.concat([spoiled, conflicting]))
    (report,) = crawl(desk, "after")
    assert (report.inserted, report.removed, report.quarantined) == (1, 0, 9)
    assert stored(desk).equals(truth[["date", "close"]])


def test_a_series_stored_in_another_unit_is_mended_by_a_full_refresh(desk, truth) -> None:
    desk.write(truth)
    crawl(desk, "before")
    with warehouse.transaction() as connection:
        connection.exec_driver_sql("UPDATE stock_prices SET close_price = close_price / 1000")
    with pytest.raises(UnlikelyRestatement, match="full_refresh"):
        crawl(desk, "again", start=SESSIONS[0])
    crawl(desk, "by hand", full_refresh=True)
    assert stored(desk).equals(truth[["date", "close"]])


def test_what_changes_beyond_the_overlap_is_seen_when_the_whole_is_read_again(
    desk, truth, monkeypatch
) -> None:
    desk.write(truth[:-1])
    crawl(desk, "before")
    late = adjusted(truth, len(truth) - 20, 0.97)
    desk.write(late)
    monkeypatch.setattr("vn30.ingestion.plan.WHOLE_EVERY", 1)
    crawl(desk, "after")
    assert stored(desk).equals(late[["date", "close"]])
    assert events(desk)[0].ex_date == SESSIONS[-20]
