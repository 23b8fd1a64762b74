"""Plans a run of the crawler of news: which feeds are asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from vn30.database.warehouse import execute, fetch_all, transaction
from vn30.settings import Settings

COMPANY_NEWS = "VCI"
"""The name of the feed that is VCI's news by company."""

COMPANY_NEWS_EVERY = timedelta(hours=4)
"""A request a stock: once an hour, they would take the quota that prices need."""

NOTHING_SIMULATED = (
    "The market is simulated (VN30_PRICE_SOURCE is sample), and there is no simulated news: no feed was "
    "asked."
)


@dataclass(frozen=True)
class Feed:
    """A feed with its address."""

    name: str
    url: str


@dataclass(frozen=True)
class NewsJob:
    """One feed to ask, as JSON between tasks."""

    run_id: str
    feed: str


def plan_news(
    settings: Settings,
    run_id: str,
    feeds: Sequence[Feed],
    *,
    company_news: bool,
    now: datetime | None = None,
) -> list[NewsJob]:
    """Record the run and return a job for each feed that is due.

    With the simulated market, there is none. A feed that has asked for a pause is left out until it is over.
    What was stored of feeds that are not listed any more stays; their state does not.

    Args:
        run_id: Airflow's id of the run.
        company_news: whether to ask VCI, which needs ``VN30_PRICE_SOURCE=vnstock``.
    """
    moment = now or datetime.now(UTC)
    if settings.market == "simulated":
        with transaction() as connection:
            execute(
                connection,
                "ingestion/news/put_run",
                airflow_run_id=run_id,
                feeds=[],
                summary=NOTHING_SIMULATED,
            )
        return []
    wanted = list(feeds)
    if company_news and settings.price_source.strip() == "vnstock":
        wanted.append(Feed(COMPANY_NEWS, "vnstock:VCI"))
    names = [feed.name for feed in wanted]
    with transaction() as connection:
        execute(connection, "ingestion/news/put_run", airflow_run_id=run_id, feeds=names, summary=None)
        execute(connection, "ingestion/news/drop_feeds", feeds=names)
        for feed in wanted:
            execute(connection, "ingestion/news/put_feed", feed=feed.name, url=feed.url)
        states = fetch_all(connection, "ingestion/news/feeds", feeds=names)
    resting = {state["feed"] for state in states if state["paused_until"] and state["paused_until"] > moment}
    recent = {
        state["feed"]
        for state in states
        if state["feed"] == COMPANY_NEWS
        and state["answered_at"]
        and state["answered_at"] > moment - COMPANY_NEWS_EVERY
    }
    return [NewsJob(run_id, name) for name in names if name not in resting | recent]
