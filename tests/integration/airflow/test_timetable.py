"""Backfills in Airflow itself, and the session that a run is for on its way to the database."""

from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from vn30.experiments.start import start_run
from vn30.ingestion.plan import plan_crawl
from vn30.ingestion.request import CrawlRequest
from vn30.names import CRAWLER_DAG, TRAINING_DAG
from vn30.training_config.document import default_document

LAST_SESSION = date(2024, 6, 28)  # of the platform's CSV
AROUND_TET = ("--from-date", "2024-02-07", "--to-date", "2024-02-17")
RUNS = sa.text(
    "SELECT logical_date, run_id FROM dag_run WHERE dag_id = :dag AND run_type = 'backfill' "
    "AND logical_date < '2024-03-01' ORDER BY 1"
)


@pytest.mark.parametrize(
    ("session", "expected"),
    [(None, LAST_SESSION), (date(2024, 1, 8), date(2024, 1, 8)), (date(2026, 1, 8), LAST_SESSION)],
    ids=["today's", "an earlier one", "one after the end of the file"],
)
def test_a_run_is_for_its_session_and_never_past_the_clock(platform, session, expected) -> None:
    jobs = plan_crawl(platform.settings, "crawl", CrawlRequest(("FPT",)), session)
    assert jobs[0].end == expected.isoformat()
    assert platform.rows("SELECT as_of_date FROM crawl_runs") == [(expected,)]
    experiment = start_run("training", default_document(), ["FPT"], session)
    assert experiment.as_of == expected.isoformat()
    assert platform.rows("SELECT as_of_date FROM experiment_runs") == [(expected,)]


def test_backfill(airflow, platform) -> None:
    """A backfill makes a run for each session, and none for a holiday."""
    dags = ((CRAWLER_DAG, 10, "plan"), (TRAINING_DAG, 11, "resolve"))
    backfills = [("backfill", "create", "--dag-id", dag_id, *AROUND_TET) for dag_id, _, _ in dags]
    airflow.commands(("dags", "reserialize"), *backfills)
    tests = []
    for dag_id, hour, first_task in dags:
        with airflow.metadata() as connection:
            runs = {due.astimezone(UTC): run_id for due, run_id in connection.execute(RUNS, {"dag": dag_id})}
        assert list(runs) == [datetime(2024, 2, day, hour, tzinfo=UTC) for day in (7, 15, 16)]
        tests.append(("tasks", "test", dag_id, first_task, runs[datetime(2024, 2, 15, hour, tzinfo=UTC)]))
    airflow.commands(*tests)
    assert platform.rows("SELECT as_of_date FROM crawl_runs") == [(date(2024, 2, 15),)]
    assert platform.rows("SELECT as_of_date FROM experiment_runs") == [(date(2024, 2, 15),)]
