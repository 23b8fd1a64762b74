"""Reports a run of the crawler of news: its summary, and the feeds that fail."""

import logging
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from vn30.database.warehouse import Row, execute, fetch_all, fetch_one, transaction
from vn30.errors import WrongInput
from vn30.market.calendar import HOSE_ZONE

log = logging.getLogger(__name__)

FAILS_AFTER = timedelta(days=1)
"""The run fails for a feed that has not answered for so long; before that, its own task alone."""


class NotPlanned(WrongInput):
    """The run has no plan, and there is nothing to report."""


class FeedsFailed(WrongInput):
    """No feed has answered, or one has not for a day; the message lists each with its reason."""


def report_news(airflow_run_id: str, now: datetime | None = None) -> str:
    """Record the summary of a run, and return it.

    Raises:
        NotPlanned: :func:`vn30.ingestion.news.plan.plan_news` has not recorded the run.
        FeedsFailed: see there.
    """
    moment = now or datetime.now(UTC)
    with transaction() as connection:
        run = fetch_one(connection, "ingestion/news/run_feeds", airflow_run_id=airflow_run_id)
        if run is None:
            raise NotPlanned("The run was not planned, so no feed was asked: see the log of plan.")
        if not run["feeds"]:
            return run["summary"] or _put(connection, airflow_run_id, "All feeds are off: no feed was asked.")
        feeds = fetch_all(connection, "ingestion/news/feeds", feeds=run["feeds"])
        summary = _put(connection, airflow_run_id, summarise(feeds, moment))
    log.info("%s", summary)
    failing = [feed for feed in feeds if feed["problem"]]
    lasting = [feed for feed in failing if moment - feed["failing_since"] >= FAILS_AFTER]
    # A feed that is paused keeps to what it was asked for.
    none_answered = len(failing) == len(feeds) and not any(_is_paused(feed, moment) for feed in feeds)
    lost = failing if none_answered else lasting
    if lost:
        raise FeedsFailed("; ".join(_line(feed, moment) for feed in lost))
    return summary


def summarise(feeds: Sequence[Row], now: datetime) -> str:
    """The summary of a run, one paragraph; times are those of Vietnam."""
    return " ".join(f"{_line(feed, now)}." for feed in feeds)


def _line(feed: Row, now: datetime) -> str:
    name = feed["feed"]
    if _is_paused(feed, now):
        return f"{name}: paused until {_clock(feed['paused_until'])} ({feed['problem']})"
    if feed["problem"]:
        return f"{name}: failing since {_clock(feed['failing_since'])} ({feed['problem']})"
    refused = f", {feed['refused']} entries refused" if feed["refused"] else ""
    return f"{name}: {feed['added']} new of {feed['listed']} articles{refused}"


def _is_paused(feed: Row, now: datetime) -> bool:
    return feed["paused_until"] is not None and feed["paused_until"] > now


def _put(connection: sa.Connection, airflow_run_id: str, summary: str) -> str:
    execute(connection, "ingestion/news/put_summary", airflow_run_id=airflow_run_id, summary=summary)
    return summary


def _clock(moment: datetime) -> str:
    return f"{moment.astimezone(HOSE_ZONE):%Y-%m-%d %H:%M}"
