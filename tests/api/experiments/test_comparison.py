"""A training run beside another over HTTP, from the stored forecasts of their test parts."""

import json
from collections.abc import Callable, Mapping
from typing import Any
from uuid import uuid4

import httpx
import numpy as np
import pandas as pd
import pytest
import sqlalchemy as sa

from tests.support.model_runs import publish_run
from tests.support.stored_market import SESSIONS, TICKERS, store_market
from vn30.database.warehouse import execute, make_engine
from vn30.experiments.champions import record_run
from vn30.experiments.promotion_policy import PromotionPolicy
from vn30.settings import Settings
from vn30.storage.artifacts import ArtifactStore, open_store
from vn30.users.accounts import seed_demo_accounts

PERSON = PromotionPolicy("person")
RUNS: Mapping[str, dict[str, Any]] = {
    "first": {"seed": 1, "miss": 0.02, "alpha": 1.0},
    "alike": {"seed": 2, "miss": 0.02, "alpha": 2.0},
    "exact": {"seed": 3, "miss": 0.002, "alpha": 3.0},
    "of the open": {"seed": 4, "miss": 0.02, "alpha": 1.0, "target_column": "open"},
    "tidied": {"seed": 5, "miss": 0.02, "alpha": 1.0},
}


class Lab:
    """A data scientist before :data:`RUNS`, each with its test part, oldest first."""

    def __init__(self, client: httpx.Client, run_ids: Mapping[str, str]) -> None:
        self.client, self.run_ids = client, run_ids

    def compare(self, run: str, other: str | None = None, language: str = "en") -> dict[str, Any]:
        query = {} if other is None else {"otherRunId": self.run_ids[other]}
        path = f"/api/v1/experiments/{self.run_ids[run]}/comparison"
        answer = self.client.get(path, params=query, headers={"Accept-Language": language})
        compared: dict[str, Any] = answer.raise_for_status().json()
        return compared


@pytest.fixture(scope="module")
def lab(
    make_database: Callable[..., str],
    api_settings: Callable[..., Settings],
    serve: Callable[[Settings], httpx.Client],
    sign_in: Callable[..., httpx.Client],
    tmp_path_factory: pytest.TempPathFactory,
) -> Lab:
    settings = api_settings(
        make_database("comparison"), artifact_store=tmp_path_factory.mktemp("artifacts").as_uri()
    )
    store, engine, run_ids = open_store(settings), make_engine(settings), {}
    with engine.begin() as connection:
        seed_demo_accounts(connection)
        store_market(connection)
    for name, made in RUNS.items():
        seed, miss = made["seed"], made["miss"]
        published = {key: value for key, value in made.items() if key not in ("seed", "miss")}
        with engine.begin() as connection:
            run_ids[name] = publish_run(connection, SESSIONS[-1], promotion="person", **published)
            if name != "tidied":
                _store_test_part(connection, store, run_ids[name], seed, miss)
            record_run(connection, store, run_ids[name], PERSON)
    engine.dispose()
    return Lab(sign_in(serve(settings), "ds1"), run_ids)


def _store_test_part(
    connection: sa.Connection, store: ArtifactStore, run_id: str, seed: int, miss: float
) -> None:
    """Forecasts at 7D over the newest 150 sessions, which miss their outcomes by noise."""
    # What is published in one transaction with the start counts as published after it.
    connection.execute(
        sa.text("UPDATE experiment_runs SET started_at = created_at WHERE id = :run"), {"run": run_id}
    )
    days = pd.DatetimeIndex(SESSIONS[-150:])
    for number, ticker in enumerate(TICKERS):
        outcome = 100_000 * (1 + np.random.default_rng(number).normal(0, 0.03, len(days)))
        noise = np.random.default_rng((seed, number)).normal(0, miss, len(days))
        rows = pd.DataFrame(
            {
                "date": days,
                "target_date": days + pd.Timedelta(days=9),
                "base": 100_000.0,
                "actual": outcome,
                "predicted": outcome + 100_000 * noise,
                "horizon": 7,
            }
        )
        content = rows.to_parquet(index=False, write_page_checksum=True)
        stored = store.put(f"{run_id}/{ticker}.parquet", content)
        execute(
            connection,
            "experiments/insert_ticker_artifacts",
            run_id=run_id,
            stock_id=connection.scalar(
                sa.text("SELECT id FROM stocks WHERE ticker = :ticker"), {"ticker": ticker}
            ),
            metrics="{}",
            files=json.dumps([{"type": "backtest_parquet", **stored._asdict()}]),
        )


def test_beside_the_run_before(lab: Lab) -> None:
    """Without another run it is the run before; a difference whose interval holds 0 is not proven."""
    compared = lab.compare("alike")
    assert compared["other"]["runId"] == lab.run_ids["first"]
    assert (compared["problem"], compared["caveats"], compared["trials"]) == (None, [], 3)
    scores = compared["scores"]["7d"]
    assert list(compared["scores"]) == ["7d"]
    assert (scores["tickers"], scores["sessions"], scores["forecasts"]) == (3, 150, 450)
    difference = scores["errorDifference"]
    assert difference["low"] < 0 < difference["high"]
    assert difference["correctedPValue"] == min(1, 3 * difference["pValue"])
    assert scores["verdict"] == "not proven"
    alphas = [compared[side]["models"]["ridge"]["alpha"] for side in ("config", "otherConfig")]
    assert alphas == [2.0, 1.0]


def test_a_proven_difference(lab: Lab) -> None:
    """A difference far beyond its error is proven, in either order of the runs."""
    exact, first = lab.compare("exact", "first"), lab.compare("first", "exact")
    assert exact["scores"]["7d"]["errorDifference"]["high"] < 0
    verdicts = [compared["scores"]["7d"]["verdict"] for compared in (exact, first)]
    assert verdicts == ["less error", "more error"]


@pytest.mark.parametrize(
    ("run", "other", "problem"),
    [
        ("first", None, "No run before this one has succeeded with the same target."),
        ("of the open", None, "No run before this one has succeeded with the same target."),
        ("of the open", "first", "The runs forecast different targets"),
        ("tidied", "first", "The runs have no forecast in common"),
    ],
)
def test_not_comparable(lab: Lab, run: str, other: str | None, problem: str) -> None:
    """Without scores the answer says why, in both languages, and still has the configurations."""
    compared = lab.compare(run, other)
    assert compared["problem"].startswith(problem)
    assert (compared["scores"], compared["otherConfig"] is None) == ({}, other is None)
    assert not lab.compare(run, other, "vi")["problem"].isascii()


def test_unknown_run(lab: Lab) -> None:
    path = f"/api/v1/experiments/{lab.run_ids['first']}/comparison"
    assert lab.client.get(path, params={"otherRunId": str(uuid4())}).json()["code"] == "unknown_run"
    assert lab.client.get(path, params={"otherRunId": "1"}).status_code == 422
