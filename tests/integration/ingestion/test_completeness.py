"""What the source does not have, has on wrong dates, or has in part, through the real crawl."""

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest

from tests.integration.conftest import SESSIONS, simulated_bars
from vn30.ingestion.load import load_ticker
from vn30.ingestion.plan import plan_crawl
from vn30.ingestion.quality_gate import GateFailed, run_gate
from vn30.ingestion.request import CrawlRequest
from vn30.market.calendar import sessions_between
from vn30.market.universe import members_on
from vn30.sources.base import SourceError

PRICES = ["open", "high", "low", "close"]


def crawl(platform: Any, run: str = "run", **request: Any) -> str:
    for job in plan_crawl(platform.settings, run, CrawlRequest(**request)):
        load_ticker(platform.settings, job)
    return run_gate(run, platform.settings.min_completeness)


def findings(platform: Any, run: str = "run") -> list[tuple[str, str, str | None, str]]:
    rows = platform.rows(
        "SELECT severity, left(check_name, 2), ticker, detail FROM crawl_findings "
        "JOIN crawl_runs ON crawl_runs.id = crawl_id WHERE airflow_run_id = :run ORDER BY 2, 3",
        run=run,
    )
    return [tuple(row) for row in rows]


def today(platform: Any) -> date:
    return platform.rows("SELECT as_of_date FROM current_as_of")[0][0]


def swapped(dates: "pd.Series[str]") -> "pd.Series[str]":
    """The dates with day and month exchanged where that makes a date, as a spreadsheet does it."""
    parts = dates.str.split("-", expand=True)
    exchanged = parts[0] + "-" + parts[2] + "-" + parts[1]
    return exchanged.where(parts[2].astype(int) <= 12, dates)


def test_members_not_in_the_file(platform) -> None:
    """A crawl plans what the file has, and one warning names the members that it does not have."""
    assert "3 series as of 2024-06-28: 3 loaded" in crawl(platform)
    absent = [ticker for ticker in members_on(date(2024, 6, 28)) if ticker not in ("FPT", "HPG", "VCB")]
    assert findings(platform) == [
        (
            "warning",
            "12",
            None,
            f"the source csv does not have 27 members of the VN30, which are neither crawled nor trained: "
            f"{', '.join(absent)}",
        )
    ]
    assert platform.rows("SELECT absent_members FROM crawl_runs")[0][0] == absent


def test_file_without_members(platform, market) -> None:
    platform.write(market.assign(symbol="XYZ"))
    with pytest.raises(SourceError, match="neither a member of the VN30 nor an index series"):
        crawl(platform)


def test_swapped_file(platform, market) -> None:
    """Swapped days and months are refused with the cause; today and the stored bars stay as they are."""
    crawl(platform)
    platform.write(market.assign(date=swapped(market["date"])))
    with pytest.raises(SourceError, match="2023-01-02 is no session of HOSE, 2023-02-01 is one"):
        crawl(platform, "swapped")
    assert today(platform) == date(2024, 6, 28)
    assert platform.count("stock_prices") == 3 * 369


def test_swapped_series(platform, market) -> None:
    """One series with swapped dates fails alone, and none of its bars is stored."""
    one = (market["symbol"] == "HPG").to_numpy()
    platform.write(market.assign(date=market["date"].where(~one, swapped(market["date"]))))
    jobs = {job.ticker: job for job in plan_crawl(platform.settings, "run", CrawlRequest())}
    with pytest.raises(SourceError, match="HPG: day and month are swapped"):
        load_ticker(platform.settings, jobs["HPG"])
    for ticker in ("FPT", "VCB"):
        load_ticker(platform.settings, jobs[ticker])
    with pytest.raises(GateFailed, match="HPG: day and month are swapped"):
        run_gate("run")
    assert platform.count("stock_prices") == 2 * 369


@pytest.mark.parametrize("typed", ["2025-06-03", "2026-06-03", "2042-06-03"])
def test_mistyped_year(platform, market, typed: str) -> None:
    """A row after the newest session of most series is an error with its date, and does not move today."""
    row = market.index[(market["symbol"] == "HPG") & (market["date"] == "2024-06-03")]
    market.loc[row, "date"] = typed
    platform.write(market)
    with pytest.raises(GateFailed, match=rf"HPG: 1 rows rejected: .*2024-06-28.*first on {typed}"):
        crawl(platform)
    assert today(platform) == date(2024, 6, 28)
    assert platform.count("stock_prices") == 3 * 369 - 1
    # It stays an error until a load no longer has it.
    with pytest.raises(GateFailed, match=f"first on {typed}"):
        crawl(platform, "again")
    market.loc[row, "date"] = "2024-06-03"
    platform.write(market)
    crawl(platform, "corrected", full_refresh=True)
    assert platform.count("stock_prices") == 3 * 369


