"""Batches of simulations in the database: reproducible, counted once, cancelled, and by the DAG."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.integration.conftest import Platform
from tests.support.stored_market import SESSIONS, store_market
from tests.support.stored_simulations import DOCUMENT
from tests.vn30.backtesting.markets import minutes_of
from vn30 import data
from vn30.backtesting import steps
from vn30.backtesting.document import InvalidSimulation
from vn30.backtesting.grid import Axis, expand
from vn30.backtesting.lifecycle import EndedBatch, cancel_batch, cancel_simulation, end_of_run
from vn30.backtesting.read_market import read_market
from vn30.backtesting.requests import BatchRequest, request_batch
from vn30.backtesting.retention import tidy_simulations
from vn30.backtesting.run import Workbench
from vn30.database import warehouse
from vn30.errors import WrongInput
from vn30.i18n.localized import from_text
from vn30.ingestion.intraday.minutes_writer import store_minutes
from vn30.names import SIMULATION_DAG

NAMES = Axis("portfolio.maximumNames", [1, 2, 3])
NO_PARAMS: dict[str, Any] = {"batch_id": None, "preset": "momentum", "document": DOCUMENT, "axes": None}


@pytest.fixture
def stored(platform: Platform) -> Platform:
    with warehouse.transaction() as connection:
        store_market(connection)
    return platform


def simulate(platform: Platform, run_id: str, axes: list[dict[str, Any]] | None = None) -> str:
    """Run all steps for DOCUMENT, and return the batch."""
    planned = steps.plan({**NO_PARAMS, "axes": axes}, run_id, None)
    for part in planned:
        steps.simulate(platform.store, part)
    steps.finish(planned[0].batch_id)
    return planned[0].batch_id


def results(platform: Platform) -> list[Any]:
    return platform.rows(
        "SELECT run_name, result_hash, equity, figures - 'luck' - 'verdict' FROM simulations "
        "JOIN simulation_batches ON batch_id = simulation_batches.id "
        "JOIN simulation_equity ON simulation_id = simulations.id ORDER BY requested_at, number"
    )


def test_equal_inputs(stored: Platform) -> None:
    """The same document is the same run, to the last digit, and one trial; other prices make another."""
    simulate(stored, "one")
    simulate(stored, "two")
    first, second = results(stored)
    assert first == second
    assert stored.count("simulation_trials") == 1
    assert stored.count("simulation_trades") > 20
    lines = [row[0] for row in stored.rows("SELECT message FROM simulation_logs ORDER BY id")]
    assert lines[:2] == ["Requested by airflow: 1 simulation", "Started"]
    assert "total return" in lines[2]
    assert lines[3] == "Ended: 1 done, 0 failed"

    with warehouse.transaction() as connection:
        connection.exec_driver_sql(
            "UPDATE stock_prices SET close_price = close_price + 100, high_price = high_price + 100 "
            "WHERE price_date = '2024-06-28'"
        )
    simulate(stored, "three")
    *_, third = results(stored)
    assert third[0] != first[0]
    assert stored.count("simulation_trials") == 2

    read = data.simulations()
    documented = {column.name: column.dtype for column in data.COLUMNS["simulations"]}
    assert {str(name): str(dtype) for name, dtype in read.dtypes.items()} == documented
    assert read["run_name"].tolist() == [first[0], first[0], third[0]]
    assert read["trials"].tolist() == [2, 2, 2], "the older ones are judged again"
    assert data.simulations(as_of="2024-06-27").empty


def test_by_minutes(stored: Platform) -> None:
    """Where they are stored, each execution has its minute; other minutes make another run."""
    with warehouse.transaction() as connection:
        market = read_market(connection, ["FPT"], SESSIONS[-60], SESSIONS[-1])
    minutes = minutes_of(market, 0, range(60))
    document = {**DOCUMENT, "execution": {"fill": "next_session", "minutes": True}}
    for number in range(2):
        store_minutes(stored.store, minutes, "csv", datetime.now(UTC))
        (part,) = steps.plan({**NO_PARAMS, "document": document}, f"run {number}", None)
        assert steps.simulate(stored.store, part) == {"done": 1, "failed": 0}
        minutes = minutes.assign(volume=minutes["volume"] // 2)
    counts = stored.rows(
        "SELECT count(minute), count(*), notes[cardinality(notes)] FROM simulation_trades "
        "JOIN simulations ON simulation_id = simulations.id GROUP BY simulations.id, notes"
    )
    for by_minutes, executions, last_note in counts:
        note = from_text(last_note)
        assert 0 < by_minutes < executions
        assert note.startswith(f"{by_minutes} of {executions} executions are by minutes")
        assert "60 of" in note
    assert stored.count("simulation_trials") == 2


def test_retention(stored: Platform) -> None:
    """The newest keeps its files; of the other, figures stay, and the file of a killed task goes."""
    simulate(stored, "old")
    simulate(stored, "new")
    stored.store.put("simulations/killed/trades.csv", b"")
    assert stored.count("simulation_files") == 8
    assert tidy_simulations(stored.store, 1, unclaimed=timedelta(days=1)) == (1, 0)
    assert tidy_simulations(stored.store, 1, unclaimed=timedelta(0)) == (0, 5)
    kept = {row[0] for row in stored.rows("SELECT url FROM simulation_files")}
    assert {file.url for file in stored.store.files("simulations")} == kept
    assert stored.count("simulation_equity") == 1
    assert stored.rows("SELECT count(figures) FROM simulations") == [(2,)]


def test_a_grid(stored: Platform, monkeypatch: pytest.MonkeyPatch) -> None:
    """In parts of many; each a trial, judged by all trials of the family; PBO over the batch."""
    monkeypatch.setattr(steps, "MAX_PARTS", 2)
    axes = [{"field": NAMES.field, "values": list(NAMES.values)}]
    planned = steps.plan({**NO_PARAMS, "axes": axes}, "grid", None)
    assert [(part.first, part.stop, part.label) for part in planned] == [(0, 2, "1-2"), (2, 3, "3")]
    batch = simulate(stored, "grid", axes)
    assert batch == planned[0].batch_id, "a repeated task plans the same batch"
    rows = stored.rows(
        "SELECT label, simulations.state, figures -> 'luck' -> 'trials', overfitting, overfitting_splits "
        "FROM simulations JOIN simulation_batches AS batches ON batch_id = batches.id ORDER BY number"
    )
    assert [row[:3] for row in rows] == [(f"Names {names}", "done", 3) for names in (1, 2, 3)]
    assert 0 <= rows[0][3] <= 1
    assert rows[0][4] == 12870


def test_a_refused_simulation(stored: Platform) -> None:
    """It fails alone, with its reason; the batch goes on."""
    with warehouse.transaction() as connection:
        planned = expand(DOCUMENT, [Axis("signal.formula", ["rank(return_over_20)", "day_range - 9"])])
        account = stored.rows("SELECT id FROM users WHERE username = 'airflow'")[0][0]
        batch = request_batch(connection, BatchRequest("", (), planned), account, "airflow")
        connection.exec_driver_sql(
            "UPDATE simulations SET document = jsonb_set(document, '{signal,formula}', '\"no_feature\"') "
            "WHERE number = 1"
        )
    (first, second) = steps.plan({**NO_PARAMS, "batch_id": str(batch.id)}, batch.airflow_run_id, None)
    assert steps.simulate(stored.store, second) == {"done": 0, "failed": 1}
    assert steps.simulate(stored.store, first) == {"done": 1, "failed": 0}
    ended = steps.finish(str(batch.id))
    assert ended == EndedBatch("done", 1, 1)
    ((error,),) = stored.rows("SELECT error FROM simulations WHERE number = 1")
    assert "no_feature" in error


def test_cancel(stored: Platform) -> None:
    """What has a result keeps it, what has not stores none and counts none."""
    axes = [{"field": NAMES.field, "values": list(NAMES.values)}]
    first, *others = steps.plan({**NO_PARAMS, "axes": axes}, "cancelled", None)
    steps.simulate(stored.store, first)
    with warehouse.transaction() as connection:
        assert cancel_batch(connection, UUID(first.batch_id), "ds1")
    for part in others:
        assert steps.simulate(stored.store, part) == {"done": 0, "failed": 0}
    assert steps.finish(first.batch_id) is None
    states = stored.rows("SELECT state FROM simulations ORDER BY number")
    assert states == [("done",), ("cancelled",), ("cancelled",)]
    assert stored.count("simulation_trials") == 1


def test_cancelled_while_it_runs(stored: Platform, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cancel between the computation and its end: the trial is not counted either."""
    (part,) = steps.plan(NO_PARAMS, "late", None)
    compute = Workbench.compute

    def cancel_after(bench: Workbench, *arguments: Any) -> Any:
        computed = compute(bench, *arguments)
        (simulation_id,) = stored.rows("SELECT id FROM simulations")[0]
        with warehouse.transaction() as connection:
            cancel_simulation(connection, simulation_id, "ds1")
        return computed

    monkeypatch.setattr(Workbench, "compute", cancel_after)
    steps.simulate(stored.store, part)
    assert stored.rows("SELECT state, result_hash FROM simulations") == [("cancelled", None)]
    assert stored.count("simulation_trials") == 0
    with warehouse.transaction() as connection:
        end_of_run(connection, "late", by_user=False, reason="all_done")
    assert stored.rows("SELECT state FROM simulation_batches") == [("cancelled",)]


