"""Contributions, importances and selections of a run in the database, and a child that trains on them."""

import json
from collections.abc import Sequence
from math import log
from typing import Any

import pandas as pd
import pytest
import sqlalchemy as sa

from tests.integration.conftest import simulated_bars
from tests.integration.experiments.test_training import train_all
from vn30.database import warehouse
from vn30.errors import WrongInput
from vn30.experiments.finish import finish_experiment
from vn30.experiments.record import Experiment
from vn30.experiments.start import start_run
from vn30.ingestion.load import load_ticker
from vn30.ingestion.plan import plan_crawl
from vn30.ingestion.request import CrawlRequest

# The pooled model needs five tickers.
TICKERS = ("FPT", "HPG", "VCB", "MBB", "VNM")
CONFIG: dict[str, Any] = {
    "universe": {"useAllVn30": False, "tickers": list(TICKERS)},
    "dataWindow": {"lastSessions": 500},
    "targets": {"horizons": [7]},
    "models": {name: {"enabled": False} for name in ("randomForest", "gradientBoosting", "svr")},
    # By a mean the ticker's own ridge regression moves each forecast.
    "ensemble": {"method": "mean"},
    "selection": {"method": "p_value", "threshold": 0.3},
}
SELECTIONS = (
    "SELECT coalesce(ticker, 'pooled') AS model, known_before, is_final, features FROM feature_selections "
    "WHERE run_id = :run_id ORDER BY model, known_before"
)


@pytest.fixture
def market() -> pd.DataFrame:
    """Enough tickers for a pooled model, and the index whose regimes are told apart."""
    return pd.concat([simulated_bars(name) for name in (*TICKERS, "VNINDEX")], ignore_index=True)


def crawl(tickers: Sequence[str], platform) -> None:
    for job in plan_crawl(platform.settings, "crawl", CrawlRequest((*tickers, "VNINDEX"))):
        load_ticker(platform.settings, job)


def run(platform, name: str, config: dict[str, Any], succeed: bool = True) -> Experiment:
    experiment = start_run(name, json.dumps(config), None)
    if succeed:
        train_all(platform, experiment)
        finish_experiment(platform.store, name)
    return experiment


def test_explanations_and_child(platform) -> None:
    """Forecasts are explained; a child trains on its parent's selections and is bound to it."""
    crawl(TICKERS, platform)
    parent = run(platform, "parent", CONFIG)
    forecasts = platform.rows(
        "SELECT explanation, predicted_price / base_price AS ratio FROM stock_prediction_summaries"
    )
    assert len(forecasts) == 5
    for forecast in forecasts:
        found = forecast.explanation
        assert found["unit"] == "log_return"
        total = found["base"] + found["rest"] + sum(part["contribution"] for part in found["contributions"])
        assert total == pytest.approx(log(forecast.ratio), abs=1e-6)
    importances = platform.rows(
        "SELECT regime, count(*) AS number, min(std_error) AS error FROM feature_importances "
        "WHERE run_id = :run_id AND ticker IS NULL AND method = 'contribution' GROUP BY regime",
        run_id=parent.id,
    )
    assert "all" in {row.regime for row in importances}
    selected = platform.rows(SELECTIONS, run_id=parent.id)
    assert {row.model for row in selected if row.is_final} == {"pooled", *TICKERS}

    # Publishing again replaces what was stored.
    with warehouse.transaction() as connection:
        connection.execute(sa.text("UPDATE experiment_ticker_artifacts SET created_at = '2020-01-01'"))
    rerun = start_run("parent", json.dumps(CONFIG), None)
    train_all(platform, rerun)
    finish_experiment(platform.store, "parent")
    assert platform.rows(SELECTIONS, run_id=parent.id) == selected

    child_config = {**CONFIG, "selection": {"parent": parent.id}}
    child = run(platform, "child", child_config)
    assert platform.rows(SELECTIONS, run_id=child.id) == selected
    bound = platform.rows("SELECT parent_run_id FROM experiment_runs WHERE id = :id", id=child.id)
    assert str(bound[0].parent_run_id) == parent.id


def test_parents_that_cannot_be(platform) -> None:
    """A parent that is unknown, unfinished or without a selection is refused, with the field."""
    crawl(["FPT"], platform)
    small = {**CONFIG, "universe": {"useAllVn30": False, "tickers": ["FPT"]}}
    plain = run(platform, "plain", {**small, "selection": {}})
    unfinished = run(platform, "unfinished", small, succeed=False)
    unknown = "5f0c2b1e-8f0b-4a53-9d0e-7a5f1f3f7c11"
    for parent, reason in (
        (unknown, "there is no training run"),
        (unfinished.id, "is running; a parent has succeeded"),
        (plain.id, "has selected no features: its selection.method was none"),
    ):
        with pytest.raises(WrongInput, match=rf"selection\.parent: .*{reason}"):
            run(platform, f"child of {parent}", {**small, "selection": {"parent": parent}}, succeed=False)
