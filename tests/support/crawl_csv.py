"""One crawl in a process that a test may kill. A fork server imports this, and all that is heavy, once."""

import os
from collections.abc import Mapping
from multiprocessing.connection import Connection

from vn30.ingestion.load import load_ticker
from vn30.ingestion.plan import plan_crawl
from vn30.ingestion.quality_gate import run_gate
from vn30.ingestion.request import CrawlRequest
from vn30.settings import Settings

PLANNED = "planned"


def crawl(environment: Mapping[str, str], run: str, tickers: tuple[str, ...], messages: Connection) -> None:
    """Plan, load and judge; ``messages`` gets PLANNED, and each ticker after its load."""
    os.environ.update(environment)
    settings = Settings()
    jobs = plan_crawl(settings, run, CrawlRequest(tickers=tickers, full_refresh=True))
    messages.send(PLANNED)
    for job in jobs:
        load_ticker(settings, job)
        messages.send(job.ticker)
    # The receiver waits for the loads, and not for the gate.
    messages.close()
    run_gate(run)