def test_what_cannot_be_planned(stored: Platform) -> None:
    with pytest.raises(WrongInput, match="there are no simulations"):
        steps.plan({**NO_PARAMS, "batch_id": str(UUID(int=1))}, "run", None)
    with pytest.raises(InvalidSimulation, match=r"portfolio\.maximumNames"):
        steps.plan({**NO_PARAMS, "document": {"portfolio": {"maximumNames": 0}}}, "run", None)
    steps.plan(NO_PARAMS, "run", None)
    (batch,) = stored.rows("SELECT id FROM simulation_batches")[0]
    with pytest.raises(WrongInput, match="belongs to the Airflow run run"):
        steps.plan({**NO_PARAMS, "batch_id": str(batch)}, "another", None)


def test_in_airflow(airflow, stored) -> None:
    """By a document with axes; the files of each are in the store."""
    axes = [{"field": "portfolio.stopPct", "values": [None, 5]}]
    assert airflow.dag_test((SIMULATION_DAG, {"document": DOCUMENT, "axes": axes})) == ["success"]
    assert stored.rows("SELECT label, state, error FROM simulations ORDER BY number") == [
        ("Stop none", "done", None),
        ("Stop 5", "done", None),
    ]
    assert stored.rows("SELECT state FROM simulation_batches") == [("done",)]
