"""Crawls through the real vnstock, from vendors on loopback into a real database.

Despite all faults, the stored series must equal the truth afterwards, and the report must list the faults.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
import pytest

from tests.vendors.fixtures import PATIENCE, TIMEOUT
from tests.vendors.server import Fault, VendorServer
from vn30.database.warehouse import transaction
from vn30.ingestion.load import LoadReport, load_from
from vn30.ingestion.plan import OVERLAP, plan_crawl
from vn30.ingestion.quality_gate import run_gate
from vn30.ingestion.request import CrawlRequest
from vn30.market.bars import PRICE_COLUMNS
from vn30.market.calendar import sessions_between
from vn30.market.universe import INDICES, members_on
from vn30.sources.base import SourceError, SourceUnavailable
from vn30.sources.sample.source import SampleSource
from vn30.sources.vnstock.process import VnstockProcess

SESSIONS = sessions_between(date(2016, 1, 4), date(2025, 12, 31))
BEFORE, TODAY = SESSIONS[-2], SESSIONS[-1]
SAMPLE = SampleSource(seed=30)
LISTED_LATER = {"VRE", "VHM", "TCB", "SSB"}


@dataclass
class Live:
    """A platform whose vendors are on loopback; ``truth`` is what the last of them offered."""

    open_platform: Any
    server: VendorServer
    process: VnstockProcess
    source: Any
    truth: dict[str, pd.DataFrame]
    platform: Any = None

    def offer(self, day: date, *tickers: str, vendors: tuple[str, ...] = ()) -> None:
        """Let the vendors have the truth up to ``day``, and make that day the platform's today."""
        for ticker in tickers:
            self.truth[ticker] = SAMPLE.daily_bars(ticker, SESSIONS[0], day)
            self.server.vendors.offer(ticker, self.truth[ticker], *vendors)
        self.platform = self.open_platform(
            price_source="vnstock", price_hosts=json.dumps(self.server.hosts), as_of=day.isoformat()
        )

    def crawl(self, run: str, *tickers: str, faults: Sequence[Fault] = ()) -> list[LoadReport]:
        """The reports of a judged crawl; VCI answers with ``faults`` first."""
        self.server.vendors.received.clear()
        jobs = plan_crawl(self.platform.settings, run, CrawlRequest(tickers=tickers or None))
        self.server.vendors.faults["VCI"].extend(faults)
        reports = [load_from(self.source, job) for job in jobs]
        run_gate(run)
        return reports

    def stored(self, ticker: str) -> pd.DataFrame:
        rows = self.platform.rows(
            "SELECT price_date, open_price::float, high_price::float, low_price::float, close_price::float, "
            "volume FROM stock_prices JOIN stocks ON stocks.id = stock_id "
            "WHERE ticker = :ticker ORDER BY price_date",
            ticker=ticker,
        )
        bars = pd.DataFrame(rows, columns=["date", *PRICE_COLUMNS, "volume"])
        return bars.astype({"date": "datetime64[ns]"})

    def assert_stored_is_true(self, *tickers: str) -> None:
        for ticker in tickers:
            pd.testing.assert_frame_equal(self.stored(ticker), self.truth[ticker], check_exact=True)

    def message(self, run: str, ticker: str) -> str:
        """What the report of a crawl says of a ticker."""
        return self.platform.rows(
            "SELECT coalesce(message, '') AS message FROM crawl_tickers JOIN crawl_runs ON id = crawl_id "
            "WHERE airflow_run_id = :run AND ticker = :ticker",
            run=run,
            ticker=ticker,
        )[0].message


@pytest.fixture(autouse=True)
def nothing_but_the_overlap(monkeypatch) -> None:
    """No ticker is read again from its first bar on by turn."""
    monkeypatch.setattr("vn30.ingestion.plan.WHOLE_EVERY", 10**9)


@pytest.fixture
def live(open_platform, server, process, chain) -> Live:
    return Live(open_platform, server, process, chain, {})


