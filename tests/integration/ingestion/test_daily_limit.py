"""Crawls of series with moves beyond the daily limit, and the findings about them."""

from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from vn30.ingestion.load import load_ticker
from vn30.ingestion.plan import plan_crawl
from vn30.ingestion.quality_gate import run_gate
from vn30.ingestion.request import CrawlRequest
from vn30.market.calendar import sessions_between

PRICES = ["open", "high", "low", "close"]


def crawl(platform: Any, *tickers: str) -> dict[str, str]:
    """Crawl, run the gate, and return its findings on moves beyond the limit by ticker."""
    for job in plan_crawl(platform.settings, "run", CrawlRequest(tickers=tickers)):
        load_ticker(platform.settings, job)
    run_gate("run")
    return dict(
        platform.rows(
            "SELECT ticker, detail FROM crawl_findings "
            "WHERE check_name = '07_moves_beyond_the_daily_limit' ORDER BY ticker"
        )
    )


def rows_of(path: Path) -> int:
    return len(pd.read_csv(path))


@pytest.fixture
def open_file(open_platform, real_data: Path):
    return lambda name: open_platform(price_source=f"csv:{real_data / name}", csv_price_unit="kVND")


def test_real_unadjusted_file(open_file, real_data) -> None:
    """Real splits and dividends of an unadjusted file are stored, and reported with their cause."""
    name = "vn30_prices_unadjusted_5_tickers.csv.gz"
    platform = open_file(name)
    findings = crawl(platform, "FPT", "HPG", "MWG", "TCB", "VCB")
    counts = {ticker: int(detail.split(": ")[1].split(".")[0]) for ticker, detail in findings.items()}
    assert counts == {"FPT": 10, "HPG": 10, "MWG": 5, "TCB": 2, "VCB": 3}
    assert all(detail.endswith("This series is not adjusted.") for detail in findings.values())
    assert findings["TCB"] == (
        "closes beyond the daily limit: 2. "
        "2018-07-05: -65.2 %, likely unadjusted split or stock dividend of 188 new shares for 100 held; "
        "2024-06-20: -48.7 %, likely unadjusted split or stock dividend of 95 new shares for 100 held. "
        "This series is not adjusted."
    )
    assert (
        "2023-07-25: -12.3 %, likely unadjusted dividend of 12,900 VND a share, "
        "or of 14 new shares for 100 held"
    ) in findings["VCB"]
    assert platform.count("stock_prices") + platform.count("price_quarantine") == rows_of(real_data / name)


def test_real_duplicates_and_transfer(open_file, real_data) -> None:
    """A real series with duplicates and a transfer is stored, and its faults are reported."""
    name = "GVR_unadjusted_with_duplicates.csv.gz"
    platform = open_file(name)
    findings = crawl(platform, "GVR")
    assert list(findings) == ["GVR"]
    assert findings["GVR"].startswith("closes beyond the daily limit: 2.")
    assert findings["GVR"].count("on UPCoM before the move to HOSE") == 2
    assert platform.count("stock_prices") + platform.count("price_quarantine") == rows_of(real_data / name)
    refused = "SELECT split_part(reason, ':', 1), count(*) FROM price_quarantine GROUP BY 1"
    assert dict(platform.rows(refused)) == {
        "duplicate date with the same prices and a smaller volume": 480,
        "duplicate of an identical row, which is kept": 49,
        "low is above close": 2,
    }


def test_real_adjusted_file(open_file) -> None:
    """A real adjusted file is not reported as unadjusted."""
    findings = crawl(
        open_file("vn30_prices_adjusted_to_2024.csv.gz"), "BCM", "FPT", "GVR", "HPG", "SHB", "VIB"
    )
    assert list(findings) == ["BCM", "GVR", "HPG"]
    assert findings["HPG"].endswith("2019-08-08: +7.2 %, missing bars before it: 1.")
    assert all("adjusted" not in detail for detail in findings.values())


def test_lasting_level(platform, market) -> None:
    """A lasting level is reported, a false print is rejected."""
    dates, is_of = market["date"], market["symbol"].eq
    newest = is_of("FPT") & (dates == "2024-06-28")
    stretch = is_of("HPG") & dates.between("2023-06-01", "2023-06-09")
    print_ = is_of("VCB") & (dates == "2023-06-01")
    market.loc[newest | stretch | print_, PRICES] *= 1.5
    platform.write(market)
    findings = crawl(platform, "FPT", "HPG", "VCB")
    assert list(findings) == ["FPT", "HPG"]
    assert "2024-06-28: +" in findings["FPT"]
    assert "on the newest bar: an unadjusted split or dividend, or a false print" in findings["FPT"]
    assert "2023-06-01: +" in findings["HPG"]
    assert "which no split or dividend explains" in findings["HPG"]
    assert "This series is not adjusted" not in findings["HPG"]
    assert platform.rows("SELECT ticker, price_date::text FROM price_quarantine") == [("VCB", "2023-06-01")]


def test_transfer_to_hose(platform) -> None:
    days = sessions_between(date(2020, 2, 3), date(2020, 4, 3))
    bars = pd.DataFrame({"symbol": "GVR", "date": [str(day) for day in days]})
    moved = bars["date"] >= "2020-03-17"
    for name in PRICES:
        bars[name] = moved.map({False: 12_000, True: 8_000})
    platform.write(bars.assign(volume=range(100, 100 + len(bars))))
    assert crawl(platform, "GVR") == {
        "GVR": "closes beyond the daily limit: 1. "
        "2020-03-17: -33.3 %, first bar on HOSE, which sets a new reference price."
    }
