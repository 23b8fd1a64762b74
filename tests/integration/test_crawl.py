"""A crawl from a CSV into a real database: what comes out of good input, and of bad."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pandas as pd
import pytest
import sqlalchemy as sa

from vn30 import warehouse
from vn30.errors import WrongInput
from vn30.ingestion.fetch import fetch
from vn30.ingestion.gate import GateFailed, run_gate
from vn30.ingestion.load import LoadReport, load_ticker
from vn30.ingestion.market import MixedMarkets
from vn30.ingestion.plan import CrawlJob, plan_crawl
from vn30.ingestion.request import CrawlRequest
from vn30.ingestion.store import store_bars
from vn30.sources import open_source
from vn30.sources.base import SourceError
from vn30.universe import UnknownTicker

TICKERS = ["FPT", "HPG", "VCB"]


def plan(desk, run: str = "run", tickers: Sequence[str] = TICKERS, **request: Any) -> list[CrawlJob]:
    return plan_crawl(desk.settings, run, CrawlRequest(tickers=tuple(tickers), **request))


def crawl(desk, run: str = "run", tickers: Sequence[str] = TICKERS, **request: Any) -> list[LoadReport]:
    return [load_ticker(desk.settings, job) for job in plan(desk, run, tickers, **request)]


def test_every_bar_of_the_file_is_stored_with_its_source(desk, market) -> None:
    reports = crawl(desk)
    assert [report.inserted for report in reports] == [369, 369, 369]
    run_gate("run")
    assert desk.rows("SELECT errors, warnings, bars_inserted, open_gaps FROM crawl_reports") == [
        (0, 0, 3 * 369, 0)
    ]
    stored = desk.rows(
        "SELECT open_price, high_price, low_price, close_price, volume, source FROM stock_prices "
        "JOIN stocks ON stocks.id = stock_id WHERE ticker = 'HPG' AND price_date = '2024-02-07'"
    )
    bar = market[(market["symbol"] == "HPG") & (market["date"] == "2024-02-07")].iloc[0]
    assert [tuple(map(float, row[:5])) for row in stored] == [
        (bar["open"], bar["high"], bar["low"], bar["close"], bar["volume"])
    ]
    assert stored[0].source == "csv"


def test_asking_for_everything_again_writes_only_what_changed(desk, market) -> None:
    crawl(desk)
    before = desk.rows("SELECT max(fetched_at) FROM stock_prices")
    again = crawl(desk, "again", full_refresh=True)
    assert [(r.inserted, r.updated, r.unchanged) for r in again] == [(0, 0, 369)] * 3
    assert desk.rows("SELECT max(fetched_at) FROM stock_prices") == before


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
def test_a_bad_row_is_refused_with_its_reason_and_nothing_else_is_lost(
    desk, market, spoil: Callable[[pd.DataFrame], pd.DataFrame], reason: str
) -> None:
    market = market.astype(object)
    bad = market.index[(market["symbol"] == "VCB") & (market["date"] == "2023-06-01")]
    market.loc[bad] = spoil(market.loc[bad])
    desk.write(market)
    reports = crawl(desk)
    assert [(r.inserted, r.quarantined) for r in reports] == [(369, 0), (369, 0), (368, 1)]
    row = desk.rows("SELECT ticker, price_date::text, reason, raw_values FROM price_quarantine")[0]
    assert (row.ticker, row.price_date) == ("VCB", "2023-06-01")
    assert reason in row.reason
    assert str(row.raw_values["volume"]) == str(market.loc[bad[0], "volume"])
    # The gate passes with warnings: one on the refused row, one on the session that is now missing.
    run_gate("run")
    assert desk.rows("SELECT errors, warnings, rows_quarantined, known_absences FROM crawl_reports") == [
        (0, 2, 1, 1)
    ]
    findings = desk.rows("SELECT ticker, detail FROM crawl_findings")
    assert {finding.ticker for finding in findings} == {"VCB"}
    assert any(reason in finding.detail for finding in findings)


def test_duplicate_dates_leave_one_bar_and_are_explained(desk, market) -> None:
    twice = market[market["symbol"] == "FPT"].iloc[:3]
    conflicting = market[market["symbol"] == "HPG"].iloc[[5]].assign(close=lambda bar: bar["close"] - 1)
    desk.write(pd.concat([market, twice, conflicting]))
    reports = {report.ticker: report for report in crawl(desk)}
    assert (reports["FPT"].inserted, reports["FPT"].quarantined) == (369, 3)
    assert (reports["HPG"].inserted, reports["HPG"].quarantined) == (368, 2)
    assert "3 x duplicate of an identical row" in reports["FPT"].message
    # Of identical rows one stays, of conflicting ones none.
    assert desk.count("stock_prices") == 3 * 369 - 1


def test_a_second_load_of_a_ticker_waits_for_the_first(desk) -> None:
    (job,) = plan_crawl(desk.settings, "run", CrawlRequest(tickers=("FPT",)))
    first = fetch(open_source(desk.settings), "FPT", date(2023, 1, 1), date(2024, 6, 28))
    waiting = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    with ThreadPoolExecutor(1) as pool, warehouse.transaction() as connection:
        store_bars(connection, "FPT", first.bars, first.source, first.fetched_at)
        second = pool.submit(load_ticker, desk.settings, job)
        while not second.done() and not desk.rows(waiting):
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
def test_a_file_that_cannot_be_read_is_named_and_loses_nothing(desk, content: str, named: str) -> None:
    crawl(desk)
    desk.csv.write_text(content)
    with pytest.raises(SourceError, match=named) as refusal:
        crawl(desk, "broken")
    assert desk.csv.name in str(refusal.value)
    assert desk.count("stock_prices") == 3 * 369


def test_an_unknown_ticker_is_refused_before_anything_is_planned(desk) -> None:
    with pytest.raises(UnknownTicker, match="FTP"):
        plan(desk, "run", ["FTP"])
    assert desk.count("crawl_runs") == 0


def test_a_member_that_the_file_lacks_fails_alone_and_is_named_by_the_gate(desk) -> None:
    jobs = plan(desk, "run", [*TICKERS, "MWG"])
    assert [job.ticker for job in jobs] == ["FPT", "HPG", "MWG", "VCB"]
    for job in jobs:
        if job.ticker == "MWG":
            with pytest.raises(WrongInput, match="MWG"):
                load_ticker(desk.settings, job)
        else:
            load_ticker(desk.settings, job)
    with pytest.raises(GateFailed, match="1 faults: MWG: ") as refusal:
        run_gate("run")
    assert "VCB" not in str(refusal.value)
    assert desk.count("stock_prices") == 3 * 369


def test_a_ticker_whose_task_was_killed_is_named_by_the_gate(desk) -> None:
    jobs = plan(desk, "run", TICKERS)
    for job in jobs[:2]:
        load_ticker(desk.settings, job)
    with pytest.raises(GateFailed, match="VCB: not loaded"):
        run_gate("run")


def test_a_load_that_was_planned_on_another_market_is_refused(open_desk) -> None:
    jobs = plan(open_desk(), "run", TICKERS)
    sample = open_desk(price_source="sample", as_of="2024-06-28")
    with pytest.raises(MixedMarkets):
        load_ticker(sample.settings, jobs[0])
    assert sample.count("stock_prices") == 0
    assert sample.rows("SELECT message FROM crawl_tickers WHERE state = 'failed'")[0].message


def test_a_ticker_without_any_usable_row_fails_with_its_rows_in_quarantine(desk, market) -> None:
    market = market.astype(object)
    market.loc[market["symbol"] == "VCB", "close"] = "a\x00b"
    desk.write(market)
    jobs = plan(desk, "run", TICKERS)
    with pytest.raises(SourceError, match="no usable row"):
        load_ticker(desk.settings, jobs[2])
    kept = desk.rows("SELECT raw_values ->> 'close' AS close FROM price_quarantine")
    assert len(kept) == 369
    assert "0000" in kept[0].close


def test_a_stock_that_left_the_index_is_no_longer_shown(desk) -> None:
    crawl(desk)
    with warehouse.transaction() as connection:
        connection.execute(sa.text("UPDATE stocks SET is_active = ticker = 'BMP'"))
    crawl(desk, "again")
    assert desk.rows("SELECT ticker, is_active FROM stocks WHERE ticker IN ('ACB', 'BMP') ORDER BY 1") == [
        ("ACB", True),
        ("BMP", False),
    ]


def test_simulated_and_real_prices_never_mix(open_desk) -> None:
    crawl(open_desk())
    sample = open_desk(price_source="sample", as_of="2024-06-28")
    with pytest.raises(MixedMarkets, match="real prices"):
        plan(sample, "mixed")


def test_the_as_of_date_bounds_what_is_loaded_and_served(open_desk) -> None:
    earlier = open_desk(as_of="2024-03-31")
    assert {report.last_session for report in crawl(earlier)} == {"2024-03-29"}
    # Unset again, the last session of the file is today, and the rest arrives.
    latest = open_desk()
    assert {report.last_session for report in crawl(latest, "later")} == {"2024-06-28"}
    assert latest.rows("SELECT as_of_date::text FROM current_as_of") == [("2024-06-28",)]
    replay = open_desk(as_of="2024-03-31")
    assert replay.rows("SELECT max(price_date)::text FROM known_prices") == [("2024-03-29",)]
