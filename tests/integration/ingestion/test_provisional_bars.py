"""A bar that was fetched before its session had settled is fetched again, until it is final."""

from datetime import date
from typing import Any

import pandas as pd

from tests.integration.conftest import SESSIONS
from vn30.database import warehouse
from vn30.ingestion.load import LoadReport, load_ticker
from vn30.ingestion.plan import CrawlJob, plan_crawl
from vn30.ingestion.quality_gate import completed_session, run_gate
from vn30.ingestion.request import CrawlRequest
from vn30.training_config.document import default_document
from vn30.training_config.review.review import review
from vn30.training_config.review.stored_data import load_stored_data

TICKERS = ("FPT", "HPG", "VCB")
TODAY = SESSIONS[-1]


def crawl(platform: Any, run: str) -> tuple[list[CrawlJob], list[LoadReport]]:
    jobs = plan_crawl(platform.settings, run, CrawlRequest(TICKERS))
    reports = [load_ticker(platform.settings, job) for job in jobs]
    run_gate(run)
    return jobs, reports


def provisional(platform: Any) -> list[tuple[str, date]]:
    rows = platform.rows(
        "SELECT ticker, price_date FROM stock_prices JOIN stocks ON stocks.id = stock_id "
        "WHERE is_provisional ORDER BY ticker"
    )
    return [tuple(row) for row in rows]


def findings(platform: Any, run: str) -> list[str]:
    rows = platform.rows(
        "SELECT detail FROM crawl_findings JOIN crawl_runs ON crawl_runs.id = crawl_id "
        "WHERE airflow_run_id = :run AND check_name = '11_bars_are_final'",
        run=run,
    )
    return [row.detail for row in rows]


def early(market: pd.DataFrame) -> pd.DataFrame:
    """The market with other closes and volumes of its last session, as vendors have them at 15:01."""
    last = (market["date"] == TODAY.isoformat()).to_numpy()
    changed = market.copy()
    changed.loc[last, "close"] = (changed["close"] * 0.998).round()
    changed.loc[last, "volume"] //= 2
    return changed


def test_final_bar_replaces_an_early_one(platform, market, at) -> None:
    """A crawl after the session has settled replaces the bars of one before, which is no restatement."""
    platform.write(early(market))
    at(15, 1)
    crawl(platform, "at 15:01")
    assert provisional(platform) == [(ticker, TODAY) for ticker in TICKERS]
    [detail] = findings(platform, "at 15:01")
    assert detail == (
        f"provisional bars of {TODAY} in 3 series: they were fetched at 15:01, before the prices had settled "
        "(VN30_PRICES_SETTLE_AT). The next crawl fetches them again"
    )
    platform.write(market)
    at(17)
    jobs, reports = crawl(platform, "at 17:00")
    assert [job.ticker for job in jobs] == list(TICKERS)
    assert [(r.inserted, r.updated, r.restated) for r in reports] == [(0, 1, 0)] * 3
    assert platform.count("price_restatements") == 0
    assert (provisional(platform), findings(platform, "at 17:00")) == ([], [])
    closes = platform.rows("SELECT close_price::float FROM stock_prices WHERE price_date = :day", day=TODAY)
    assert sorted(row[0] for row in closes) == sorted(
        market.loc[market["date"] == TODAY.isoformat(), "close"]
    )
    assert crawl(platform, "once more")[0] == []


def test_unchanged_bar_becomes_final(platform, at) -> None:
    """A bar that has not changed is final, too; it counts as unchanged."""
    at(15, 1)
    crawl(platform, "at 15:01")
    before = platform.rows("SELECT max(fetched_at) FROM stock_prices")
    at(16, 29)
    jobs, _ = crawl(platform, "at 16:29")
    assert len(jobs) == 3
    assert len(provisional(platform)) == 3
    at(16, 30)
    _, reports = crawl(platform, "at 16:30")
    assert [(r.inserted, r.updated) for r in reports] == [(0, 0)] * 3
    assert provisional(platform) == []
    assert platform.rows("SELECT max(fetched_at) FROM stock_prices") == before


def test_next_day(platform, market, at) -> None:
    """The next crawl replaces an early bar, however late it is."""
    yesterday = SESSIONS[-2]
    shorter = market[market["date"] <= yesterday.isoformat()]
    last = (shorter["date"] == yesterday.isoformat()).to_numpy()
    shorter.loc[last, "close"] += 50
    shorter.loc[last, "high"] += 50
    platform.write(shorter)
    at(15, 1, yesterday)
    crawl(platform, "early")
    platform.write(market)
    at(17)
    _, reports = crawl(platform, "the next day")
    assert [(r.inserted, r.updated, r.restated) for r in reports] == [(1, 1, 0)] * 3
    assert provisional(platform) == []


def test_announced_with_a_warning(platform, at) -> None:
    """A crawl with provisional bars announces its session; the gate and the training name them."""
    at(15, 1)
    for job in plan_crawl(platform.settings, "early", CrawlRequest()):
        load_ticker(platform.settings, job)
    run_gate("early")
    assert completed_session("early") == TODAY
    with warehouse.engine().connect() as connection:
        warnings = review(default_document(), load_stored_data(connection)).warnings
    assert any("The newest bars of FPT, HPG, VCB are provisional" in warning.message for warning in warnings)


def test_other_settling_time(open_platform, at) -> None:
    platform = open_platform(prices_settle_at="17:30")
    at(17)
    crawl(platform, "early")
    assert len(provisional(platform)) == 3


def test_simulated_prices_are_final(open_platform, at) -> None:
    platform = open_platform(price_source="sample", as_of=TODAY.isoformat())
    at(15, 1)
    crawl(platform, "early")
    assert provisional(platform) == []
