"""What a crawl announces, and what a training run makes of an announcement."""

import json
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from tests.integration.conftest import SMALL_CONFIG, TICKERS
from vn30.database import warehouse
from vn30.experiments.record import AlreadyTrained
from vn30.experiments.start import start_run
from vn30.experiments.state import cancel_experiment
from vn30.ingestion.load import load_ticker
from vn30.ingestion.plan import plan_crawl
from vn30.ingestion.quality_gate import completed_session, run_gate
from vn30.ingestion.request import CrawlRequest

LAST = date(2024, 6, 28)  # of the platform's CSV


@pytest.mark.parametrize(
    ("request_", "session", "announced"),
    [
        (CrawlRequest(), None, LAST),
        (CrawlRequest(start=date(2024, 1, 2)), None, LAST),
        (CrawlRequest(full_refresh=True), None, LAST),
        (CrawlRequest(end=LAST), None, LAST),
        (CrawlRequest(), LAST, LAST),
        (CrawlRequest(tickers=("FPT",)), None, None),
        (CrawlRequest(end=date(2024, 6, 27)), None, None),
        (CrawlRequest(), date(2024, 6, 27), None),
    ],
    ids=[
        "all that is missing",
        "a period again",
        "everything again",
        "up to today",
        "the scheduled run of today",
        "one ticker",
        "up to an earlier day",
        "a backfill",
    ],
)
def test_completed_session(
    platform, request_: CrawlRequest, session: date | None, announced: date | None
) -> None:
    """Only a crawl of all series up to today completes a session."""
    plan_crawl(platform.settings, "an earlier crawl", CrawlRequest())
    plan_crawl(platform.settings, "crawl", request_, session)
    assert completed_session("crawl") == announced


def crawl(platform, name: str, full_refresh: bool = False) -> None:
    for job in plan_crawl(platform.settings, name, CrawlRequest(TICKERS, full_refresh=full_refresh)):
        load_ticker(platform.settings, job)
    run_gate(name)


def resolve(name: str, unless_trained: bool = True, **config: Any) -> None:
    start_run(name, json.dumps({**SMALL_CONFIG, **config}), None, LAST, unless_trained)


def succeed(name: str) -> None:
    with warehouse.transaction() as connection:
        statement = "UPDATE experiment_runs SET state = 'success' WHERE airflow_run_id = :name"
        connection.execute(sa.text(statement), {"name": name})


def test_second_announcement(platform, market) -> None:
    """A second announcement of the same prices trains nothing."""
    crawl(platform, "crawl")
    resolve("first")
    resolve("while the first may still fail")
    succeed("first")
    crawl(platform, "a crawl that finds nothing new", full_refresh=True)
    with pytest.raises(AlreadyTrained, match=f"first has trained {LAST} with these prices"):
        resolve("second")
    assert platform.count("experiment_runs") == 2
    resolve("by hand", unless_trained=False)

    resolve("otherwise", scaling="none")
    succeed("otherwise")
    resolve("as before, since what is served was made otherwise")
    succeed("as before, since what is served was made otherwise")
    market.loc[market.index[-1], "volume"] += 1
    platform.write(market)
    crawl(platform, "a crawl that corrects a bar", full_refresh=True)
    resolve("with the corrected bar")
    assert platform.count("experiment_runs") == 6


def test_after_cancelled_run(platform) -> None:
    """After a cancelled run with published tickers, the session is trained again."""
    crawl(platform, "crawl")
    resolve("first")
    succeed("first")
    other = start_run("other", json.dumps({**SMALL_CONFIG, "scaling": "none"}), None, LAST)
    with warehouse.transaction() as connection:
        cancel_experiment(connection, other.id, "ds1")
    with pytest.raises(AlreadyTrained):
        resolve("nothing was published")
    with warehouse.transaction() as connection:
        statement = "UPDATE experiment_runs SET progress_pct = 33.33 WHERE airflow_run_id = 'other'"
        connection.execute(sa.text(statement))
    resolve("as before")
    assert platform.count("experiment_runs") == 3
