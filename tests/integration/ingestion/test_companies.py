"""Company data: the shipped ones, and those that a source adds once a week."""

from dataclasses import replace

import pytest

from vn30.ingestion import companies
from vn30.ingestion.market_kind import MixedMarkets
from vn30.ingestion.plan import plan_crawl
from vn30.ingestion.quality_gate import GateFailed, run_gate
from vn30.ingestion.request import CrawlRequest
from vn30.sources.base import SourceError, SourceUnavailable
from vn30.sources.sample.source import SampleSource


def stocks(platform):
    return {
        row.ticker: row
        for row in platform.rows(
            "SELECT ticker, name, sector, shares_outstanding, company_source FROM stocks WHERE is_active"
        )
    }


@pytest.fixture
def sample_platform(open_platform):
    platform = open_platform(price_source="sample", as_of="2026-03-31")
    plan_crawl(platform.settings, "run", CrawlRequest())
    return platform


def test_shipped_data(platform) -> None:
    """Without a source of company data, all members have a name and a sector."""
    plan_crawl(platform.settings, "run", CrawlRequest())
    assert "has no company data" in companies.refresh_companies(platform.settings)
    assert len(stocks(platform)) == 30
    assert all(row.name and row.sector for row in stocks(platform).values())


def test_weekly_refresh(sample_platform, monkeypatch) -> None:
    """The source adds the shares outstanding, and is requested again after a week."""
    assert (
        companies.refresh_companies(sample_platform.settings)
        == "30 companies refreshed, 0 failed, 0 left for later"
    )
    assert all(row.shares_outstanding > 0 for row in stocks(sample_platform).values())
    assert (
        companies.refresh_companies(sample_platform.settings)
        == "0 companies refreshed, 0 failed, 0 left for later"
    )

    whole = SampleSource.company
    monkeypatch.setattr(
        SampleSource, "company", lambda self, ticker: replace(whole(self, ticker), name="X", sector="Y")
    )
    with companies.transaction() as connection:
        connection.exec_driver_sql(
            "UPDATE stocks SET (company_asked_at, company_checked_at) = (moment, moment) "
            "FROM (SELECT now() - INTERVAL '8 days' AS moment) AS past"
        )
        connection.exec_driver_sql("UPDATE stocks SET name = ticker, sector = NULL WHERE ticker = 'FPT'")
    assert (
        companies.refresh_companies(sample_platform.settings)
        == "30 companies refreshed, 0 failed, 0 left for later"
    )
    # Shipped values are kept, blank ones filled.
    assert (stocks(sample_platform)["FPT"].name, stocks(sample_platform)["FPT"].sector) == ("X", "Y")
    assert stocks(sample_platform)["VCB"].name != "X"


def test_source_down(sample_platform, monkeypatch) -> None:
    """A failed company stays due, and consecutive failures end the refresh."""
    requested = []

    def company(self, ticker):
        requested.append(ticker)
        raise SourceUnavailable("busy")

    monkeypatch.setattr(SampleSource, "company", company)
    summary = companies.refresh_companies(sample_platform.settings)
    assert summary == "0 companies refreshed, 3 failed, 27 left for later"
    assert len(requested) == 3
    # The others come first: three that fail do not block them.
    companies.refresh_companies(sample_platform.settings)
    assert len(set(requested)) == 6
    monkeypatch.undo()
    assert companies.refresh_companies(sample_platform.settings).startswith("24 companies refreshed")


def test_company_missing(sample_platform, monkeypatch) -> None:
    """A company that the source lacks is not requested again on the same day."""
    whole = SampleSource.company

    def company(self, ticker):
        if ticker == "FPT":
            raise SourceError("no such company")
        return whole(self, ticker)

    monkeypatch.setattr(SampleSource, "company", company)
    assert companies.refresh_companies(sample_platform.settings).startswith(
        "29 companies refreshed, 1 failed"
    )
    assert companies.refresh_companies(sample_platform.settings).startswith("0 companies refreshed, 0 failed")
    assert stocks(sample_platform)["FPT"].name == "FPT Corporation"


def test_old_data_warning(sample_platform) -> None:
    """The quality gate warns of old company data."""
    companies.refresh_companies(sample_platform.settings)
    with companies.transaction() as connection:
        connection.exec_driver_sql(
            "UPDATE stocks SET company_checked_at = now() - INTERVAL '20 days' WHERE ticker = 'FPT'"
        )
    with pytest.raises(GateFailed):
        run_gate("run")
    findings = sample_platform.rows("SELECT ticker, detail FROM crawl_findings WHERE check_name LIKE '10_%'")
    assert [row.ticker for row in findings] == ["FPT"]


def test_mixed_markets(platform, open_platform) -> None:
    """Simulated companies are not stored in a real database."""
    plan_crawl(platform.settings, "run", CrawlRequest())
    sample = open_platform(price_source="sample", as_of="2024-06-28")
    with pytest.raises(MixedMarkets):
        companies.refresh_companies(sample.settings)
    assert all(row.shares_outstanding is None for row in stocks(sample).values())
