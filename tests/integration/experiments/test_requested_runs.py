"""Runs that users request, and their first task, which claims them."""

import json
from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from uuid import uuid4

import pytest
import sqlalchemy as sa

from tests.integration.conftest import SMALL_CONFIG, TICKERS
from vn30.airflow.listeners.training_run import RunEndings
from vn30.database import warehouse
from vn30.errors import WrongInput
from vn30.experiments.record import Cancelled, Experiment, NoPrices, trained_already
from vn30.experiments.requests import ExperimentRequest, RequestedRun, fail_request, request_experiment
from vn30.experiments.start import start_run
from vn30.experiments.state import cancel_experiment, close_lost_experiments
from vn30.ingestion.load import load_ticker
from vn30.ingestion.plan import plan_crawl
from vn30.ingestion.request import CrawlRequest
from vn30.names import TRAINING_DAG
from vn30.training_config.document import parse_config
from vn30.training_config.versions import save_version

RUN = (
    "SELECT state, username, notes, scope, version, started_at IS NOT NULL AS started FROM experiment_runs "
    "JOIN users ON users.id = owner_user_id JOIN training_configs AS configs ON configs.id = config_id "
    "WHERE experiment_runs.id = :run_id"
)


@pytest.fixture
def owner(platform):
    """The id of an account, which saves the configuration twice: version 1 is not the active one."""
    with warehouse.transaction() as connection:
        save_version(connection, SMALL_CONFIG, "airflow")
        save_version(connection, {**SMALL_CONFIG, "scaling": "none"}, "airflow")
        return connection.scalar(
            sa.text(
                "INSERT INTO users (username, password_hash, display_name, role) "
                "VALUES ('ds1', '!', 'DS', 'data_scientist') RETURNING id"
            )
        )


def ask(platform, owner, **fields) -> RequestedRun:
    (config,) = platform.rows("SELECT id FROM training_configs WHERE version = 1")
    with warehouse.transaction() as connection:
        request = ExperimentRequest(
            **{"config_id": str(config.id), "scope": "selected", "notes": "mine", **fields}
        )
        return request_experiment(connection, request, owner, "ds1", None)


def claim(requested: RequestedRun, airflow_run_id: str | None = None) -> Experiment:
    name = airflow_run_id or requested.airflow_run_id
    return start_run(name, {"scaling": "none"}, None, experiment_id=str(requested.id))


def crawl(platform) -> None:
    for job in plan_crawl(platform.settings, "crawl", CrawlRequest(TICKERS)):
        load_ticker(platform.settings, job)


def lines(platform, requested: RequestedRun) -> list[str]:
    query = "SELECT message FROM experiment_logs WHERE run_id = :run_id ORDER BY id"
    return [row.message for row in platform.rows(query, run_id=requested.id)]


def test_requested_price(platform, owner) -> None:
    """A run that was requested for another price trains it, also when its Airflow run is cleared."""
    crawl(platform)
    requested = ask(platform, owner, tickers=("FPT",), target_column="high")
    for _ in range(2):
        assert claim(requested).training_config().targets.column == "high"
    (row,) = platform.rows("SELECT target_kind, target_column, is_research FROM experiment_runs")
    assert tuple(row) == ("logReturn", "high", True)


def test_requested_run(platform, owner) -> None:
    """A requested run is trained as requested, and keeps its owner and notes."""
    crawl(platform)
    requested = ask(platform, owner, tickers=("FPT",), seed=7)
    experiment = claim(requested)
    assert (experiment.id, experiment.tickers) == (str(requested.id), ["FPT"])
    config = experiment.training_config()
    assert (config.reproducibility.seed, config.scaling) == (7, "standard")
    rows = platform.rows(RUN, run_id=requested.id)
    assert rows == [("running", "ds1", "mine", "selected", 1, True)]
    assert platform.count("training_configs") == 2, "the run of an old version makes no new one"
    # Cleared in Airflow, it is the same again, with the prices of now.
    again = claim(requested)
    assert replace(again, known_at=experiment.known_at) == experiment
    assert again.known_at > experiment.known_at
    assert platform.count("experiment_runs") == 1


