"""A vendor restates its history: the whole series is replaced, and the event is recorded."""

from typing import Any

import pandas as pd
import pytest

from tests.integration.conftest import SESSIONS
from vn30.database import warehouse
from vn30.ingestion.load import LoadReport, load_ticker
from vn30.ingestion.plan import plan_crawl
from vn30.ingestion.quality_gate import run_gate
from vn30.ingestion.request import CrawlRequest
from vn30.ingestion.restatement import UnlikelyRestatement
from vn30.sources.base import SourceError

PRICES = ["open", "high", "low", "close"]
pytestmark = pytest.mark.usefixtures("no_whole_history")


def crawl(platform, run: str, **request: Any) -> list[LoadReport]:
    jobs = plan_crawl(platform.settings, run, CrawlRequest(tickers=("FPT",), **request))
    return [load_ticker(platform.settings, job) for job in jobs]


def adjusted(bars: pd.DataFrame, ex_position: int, factor: float) -> pd.DataFrame:
    """The series as a vendor serves it after an ex-date: earlier prices multiplied."""
    later = bars.copy()
    later.loc[: ex_position - 1, PRICES] = (later.loc[: ex_position - 1, PRICES] * factor).round(4)
    return later


def stored(platform) -> pd.DataFrame:
    rows = platform.rows(
        "SELECT price_date::text, close_price::float FROM stock_prices "
        "JOIN stocks ON stocks.id = stock_id WHERE ticker = 'FPT' ORDER BY price_date"
    )
    return pd.DataFrame(rows, columns=["date", "close"])


def events(platform) -> list[Any]:
    return platform.rows(
        "SELECT ex_date, round(factor, 4)::float AS factor, likely_cause FROM price_restatements ORDER BY id"
    )


def test_moved_overlap(platform, truth) -> None:
    """If the overlap moved, the whole series is replaced, and the event is recorded."""
    platform.write(truth[:-3])
    crawl(platform, "before")
    after = adjusted(truth, len(truth) - 2, 0.5)
    platform.write(after)
    (report,) = crawl(platform, "after")
    assert (report.inserted, report.restated, report.removed) == (3, 1, 0)
    assert stored(platform).equals(after[["date", "close"]])
    # Two sessions were not crawled: all stored bars moved, so that the ex-date is the first new session.
    assert [tuple(event) for event in events(platform)] == [
        (SESSIONS[-3], 0.5, "a split or stock dividend of 100 new shares for 100 held")
    ]
    run_gate("after")
    # The prices never really halved: the check of the daily limit has a finding as well.
    restated = "SELECT detail FROM crawl_findings WHERE check_name = '08_restated_series'"
    assert "multiplied by 0.5" in platform.rows(restated)[0].detail
    assert platform.rows("SELECT tickers_restated, errors FROM crawl_reports") == [(1, 0)]


def test_two_events(platform, truth) -> None:
    """Two events are recorded separately."""
    platform.write(truth[:-1])
    crawl(platform, "before")
    after = adjusted(adjusted(truth, 340, 0.96), 200, 0.8)
    platform.write(after)
    crawl(platform, "after", full_refresh=True)
    assert stored(platform).equals(after[["date", "close"]])
    first, second = events(platform)
    assert (first.ex_date, first.factor) == (SESSIONS[200], 0.8)
    assert first.likely_cause == "a split or stock dividend of 25 new shares for 100 held"
    assert (second.ex_date, second.factor) == (SESSIONS[340], 0.96)


def test_old_basis_removed(platform, truth) -> None:
    """No bar on the old basis is kept among the new ones."""
    platform.write(truth[:-1])
    crawl(platform, "before")
    after = adjusted(truth, len(truth) - 1, 0.5).drop(index=[100])
    after.loc[50, "close"] = -1.0
    platform.write(after)
    (report,) = crawl(platform, "after")
    assert (report.updated, report.removed, report.quarantined) == (len(truth) - 3, 2, 1)
    assert stored(platform).equals(after.drop(index=[50])[["date", "close"]].reset_index(drop=True))
    assert platform.count("session_absences") == 2


def test_corrected_bar(platform, truth) -> None:
    platform.write(truth[:-1])
    crawl(platform, "before")
    truth.loc[len(truth) - 4, "close"] = truth.loc[len(truth) - 4, "high"]
    platform.write(truth)
    (report,) = crawl(platform, "after")
    assert (report.inserted, report.updated, report.restated) == (1, 1, 0)
    assert stored(platform).equals(truth[["date", "close"]])


