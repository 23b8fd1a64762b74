"""Keeps what is known of the companies up to date: once a week is often enough."""

import logging
from dataclasses import asdict

from vn30.ingestion.market import check_market
from vn30.settings import Settings
from vn30.sources import open_source
from vn30.sources.base import Company, SourceError, SourceUnavailable
from vn30.warehouse import execute, fetch_all, transaction

log = logging.getLogger(__name__)

REFRESH_AFTER_DAYS = 7

MOST_FAILURES = 3
"""In a row: then the source is left alone until the next crawl. Prices come first on its quota."""


def refresh_companies(settings: Settings) -> str:
    """Ask the source for the companies not asked for in a week, store each by itself, and sum it up.

    What the platform ships (names, sectors, descriptions) stays; the source adds what that lacks, above all
    shares outstanding. A company that cannot be had keeps what is known, and is due again the next day, after
    the others. A crawl of prices does not fail for it; the gate warns when the data grow old.

    Raises:
        MixedMarkets: the database holds the other kind of market.
    """
    source = open_source(settings)
    with transaction() as connection:
        check_market(connection, source)
        due = [
            row["ticker"] for row in fetch_all(connection, "ingestion/companies_due", days=REFRESH_AFTER_DAYS)
        ]
    refreshed = failures = failures_in_a_row = 0
    for ticker in due:
        if failures_in_a_row == MOST_FAILURES:
            log.warning("Left for the next crawl, with those after it: %s", ticker)
            break
        try:
            company = source.company(ticker)
        except (SourceError, SourceUnavailable) as error:
            log.warning("%s", error)
            failures += 1
            failures_in_a_row += 1
            with transaction() as connection:
                execute(connection, "ingestion/put_company_asked", ticker=ticker)
            continue
        if company is None:
            return f"{source.name} knows nothing of companies; what the platform ships stands"
        _store(company, source.name)
        refreshed += 1
        failures_in_a_row = 0
    left = len(due) - refreshed - failures
    return f"{refreshed} companies refreshed, {failures} failed, {left} left for later"


def _store(company: Company, source: str) -> None:
    with transaction() as connection:
        execute(connection, "ingestion/put_company", source=source, **asdict(company))
