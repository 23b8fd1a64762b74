"""A crawl stores the events of its bars with them, and the view joins those of other tables."""

from datetime import date
from typing import Any

import pytest

from tests.integration.conftest import SESSIONS
from vn30.ingestion.load import load_ticker
from vn30.ingestion.plan import plan_crawl
from vn30.ingestion.request import CrawlRequest

pytestmark = pytest.mark.usefixtures("no_whole_history")
PRICES = ["open", "high", "low", "close"]


def crawl(platform, run: str) -> None:
    for job in plan_crawl(platform.settings, run, CrawlRequest(tickers=("FPT",))):
        load_ticker(platform.settings, job)


def events(platform, *kinds: str) -> list[tuple[Any, ...]]:
    rows = platform.rows(
        "SELECT session_date, kind, value::float, unit, baseline::float, detail FROM market_events "
        "WHERE ticker = 'FPT' AND kind = any(:kinds) ORDER BY session_date, kind",
        kinds=list(kinds),
    )
    return [tuple(row) for row in rows]


def test_events_of_a_crawl(platform, truth) -> None:
    """At 50,000 VND the ceiling is 53,500; it is one after the history was halved for a split as well."""
    scaled = truth[PRICES] * 50_000 / truth.loc[299, "close"]
    scaled.loc[300:] *= 53_500 / scaled.loc[300, "close"]
    truth[PRICES] = scaled.round(0)
    truth.loc[300, "high"] = 53_500
    truth.loc[300:, "volume"] = 4_000_000
    truth.loc[280:299, "volume"] = [1_000_000, 1_200_000] * 10
    platform.write(truth[:-3])
    crawl(platform, "before")
    limits = [(SESSIONS[300], "ceiling", 53_500.0, "VND", 50_000.0, None)]
    spikes = [(SESSIONS[300], "volume_spike", 4_000_000.0, "shares", 1_100_000.0, None)]
    assert [event for event in events(platform, "ceiling") if event[0] == SESSIONS[300]] == limits
    assert [event for event in events(platform, "volume_spike") if event[0] == SESSIONS[300]] == spikes
    before = events(platform, "ceiling", "floor", "volume_spike")
    # ACB joined when the file of members says so, FPT before it begins; later changes are not known yet.
    members = platform.rows("SELECT ticker, session_date FROM market_events WHERE kind = 'joined_vn30'")
    assert ("ACB", date(2021, 8, 2)) in members
    assert "FPT" not in {ticker for ticker, _ in members}
    assert max(session for _, session in members) == date(2023, 8, 7)
    highs = [event[:2] for event in events(platform, "high_52_weeks", "low_52_weeks")]

    truth[PRICES] = (truth[PRICES] * 0.5).round(4)
    platform.write(truth)
    crawl(platform, "after")
    assert events(platform, "ceiling", "floor", "volume_spike") == before
    assert [event[:2] for event in events(platform, "high_52_weeks", "low_52_weeks")] == highs
    assert events(platform, "restatement", "ex_date") == [
        (SESSIONS[-3], "ex_date", 1.0, "shares a share", None, "stock_dividend"),
        (
            SESSIONS[-1],
            "restatement",
            0.5,
            "factor",
            None,
            "a split or stock dividend of 100 new shares for 100 held",
        ),
    ]
