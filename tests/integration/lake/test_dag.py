"""The DAG in Airflow itself, on a platform without anything to publish; test_daily_runs.py has the others."""

from vn30.names import LAKE_DAG


def test_a_platform_without_prices(airflow, platform) -> None:
    """There is nothing to publish: every data set is skipped, with the reason."""
    assert airflow.dag_test((LAKE_DAG, {})) == ["success"]
    assert platform.count("lake_versions") == 0
