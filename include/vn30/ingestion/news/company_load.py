"""Loads the news that VCI lists by company, a stock at a time."""

import logging
from collections import Counter
from dataclasses import asdict
from datetime import datetime

from vn30.database.warehouse import transaction
from vn30.ingestion.news.articles_writer import StoredArticles, store_articles
from vn30.ingestion.news.plan import COMPANY_NEWS
from vn30.market.clock import read_clock
from vn30.market.membership import members
from vn30.sources.base import SourceError, SourceUnavailable
from vn30.sources.news.base import Answer, Article
from vn30.sources.news.company_news import CompanyNews

log = logging.getLogger(__name__)

MAX_FAILURES = 3
"""Consecutive failures that end the load: prices have priority on the quota."""


def load_company_news(source: CompanyNews, keep_days: int, now: datetime) -> tuple[Answer, StoredArticles]:
    """Ask for the news of each member of the VN30, and store those of a stock in one transaction.

    Args:
        keep_days: older articles are not stored.

    Raises:
        SourceError, SourceUnavailable: the last failure, when no stock was answered.
    """
    with transaction() as connection:
        today = read_clock(connection).as_of or now.date()
        tickers = list(members(connection, today))
    articles: list[Article] = []
    refused: Counter[str] = Counter()
    totals: Counter[str] = Counter()
    failure: SourceError | SourceUnavailable | None = None
    failures = answered = 0
    for ticker in tickers:
        try:
            answer = source.news(ticker, now)
        except (SourceError, SourceUnavailable) as error:
            log.warning("%s", error)
            failure, failures = error, failures + 1
            if failures == MAX_FAILURES:
                log.warning("The stocks after %s are left for the next run", ticker)
                break
            continue
        failures, answered = 0, answered + 1
        listed = answer.articles or ()
        with transaction() as connection:
            stored = store_articles(connection, COMPANY_NEWS, listed, now, keep_days)
        articles.extend(listed)
        refused.update(answer.refused)
        totals.update(asdict(stored))
    if failure is not None and not answered:
        raise failure
    return Answer(tuple(articles), refused), StoredArticles(**totals)
