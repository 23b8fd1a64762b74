"""The DAG in Airflow itself: after a crawl, after a training, and when nothing has changed."""

from vn30.lake import connect
from vn30.names import CRAWLER_DAG, LAKE_DAG, LAKE_DATASETS, TRAINING_DAG
from vn30.storage.lake.manifest import read_catalog

THREE = {"tickers": ["FPT", "HPG", "VCB"]}


def test_the_lake_after_a_crawl_and_a_training(airflow, platform) -> None:
    runs = (CRAWLER_DAG, THREE), (LAKE_DAG, {}), (TRAINING_DAG, {}), (LAKE_DAG, {}), (LAKE_DAG, {})
    assert airflow.dag_test(*runs) == ["success"] * 5
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


def test_a_platform_without_prices(airflow, platform) -> None:
    """There is nothing to publish: every data set is skipped, with the reason."""
    assert airflow.dag_test((LAKE_DAG, {})) == ["success"]
    assert platform.count("lake_versions") == 0
