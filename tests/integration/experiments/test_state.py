"""The recorded state and the progress of a training run, for every end of its Airflow run."""

import json
from types import SimpleNamespace
from typing import Any

import pytest
import sqlalchemy as sa

from tests.integration.conftest import SMALL_CONFIG, TICKERS
from vn30.airflow.listeners.training_run import RunEndings
from vn30.database import warehouse
from vn30.errors import WrongInput
from vn30.experiments import steps
from vn30.experiments.finish import finish_experiment
from vn30.experiments.record import Cancelled, Experiment
from vn30.experiments.start import start_run
from vn30.experiments.state import cancel_experiment, close_lost_experiments
from vn30.ingestion.load import load_ticker
from vn30.ingestion.plan import plan_crawl
from vn30.ingestion.request import CrawlRequest
from vn30.names import CRAWLER_DAG, TRAINING_DAG

BY_HAND = "Dag Run's state was manually set to `failed`."  # in Airflow's own words


@pytest.fixture
def experiment(platform) -> Experiment:
    """A run that has started."""
    for job in plan_crawl(platform.settings, "crawl", CrawlRequest(TICKERS)):
        load_ticker(platform.settings, job)
    return start("run")


def start(name: str) -> Experiment:
    return start_run(name, json.dumps(SMALL_CONFIG), None)


def cancel(experiment_id: str, by: str) -> bool:
    with warehouse.transaction() as connection:
        return cancel_experiment(connection, experiment_id, by)


def state(platform, name: str = "run") -> tuple[str, bool]:
    """The run's state, and whether it has an end."""
    rows = platform.rows(
        "SELECT state, finished_at IS NOT NULL AS ended FROM experiment_runs WHERE airflow_run_id = :name",
        name=name,
    )
    return rows[0].state, rows[0].ended


def lines(platform) -> list[str]:
    return [row.message for row in platform.rows("SELECT message FROM experiment_logs ORDER BY id")]


def notify(event: str, msg: str, dag_id: str = TRAINING_DAG) -> None:
    """Notify the listener, as Airflow does."""
    getattr(RunEndings(), f"on_dag_run_{event}")(SimpleNamespace(dag_id=dag_id, run_id="run"), msg)


def age(platform, **changes: Any) -> None:
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
def test_airflow_ends_run(platform, experiment: Experiment, event: str, msg: str, expected: str) -> None:
    """A run that Airflow ends is closed, and its log gives the reason."""
    notify(event, msg, CRAWLER_DAG)
    assert state(platform) == ("running", False)
    notify(event, msg)
    assert state(platform) == (expected, True)
    assert msg in lines(platform)[-1]
    # A repeated event, as after a crash of the scheduler, changes nothing.
    notify("failed", "task_failure")
    assert state(platform) == (expected, True)
    panel = steps.build_panel_file(platform.store, experiment)
    with pytest.raises(Cancelled, match=f"it is {expected}"):
        steps.train(platform.store, experiment, panel, [], "FPT")
    assert platform.count("stock_prediction_summaries") == 0


def test_cleared_run_resumes(platform, experiment: Experiment) -> None:
    """A cleared run resumes with its unpublished tickers."""
    panel = steps.build_panel_file(platform.store, experiment)
    steps.train(platform.store, experiment, panel, [], "FPT")
    notify("failed", BY_HAND)
    notify("running", "started")
    assert state(platform) == ("running", False)
    steps.train(platform.store, experiment, panel, [], "HPG")
    steps.train(platform.store, experiment, panel, [], "VCB")
    assert finish_experiment(platform.store, "run") == {"published": 3, "failed": [], "suspicions": []}
    # All is published: clearing what comes after cannot make a failure of it.
    notify("running", "started")
    notify("failed", "task_failure")
    assert state(platform) == ("success", True)


def test_cancelled_stays(platform, experiment: Experiment) -> None:
    """A user cancels a run once, and nothing overwrites that."""
    assert cancel(experiment.id, "ds1") is True
    assert state(platform) == ("cancelled", True)
    assert lines(platform)[-1] == "Cancelled by ds1"
    assert cancel(experiment.id, "ds2") is False
    with pytest.raises(Cancelled):
        finish_experiment(platform.store, "run")
    with pytest.raises(Cancelled):
        start("run")
    notify("failed", BY_HAND)
    assert state(platform) == ("cancelled", True)
    assert lines(platform)[-1] == "Cancelled by ds1"
    with pytest.raises(WrongInput, match="no training run"):
        cancel("00000000-0000-0000-0000-000000000000", "ds1")


def test_unreported_end(platform, experiment: Experiment) -> None:
    """The next run closes runs whose end was not reported."""
    start("deleted")
    assert close_lost_experiments(lambda airflow_run_id: airflow_run_id == "deleted") == ["deleted"]
    assert state(platform) == ("running", False)
    assert state(platform, "deleted") == ("failed", True)
    assert close_lost_experiments(lambda airflow_run_id: False) == []


def test_eta(platform, experiment: Experiment) -> None:
    """The ETA follows from the tickers, not from the tasks before them."""
    query = (
        "SELECT progress_pct::float AS progress, extract(epoch FROM eta - now())::float AS seconds "
        "FROM experiment_runs"
    )
    panel = steps.build_panel_file(platform.store, experiment)
    steps.train(platform.store, experiment, panel, [], "FPT")
    first = platform.rows(query)[0]
    assert first.progress == 33.33
    age(platform, started=600, training=60)
    steps.train(platform.store, experiment, panel, [], "HPG")
    second = platform.rows(query)[0]
    assert second.progress == 66.67
    # Two tickers in a minute and what the second took: the third will take half of that.
    assert 25 < second.seconds < 45
    assert first.seconds < 60
    steps.train(platform.store, experiment, panel, [], "VCB")
    finish_experiment(platform.store, "run")
    assert platform.rows(query)[0] == (100, None)


def test_cleared_run_keeps_session(open_platform) -> None:
    """A run that is cleared on a later day stays as of its session."""
    platform = open_platform()
    for job in plan_crawl(platform.settings, "crawl", CrawlRequest(TICKERS)):
        load_ticker(platform.settings, job)
    open_platform(as_of="2024-05-31")
    assert start("run").as_of == "2024-05-31"
    open_platform()
    assert start("run").as_of == "2024-05-31"
    assert start("another").as_of == "2024-06-28"
