"""Both DAGs in Airflow itself: through ``dag.test()`` and through the command line."""

from vn30.pipelines import CRAWLER_DAG, TRAINING_DAG

TICKERS = ["FPT", "HPG", "VCB"]
# The configuration's universe is these three; the crawl is told by its parameters.
THREE = {"tickers": TICKERS}


def test_both_dags_run_through_dag_test(airflow, desk) -> None:
    assert airflow.dag_test((CRAWLER_DAG, THREE), (TRAINING_DAG, {})) == ["success", "success"]
    assert desk.count("stock_prices") == 3 * 369
    assert len(desk.rows("SELECT * FROM current_forecasts")) == 9
    assert desk.rows("SELECT state FROM experiment_runs") == [("success",)]


def test_both_dags_run_through_the_command_line(airflow, desk) -> None:
    airflow.commands(
        ("dags", "test", CRAWLER_DAG, "--conf", '{"tickers": ["FPT", "HPG", "VCB"]}'),
        ("dags", "test", TRAINING_DAG),
    )
    assert desk.count("stock_prices") == 3 * 369
    assert desk.rows("SELECT state FROM experiment_runs") == [("success",)]


def test_one_failing_ticker_turns_the_run_red_and_the_others_stay(airflow, desk, market) -> None:
    desk.write(market[market["symbol"] != "HPG"])
    assert airflow.dag_test((CRAWLER_DAG, THREE), (TRAINING_DAG, {})) == ["failed", "failed"]
    states = desk.rows("SELECT ticker, state FROM crawl_tickers ORDER BY ticker")
    assert states == [("FPT", "loaded"), ("HPG", "failed"), ("VCB", "loaded")]
    assert len(desk.rows("SELECT DISTINCT stock_id FROM current_forecasts")) == 2
    assert desk.rows("SELECT summary_metrics -> 'failed' FROM experiment_runs") == [(["HPG"],)]


def test_an_unreadable_file_fails_the_run_at_once_and_says_why(airflow, desk) -> None:
    desk.csv.write_text("symbol,date,open,high,low,volume\nFPT,2024-01-02,1,1,1,1\n")
    done = airflow.command("dags", "test", CRAWLER_DAG)
    assert done.returncode != 0
    assert "close" in done.stdout + done.stderr
    assert desk.count("stock_prices") == 0
