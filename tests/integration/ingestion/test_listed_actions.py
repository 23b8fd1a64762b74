"""Corporate actions that a source lists: stored once, corrected, compared with others, and due in time."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
import sqlalchemy as sa

from tests.integration.conftest import SESSIONS
from tests.integration.ingestion.test_restatement import adjusted, crawl
from vn30 import data
from vn30.database import warehouse
from vn30.ingestion.corporate_actions import put_action
from vn30.ingestion.listed_actions import refresh_actions, store_listed_actions
from vn30.ingestion.load import load_ticker
from vn30.ingestion.plan import plan_crawl
from vn30.ingestion.quality_gate import run_gate
from vn30.ingestion.request import CrawlRequest
from vn30.market.calendar import sessions_between
from vn30.market.corporate_actions import CorporateAction, stored_actions
from vn30.sources.base import ListedActions, SourceUnavailable
from vn30.sources.sample.source import FIRST_SESSION, SampleSource, simulate

FIRST, SECOND = SESSIONS[100], SESSIONS[200]


def listed(day: date, **terms: Any) -> CorporateAction:
    kind = "cash_dividend" if "cash" in terms else "stock_dividend"
    return CorporateAction("FPT", day, kind, "vnstock:VCI", is_from_vendor=True, **terms)


def stored() -> list[CorporateAction]:
    with warehouse.engine().connect() as connection:
        return stored_actions(connection, ["FPT"])


@pytest.fixture
def sample_platform(open_platform: Callable[..., Any]) -> Any:
    """The simulated market with FPT and VCB loaded up to 2026-03-31."""
    platform = open_platform(price_source="sample", as_of="2026-03-31")
    for job in plan_crawl(platform.settings, "run", CrawlRequest(tickers=["FPT", "VCB"])):
        load_ticker(platform.settings, job)
    return platform


def test_stored_once_and_corrected(platform: Any, truth: Any) -> None:
    """The same list changes nothing, another corrects terms and ex-dates, an empty one removes nothing."""
    platform.write(truth)
    crawl(platform, "crawl")
    before = [listed(FIRST, cash=1000.0), listed(SECOND, cash=500.0), listed(SECOND, ratio=0.2)]
    assert store_listed_actions("FPT", ListedActions(tuple(before))) == 3
    times = platform.rows("SELECT recorded_at FROM corporate_actions ORDER BY id")
    revisions = platform.rows("SELECT sum(revision) FROM stock_revisions")
    assert store_listed_actions("FPT", ListedActions(())) == 0
    assert platform.rows("SELECT recorded_at FROM corporate_actions ORDER BY id") == times
    with warehouse.transaction() as connection:
        put_action(connection, CorporateAction("FPT", SECOND, "split", "a notice", ratio=1.0))
    # The list begins later now; the cash is another, and the new shares come a day later.
    moved = [listed(SECOND, cash=600.0), listed(SESSIONS[201], ratio=0.2)]
    assert store_listed_actions("FPT", ListedActions(tuple(moved))) == 3
    assert [(action.ex_date, action.kind, action.source) for action in stored()] == [
        (FIRST, "cash_dividend", "vnstock:VCI"),
        (SECOND, "cash_dividend", "vnstock:VCI"),
        (SECOND, "split", "a notice"),
        (SESSIONS[201], "stock_dividend", "vnstock:VCI"),
    ]
    assert platform.rows("SELECT sum(revision) FROM stock_revisions") != revisions


def test_simulated_actions(sample_platform: Any) -> None:
    """Raw prices rebuilt by the listed actions are those that the simulated market has traded at."""
    summary = refresh_actions(sample_platform.settings)
    assert summary.startswith("30 companies refreshed, 0 failed, 0 left for later")
    assert refresh_actions(sample_platform.settings).startswith("0 companies refreshed")
    assert max(action.ex_date for action in stored()) <= date(2026, 3, 31)
    traded = simulate(
        sample_platform.settings.sample_seed, "FPT", sessions_between(FIRST_SESSION, date(2026, 3, 31))
    )
    # In 2016 the exchange had larger price steps, which the simulated market has not.
    raw = data.prices("FPT", raw=True, start="2017-01-01").set_index("date")["close"]
    expected = traded.set_index("date")["close"][raw.index]
    assert (data.prices("FPT").set_index("date")["close"] / expected).min() < 0.8
    assert np.abs(raw / expected - 1).max() < 0.005


def test_due_after_restatement(sample_platform: Any) -> None:
    """A restatement makes a company due at once; else it is a week later."""
    refresh_actions(sample_platform.settings)
    with warehouse.transaction() as connection:
        connection.execute(
            sa.text(
                "INSERT INTO price_restatements (crawl_id, stock_id, ex_date, factor, bars_restated, "
                "likely_cause, source) SELECT crawl.id, stocks.id, DATE '2026-03-31', 0.9, 5, 'x', 'sample' "
                "FROM crawl_runs AS crawl, stocks WHERE ticker = 'FPT'"
            )
        )
    assert refresh_actions(sample_platform.settings).startswith("1 companies refreshed")
    with warehouse.transaction() as connection:
        connection.exec_driver_sql(
            "UPDATE stocks SET (actions_asked_at, actions_checked_at) = (moment, moment) "
            "FROM (SELECT now() - INTERVAL '8 days' AS moment) AS past WHERE ticker IN ('HPG', 'VCB')"
        )
        connection.exec_driver_sql("DELETE FROM price_restatements")
    assert refresh_actions(sample_platform.settings).startswith("2 companies refreshed")


def test_source_down(sample_platform: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Consecutive failures end the refresh, and those that failed come last the next time."""
    asked: list[str] = []

    def actions(self: SampleSource, ticker: str, end: date) -> ListedActions:
        asked.append(ticker)
        raise SourceUnavailable("busy")

    monkeypatch.setattr(SampleSource, "actions", actions)
    assert refresh_actions(sample_platform.settings).startswith("0 companies refreshed, 3 failed, 27 left")
    refresh_actions(sample_platform.settings)
    assert len(set(asked)) == 6


def test_source_without_actions(platform: Any, truth: Any) -> None:
    platform.write(truth)
    crawl(platform, "crawl")
    assert refresh_actions(platform.settings).endswith("lists no corporate actions")


@pytest.mark.usefixtures("no_whole_history")
def test_differences(platform: Any, truth: Any) -> None:
    """What a file, a vendor and the restated prices say differently is a finding; what agrees is none."""
    day = SESSIONS[-1]
    platform.write(truth[:-1])
    crawl(platform, "before")
    platform.write(adjusted(truth, len(truth) - 1, 0.5))
    crawl(platform, "after")
    agreed = listed(day, ratio=1.0)
    store_listed_actions("FPT", ListedActions((agreed,)))
    run_gate("after")
    assert not findings(platform)
    store_listed_actions("FPT", ListedActions((replace(agreed, ratio=0.5),)))
    run_gate("after")
    [wrong_terms] = findings(platform)
    assert f"the prices before {day} were multiplied by 0.5000" in wrong_terms
    assert "the terms on record make 0.6667" in wrong_terms
    with warehouse.transaction() as connection:
        put_action(connection, CorporateAction("FPT", day, "split", "a notice", ratio=1.0))
    run_gate("after")
    assert findings(platform) == [
        f"a notice and vnstock:VCI differ on the free shares of {day}: 1 and 0.5 for a share held. "
        "The first counts"
    ]


def findings(platform: Any) -> list[str]:
    rows = platform.rows(
        "SELECT detail FROM crawl_findings WHERE check_name = '17_sources_agree_on_actions' ORDER BY detail"
    )
    return [row.detail for row in rows]
