"""A run that a user asks for, as its first task takes it up."""

import json
from datetime import date
from types import SimpleNamespace
from uuid import uuid4

import pytest
import sqlalchemy as sa

from tests.integration.conftest import SMALL_CONFIG, TICKERS
from vn30 import warehouse
from vn30.errors import WrongInput
from vn30.ingestion.load import load_ticker
from vn30.ingestion.plan import plan_crawl
from vn30.ingestion.request import CrawlRequest
from vn30.pipelines import TRAINING_DAG
from vn30.run_endings import RunEndings
from vn30.training import run
from vn30.training.config import parse_config
from vn30.training.registry import Cancelled, Experiment, NoPrices, trained_already
from vn30.training.requests import Requested, Wish, fail_request, request_experiment
from vn30.training.run_state import cancel_experiment, close_lost_experiments
from vn30.training.versions import save_version

RUN = (
    "SELECT state, username, notes, scope, version, started_at IS NOT NULL AS started FROM experiment_runs "
    "JOIN users ON users.id = owner_user_id JOIN training_configs AS configs ON configs.id = config_id "
    "WHERE experiment_runs.id = :run_id"
)


@pytest.fixture
def owner(desk):
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


def ask(desk, owner, **wish) -> Requested:
    (config,) = desk.rows("SELECT id FROM training_configs WHERE version = 1")
    with warehouse.transaction() as connection:
        wanted = Wish(**{"config_id": str(config.id), "scope": "selected", "notes": "mine", **wish})
        return request_experiment(connection, wanted, owner, "ds1", None)


def take_up(asked: Requested, airflow_run_id: str | None = None) -> Experiment:
    name = airflow_run_id or asked.airflow_run_id
    return run.resolve(name, {"scaling": "none"}, None, experiment_id=str(asked.id))


def crawl(desk) -> None:
    for job in plan_crawl(desk.settings, "crawl", CrawlRequest(TICKERS)):
        load_ticker(desk.settings, job)


def lines(desk, asked: Requested) -> list[str]:
    query = "SELECT message FROM experiment_logs WHERE run_id = :run_id ORDER BY id"
    return [row.message for row in desk.rows(query, run_id=asked.id)]


def test_it_is_trained_with_what_was_asked_for_and_keeps_owner_and_notes(desk, owner) -> None:
    crawl(desk)
    asked = ask(desk, owner, tickers=("FPT",), seed=7)
    experiment = take_up(asked)
    assert (experiment.id, experiment.tickers) == (str(asked.id), ["FPT"])
    config = experiment.training_config()
    assert (config.reproducibility.seed, config.scaling) == (7, "standard")
    found = desk.rows(RUN, run_id=asked.id)
    assert found == [("running", "ds1", "mine", "selected", 1, True)]
    assert desk.count("training_configs") == 2, "the run of an old version makes no new one"
    # Cleared in Airflow, it is the same again.
    assert take_up(asked) == experiment
    assert desk.count("experiment_runs") == 1


def test_it_is_trained_anew_by_the_next_run_if_it_had_a_seed_of_its_own(desk, owner) -> None:
    crawl(desk)
    with warehouse.transaction() as connection:
        in_full = take_up(ask(desk, owner)).config
        connection.execute(
            sa.text("UPDATE training_configs SET config = cast(:config AS JSONB) WHERE version = 1"),
            {"config": json.dumps(in_full)},
        )
    for seed, expected in ((7, None), (42, "api__")):
        asked = ask(desk, owner, seed=seed)
        experiment = take_up(asked)
        with warehouse.transaction() as connection:
            warehouse.execute(
                connection,
                "training/finish_experiment",
                run_id=asked.id,
                state="success",
                summary="{}",
                suspicions=[],
            )
        config = parse_config(SMALL_CONFIG)
        found = trained_already(config, experiment.tickers, date.fromisoformat(experiment.as_of))
        assert (found and found[:5]) == expected


def test_a_run_that_is_gone_or_not_of_this_airflow_run_is_refused(desk, owner) -> None:
    crawl(desk)
    asked = ask(desk, owner)
    with pytest.raises(WrongInput, match=f"belongs to the Airflow run api__{asked.id}"):
        take_up(asked, "manual__1")
    gone = Requested(uuid4(), "api__gone", "pending", None)
    with pytest.raises(WrongInput, match=f"there is no training run {gone.id}"):
        take_up(gone)
    assert desk.rows(RUN, run_id=asked.id)[0].state == "pending"


def test_a_run_that_was_cancelled_while_it_waited_does_not_begin(desk, owner) -> None:
    crawl(desk)
    asked = ask(desk, owner)
    with warehouse.transaction() as connection:
        assert cancel_experiment(connection, str(asked.id), "ds1") is True
    of_airflow = SimpleNamespace(dag_id=TRAINING_DAG, run_id=asked.airflow_run_id)
    RunEndings().on_dag_run_running(of_airflow, "started")
    with pytest.raises(Cancelled, match="before it began"):
        take_up(asked)
    RunEndings().on_dag_run_failed(of_airflow, "task_failure")
    assert desk.rows(RUN, run_id=asked.id)[0].state == "cancelled"


def test_what_keeps_it_from_starting_is_in_its_log_and_it_ends_as_failed(desk, owner) -> None:
    asked = ask(desk, owner)
    with pytest.raises(NoPrices):
        take_up(asked)
    assert "Run vn30_data_crawler first" in lines(desk, asked)[-1]
    of_airflow = SimpleNamespace(dag_id=TRAINING_DAG, run_id=asked.airflow_run_id)
    RunEndings().on_dag_run_failed(of_airflow, "task_failure")
    assert desk.rows(RUN, run_id=asked.id)[0].state == "failed"


def test_airflow_takes_up_a_run_that_it_was_not_heard_to_accept(desk, owner) -> None:
    crawl(desk)
    asked = ask(desk, owner)
    with warehouse.transaction() as connection:
        fail_request(connection, asked.id, "Airflow could not be reached")
    assert desk.rows(RUN, run_id=asked.id)[0].state == "failed"
    take_up(asked)
    assert desk.rows(RUN, run_id=asked.id)[0].state == "running"
    with warehouse.transaction() as connection:
        fail_request(connection, asked.id, "Airflow could not be reached")
    assert desk.rows(RUN, run_id=asked.id)[0].state == "running"


def test_a_run_that_airflow_never_heard_of_is_closed_by_the_next_one(desk, owner) -> None:
    asked = ask(desk, owner)
    assert close_lost_experiments(lambda name: True) == [], "it may be on its way"
    with warehouse.transaction() as connection:
        connection.execute(
            sa.text("UPDATE experiment_runs SET created_at = created_at - interval '3 minutes'")
        )
    assert close_lost_experiments(lambda name: True) == [asked.airflow_run_id]
    assert desk.rows(RUN, run_id=asked.id)[0].state == "failed"
