"""The report of a crawl in the note of its run; that Airflow keeps it is part of the demo's test."""

from types import SimpleNamespace

import pytest

from vn30.airflow.listeners.crawl_note import note_report
from vn30.ingestion.plan import plan_crawl
from vn30.ingestion.quality_gate import GateFailed, run_gate
from vn30.ingestion.request import CrawlRequest
from vn30.names import CRAWLER_DAG, TRAINING_DAG


def test_report_in_note(platform) -> None:
    """The report is written once, below a user's own note."""
    plan_crawl(platform.settings, "run", CrawlRequest(("FPT",)))
    with pytest.raises(GateFailed):
        run_gate("run")
    summary = platform.rows("SELECT summary FROM crawl_reports")[0].summary
    run = SimpleNamespace(dag_id=CRAWLER_DAG, run_id="run", note="After the outage.")
    note_report(run)
    note_report(run)
    assert run.note == f"After the outage.\n\nCrawl report: {summary}"


def test_other_notes(platform) -> None:
    """Other runs and runs without a report keep their notes."""
    for dag_id, run_id in ((TRAINING_DAG, "run"), (CRAWLER_DAG, "never judged")):
        run = SimpleNamespace(dag_id=dag_id, run_id=run_id, note=None)
        note_report(run)
        assert run.note is None
