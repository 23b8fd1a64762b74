"""Company data: what the platform ships, and what a source adds once a week."""

from dataclasses import replace

import pytest

from vn30.ingestion import companies
from vn30.ingestion.gate import GateFailed, run_gate
from vn30.ingestion.market import MixedMarkets
from vn30.ingestion.plan import plan_crawl
from vn30.ingestion.request import CrawlRequest
from vn30.sources.base import SourceError, SourceUnavailable
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
    assert (
        companies.refresh_companies(sample_desk.settings)
        == "30 companies refreshed, 0 failed, 0 left for later"
    )
    assert all(row.shares_outstanding > 0 for row in stocks(sample_desk).values())
    assert (
        companies.refresh_companies(sample_desk.settings)
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
        companies.refresh_companies(sample_desk.settings)
        == "30 companies refreshed, 0 failed, 0 left for later"
    )
    # What is shipped stands; what is blank is filled.
    assert (stocks(sample_desk)["FPT"].name, stocks(sample_desk)["FPT"].sector) == ("X", "Y")
    assert stocks(sample_desk)["VCB"].name != "X"


def test_a_company_that_cannot_be_had_now_stays_due_and_a_source_that_is_down_is_left_alone(
    sample_desk, monkeypatch
) -> None:
    asked = []

    def company(self, ticker):
        asked.append(ticker)
        raise SourceUnavailable("busy")

    monkeypatch.setattr(SampleSource, "company", company)
    told = companies.refresh_companies(sample_desk.settings)
    assert told == "0 companies refreshed, 3 failed, 27 left for later"
    assert len(asked) == 3
    # The next ones come first: three that cannot be had do not hold up the others for ever.
    companies.refresh_companies(sample_desk.settings)
    assert len(set(asked)) == 6
    monkeypatch.undo()
    assert companies.refresh_companies(sample_desk.settings).startswith("24 companies refreshed")


def test_a_company_that_the_source_does_not_have_is_not_asked_for_again_at_once(
    sample_desk, monkeypatch
) -> None:
    whole = SampleSource.company

    def company(self, ticker):
        if ticker == "FPT":
            raise SourceError("no such company")
        return whole(self, ticker)

    monkeypatch.setattr(SampleSource, "company", company)
    assert companies.refresh_companies(sample_desk.settings).startswith("29 companies refreshed, 1 failed")
    assert companies.refresh_companies(sample_desk.settings).startswith("0 companies refreshed, 0 failed")
    assert stocks(sample_desk)["FPT"].name == "FPT Corporation"


def test_the_gate_warns_when_company_data_grow_old(sample_desk) -> None:
    companies.refresh_companies(sample_desk.settings)
    with companies.transaction() as connection:
        connection.exec_driver_sql(
            "UPDATE stocks SET company_checked_at = now() - INTERVAL '20 days' WHERE ticker = 'FPT'"
        )
    with pytest.raises(GateFailed):
        run_gate("run")
    found = sample_desk.rows("SELECT ticker, detail FROM crawl_findings WHERE check_name LIKE '10_%'")
    assert [row.ticker for row in found] == ["FPT"]


def test_simulated_companies_never_get_into_a_real_database(desk, open_desk) -> None:
    plan_crawl(desk.settings, "run", CrawlRequest())
    sample = open_desk(price_source="sample", as_of="2024-06-28")
    with pytest.raises(MixedMarkets):
        companies.refresh_companies(sample.settings)
    assert all(row.shares_outstanding is None for row in stocks(sample).values())
