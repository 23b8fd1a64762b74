"""One crawl in a process that a test may kill. A fork server imports this, and all that is heavy, once."""

import os
from collections.abc import Mapping
from multiprocessing.connection import Connection

from vn30.ingestion.gate import run_gate
from vn30.ingestion.load import load_ticker
from vn30.ingestion.plan import plan_crawl
from vn30.ingestion.request import CrawlRequest
from vn30.settings import Settings

PLANNED = "planned"


def crawl(environment: Mapping[str, str], run: str, tickers: tuple[str, ...], told: Connection) -> None:
    """Plan, load and judge; ``told`` hears when it is planned, and each ticker whose load has returned."""
    os.environ.update(environment)
    settings = Settings()
    jobs = plan_crawl(settings, run, CrawlRequest(tickers=tickers, full_refresh=True))
    told.send(PLANNED)
    for job in jobs:
        load_ticker(settings, job)
        told.send(job.ticker)
    # Whoever waits for the end of the loads need not wait for the gate.
    told.close()
    run_gate(run)
