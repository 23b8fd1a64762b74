"""Company data: what the platform ships, and what a source adds once a week."""

from dataclasses import replace

import pytest

from vn30.ingestion import companies
from vn30.ingestion.plan import plan_crawl
from vn30.ingestion.request import CrawlRequest
from vn30.sources.base import SourceUnavailable
from vn30.sources.sample import SampleSource


def stocks(desk):
    return {
        row.ticker: row
        for row in desk.rows(
            "SELECT ticker, name, sector, shares_outstanding, company_source FROM stocks WHERE is_active"
        )
    }


@pytest.fixture
def sample_desk(open_desk):
    desk = open_desk(price_source="sample", as_of="2026-03-31")
    plan_crawl(desk.settings, "run", CrawlRequest())
    return desk


def test_nothing_is_blank_without_a_source_of_company_data(desk) -> None:
    plan_crawl(desk.settings, "run", CrawlRequest())
    assert "knows nothing of companies" in companies.refresh_companies(desk.settings)
    assert len(stocks(desk)) == 30
    assert all(row.name and row.sector for row in stocks(desk).values())


def test_a_source_adds_shares_and_is_asked_again_after_a_week(sample_desk, monkeypatch) -> None:
    assert companies.refresh_companies(sample_desk.settings) == "30 companies refreshed, 0 failed"
    assert all(row.shares_outstanding > 0 for row in stocks(sample_desk).values())
    assert companies.refresh_companies(sample_desk.settings) == "0 companies refreshed, 0 failed"

    whole = SampleSource.company
    monkeypatch.setattr(
        SampleSource, "company", lambda self, ticker: replace(whole(self, ticker), name="X", sector="Y")
    )
    with companies.transaction() as connection:
        connection.exec_driver_sql("UPDATE stocks SET company_checked_at = now() - INTERVAL '8 days'")
        connection.exec_driver_sql("UPDATE stocks SET name = ticker, sector = NULL WHERE ticker = 'FPT'")
    assert companies.refresh_companies(sample_desk.settings) == "30 companies refreshed, 0 failed"
    # What is shipped stands; what is blank is filled.
    assert (stocks(sample_desk)["FPT"].name, stocks(sample_desk)["FPT"].sector) == ("X", "Y")
    assert stocks(sample_desk)["VCB"].name != "X"


def test_a_company_that_cannot_be_had_keeps_what_is_known_and_stays_due(sample_desk, monkeypatch) -> None:
    whole = SampleSource.company

    def company(self, ticker):
        if ticker != "FPT":
            raise SourceUnavailable("busy")
        return whole(self, ticker)

    monkeypatch.setattr(SampleSource, "company", company)
    assert companies.refresh_companies(sample_desk.settings) == "1 companies refreshed, 29 failed"
    with pytest.raises(SourceUnavailable, match="no company could be had"):
        companies.refresh_companies(sample_desk.settings)
    monkeypatch.undo()
    assert companies.refresh_companies(sample_desk.settings) == "29 companies refreshed, 0 failed"
