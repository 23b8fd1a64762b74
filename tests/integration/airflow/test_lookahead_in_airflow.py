"""The look-ahead check in Airflow, on stored prices."""

from tests.integration.conftest import TICKERS
from vn30.names import CRAWLER_DAG, LOOKAHEAD_DAG

THREE = {"tickers": list(TICKERS)}


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
