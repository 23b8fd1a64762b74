"""What a crawl announces, and what a training run makes of an announcement."""

import json
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from tests.integration.conftest import SMALL_CONFIG, TICKERS
from vn30 import warehouse
from vn30.ingestion.gate import completed_session, run_gate
from vn30.ingestion.load import load_ticker
from vn30.ingestion.plan import plan_crawl
from vn30.ingestion.request import CrawlRequest
from vn30.training import run
from vn30.training.registry import AlreadyTrained
from vn30.training.run_state import cancel_experiment

LAST = date(2024, 6, 28)  # of the desk's CSV


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
def test_only_a_crawl_of_all_series_up_to_today_completes_a_session(
    desk, request_: CrawlRequest, session: date | None, announced: date | None
) -> None:
    plan_crawl(desk.settings, "an earlier crawl", CrawlRequest())
    plan_crawl(desk.settings, "crawl", request_, session)
    assert completed_session("crawl") == announced


def crawl(desk, name: str, full_refresh: bool = False) -> None:
    for job in plan_crawl(desk.settings, name, CrawlRequest(TICKERS, full_refresh=full_refresh)):
        load_ticker(desk.settings, job)
    run_gate(name)


def resolve(name: str, unless_trained: bool = True, **config: Any) -> None:
    run.resolve(name, json.dumps({**SMALL_CONFIG, **config}), None, LAST, unless_trained)


def succeed(name: str) -> None:
    with warehouse.transaction() as connection:
        statement = "UPDATE experiment_runs SET state = 'success' WHERE airflow_run_id = :name"
        connection.execute(sa.text(statement), {"name": name})


def test_a_second_announcement_of_the_same_prices_trains_nothing(desk, market) -> None:
    crawl(desk, "crawl")
    resolve("first")
    resolve("while the first may still fail")
    succeed("first")
    crawl(desk, "a crawl that finds nothing new", full_refresh=True)
    with pytest.raises(AlreadyTrained, match=f"first has trained {LAST} with these prices"):
        resolve("second")
    assert desk.count("experiment_runs") == 2
    resolve("by hand", unless_trained=False)

    resolve("otherwise", scaling="none")
    succeed("otherwise")
    resolve("as before, since what is served was made otherwise")
    succeed("as before, since what is served was made otherwise")
    market.loc[market.index[-1], "volume"] += 1
    desk.write(market)
    crawl(desk, "a crawl that corrects a bar", full_refresh=True)
    resolve("with the corrected bar")
    assert desk.count("experiment_runs") == 6


def test_what_a_run_that_was_cancelled_half_way_has_replaced_is_trained_again(desk) -> None:
    crawl(desk, "crawl")
    resolve("first")
    succeed("first")
    other = run.resolve("other", json.dumps({**SMALL_CONFIG, "scaling": "none"}), None, LAST)
    with warehouse.transaction() as connection:
        cancel_experiment(connection, other.id, "ds1")
    with pytest.raises(AlreadyTrained):
        resolve("nothing was published")
    with warehouse.transaction() as connection:
        statement = "UPDATE experiment_runs SET progress_pct = 33.33 WHERE airflow_run_id = 'other'"
        connection.execute(sa.text(statement))
    resolve("as before")
    assert desk.count("experiment_runs") == 3
