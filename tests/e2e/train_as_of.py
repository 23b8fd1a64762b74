"""Crawl, and train as of a session, without Airflow: ``python -m tests.e2e.train_as_of URL=SESSION ...``.

Each database gets what is known at its session, and the forecasts of a run with ``VN30_AS_OF`` set to it. A
database without a session (``URL=``) is only crawled, up to the end of the CSV.
"""

import os
import sys

from vn30.airflow.storage import task_store
from vn30.database import warehouse
from vn30.experiments import steps
from vn30.experiments.finish import finish_experiment
from vn30.experiments.start import start_run
from vn30.ingestion.load import load_ticker
from vn30.ingestion.plan import plan_crawl
from vn30.ingestion.request import CrawlRequest
from vn30.names import CONFIG_VARIABLE, HORIZONS
from vn30.settings import get_settings


def crawl() -> None:
    """Store all series up to the platform's today."""
    for job in plan_crawl(get_settings(), "crawl", CrawlRequest()):
        load_ticker(get_settings(), job)


def train() -> None:
    """Make the forecasts of the platform's today."""
    experiment = start_run("as of", os.environ[f"AIRFLOW_VAR_{CONFIG_VARIABLE.upper()}"], None)
    panel = steps.build_panel_file(task_store(get_settings()), experiment)
    pooled = [steps.pool(task_store(get_settings()), experiment, panel, horizon) for horizon in HORIZONS]
    for ticker in experiment.tickers:
        steps.train(task_store(get_settings()), experiment, panel, pooled, ticker)
    finish_experiment(task_store(get_settings()), "as of")


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        url, _, session = argument.rpartition("=")
        os.environ.update({"VN30_DATABASE_URL": url, "VN30_AS_OF": session})
        get_settings.cache_clear()
        warehouse.engine.cache_clear()
        crawl()
        if session:
            train()