def test_truncated_series(platform, truth) -> None:
    """A truncated restated series replaces the stored one with full_refresh only."""
    platform.write(truth[:-1])
    crawl(platform, "before")
    before = stored(platform)
    after = adjusted(truth, len(truth) - 1, 0.5)[200:]
    platform.write(after)
    with pytest.raises(SourceError, match="full_refresh"):
        crawl(platform, "after")
    assert stored(platform).equals(before)
    assert events(platform) == []
    crawl(platform, "by hand", full_refresh=True)
    assert stored(platform).equals(after[["date", "close"]].reset_index(drop=True))


def test_missing_bar_kept(platform, truth) -> None:
    """A stored bar that the source lacks is kept."""
    platform.write(truth)
    crawl(platform, "before")
    platform.write(truth.drop(index=[100]))
    (report,) = crawl(platform, "after", full_refresh=True)
    assert report.removed == 0
    assert platform.count("stock_prices") == len(truth)
    assert platform.count("session_absences") == 0


def test_false_print_removed(platform, truth) -> None:
    """A false print on the newest bar is removed once it is detected."""
    spoiled = truth.copy()
    spoiled.loc[[len(truth) - 3], PRICES] *= 3
    platform.write(spoiled[:-2])
    crawl(platform, "before")
    assert len(stored(platform)) == len(truth) - 2
    # The source rounds the print in another way now.
    spoiled.loc[[len(truth) - 3], PRICES] += 0.0002
    platform.write(spoiled)
    (report,) = crawl(platform, "after")
    assert (report.quarantined, report.removed) == (1, 1)
    good = truth.drop(index=[len(truth) - 3])[["date", "close"]].reset_index(drop=True)
    assert stored(platform).equals(good)


def test_few_bars_of_other_basis(platform, truth) -> None:
    """A short history on another basis, as of a fallback, replaces nothing."""
    platform.write(truth[:-3])
    crawl(platform, "before")
    before = stored(platform)
    platform.write(adjusted(truth, len(truth), 0.95)[-5:])
    with pytest.raises(SourceError, match="do not continue"):
        crawl(platform, "after")
    assert stored(platform).equals(before)


def test_no_common_session(platform, truth) -> None:
    """Bars without a session in common with the stored ones are not appended."""
    platform.write(truth[:-3])
    crawl(platform, "before")
    before = stored(platform)
    platform.write(truth[-3:])
    with pytest.raises(SourceError, match="do not continue"):
        crawl(platform, "after")
    assert stored(platform).equals(before)


def test_rejected_rows_keep_bars(platform, truth) -> None:
    """Rows rejected for another reason than an impossible close do not remove stored bars."""
    platform.write(truth[:-1])
    crawl(platform, "before")
    spoiled = truth.astype(object)
    spoiled.loc[spoiled.index[-8:-1], "volume"] = "n/a"
    conflicting = spoiled.iloc[[-9]].assign(close=truth["close"].iloc[-9] * 1.01)
    platform.write(pd.concat([spoiled, conflicting]))
    (report,) = crawl(platform, "after")
    assert (report.inserted, report.removed, report.quarantined) == (1, 0, 9)
    assert stored(platform).equals(truth[["date", "close"]])


def test_wrong_stored_unit(platform, truth) -> None:
    """A full refresh repairs a series that was stored in another unit."""
    platform.write(truth)
    crawl(platform, "before")
    with warehouse.transaction() as connection:
        connection.exec_driver_sql("UPDATE stock_prices SET close_price = close_price / 1000")
    with pytest.raises(UnlikelyRestatement, match="full_refresh"):
        crawl(platform, "again", start=SESSIONS[0])
    crawl(platform, "by hand", full_refresh=True)
    assert stored(platform).equals(truth[["date", "close"]])


def test_change_before_overlap(platform, truth, monkeypatch) -> None:
    """A change before the overlap is detected when the whole history is fetched."""
    platform.write(truth[:-1])
    crawl(platform, "before")
    late = adjusted(truth, len(truth) - 20, 0.97)
    platform.write(late)
    monkeypatch.setattr("vn30.ingestion.plan.WHOLE_EVERY", 1)
    crawl(platform, "after")
    assert stored(platform).equals(late[["date", "close"]])
    assert events(platform)[0].ex_date == SESSIONS[-20]