def test_requests_of_crawls(live) -> None:
    """The first crawl loads ten years of all tickers, the next makes one request a ticker, a third none.

    A whole history that is much shorter than ten years is compared with that of a second vendor.
    """
    everything = (*members_on(TODAY), *INDICES)
    live.offer(BEFORE, *everything)
    reports = live.crawl("first")
    assert len(reports) == 32
    live.assert_stored_is_true(*everything)
    assert len(live.server.vendors.received) == 32 + len(LISTED_LATER)

    # vnstock counts the calls of its process, and in Airflow each task has its own.
    live.process.close()
    live.offer(TODAY, *everything)
    live.crawl("next")
    live.assert_stored_is_true(*everything)
    restated = {
        row.ticker
        for row in live.platform.rows(
            "SELECT DISTINCT ticker FROM price_restatements JOIN stocks ON stocks.id = stock_id"
        )
    }
    assert len(live.server.vendors.received) == 32 + len(restated) + len(restated & LISTED_LATER)

    live.process.close()
    live.crawl("the same session again, as on a closed day")
    assert live.server.vendors.received == []
    report = live.platform.rows(
        "SELECT tickers_up_to_date, sessions_expected - bars_stored AS missing, errors "
        "FROM crawl_reports ORDER BY created_at DESC LIMIT 1"
    )
    assert report == [(32, 0, 0)]


FAULTS = {
    "429 with Retry-After": ([Fault(status=429, retry_after="1")], "VCI answered 429 Too Many Requests"),
    "500 twice": ([Fault(status=500)] * 2, "VCI answered 500 Internal Server Error"),
    "time-out": ([Fault(silent_for=TIMEOUT + 0.5)], "VCI did not answer in time"),
    "truncated JSON": ([Fault(truncated=True)], "VCI: unreadable"),
    "down for good": ([Fault(status=503)] * 3, "vnstock:VCI: VCI answered 503 Service Unavailable"),
    "forbidden": ([Fault(status=403)], "vnstock:VCI: VCI answered 403 Forbidden"),
}


@pytest.fixture
def loaded(live) -> Live:
    """FPT is stored up to the session before the newest one."""
    live.offer(BEFORE, "FPT")
    live.crawl("first", "FPT")
    live.offer(TODAY, "FPT")
    return live


@pytest.mark.parametrize("name", FAULTS)
def test_overcome_fault(loaded, name: str) -> None:
    """An overcome fault changes the report alone."""
    faults, note = FAULTS[name]
    (report,) = loaded.crawl("next", "FPT", faults=faults)
    loaded.assert_stored_is_true("FPT")
    assert report.inserted == 1
    assert note in loaded.message("next", "FPT")


def test_wrong_unit(loaded) -> None:
    """Prices in another unit fall back to the next source."""
    loaded.server.vendors.wrong_unit["VCI"] = 0.001
    (report,) = loaded.crawl("next", "FPT")
    loaded.assert_stored_is_true("FPT")
    assert report.answered_by == "vnstock:KBS"
    assert "wrong price unit" in loaded.message("next", "FPT")


def test_newest_first(loaded) -> None:
    loaded.server.vendors.newest_first = True
    loaded.crawl("next", "FPT")
    loaded.assert_stored_is_true("FPT")


def test_fallback_to_kbs(live) -> None:
    live.offer(TODAY, "HPG", vendors=("KBS",))
    (report,) = live.crawl("first", "HPG")
    live.assert_stored_is_true("HPG")
    assert report.answered_by == "vnstock:KBS"
    assert "VCI has no bars of HPG" in live.message("first", "HPG")


def test_split(loaded) -> None:
    """A split restates the whole series."""
    before = loaded.stored("FPT")
    halved = loaded.truth["FPT"].copy()
    halved.loc[: len(halved) - 2, PRICE_COLUMNS] = (halved.loc[: len(halved) - 2, PRICE_COLUMNS] / 2).round(4)
    loaded.truth["FPT"] = halved
    loaded.server.vendors.offer("FPT", halved)
    (report,) = loaded.crawl("split", "FPT")
    loaded.assert_stored_is_true("FPT")
    assert len(loaded.stored("FPT")) == len(before) + 1
    # One request for the overlap, one for the whole series.
    assert len(loaded.server.vendors.received) == 2
    assert report.restated == 1
    assert f"prices before {TODAY} multiplied by 0.5" in loaded.message("split", "FPT")


