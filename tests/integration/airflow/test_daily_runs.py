"""What a platform runs day by day, in Airflow itself: run after run, and what each leaves behind."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from tests.integration.conftest import SESSIONS, TICKERS, Platform, airflow_for, simulated_bars
from tests.support.warm_airflow import WarmAirflow
from vn30.lake import connect
from vn30.local.setup import LocalPlatform
from vn30.names import (
    CRAWLER_DAG,
    INTRADAY_DAG,
    LAKE_DAG,
    LAKE_DATASETS,
    LOOKAHEAD_DAG,
    RECOMMENDATIONS_DAG,
    RISK_DAG,
    TRAINING_DAG,
)
from vn30.settings import Settings
from vn30.storage.lake.manifest import read_catalog

THREE = {"tickers": list(TICKERS)}
# The configuration's universe is these three; the crawl takes them from its parameters.
RUNS: tuple[tuple[str, dict[str, Any]], ...] = (
    (LAKE_DAG, {}),
    (CRAWLER_DAG, THREE),
    (INTRADAY_DAG, {}),
    (LAKE_DAG, {}),
    (TRAINING_DAG, {}),
    (LAKE_DAG, {}),
    (LAKE_DAG, {}),
    (RECOMMENDATIONS_DAG, {}),
    (RECOMMENDATIONS_DAG, {"session": SESSIONS[-1].isoformat()}),
    (RISK_DAG, {}),
    (LOOKAHEAD_DAG, {"sessions": 2, "seed": 3, **THREE}),
)


@pytest.fixture(scope="module")
def ran(
    airflow_home: LocalPlatform,
    warm_airflow: WarmAirflow,
    make_database: Callable[..., str],
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[dict[str, str], list[str]]:
    """Settings of the platform that all of :data:`RUNS` have run on, and their states."""
    home = tmp_path_factory.mktemp("daily")
    pd.concat(map(simulated_bars, TICKERS)).to_csv(home / "prices.csv", index=False)
    settings = {
        "database_url": make_database("daily"),
        "home": str(home),
        "price_source": f"csv:{home / 'prices.csv'}",
    }
    return settings, airflow_for(airflow_home, warm_airflow, Settings(**settings)).dag_test(*RUNS)


@pytest.fixture
def states(ran: tuple[dict[str, str], list[str]]) -> dict[str, list[str]]:
    """Those of the runs of each DAG."""
    of_dag: dict[str, list[str]] = {}
    for (dag_id, _), state in zip(RUNS, ran[1], strict=True):
        of_dag.setdefault(dag_id, []).append(state)
    return of_dag


@pytest.fixture
def platform(ran: tuple[dict[str, str], list[str]], open_platform: Callable[..., Platform]) -> Platform:
    return open_platform(**ran[0])


def test_crawl_and_training(platform: Platform, states: dict[str, list[str]]) -> None:
    assert (states[CRAWLER_DAG], states[TRAINING_DAG]) == (["success"], ["success"])
    assert platform.count("stock_prices") == 3 * 369
    assert len(platform.rows("SELECT * FROM current_forecasts")) == 9
    assert platform.rows("SELECT state FROM experiment_runs") == [("success",)]


def test_minutes_of_a_csv(platform: Platform, states: dict[str, list[str]]) -> None:
    """Prices of a CSV have none: the run has nothing to do, and says so."""
    assert states[INTRADAY_DAG] == ["success"]
    assert platform.count("intraday_runs") == 0


def test_lake(platform: Platform, states: dict[str, list[str]]) -> None:
    """Without prices, after a crawl, after a training, and when nothing has changed."""
    assert states[LAKE_DAG] == ["success"] * 4
    # Where there is nothing to publish, every data set is skipped.
    assert platform.rows(
        "SELECT min(published_at) > (SELECT created_at FROM crawl_runs) FROM lake_versions"
    ) == [(True,)]
    assert set(read_catalog(platform.store).datasets) == set(LAKE_DATASETS)
    with connect(platform.store) as views:
        assert views.sql("SELECT count(*), count(DISTINCT symbol) FROM prices").fetchone() == (3 * 369, 3)
        assert views.sql("SELECT count(*) FROM forecasts").fetchone() == (9,)
        assert views.sql("SELECT count(*) FROM features").fetchone() == (3 * 369,)
    counted = platform.rows("SELECT dataset, count(*) FROM lake_versions GROUP BY dataset")
    assert {dataset: count for dataset, count in counted} == {
        **dict.fromkeys(LAKE_DATASETS, 1),
        # Empty before the training.
        "forecasts": 2,
        "scores": 2,
    }


def test_recommendations(platform: Platform, states: dict[str, list[str]]) -> None:
    """Made from the forecasts of a training. Where nothing is proven, each answer is HOLD, and says so."""
    assert states[RECOMMENDATIONS_DAG] == ["success"] * 2
    rows = platform.rows(
        "SELECT profile, label, count(*) AS number, min(reason_code) AS reason FROM current_recommendations "
        "GROUP BY profile, label ORDER BY profile"
    )
    assert [tuple(row) for row in rows] == [
        (profile, "HOLD", 9, "no_chance") for profile in ("aggressive", "conservative", "moderate")
    ]
    assert platform.count("recommendation_runs") == 1
    assert platform.rows("SELECT created_by, number FROM recommendation_profile_versions") == [("airflow", 1)]


def test_risk(platform: Platform, states: dict[str, list[str]]) -> None:
    """A mapped task a batch; the newest session of each stock is in the view, with its year."""
    assert states[RISK_DAG] == ["success"]
    rows = platform.rows(
        "SELECT ticker, session_date = last_bar, period_sessions FROM current_risk "
        "JOIN risk_measures USING (stock_id, session_date) ORDER BY 1"
    )
    assert rows == [("FPT", True, 250), ("HPG", True, 250), ("VCB", True, 250)]


def test_lookahead_check(platform: Platform, states: dict[str, list[str]]) -> None:
    """A task a drawn session; what was compared is on record, and nothing differs."""
    assert states[LOOKAHEAD_DAG] == ["success"]
    rows = platform.rows(
        "SELECT session_date, tickers, values_compared, differences, details FROM lookahead_results"
    )
    assert len({session for session, *_ in rows}) == 2
    for _, tickers, values, differences, details in rows:
        assert tickers == 3
        assert values > 10_000
        assert (differences, details) == (0, [])
