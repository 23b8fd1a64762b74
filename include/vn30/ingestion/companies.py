"""Refreshes company data from the source, each company once a week."""

import logging
from dataclasses import asdict

from vn30.database.warehouse import execute, fetch_all, transaction
from vn30.ingestion.market_kind import check_market
from vn30.market.summaries import refresh_summaries
from vn30.settings import Settings
from vn30.sources import open_source
from vn30.sources.base import Company, SourceError, SourceUnavailable

log = logging.getLogger(__name__)

REFRESH_AFTER_DAYS = 7

MAX_FAILURES = 3
"""Consecutive failures that end the refresh until the next crawl: prices have priority on the quota."""


def refresh_companies(settings: Settings) -> str:
    """Refresh the companies that are due, each in a transaction of its own, and return a summary.

    A company is due a week after its last refresh. The shipped data (names, sectors, descriptions) are kept;
    the source fills what they lack, above all the shares outstanding. A company that fails keeps its data and
    is due again the next day, after the others. A failure does not fail the crawl of prices; the quality gate
    warns of old company data.

    Raises:
        MixedMarkets: the database holds the other kind of market.
    """
    source = open_source(settings)
    with transaction() as connection:
        check_market(connection, source)
        offered = source.tickers()
        due = [
            row["ticker"]
            for row in fetch_all(connection, "ingestion/companies_due", days=REFRESH_AFTER_DAYS)
            if offered is None or row["ticker"] in offered
        ]
    refreshed = failures = failures_in_a_row = 0
    for ticker in due:
        if failures_in_a_row == MAX_FAILURES:
            log.warning("%s and the companies after it are left for the next crawl", ticker)
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
            return f"{source.name} has no company data; the shipped data are kept"
        _store(company, source.name)
        refreshed += 1
        failures_in_a_row = 0
    refresh_summaries()
    left = len(due) - refreshed - failures
    return f"{refreshed} companies refreshed, {failures} failed, {left} left for later"


def _store(company: Company, source: str) -> None:
    with transaction() as connection:
        execute(connection, "ingestion/put_company", source=source, **asdict(company))