def test_own_seed(platform, owner) -> None:
    """After a run with its own seed, the next run trains again."""
    crawl(platform)
    with warehouse.transaction() as connection:
        in_full = claim(ask(platform, owner)).config
        connection.execute(
            sa.text("UPDATE training_configs SET config = cast(:config AS JSONB) WHERE version = 1"),
            {"config": json.dumps(in_full)},
        )
    for seed, expected in ((7, None), (42, "api__")):
        requested = ask(platform, owner, seed=seed)
        experiment = claim(requested)
        with warehouse.transaction() as connection:
            warehouse.execute(
                connection,
                "experiments/finish_experiment",
                run_id=requested.id,
                state="success",
                summary="{}",
                suspicions=[],
            )
        config = parse_config(SMALL_CONFIG)
        earlier = trained_already(config, experiment.tickers, date.fromisoformat(experiment.as_of))
        assert (earlier and earlier[:5]) == expected


def test_unknown_run(platform, owner) -> None:
    """An unknown run and a run of another Airflow run are refused."""
    crawl(platform)
    requested = ask(platform, owner)
    with pytest.raises(WrongInput, match=f"belongs to the Airflow run api__{requested.id}"):
        claim(requested, "manual__1")
    gone = RequestedRun(uuid4(), "api__gone", "pending", None)
    with pytest.raises(WrongInput, match=f"there is no training run {gone.id}"):
        claim(gone)
    assert platform.rows(RUN, run_id=requested.id)[0].state == "pending"


def test_cancelled_while_waiting(platform, owner) -> None:
    """A run that was cancelled while it waited does not begin."""
    crawl(platform)
    requested = ask(platform, owner)
    with warehouse.transaction() as connection:
        assert cancel_experiment(connection, str(requested.id), "ds1") is True
    of_airflow = SimpleNamespace(dag_id=TRAINING_DAG, run_id=requested.airflow_run_id)
    RunEndings().on_dag_run_running(of_airflow, "started")
    with pytest.raises(Cancelled, match="before it started"):
        claim(requested)
    RunEndings().on_dag_run_failed(of_airflow, "task_failure")
    assert platform.rows(RUN, run_id=requested.id)[0].state == "cancelled"


def test_failed_start(platform, owner) -> None:
    """The log of a run that cannot start has the reason, and the run ends as failed."""
    requested = ask(platform, owner)
    with pytest.raises(NoPrices):
        claim(requested)
    assert "Run vn30_data_crawler first" in lines(platform, requested)[-1]
    of_airflow = SimpleNamespace(dag_id=TRAINING_DAG, run_id=requested.airflow_run_id)
    RunEndings().on_dag_run_failed(of_airflow, "task_failure")
    assert platform.rows(RUN, run_id=requested.id)[0].state == "failed"


def test_lost_acceptance(platform, owner) -> None:
    """Airflow starts a run whose acceptance was lost."""
    crawl(platform)
    requested = ask(platform, owner)
    with warehouse.transaction() as connection:
        fail_request(connection, requested.id, "Airflow could not be reached")
    assert platform.rows(RUN, run_id=requested.id)[0].state == "failed"
    claim(requested)
    assert platform.rows(RUN, run_id=requested.id)[0].state == "running"
    with warehouse.transaction() as connection:
        fail_request(connection, requested.id, "Airflow could not be reached")
    assert platform.rows(RUN, run_id=requested.id)[0].state == "running"


def test_lost_request(platform, owner) -> None:
    """The next run closes a run whose request never reached Airflow."""
    requested = ask(platform, owner)
    assert close_lost_experiments(lambda name: True) == [], "it may be on its way"
    with warehouse.transaction() as connection:
        connection.execute(
            sa.text("UPDATE experiment_runs SET created_at = created_at - interval '3 minutes'")
        )
    assert close_lost_experiments(lambda name: True) == [requested.airflow_run_id]
    assert platform.rows(RUN, run_id=requested.id)[0].state == "failed"
