"""Moves beyond the daily limit, through the crawler into a database: what is stored comes out explained."""

from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from vn30.calendar import sessions_between
from vn30.ingestion.gate import run_gate
from vn30.ingestion.load import load_ticker
from vn30.ingestion.plan import plan_crawl
from vn30.ingestion.request import CrawlRequest

PRICES = ["open", "high", "low", "close"]


def crawl(desk: Any, *tickers: str) -> dict[str, str]:
    """What the gate says of moves beyond the limit after a crawl, by ticker."""
    for job in plan_crawl(desk.settings, "run", CrawlRequest(tickers=tickers)):
        load_ticker(desk.settings, job)
    run_gate("run")
    return dict(
        desk.rows(
            "SELECT ticker, detail FROM crawl_findings "
            "WHERE check_name = '07_moves_beyond_the_daily_limit' ORDER BY ticker"
        )
    )


def rows_of(path: Path) -> int:
    return len(pd.read_csv(path))


@pytest.fixture
def open_file(open_desk, real_data: Path):
    return lambda name: open_desk(price_source=f"csv:{real_data / name}", csv_price_unit="kVND")


def test_real_splits_and_dividends_of_an_unadjusted_file_are_kept_and_named(open_file, real_data) -> None:
    name = "vn30_prices_unadjusted_5_tickers.csv.gz"
    desk = open_file(name)
    found = crawl(desk, "FPT", "HPG", "MWG", "TCB", "VCB")
    counts = {ticker: int(detail.split(": ")[1].split(".")[0]) for ticker, detail in found.items()}
    assert counts == {"FPT": 10, "HPG": 10, "MWG": 5, "TCB": 2, "VCB": 3}
    assert all(detail.endswith("This series is not adjusted.") for detail in found.values())
    assert found["TCB"] == (
        "closes beyond the daily limit: 2. "
        "2018-07-05: -65.2 %, as by a split or stock dividend of 188 new for 100 held, not adjusted; "
        "2024-06-20: -48.7 %, as by a split or stock dividend of 95 new for 100 held, not adjusted. "
        "This series is not adjusted."
    )
    assert "2023-07-25: -12.3 %, as by a dividend of 12,900 VND or of 14 new for 100 held" in found["VCB"]
    assert desk.count("stock_prices") + desk.count("price_quarantine") == rows_of(real_data / name)


def test_a_real_series_with_duplicates_and_a_transfer_comes_out_explained(open_file, real_data) -> None:
    name = "GVR_unadjusted_with_duplicates.csv.gz"
    desk = open_file(name)
    found = crawl(desk, "GVR")
    assert list(found) == ["GVR"]
    assert found["GVR"].startswith("closes beyond the daily limit: 2.")
    assert found["GVR"].count("on UPCoM, before the move to HOSE") == 2
    assert desk.count("stock_prices") + desk.count("price_quarantine") == rows_of(real_data / name)
    refused = "SELECT split_part(reason, ':', 1), count(*) FROM price_quarantine GROUP BY 1"
    assert dict(desk.rows(refused)) == {
        "duplicate date with the same prices and a smaller volume": 480,
        "duplicate of an identical row, which is kept": 49,
        "low is above close": 2,
    }


def test_a_real_adjusted_file_is_not_called_unadjusted(open_file) -> None:
    found = crawl(open_file("vn30_prices_adjusted_to_2024.csv.gz"), "BCM", "FPT", "GVR", "HPG", "SHB", "VIB")
    assert list(found) == ["BCM", "GVR", "HPG"]
    assert found["HPG"].endswith("2019-08-08: +7.2 %, sessions without a bar before it: 1.")
    assert all("not adjusted" not in detail for detail in found.values())


def test_a_level_that_stays_is_told_and_a_false_print_is_refused(desk, market) -> None:
    dates, is_of = market["date"], market["symbol"].eq
    newest = is_of("FPT") & (dates == "2024-06-28")
    stretch = is_of("HPG") & dates.between("2023-06-01", "2023-06-09")
    print_ = is_of("VCB") & (dates == "2023-06-01")
    market.loc[newest | stretch | print_, PRICES] *= 1.5
    desk.write(market)
    found = crawl(desk, "FPT", "HPG", "VCB")
    assert list(found) == ["FPT", "HPG"]
    assert "2024-06-28: +" in found["FPT"]
    assert "on the newest bar: a split or dividend not adjusted, or a false print" in found["FPT"]
    assert "2023-06-01: +" in found["HPG"]
    assert "which no split or dividend explains" in found["HPG"]
    assert "This series is not adjusted" not in found["HPG"]
    assert desk.rows("SELECT ticker, price_date::text FROM price_quarantine") == [("VCB", "2023-06-01")]


def test_a_transfer_to_hose_sets_a_new_price(desk) -> None:
    days = sessions_between(date(2020, 2, 3), date(2020, 4, 3))
    bars = pd.DataFrame({"symbol": "GVR", "date": [str(day) for day in days]})
    moved = bars["date"] >= "2020-03-17"
    for name in PRICES:
        bars[name] = moved.map({False: 12_000, True: 8_000})
    desk.write(bars.assign(volume=range(100, 100 + len(bars))))
    assert crawl(desk, "GVR") == {
        "GVR": "closes beyond the daily limit: 1. "
        "2020-03-17: -33.3 %, the first bar on HOSE, which set a new reference price."
    }
