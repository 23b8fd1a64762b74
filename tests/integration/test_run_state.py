"""The state of a training run on record, however its Airflow run ends, and how far it is."""

import json
from types import SimpleNamespace
from typing import Any

import pytest
import sqlalchemy as sa

from tests.integration.conftest import SMALL_CONFIG, TICKERS
from vn30 import warehouse
from vn30.errors import WrongInput
from vn30.ingestion.load import load_ticker
from vn30.ingestion.plan import plan_crawl
from vn30.ingestion.request import CrawlRequest
from vn30.pipelines import CRAWLER_DAG, TRAINING_DAG
from vn30.run_endings import RunEndings
from vn30.training import run
from vn30.training.finish import finish_experiment
from vn30.training.registry import Cancelled, Experiment
from vn30.training.run_state import cancel_experiment, close_lost_experiments

BY_HAND = "Dag Run's state was manually set to `failed`."  # in Airflow's own words


@pytest.fixture
def experiment(desk) -> Experiment:
    """A run that has started."""
    for job in plan_crawl(desk.settings, "crawl", CrawlRequest(TICKERS)):
        load_ticker(desk.settings, job)
    return start("run")


def start(name: str) -> Experiment:
    return run.resolve(name, json.dumps(SMALL_CONFIG), None)


def cancel(experiment_id: str, by: str) -> bool:
    with warehouse.transaction() as connection:
        return cancel_experiment(connection, experiment_id, by)


def state(desk, name: str = "run") -> tuple[str, bool]:
    """The run's state, and whether it has an end."""
    found = desk.rows(
        "SELECT state, finished_at IS NOT NULL AS ended FROM experiment_runs WHERE airflow_run_id = :name",
        name=name,
    )
    return found[0].state, found[0].ended


def lines(desk) -> list[str]:
    return [row.message for row in desk.rows("SELECT message FROM experiment_logs ORDER BY id")]


def tell(event: str, msg: str, dag_id: str = TRAINING_DAG) -> None:
    """Tell the listener, as Airflow does."""
    getattr(RunEndings(), f"on_dag_run_{event}")(SimpleNamespace(dag_id=dag_id, run_id="run"), msg)


def age(desk, **changes: Any) -> None:
    """Move the moment at which training began, or the run, some seconds into the past."""
    with warehouse.transaction() as connection:
        connection.execute(
            sa.text(
                "UPDATE experiment_runs SET started_at = now() - make_interval(secs => :started), "
                "summary_metrics = summary_metrics || jsonb_build_object('training_since', "
                "now() - make_interval(secs => :training))"
            ),
            changes,
        )


@pytest.mark.parametrize(
    ("event", "msg", "expected"),
    [
        ("failed", "timed_out", "failed"),
        ("failed", "task_failure", "failed"),
        ("success", "success", "failed"),
        ("failed", BY_HAND, "cancelled"),
        ("success", BY_HAND.replace("failed", "success"), "cancelled"),
    ],
)
def test_a_run_that_airflow_ends_is_closed_with_the_reason(
    desk, experiment: Experiment, event: str, msg: str, expected: str
) -> None:
    tell(event, msg, CRAWLER_DAG)
    assert state(desk) == ("running", False)
    tell(event, msg)
    assert state(desk) == (expected, True)
    assert msg in lines(desk)[-1]
    # Told again, as after a crash of the scheduler, it stays as it was.
    tell("failed", "task_failure")
    assert state(desk) == (expected, True)
    panel = run.build_panel_file(desk.settings, experiment)
    with pytest.raises(Cancelled, match=f"it is {expected}"):
        run.train(desk.settings, experiment, panel, [], "FPT")
    assert desk.count("stock_prediction_summaries") == 0


def test_a_run_that_is_cleared_goes_on_where_it_was(desk, experiment: Experiment) -> None:
    panel = run.build_panel_file(desk.settings, experiment)
    run.train(desk.settings, experiment, panel, [], "FPT")
    tell("failed", BY_HAND)
    tell("running", "started")
    assert state(desk) == ("running", False)
    run.train(desk.settings, experiment, panel, [], "HPG")
    run.train(desk.settings, experiment, panel, [], "VCB")
    assert finish_experiment(desk.settings, "run") == {"published": 3, "failed": [], "suspicions": []}
    # All is published: clearing what comes after cannot make a failure of it.
    tell("running", "started")
    tell("failed", "task_failure")
    assert state(desk) == ("success", True)


def test_a_user_cancels_a_run_once_and_nothing_overwrites_that(desk, experiment: Experiment) -> None:
    assert cancel(experiment.id, "ds1") is True
    assert state(desk) == ("cancelled", True)
    assert lines(desk)[-1] == "Cancelled by ds1"
    assert cancel(experiment.id, "ds2") is False
    with pytest.raises(Cancelled):
        finish_experiment(desk.settings, "run")
    with pytest.raises(Cancelled):
        start("run")
    tell("failed", BY_HAND)
    assert state(desk) == ("cancelled", True)
    assert lines(desk)[-1] == "Cancelled by ds1"
    with pytest.raises(WrongInput, match="no training run"):
        cancel("00000000-0000-0000-0000-000000000000", "ds1")


def test_the_next_run_closes_those_whose_end_nobody_heard_of(desk, experiment: Experiment) -> None:
    start("deleted")
    assert close_lost_experiments(lambda airflow_run_id: airflow_run_id == "deleted") == ["deleted"]
    assert state(desk) == ("running", False)
    assert state(desk, "deleted") == ("failed", True)
    assert close_lost_experiments(lambda airflow_run_id: False) == []


def test_the_eta_is_told_by_the_tickers_and_not_by_what_came_before_them(
    desk, experiment: Experiment
) -> None:
    query = (
        "SELECT progress_pct::float AS progress, extract(epoch FROM eta - now())::float AS seconds "
        "FROM experiment_runs"
    )
    panel = run.build_panel_file(desk.settings, experiment)
    run.train(desk.settings, experiment, panel, [], "FPT")
    first = desk.rows(query)[0]
    assert first.progress == 33.33
    age(desk, started=600, training=60)
    run.train(desk.settings, experiment, panel, [], "HPG")
    second = desk.rows(query)[0]
    assert second.progress == 66.67
    # Two tickers in a minute and what the second took: the third will take half of that.
    assert 25 < second.seconds < 45
    assert first.seconds < 60
    run.train(desk.settings, experiment, panel, [], "VCB")
    finish_experiment(desk.settings, "run")
    assert desk.rows(query)[0] == (100, None)


def test_a_run_that_is_cleared_on_a_later_day_stays_as_of_its_session(open_desk) -> None:
    desk = open_desk()
    for job in plan_crawl(desk.settings, "crawl", CrawlRequest(TICKERS)):
        load_ticker(desk.settings, job)
    open_desk(as_of="2024-05-31")
    assert start("run").as_of == "2024-05-31"
    open_desk()
    assert start("run").as_of == "2024-05-31"
    assert start("another").as_of == "2024-06-28"
