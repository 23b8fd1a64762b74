"""A crawl through the real vnstock, from vendors on loopback into a real database."""

import importlib.util
import json

import pytest

from tests.vendors.server import Fault, VendorServer
from vn30.ingestion.load import load_ticker
from vn30.ingestion.plan import plan_crawl
from vn30.ingestion.request import CrawlRequest
from vn30.sources.base import SourceError, SourceUnavailable

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("vnstock") is None, reason="vnstock is not installed: it is the user's choice"
)


@pytest.fixture
def vendors(market):
    """VCI has FPT, KBS has HPG, and nobody has VCB."""
    market["date"] = market["date"].astype("datetime64[ns]")
    with VendorServer() as server:
        for ticker, vendor in (("FPT", "VCI"), ("HPG", "KBS")):
            bars = market[market["symbol"] == ticker].drop(columns="symbol").reset_index(drop=True)
            server.vendors.offer(ticker, bars, vendor)
        yield server


@pytest.fixture
def live_desk(open_desk, vendors):
    return open_desk(price_source="vnstock", price_hosts=json.dumps(vendors.hosts), as_of="2024-06-28")


def test_each_bar_names_the_provider_that_gave_it_and_a_failure_names_them_all(live_desk) -> None:
    fpt, hpg, vcb = plan_crawl(live_desk.settings, "run", CrawlRequest(("FPT", "HPG", "VCB")))
    assert [load_ticker(live_desk.settings, job).inserted for job in (fpt, hpg)] == [369, 369]
    with pytest.raises(SourceError):
        load_ticker(live_desk.settings, vcb)
    stored = live_desk.rows(
        "SELECT DISTINCT ticker, source FROM stock_prices JOIN stocks ON stocks.id = stock_id ORDER BY ticker"
    )
    assert stored == [("FPT", "vnstock:VCI"), ("HPG", "vnstock:KBS")]
    failed = live_desk.rows("SELECT ticker, message FROM crawl_tickers WHERE state = 'failed'")
    assert [row.ticker for row in failed] == ["VCB"]
    assert all(
        name in failed[0].message for name in ("VCI has no bars", "KBS has no bars", "Yahoo does not know")
    )


def test_vendors_that_all_want_a_pause_leave_the_ticker_for_later_with_the_reasons(
    live_desk, vendors
) -> None:
    for faults in vendors.vendors.faults.values():
        faults.append(Fault(status=429, retry_after="600"))
    (job,) = plan_crawl(live_desk.settings, "run", CrawlRequest(("FPT",)))
    with pytest.raises(SourceUnavailable):
        load_ticker(live_desk.settings, job)
    failed = live_desk.rows("SELECT message FROM crawl_tickers WHERE state = 'failed'")
    assert all(f"{name} answered 429" in failed[0].message for name in ("VCI", "KBS", "Yahoo"))