def test_year_mistyped_into_the_past(platform, market) -> None:
    """A first bar far before the second is an error: its date is likely mistyped."""
    row = market.index[(market["symbol"] == "HPG") & (market["date"] == "2024-06-03")]
    market.loc[row, "date"] = "2022-06-03"
    platform.write(market)
    with pytest.raises(GateFailed) as failed:
        crawl(platform)
    assert "HPG: its first bar, of 2022-06-03, is 148 sessions before the second, of 2023-01-03" in str(
        failed.value
    )


def test_holes_beyond_the_floor(open_platform, market) -> None:
    """A series with too few of its sessions turns the gate red; the setting moves the floor."""
    platform = open_platform(min_completeness="0.8")
    holes = (market["symbol"] == "VCB") & (np.arange(len(market)) % 3 == 0)
    platform.write(market[~holes])
    with pytest.raises(GateFailed, match=r"VCB: only 246 of the 368 sessions since 2023-01-04 .*66.8 %"):
        crawl(platform)
    crawl(open_platform(min_completeness="0.6"), "lower floor")


def test_short_series(platform, market) -> None:
    """A series that begins later than it could is not complete, and is reported once for all of them."""
    index = simulated_bars("VNINDEX").iloc[-127:]
    index[PRICES] /= 40
    vcb = market["symbol"] == "VCB"
    platform.write(pd.concat([market[~vcb], market[vcb][-200:], index]))
    crawl(platform)
    [short] = [detail for _, check, _, detail in findings(platform) if check == "13"]
    assert short == (
        "the history of 2 series begins later than it could: "
        f"VCB has 200 of 369 sessions, since {SESSIONS[-200]}; "
        f"VNINDEX has 127 of 369 sessions, since {SESSIONS[-127]}"
    )
    rows = platform.rows(
        "SELECT ticker, bars_stored, sessions_expected, known_absences, open_gaps FROM crawl_tickers "
        "WHERE ticker IN ('VCB', 'VNINDEX', 'FPT') ORDER BY 1"
    )
    assert [tuple(row) for row in rows] == [
        ("FPT", 369, 369, 0, 0),
        ("VCB", 200, 369, 169, 0),
        ("VNINDEX", 127, 369, 242, 0),
    ]


def test_listed_later(platform, market) -> None:
    """A stock is complete from its listing on."""
    ssb = market[(market["symbol"] == "VCB")].assign(symbol="SSB")
    earlier = [day.isoformat() for day in sessions_between(date(2020, 1, 2), date(2022, 12, 30))]
    old = market[market["symbol"] == "FPT"].iloc[:300].assign(date=earlier[:300])
    platform.write(pd.concat([market, ssb, old]))
    for job in plan_crawl(platform.settings, "run", CrawlRequest()):
        load_ticker(platform.settings, job)
    run_gate("run", 0.0)
    expected = dict(
        tuple(row) for row in platform.rows("SELECT ticker, sessions_expected FROM crawl_tickers")
    )
    # SSB was listed on 2021-03-24, VCB long before the first bar of any series.
    assert expected["SSB"] == len(sessions_between(date(2021, 3, 24), SESSIONS[-1]))
    assert expected["VCB"] == len(sessions_between(date(2020, 1, 2), SESSIONS[-1]))


def test_prices_carried_forward(platform, market) -> None:
    """Sessions without volume at the price of the bar before are reported."""
    stale = ((market["symbol"] == "VCB") & (market["date"].between("2024-03-01", "2024-03-29"))).to_numpy()
    before = market[(market["symbol"] == "VCB") & (market["date"] < "2024-03-01")].iloc[-1]
    market.loc[stale, PRICES] = before["close"]
    market.loc[stale, "volume"] = 0
    platform.write(market)
    crawl(platform)
    assert ("warning", "14", "VCB") in [finding[:3] for finding in findings(platform)]
    [detail] = [detail for _, check, _, detail in findings(platform) if check == "14"]
    assert detail.startswith("21 of 369 bars have no volume and the price of the bar before")