def test_filled_gap(live) -> None:
    """A gap is filled once the vendor has the bars."""
    live.offer(BEFORE, "FPT")
    whole = live.truth["FPT"]
    live.server.vendors.offer("FPT", whole.drop(index=whole.index[1000:1003]))
    live.crawl("first", "FPT")
    live.offer(TODAY, "FPT")
    with transaction() as connection:
        connection.exec_driver_sql("UPDATE session_absences SET last_asked_at = now() - INTERVAL '1 day'")
    (report,) = live.crawl("next", "FPT")
    live.assert_stored_is_true("FPT")
    assert report.first_session == SESSIONS[1000 - OVERLAP].isoformat()


def test_short_fallback(live) -> None:
    """A short history from a fallback is completed once the first source answers."""
    live.offer(BEFORE, "FPT")
    live.server.vendors.offer("FPT", live.truth["FPT"][-100:], "KBS", "yahoo")
    (report,) = live.crawl("first", "FPT", faults=[Fault(status=403)])
    assert (report.answered_by, report.inserted) == ("vnstock:KBS", 100)
    (report,) = live.crawl("a moment later", "FPT")
    assert report.answered_by == "vnstock:VCI"
    live.assert_stored_is_true("FPT")
    assert live.crawl("and again", "FPT") == []


def test_members_once_a_session(live, monkeypatch) -> None:
    """The members are requested once a session."""
    live.offer(TODAY, "FPT")
    joined = [*members_on(TODAY)[1:], "AAA"]
    live.server.vendors.members["VCI"] = joined
    plan_crawl(live.platform.settings, "of a past day", CrawlRequest())
    assert live.server.vendors.received == []
    monkeypatch.setattr("vn30.market.calendar.Calendar.last_closed_session", lambda *_: TODAY)
    for run in ("first", "second"):
        plan_crawl(live.platform.settings, run, CrawlRequest())
    assert len(live.server.vendors.received) == 1
    active = live.platform.rows("SELECT ticker FROM stocks WHERE is_active ORDER BY ticker")
    assert [row.ticker for row in active] == sorted(joined)
    notes = live.platform.rows("SELECT notes FROM crawl_runs WHERE airflow_run_id = 'first'")[0].notes
    assert "According to vnstock, AAA joined the VN30 and ACB left it" in notes


def test_own_quota(loaded, tmp_path) -> None:
    """At its own quota (20 calls a minute without a key) vnstock raises SystemExit, and KBS answers."""
    guest = VnstockProcess(tmp_path / "guest", PATIENCE, loaded.server.hosts, None)
    for _ in range(20):
        guest.ask("VCI", "bars", "FPT", "2024-01-02", "2024-01-03")
    for source in loaded.source._sources[:2]:
        source._replies._process = guest
    (report,) = loaded.crawl("next", "FPT")
    guest.close()
    loaded.assert_stored_is_true("FPT")
    assert report.answered_by == "vnstock:KBS"
    assert "vnstock stopped at its own quota" in loaded.message("next", "FPT")


def test_all_sources_fail(loaded) -> None:
    """If all sources fail, the message lists them, and the stored series is kept."""
    before = loaded.stored("FPT")
    for bars in loaded.server.vendors.bars.values():
        bars.clear()
    (job,) = plan_crawl(loaded.platform.settings, "next", CrawlRequest(("FPT",)))
    with pytest.raises(SourceError):
        load_from(loaded.source, job)
    assert loaded.stored("FPT").equals(before)
    message = loaded.message("next", "FPT")
    assert all(name in message for name in ("VCI has no bars", "KBS has no bars", "Yahoo does not know"))


def test_all_sources_pause(loaded) -> None:
    """If all vendors ask for a pause, the error is transient, and the message lists them."""
    (job,) = plan_crawl(loaded.platform.settings, "next", CrawlRequest(("FPT",)))
    for faults in loaded.server.vendors.faults.values():
        faults.append(Fault(status=429, retry_after="600"))
    with pytest.raises(SourceUnavailable):
        load_from(loaded.source, job)
    message = loaded.message("next", "FPT")
    assert all(f"{name} answered 429" in message for name in ("VCI", "KBS", "Yahoo"))
