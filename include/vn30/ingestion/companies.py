"""Keeps what is known of the companies up to date: once a week is often enough."""

import logging

from vn30.settings import Settings
from vn30.sources import open_source
from vn30.sources.base import SourceError, SourceUnavailable
from vn30.warehouse import execute, fetch_all, transaction

log = logging.getLogger(__name__)

REFRESH_AFTER_DAYS = 7


def refresh_companies(settings: Settings) -> str:
    """Ask the source for the companies not asked for in a week, store each by itself, and sum it up.

    What the platform ships (names, sectors, descriptions) stays; the source adds what that lacks, above all
    shares outstanding. A company that cannot be had now keeps what is known and is due again next time.

    Raises:
        SourceUnavailable: none of several could be had.
    """
    source = open_source(settings)
    with transaction() as connection:
        due = fetch_all(connection, "ingestion/companies_due", days=REFRESH_AFTER_DAYS)
    failures: list[str] = []
    for row in due:
        try:
            company = source.company(row["ticker"])
        except (SourceError, SourceUnavailable) as error:
            log.warning("%s", error)
            failures.append(f"{row['ticker']}: {error}")
            continue
        if company is None:
            return f"{source.name} knows nothing of companies; what the platform ships stands"
        with transaction() as connection:
            execute(
                connection,
                "ingestion/put_company",
                ticker=company.ticker,
                name=company.name,
                sector=company.sector,
                exchange=company.exchange,
                description=company.description,
                logo_url=company.logo_url,
                website=company.website,
                report_url=company.report_url,
                shares_outstanding=company.shares_outstanding,
                source=source.name,
            )
    if due and len(failures) == len(due):
        raise SourceUnavailable(f"no company could be had, among them {failures[0]}")
    return f"{len(due) - len(failures)} companies refreshed, {len(failures)} failed"
