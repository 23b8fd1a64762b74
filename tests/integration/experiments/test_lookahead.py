"""The look-ahead check on stored prices: in Airflow, and with a leak that it must find."""

import pandas as pd
import pytest

from tests.integration.conftest import SESSIONS, SMALL_CONFIG, simulated_bars
from vn30.database import warehouse
from vn30.experiments.lookahead import check_session, sample_jobs
from vn30.experiments.regimes import store_regimes
from vn30.features import returns
from vn30.features.truncation import LookAhead
from vn30.market.stored_bars import stored_bars
from vn30.names import CRAWLER_DAG, LOOKAHEAD_DAG, TRAINING_DAG

THREE = {"tickers": ["FPT", "HPG", "VCB"]}


def test_in_airflow(airflow, platform) -> None:
    """A task a drawn session; what was compared is on record, and nothing differs."""
    conf = {"sessions": 2, "seed": 3, **THREE}
    runs = (CRAWLER_DAG, THREE), (LOOKAHEAD_DAG, conf)
    assert airflow.dag_test(*runs) == ["success"] * 2
    rows = platform.rows(
        "SELECT session_date, tickers, values_compared, differences, details FROM lookahead_results"
    )
    assert len({session for session, *_ in rows}) == 2
    for _, tickers, values, differences, details in rows:
        assert tickers == 3
        assert values > 10_000
        assert (differences, details) == (0, [])


def test_planted_leak(platform, airflow, monkeypatch: pytest.MonkeyPatch) -> None:
    """The check fails, names the column, and stores the difference; tried again, it replaces it."""
    assert airflow.dag_test((CRAWLER_DAG, THREE)) == ["success"]
    (job,) = sample_jobs(SMALL_CONFIG, 1, 5, THREE["tickers"])
    assert sample_jobs(SMALL_CONFIG, 1, 5, THREE["tickers"]) == [job]
    monkeypatch.setattr(
        returns,
        "day_range",
        lambda bars: pd.Series(bars.close).rolling(5, center=True).mean().to_numpy() / bars.close,
    )
    for _ in range(2):
        with pytest.raises(LookAhead, match=rf"feature day_range of \w+ on {job.session}: .* from all"):
            check_session(platform.store, "again", SMALL_CONFIG, job)
    ((name, session),) = platform.rows(
        "SELECT name, session_date FROM lookahead_differences WHERE part = 'feature'"
    )
    assert (name, session.isoformat()) == ("day_range", job.session)
    assert platform.rows("SELECT airflow_run_id FROM lookahead_checks") == [("again",)]


def test_regimes_of_a_training_run(platform, airflow, market) -> None:
    """A training stores the regimes up to its session; one for a past session changes nothing."""
    platform.write(pd.concat([market, simulated_bars("VNINDEX")]))
    crawled = {"tickers": [*THREE["tickers"], "VNINDEX"]}
    assert airflow.dag_test((CRAWLER_DAG, crawled), (TRAINING_DAG, {})) == ["success"] * 2
    statement = "SELECT session_date, volatility, trend, state FROM regimes_of_market ORDER BY 1"
    rows = platform.rows(statement)
    assert len(rows) == 369
    assert rows[-1][1] in ("quiet", "volatile")
    assert rows[-1][2] in ("bull", "bear")
    assert {state for *_, state in rows} == {"unknown"}
    with warehouse.transaction() as connection:
        assert store_regimes(connection, stored_bars(connection, ["VNINDEX"], SESSIONS[-9])) is None
    assert platform.rows(statement) == rows
