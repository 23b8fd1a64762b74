"""Crawl, and train as of a session, without Airflow: ``python -m tests.e2e.train_as_of URL=SESSION ...``.

Each database gets what is known at its session, and the forecasts of a run with ``VN30_AS_OF`` set to it. A
database without a session (``URL=``) is only crawled, up to the end of the CSV.
"""

import os
import sys

from vn30 import warehouse
from vn30.ingestion.load import load_ticker
from vn30.ingestion.plan import plan_crawl
from vn30.ingestion.request import CrawlRequest
from vn30.pipelines import CONFIG_VARIABLE, HORIZONS
from vn30.settings import get_settings
from vn30.training import run
from vn30.training.finish import finish_experiment


def crawl() -> None:
    """Store all series up to the platform's today."""
    for job in plan_crawl(get_settings(), "crawl", CrawlRequest()):
        load_ticker(get_settings(), job)


def train() -> None:
    """Make the forecasts of the platform's today."""
    experiment = run.resolve("as of", os.environ[f"AIRFLOW_VAR_{CONFIG_VARIABLE.upper()}"], None)
    panel = run.build_panel_file(get_settings(), experiment)
    pooled = [run.pool(get_settings(), experiment, panel, horizon) for horizon in HORIZONS]
    for ticker in experiment.tickers:
        run.train(get_settings(), experiment, panel, pooled, ticker)
    finish_experiment(get_settings(), "as of")


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        url, _, session = argument.rpartition("=")
        os.environ.update({"VN30_DATABASE_URL": url, "VN30_AS_OF": session})
        get_settings.cache_clear()
        warehouse.engine.cache_clear()
        crawl()
        if session:
            train()
