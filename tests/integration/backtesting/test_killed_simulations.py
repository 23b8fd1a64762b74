"""Tasks of a batch and the database server are killed in turns: nothing is lost, nothing counts twice."""

import os
import random
from collections.abc import Iterator

import pytest

from tests.support.killable import Kill, KillableProcesses, killable_processes
from tests.support.simulate_batch import FINISHED, simulate_batch
from tests.support.stored_market import store_market
from tests.support.stored_simulations import DOCUMENT

KILLS = int(os.environ.get("KILLS") or 2)
SEED = int(os.environ.get("KILLS_SEED") or random.randrange(1_000_000))  # noqa: S311 - moments, not secrets
SIZE = KILLS + 1
FILES = 4

WHOLE = """
SELECT count(*), count(DISTINCT run_name), count(equity.simulation_id),
    bool_and(trades = (SELECT count(*) FROM simulation_trades WHERE simulation_id = simulations.id)),
    bool_and(4 = (SELECT count(*) FROM simulation_files WHERE simulation_id = simulations.id))
FROM simulations LEFT JOIN simulation_equity AS equity ON simulation_id = id WHERE state = 'done'
"""
TRIALS = "SELECT count(*), count(DISTINCT run_name) FROM simulation_trials"


@pytest.fixture
def killable() -> Iterator[KillableProcesses]:
    with killable_processes() as killable:
        yield killable


def test_killed_batch(killable: KillableProcesses) -> None:
    """After each kill the results on record are whole, and as many as trials; the repeat makes the rest."""
    print(f"KILLS_SEED={SEED}")
    moments = random.Random(SEED)  # noqa: S311
    with killable.engine.begin() as connection:
        store_market(connection)
    axes = [{"field": "portfolio.rebalanceSessions", "values": list(range(5, 5 + SIZE))}]
    params = {"batch_id": None, "preset": "momentum", "document": DOCUMENT, "axes": axes}
    hits = 0
    for number in range(KILLS):
        # Some files of a simulation are stored, and its transaction is open: or it is being committed.
        kill = Kill(1 + moments.randint(1, FILES), moments.uniform(0, 0.1), server=number % 2 == 1)
        outcome = killable.run(simulate_batch, params, kill=kill)
        hits += FINISHED not in outcome.messages
        ((results, names, accounts, *are_whole),) = killable.rows(WHOLE)
        assert results == names == accounts
        assert are_whole in ([True, True], [None, None])
        assert killable.rows(TRIALS) == [(results, results)]
    finished = killable.run(simulate_batch, params)
    assert (finished.exit_code, finished.messages[-1]) == (0, FINISHED)
    print(f"{hits} of {KILLS} kills hit the batch")
    assert hits >= KILLS - 1
    assert killable.rows(WHOLE) == [(SIZE, SIZE, SIZE, True, True)]
    assert killable.rows(TRIALS) == [(SIZE, SIZE)]
    assert killable.rows("SELECT state FROM simulation_batches") == [("done",)]
