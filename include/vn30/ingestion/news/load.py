"""Loads one feed: request, validate and store, in one transaction."""

import logging
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import psycopg2
import sqlalchemy as sa

from vn30.database.warehouse import execute, fetch_all, transaction
from vn30.errors import WrongInput
from vn30.ingestion.news.articles_writer import StoredArticles, store_articles
from vn30.ingestion.news.company_load import load_company_news
from vn30.ingestion.news.plan import COMPANY_NEWS, NewsJob
from vn30.settings import Settings
from vn30.sources.base import SourceError, SourceUnavailable
from vn30.sources.news.base import Answer
from vn30.sources.news.company_news import open_company_news
from vn30.sources.news.feed import read_feed

log = logging.getLogger(__name__)

_MAX_PAUSE = timedelta(days=1)
"""A mistaken Retry-After must not exclude a feed for weeks."""


class FeedPaused(SourceError):
    """The feed has asked for a pause; a retry before its end would not help."""


@dataclass(frozen=True)
class FeedReport:
    """Result of loading one feed: counts of articles and of refused entries."""

    feed: str
    added: int
    shared: int
    changed: int
    refused: int
    has_changed: bool


def load_feed(settings: Settings, job: NewsJob) -> FeedReport:
    """Ask the feed and store its articles with its validators. Loading it again stores nothing twice.

    Raises:
        SourceError: the feed refuses the request or is no feed; the reason is recorded.
        FeedPaused: it has asked for a pause, which is recorded.
        SourceUnavailable: it does not answer now; the reason is recorded.
        WrongInput: it is not in the plan any more.
    """
    now = datetime.now(UTC)
    try:
        if job.feed == COMPANY_NEWS:
            return _company_report(settings, job, now)
        return _load(settings, job, now)
    except Exception as error:
        wait = timedelta(seconds=getattr(error, "retry_after", None) or 0)
        known = isinstance(error, WrongInput | SourceUnavailable)
        # Without the database there is nowhere to record it.
        with suppress(sa.exc.SQLAlchemyError, psycopg2.Error), transaction() as connection:
            execute(
                connection,
                "ingestion/news/fail_feed",
                feed=job.feed,
                asked_at=now,
                paused_until=now + min(wait, _MAX_PAUSE) if wait else None,
                problem=str(error) if known else f"unexpected: {error!r}",
            )
        if wait:
            raise FeedPaused(f"{job.feed}: {error}, and asks for a pause of {wait}") from error
        raise


def _load(settings: Settings, job: NewsJob, now: datetime) -> FeedReport:
    with transaction() as connection:
        states = fetch_all(connection, "ingestion/news/feeds", feeds=[job.feed])
    if not states:
        raise WrongInput(f"{job.feed} is not in the list of feeds any more: trigger the DAG again.")
    state = states[0]
    answer = read_feed(
        state["url"],
        etag=state["etag"],
        last_modified=state["last_modified"],
        user_agent=settings.news_user_agent,
        timeout=settings.price_timeout,
        now=now,
    )
    with transaction() as connection:
        stored = StoredArticles()
        if answer.articles is not None:
            stored = store_articles(connection, job.feed, answer.articles, now, settings.keep_news_days)
        _finish(connection, job.feed, answer, stored, now)
    for reason, count in answer.refused.items():
        log.warning("%s: %d entries %s", job.feed, count, reason)
    return _report(job.feed, answer, stored)


def _company_report(settings: Settings, job: NewsJob, now: datetime) -> FeedReport:
    with closing(open_company_news(settings)) as source:
        answer, stored = load_company_news(source, settings.keep_news_days, now)
    with transaction() as connection:
        _finish(connection, job.feed, answer, stored, now)
    return _report(job.feed, answer, stored)


def _finish(
    connection: sa.Connection, feed: str, answer: Answer, stored: StoredArticles, now: datetime
) -> None:
    execute(
        connection,
        "ingestion/news/finish_feed",
        feed=feed,
        etag=answer.etag,
        last_modified=answer.last_modified,
        asked_at=now,
        listed=None if answer.articles is None else len(answer.articles),
        added=stored.added,
        refused=answer.refused.total(),
    )


def _report(feed: str, answer: Answer, stored: StoredArticles) -> FeedReport:
    report = FeedReport(
        feed=feed,
        added=stored.added,
        shared=stored.shared,
        changed=stored.changed,
        refused=answer.refused.total(),
        has_changed=answer.articles is not None,
    )
    log.info("%s", report)
    return report
