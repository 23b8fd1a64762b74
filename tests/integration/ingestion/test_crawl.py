"""Crawls from a CSV file into a real database, with valid and with faulty input."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pandas as pd
import pytest
import sqlalchemy as sa

from vn30.database import warehouse
from vn30.errors import WrongInput
from vn30.ingestion.bars_writer import store_bars
from vn30.ingestion.fetch import fetch
from vn30.ingestion.load import LoadReport, load_ticker
from vn30.ingestion.market_kind import MixedMarkets
from vn30.ingestion.plan import CrawlJob, plan_crawl
from vn30.ingestion.quality_gate import GateFailed, run_gate
from vn30.ingestion.request import CrawlRequest
from vn30.market.universe import UnknownTicker
from vn30.sources import open_source
from vn30.sources.base import SourceError

TICKERS = ["FPT", "HPG", "VCB"]


def plan(platform, run: str = "run", tickers: Sequence[str] = TICKERS, **request: Any) -> list[CrawlJob]:
    return plan_crawl(platform.settings, run, CrawlRequest(tickers=tuple(tickers), **request))


def crawl(platform, run: str = "run", tickers: Sequence[str] = TICKERS, **request: Any) -> list[LoadReport]:
    return [load_ticker(platform.settings, job) for job in plan(platform, run, tickers, **request)]


def test_first_crawl(platform, market) -> None:
    """Every bar of the file is stored with its source."""
    reports = crawl(platform)
    assert [report.inserted for report in reports] == [369, 369, 369]
    run_gate("run")
    assert platform.rows("SELECT errors, warnings, bars_inserted, open_gaps FROM crawl_reports") == [
        (0, 0, 3 * 369, 0)
    ]
    stored = platform.rows(
        "SELECT open_price, high_price, low_price, close_price, volume, source FROM stock_prices "
        "JOIN stocks ON stocks.id = stock_id WHERE ticker = 'HPG' AND price_date = '2024-02-07'"
    )
    bar = market[(market["symbol"] == "HPG") & (market["date"] == "2024-02-07")].iloc[0]
    assert [tuple(map(float, row[:5])) for row in stored] == [
        (bar["open"], bar["high"], bar["low"], bar["close"], bar["volume"])
    ]
    assert stored[0].source == "csv"


def test_full_refresh_writes_changes(platform, market) -> None:
    """A full refresh writes changed bars only."""
    crawl(platform)
    before = platform.rows("SELECT max(fetched_at) FROM stock_prices")
    again = crawl(platform, "again", full_refresh=True)
    assert [(r.inserted, r.updated, r.unchanged) for r in again] == [(0, 0, 369)] * 3
    assert platform.rows("SELECT max(fetched_at) FROM stock_prices") == before


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda bar: bar.assign(close=-1.0), "not positive"),
        (lambda bar: bar.assign(high=bar["low"] - 5_000), "high"),
        (lambda bar: bar.assign(volume=-7), "volume"),
        (lambda bar: bar.assign(open="a lot"), "number"),
    ],
    ids=["negative price", "high below low", "negative volume", "not a number"],
)
def test_faulty_row(platform, market, spoil: Callable[[pd.DataFrame], pd.DataFrame], reason: str) -> None:
    """A faulty row is rejected with its reason; all other rows are stored."""
    market = market.astype(object)
    bad = market.index[(market["symbol"] == "VCB") & (market["date"] == "2023-06-01")]
    market.loc[bad] = spoil(market.loc[bad])
    platform.write(market)
    reports = crawl(platform)
    assert [(r.inserted, r.quarantined) for r in reports] == [(369, 0), (369, 0), (368, 1)]
    row = platform.rows("SELECT ticker, price_date::text, reason, raw_values FROM price_quarantine")[0]
    assert (row.ticker, row.price_date) == ("VCB", "2023-06-01")
    assert reason in row.reason
    assert str(row.raw_values["volume"]) == str(market.loc[bad[0], "volume"])
    # The gate passes with two warnings: the rejected row, and the missing session.
    run_gate("run")
    assert platform.rows("SELECT errors, warnings, rows_quarantined, known_absences FROM crawl_reports") == [
        (0, 2, 1, 1)
    ]
    findings = platform.rows("SELECT ticker, detail FROM crawl_findings")
    assert {finding.ticker for finding in findings} == {"VCB"}
    assert any(reason in finding.detail for finding in findings)


def test_refused_line(platform, market, caplog) -> None:
    """The log shows the refused line with its cell; the report and the findings name its place."""
    lines = market.to_csv(index=False).splitlines()
    lines[2] = lines[2].replace(lines[2].split(",")[2], "5O000")
    platform.csv.write_text("\n".join(["sep=,", *lines, "made on 28/06/2024"]))
    report = crawl(platform)[0]
    place = "line 4 of prices.csv"
    assert f"1 x open is missing or not a number (first on 2023-01-04, {place}: '5O000')" in report.message
    refused, ignored = (
        next(record.getMessage() for record in caplog.records if text in record.getMessage())
        for text in ("FPT: open is missing", "made on")
    )
    assert refused == (
        f"FPT: open is missing or not a number: {platform.csv}, line 4\n    {lines[2]}\n"
        "                   ^^^^^"
    )
    run_gate("run")
    details = [row.detail for row in platform.rows("SELECT detail FROM crawl_findings ORDER BY check_name")]
    assert (
        "1 rows rejected: open is missing or not a number (first on 2023-01-04, line 4 of prices.csv)"
        in details
    )
    assert ignored in details


def test_one_series_in_another_unit(platform, market) -> None:
    """It fails alone, and the gate names the remedy."""
    market.loc[market["symbol"] == "HPG", ["open", "high", "low", "close"]] /= 1000
    platform.write(market)
    for job in plan(platform):
        if job.ticker == "HPG":
            with pytest.raises(SourceError, match="in thousands of VND"):
                load_ticker(platform.settings, job)
        else:
            load_ticker(platform.settings, job)
    with pytest.raises(GateFailed, match=r"1 error: HPG: .*with the unit kVND"):
        run_gate("run")
    assert platform.count("stock_prices") == 2 * 369


def test_duplicate_dates(platform, market) -> None:
    """Of duplicate dates at most one bar is stored, and the report has the reason."""
    twice = market[market["symbol"] == "FPT"].iloc[:3]
    conflicting = market[market["symbol"] == "HPG"].iloc[[5]].assign(close=lambda bar: bar["close"] - 1)
    platform.write(pd.concat([market, twice, conflicting]))
    reports = {report.ticker: report for report in crawl(platform)}
    assert (reports["FPT"].inserted, reports["FPT"].quarantined) == (369, 3)
    assert (reports["HPG"].inserted, reports["HPG"].quarantined) == (368, 2)
    assert "3 x duplicate of an identical row" in reports["FPT"].message
    # One of the identical rows is kept, none of the conflicting ones.
    assert platform.count("stock_prices") == 3 * 369 - 1


def test_concurrent_loads(platform) -> None:
    """A second load of a ticker waits for the first."""
    (job,) = plan_crawl(platform.settings, "run", CrawlRequest(tickers=("FPT",)))
    first = fetch(open_source(platform.settings), "FPT", date(2023, 1, 1), date(2024, 6, 28))
    waiting = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    with ThreadPoolExecutor(1) as pool, warehouse.transaction() as connection:
        store_bars(connection, "FPT", first.bars, first.source, first.fetched_at)
        second = pool.submit(load_ticker, platform.settings, job)
        while not second.done() and not platform.rows(waiting):
            time.sleep(0.01)
    assert (second.result().inserted, second.result().unchanged) == (0, 369)


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("", "empty"),
        ("symbol,date,open,high,low,volume\nFPT,2024-01-02,1,1,1,1\n", "close"),
        ("symbol,date,open,high,low,close,volume\n", "no row"),
    ],
    ids=["empty file", "missing column", "header only"],
)
def test_unreadable_file(platform, content: str, named: str) -> None:
    """The error names the unreadable file, and no stored bar is lost."""
    crawl(platform)
    platform.csv.write_text(content)
    with pytest.raises(SourceError, match=named) as refusal:
        crawl(platform, "broken")
    assert platform.csv.name in str(refusal.value)
    assert platform.count("stock_prices") == 3 * 369


def test_unknown_ticker(platform) -> None:
    """An unknown ticker is an error before a crawl is recorded."""
    with pytest.raises(UnknownTicker, match="FTP"):
        plan(platform, "run", ["FTP"])
    assert platform.count("crawl_runs") == 0


def test_member_not_in_file(platform) -> None:
    """A member that the file lacks fails alone, and the gate names it."""
    jobs = plan(platform, "run", [*TICKERS, "MWG"])
    assert [job.ticker for job in jobs] == ["FPT", "HPG", "MWG", "VCB"]
    for job in jobs:
        if job.ticker == "MWG":
            with pytest.raises(WrongInput, match="MWG"):
                load_ticker(platform.settings, job)
        else:
            load_ticker(platform.settings, job)
    with pytest.raises(GateFailed, match="1 error: MWG: ") as refusal:
        run_gate("run")
    assert "VCB" not in str(refusal.value)
    assert platform.count("stock_prices") == 3 * 369


def test_killed_task(platform) -> None:
    """The gate names a ticker whose task was killed."""
    jobs = plan(platform, "run", TICKERS)
    for job in jobs[:2]:
        load_ticker(platform.settings, job)
    with pytest.raises(GateFailed, match="VCB: not loaded"):
        run_gate("run")


def test_load_into_other_market(open_platform) -> None:
    """A load into a database of the other kind of market is an error."""
    jobs = plan(open_platform(), "run", TICKERS)
    sample = open_platform(price_source="sample", as_of="2024-06-28")
    with pytest.raises(MixedMarkets):
        load_ticker(sample.settings, jobs[0])
    assert sample.count("stock_prices") == 0
    assert sample.rows("SELECT message FROM crawl_tickers WHERE state = 'failed'")[0].message


def test_today_before_first_bar(open_platform) -> None:
    """The error names the setting, and no first day, which the request did not name."""
    platform = open_platform(as_of="2022-06-01")
    [job] = plan(platform, "run", ("FPT",))
    with pytest.raises(SourceError, match=r"no usable row up to 2022-06-01\. .* VN30_AS_OF is before"):
        load_ticker(platform.settings, job)


def test_no_usable_row(platform, market) -> None:
    """A ticker without a usable row fails, with its rows in the quarantine."""
    market = market.astype(object)
    market.loc[market["symbol"] == "VCB", "close"] = "a\x00b"
    platform.write(market)
    jobs = plan(platform, "run", TICKERS)
    with pytest.raises(SourceError, match="has no usable row"):
        load_ticker(platform.settings, jobs[2])
    kept = platform.rows("SELECT raw_values ->> 'close' AS close FROM price_quarantine")
    assert len(kept) == 369
    assert "0000" in kept[0].close


def test_former_member(platform) -> None:
    """A stock that left the index is inactive."""
    crawl(platform)
    with warehouse.transaction() as connection:
        connection.execute(sa.text("UPDATE stocks SET is_active = ticker = 'BMP'"))
    crawl(platform, "again")
    assert platform.rows(
        "SELECT ticker, is_active FROM stocks WHERE ticker IN ('ACB', 'BMP') ORDER BY 1"
    ) == [
        ("ACB", True),
        ("BMP", False),
    ]


def test_mixed_markets(open_platform) -> None:
    crawl(open_platform())
    sample = open_platform(price_source="sample", as_of="2024-06-28")
    with pytest.raises(MixedMarkets, match="real prices"):
        plan(sample, "mixed")


def test_as_of_date(open_platform) -> None:
    """The as-of date bounds the loaded and the served sessions."""
    earlier = open_platform(as_of="2024-03-31")
    assert {report.last_session for report in crawl(earlier)} == {"2024-03-29"}
    # Without the setting, the last session of the file is the as-of session.
    latest = open_platform()
    assert {report.last_session for report in crawl(latest, "later")} == {"2024-06-28"}
    assert latest.rows("SELECT as_of_date::text FROM current_as_of") == [("2024-06-28",)]
    replay = open_platform(as_of="2024-03-31")
    assert replay.rows("SELECT max(price_date)::text FROM known_prices") == [("2024-03-29",)]
